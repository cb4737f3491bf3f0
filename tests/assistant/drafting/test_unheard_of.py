"""A kind of benefit that no text of the place speaks of is said not to be there; no other award stands in for it."""

from datetime import date

import pytest

from assistant.answer import AskRequest


def ask(assistant, question):
    return assistant.answer(AskRequest(question=question, as_of=date(2026, 11, 22)))


@pytest.mark.parametrize(
    "question",
    [
        "杭州链主企业增值税能免几年",
        "长沙单项冠军贷款贴息有几个点",
        "绍兴给企业员工的公积金补贴标准",
        "长沙每件发明专利资助多少",
        "绍兴新引进的博士安家费多少",
    ],
)
def test_no_award_stands_in_for_what_is_not_there(assistant, question):
    answer = ask(assistant, question)
    assert answer.status == "abstained"
    assert not answer.calculations


@pytest.mark.parametrize(
    "question",
    [
        "湖南条例对先进制造业的贷款支持有什么规定",
        "绍兴质量贷有补助吗",
        "湖南条例怎么说境外专利申请",
        "长沙消费品企业缴税100万以上有什么奖励",
    ],
)
def test_what_a_text_speaks_of_is_answered(assistant, question):
    assert ask(assistant, question).status == "answered"


@pytest.mark.parametrize(
    "question",
    ["绍兴，列入市重点工业项目计划，当年实际完成设备投资2000万，奖多少", "长沙项目实际投产达效后能奖多少"],
)
def test_what_was_really_invested_is_no_question_for_results(assistant, question):
    assert "outcome" not in ask(assistant, question).understood.intents


def test_what_came_of_a_plan_is_not_in_its_text(assistant):
    assert ask(assistant, "长沙行动计划实际培育了多少家小巨人").status == "abstained"
