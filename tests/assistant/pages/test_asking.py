"""The missing fact as a form: exactly that fact, in the units people use, and what is sent completes the sum."""

from datetime import date

import pytest

from assistant.answer import AskRequest, Turn
from assistant.pages.asking import FIGURE, ask_back

AS_OF = date(2026, 11, 22)


def ask(assistant, question, history=()):
    return assistant.answer(AskRequest(question=question, as_of=AS_OF, history=list(history)))


def replied(assistant, answer, message):
    history = [Turn(role="user", content=answer.question), Turn(role="assistant", content=answer.answer)]
    return ask(assistant, message, history)


def test_a_missing_sum_is_asked_with_its_unit_first(assistant):
    asked = ask_back(ask(assistant, "绍兴设备投资能补多少"), assistant.rulebook)
    assert asked.first
    assert asked.units[0] == "万元"
    assert asked.choices == ()
    assert asked.elsewhere.startswith("/calculator/shaoxing-2025/")


def test_a_typed_sum_completes_the_answer(assistant):
    answer = ask(assistant, "绍兴设备投资能补多少")
    asked = ask_back(answer, assistant.rulebook)
    completed = replied(assistant, answer, asked.message.replace(FIGURE, f"800{asked.units[0]}"))
    assert completed.calculations[0].amount_yuan == "480000"


BOOTH = "绍兴工艺美术大师参加市里组织的精品展，展位费2万元，补多少"


def test_what_is_known_already_is_said_again(assistant):
    answer = ask(assistant, "绍兴设备投资能补多少")
    (calculation,) = answer.calculations
    told = calculation.model_copy(update={"inputs": {"project_lists": "省重大项目"}})
    asked = ask_back(answer.model_copy(update={"calculations": [told]}), assistant.rulebook)
    assert "省重大项目" in asked.message


def test_only_the_levels_that_the_award_tells_apart_are_offered(assistant):
    asked = ask_back(ask(assistant, BOOTH), assistant.rulebook)
    assert [choice.label[:3].rstrip("工") for choice in asked.choices] == ["国家级", "省级", "市级"]


def test_levels_that_have_been_told_with_their_sums_are_not_asked_for(assistant):
    answer = ask(assistant, "绍兴新认定工业设计中心奖多少")
    assert "国家级100万元，省级20万元，市级5万元" in answer.answer
    assert ask_back(answer, assistant.rulebook) is None


@pytest.mark.parametrize(("option", "amount"), [(0, "20000"), (1, "16000"), (2, "12000")])
def test_a_tapped_level_completes_the_sum(assistant, option, amount):
    answer = ask(assistant, BOOTH)
    tapped = ask_back(answer, assistant.rulebook).choices[option].message
    assert replied(assistant, answer, tapped).calculations[0].amount_yuan == amount


def test_without_a_city_the_cities_are_offered(assistant):
    asked = ask_back(ask(assistant, "评上节水型企业奖多少？"), assistant.rulebook)
    cities = {assistant.rulebook.region(rule) for rule in assistant.rulebook.rules.values()}
    assert {choice.label for choice in asked.choices} == cities


def test_a_complete_answer_asks_nothing(assistant):
    assert ask_back(ask(assistant, "绍兴国家级专精特新小巨人奖励多少？"), assistant.rulebook) is None
