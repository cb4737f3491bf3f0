"""One-tap replies: options of what is missing, as messages that can be sent as they stand."""

from datetime import date

import pytest

from assistant.answer import AskRequest, Turn
from assistant.pages.replies import REPLIES, replies

AS_OF = date(2026, 11, 22)


def ask(assistant, question, history=()):
    return assistant.answer(AskRequest(question=question, as_of=AS_OF, history=list(history)))


def test_only_the_levels_that_the_award_tells_apart_are_offered(assistant):
    answer = ask(assistant, "绍兴新认定工业设计中心奖多少")
    assert [text.partition("：")[2] for text in replies(answer, assistant.rulebook)[:3]] == ["国家级", "省级", "市级"]


@pytest.mark.parametrize(("option", "amount"), [(0, "1000000"), (1, "200000"), (2, "50000")])
def test_a_tapped_level_completes_the_sum(assistant, option, amount):
    answer = ask(assistant, "绍兴新认定工业设计中心奖多少")
    tapped = replies(answer, assistant.rulebook)[option]
    history = [Turn(role="user", content=answer.question), Turn(role="assistant", content=answer.answer)]
    assert ask(assistant, tapped, history).calculations[0].amount_yuan == amount


def test_without_a_city_the_cities_are_offered(assistant):
    offered = replies(ask(assistant, "评上节水型企业奖多少？"), assistant.rulebook)
    assert {"我们在长沙", "我们在杭州", "我们在绍兴"} <= set(offered)
    assert len(offered) <= REPLIES


def test_a_complete_answer_offers_no_options(assistant):
    answer = ask(assistant, "绍兴国家级专精特新小巨人奖励多少？")
    assert not any("：" in text for text in replies(answer, assistant.rulebook))
