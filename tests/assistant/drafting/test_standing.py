"""Whether a policy is in force is answered from its own period, however the question is worded."""

from datetime import date

import pytest

from assistant.answer import AskRequest, Turn

AS_OF = date(2026, 11, 22)


def ask(assistant, question, history=()):
    return assistant.answer(AskRequest(question=question, as_of=AS_OF, history=list(history)))


@pytest.mark.parametrize(
    ("question", "quotes", "said"),
    [
        ("杭州那个措施到期没", ["有效期至2025年12月31日"], "届满"),
        ("绍兴4151管到哪天为止", ["2025年1月1日至2026年12月31日"], "现行有效"),
        ("长沙三年计划现在还算数吗", ["（2021—2023年）"], "到期"),
        ("湖南条例啥时候开始施行的", ["自2022年3月1日起施行"], "现行有效"),
        ("长沙若干政策是正式的还是征求意见稿", ["征求意见稿"], "征求意见稿"),
        ("杭州的措施和绍兴的政策各执行到几时", ["有效期至2025年12月31日", "至2026年12月31日"], "届满"),
    ],
)
def test_the_standing_comes_first_and_the_period_is_quoted(assistant, question, quotes, said):
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert answer.sentences[0].kind == "status"
    assert said in answer.sentences[0].text
    for quote in quotes:
        assert any(quote in citation.quote for citation in answer.citations)
    assert len(answer.citations) <= len(quotes) + 1
    assert not answer.calculations


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("长政办发〔2019〕35号还能用吗", "长政办发〔2019〕35号"),
        ("长沙移动互联网那个老政策还执行不", "长政办发〔2021〕12号"),
        ("网络安全产业那份补充意见作废没有", "长政办发〔2021〕24号"),
    ],
)
def test_an_old_document_is_answered_by_what_repeals_it(assistant, question, number):
    answer = ask(assistant, question)
    (citation,) = answer.citations
    assert number in citation.quote
    assert "不再施行" in citation.quote
    assert not any(sentence.kind == "question" for sentence in answer.sentences)


def test_a_day_outside_the_period_is_said_to_lie_outside(assistant):
    assert "2027年3月超出了期限" in ask(assistant, "绍兴的奖补2027年3月还能申报吗").answer
    assert "期限之后" not in ask(assistant, "绍兴的奖补2026年12月还有效吗").answer


def test_a_follow_up_asks_for_the_document_under_discussion(assistant):
    history = [Turn(role="user", content="杭州链主补多少"), Turn(role="assistant", content="不超过500万元。")]
    answer = ask(assistant, "过期没有？", history)
    assert [citation.clause_id for citation in answer.citations] == ["hangzhou-2023/结语"]


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("绍兴4151的通知落款哪天", "2025年2月10日"),
        ("绍兴4151政策哪天在网站发布的", "发布日期: 2025-03-03"),
        ("长沙三年行动计划的文号", "长发〔2021〕3号"),
    ],
)
def test_when_it_was_issued_stands_in_the_head(assistant, question, quote):
    assert quote in [citation.quote for citation in ask(assistant, question).citations]


def test_an_award_that_only_sounds_like_it_is_not_asked_for_its_standing(assistant):
    assert ask(assistant, "长沙VOCs替代奖多少").calculations
