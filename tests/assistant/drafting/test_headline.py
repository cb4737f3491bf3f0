"""Each ask has its answer first: a figure, a yes or no, a date, a list."""

from __future__ import annotations

from datetime import date

from assistant.answer import AskRequest, Turn
from assistant.drafting.draft import DraftSentence
from assistant.drafting.headline import act_of, headed

DAY = date(2026, 11, 22)


def ask(assistant, question, *earlier):
    history = [Turn(role="assistant" if i % 2 else "user", content=text) for i, text in enumerate(earlier)]
    return assistant.answer(AskRequest(question=question, history=history, as_of=DAY))


def test_the_figure_is_the_headline_and_the_first_sentence(assistant):
    answer = ask(assistant, "绍兴国家级小巨人奖多少")
    (head,) = answer.headline
    assert (head.act, head.amount_yuan, head.semantics) == ("amount", "1500000", "exact")
    assert answer.sentences[0].text == head.text
    assert head.text.startswith("绍兴：国家级专精特新“小巨人”企业")
    assert head.cites


def test_several_asks_have_a_headline_each(assistant):
    answer = ask(assistant, "杭州首台套认定奖多少？智能工厂呢？这个文件现在还有效吗？")
    assert [head.act for head in answer.headline] == ["amount", "amount", "validity"]


def test_a_level_the_place_does_not_have_is_said_first(assistant):
    answer = ask(assistant, "绍兴市级单项冠军奖多少")
    assert answer.answer.startswith("绍兴没有市级")
    assert not answer.calculations


def test_a_level_in_a_follow_up_means_that_level(assistant):
    answer = ask(assistant, "那省级的呢", "绍兴小巨人奖多少", "150万元。")
    assert answer.headline[0].amount_yuan == "100000"


def test_which_of_two_rates(assistant):
    answer = ask(assistant, "绍兴设备投资奖励是千分之六还是百分之六？")
    assert answer.answer.startswith("是百分之六，不是千分之六")


def test_a_figure_of_another_text_is_denied(assistant):
    answer = ask(assistant, "条例里小巨人50万第几条")
    assert answer.answer.startswith("湖南的这份文件里没有50万")


def test_a_complete_list_by_matter(assistant):
    answer = ask(assistant, "列出绍兴所有跟数字化有关的奖励")
    assert answer.headline[0].act == "list"
    assert len(answer.citations) >= 5
    assert {citation.document_id for citation in answer.citations} == {"shaoxing-2025"}


def test_who_may_at_all_stands_in_the_general_rules(assistant):
    answer = ask(assistant, "外资企业也行吗？", "绍兴链主企业奖励多少", "国家级200万元。")
    assert "外资企业享受同等待遇" in answer.answer


def test_no_promise(assistant):
    assert ask(assistant, "你能保证评上小巨人一定能在绍兴拿到150万吗？").answer.startswith("不能保证")


def test_the_first_that_says_something_is_marked_and_each_result():
    sentences = [
        DraftSentence("请问？", "question"),
        DraftSentence("甲", "claim", (1,)),
        DraftSentence("乙", "derivation", (1,), calculation="c1"),
        DraftSentence("丙", "derivation", (1,), calculation="c1"),
    ]
    assert [s.head for s in headed(sentences, "amount")] == ["", "amount", "amount", ""]
    assert act_of({"amount", "validity"}) == "validity"
    assert act_of(set()) == "amount"
