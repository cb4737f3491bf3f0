"""When a clause is read out under its result, and when it stays behind the mark."""

from datetime import date

import pytest

from assistant.answer import AskRequest

DAY = date(2026, 11, 22)


def ask(assistant, question):
    return assistant.answer(AskRequest(question=question, as_of=DAY))


def read_out(answer):
    """The claims of the answer that say what stands in one of its citations."""
    return [sentence.text for sentence in answer.sentences if sentence.kind == "claim"]


@pytest.mark.parametrize(
    "question",
    [
        "绍兴国家级专精特新小巨人奖励多少？",
        "绍兴设备投资800万元补多少？",
        "绍兴项目固定资产投资2亿、设备投资250万元，设备奖励能拿多少？",
        "绍兴去年评省级专精特新领过10万，今年评上国家级小巨人给多少？",
    ],
)
def test_a_result_with_its_source_is_not_followed_by_the_clause(assistant, question):
    answer = ask(assistant, question)
    assert read_out(answer) == []
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("长沙软件应用示范项目和场景一年评几个，每个给多少？", "30个"),
        ("绍兴同一项目数据大赛国家级三等奖和省级一等奖都拿了，怎么发？", "就高"),
        ("绍兴淘汰落后设备的奖励要什么条件？", "验收"),
    ],
)
def test_what_the_result_leaves_open_is_read_out(assistant, question, words):
    assert words in "".join(sentence.text for sentence in ask(assistant, question).sentences)


def test_every_level_is_told_where_every_level_is_asked(assistant):
    answer = ask(assistant, "绍兴标准创新型企业首次认定，高级和中级各奖多少")
    assert "高级50万元，中级20万元" in answer.sentences[0].text
    assert read_out(answer) == []


def test_who_asks_for_the_rule_is_not_asked_back(assistant):
    rule = ask(assistant, "绍兴淘汰落后设备补几成、封顶多少？")
    assert [s.text for s in rule.sentences if s.kind == "question"] == []
    own = ask(assistant, "绍兴淘汰落后设备能补多少？")
    assert [s.text for s in own.sentences if s.kind == "question"] == ["淘汰设备的资产净值是多少？"]
