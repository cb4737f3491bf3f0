"""What a model reads into left-over words is told as a condition, and changes no amount."""

import pytest

from assistant.answer import AskRequest
from eval.unsupported import unsupported
from tests.assistant.drafting.test_model import AS_OF, asking
from tests.servers.behaviours import BEHAVIOURS, Reply, good, reading, reads
from tests.servers.chat import Reply as Sent

QUESTION = "长沙智能化改造采购500万，贴息30万，补多少？"  # 30万 is nothing that the award's own words speak of
QUICK = {"llm_plan": False}


def ask(assistant, question=QUESTION):
    return assistant.answer(AskRequest(question=question, as_of=AS_OF))


def sums(answer):
    return [(c.semantics, c.amount_yuan, c.amount_max_yuan, c.inputs, c.steps) for c in answer.calculations]


def test_a_reading_is_told_as_a_condition_and_the_amount_stays_open(assistant):
    plain = ask(assistant)
    assert [each.text for each in plain.unaccounted] == ["30万"]
    with asking(assistant, reading(("30万", "prior_award")), **QUICK) as (asked, server):
        answer = ask(asked)
    assert sum(map(reads, server.requests)) == 1
    assert sums(answer) == sums(plain)
    assert answer.calculations[0].semantics == "conditional"
    (left,) = answer.unaccounted
    assert (left.text, left.read_as, left.amount_yuan) == ("30万", "同一奖项此前已领的奖励", "500000")
    (said,) = [s for s in answer.sentences if "大模型的读法" in s.text]
    assert "您另外提到的数如是指同一奖项此前已领的奖励，则为最高50万元" in said.text
    assert said.cites
    assert unsupported(answer) == []


@pytest.mark.parametrize(
    "readings",
    [
        (("30万", "none"),),
        (("500万", "prior_award"),),  # was taken in already
        (("30万元整", "prior_award"),),  # not as the question has it
        (("30万", "revenue"),),  # no input of this award
        (("30万", "retrofit_purchase"),),  # filled already
        (("30万", "prior_award"), ("30万", "prior_award"), ("9亿", "prior_award")),
        (),
    ],
    ids=["neither", "taken", "not-verbatim", "other-award", "filled", "one-bad-among-them", "nothing"],
)
def test_what_does_not_hold_is_not_taken(assistant, readings):
    with asking(assistant, reading(*readings), **QUICK) as (asked, _):
        answer = ask(asked)
    assert sums(answer) == sums(ask(assistant))
    assert not any(each.read_as for each in answer.unaccounted)
    assert "大模型的读法" not in answer.answer


@pytest.mark.parametrize(
    "sent",
    [
        Reply("我觉得是设备"),
        Reply(tools=(("Readings", "{oops"),)),
        Sent(tools=(("search_clauses", "{}"),)),
        Reply(status=500),
    ],
    ids=["words", "broken", "another-tool", "failed"],
)
def test_a_model_that_cannot_read_costs_nothing_but_the_call(assistant, sent):
    def behaviour(request):
        return sent if reads(request) else good(request)

    with asking(assistant, behaviour, **QUICK) as (asked, _):
        answer = ask(asked)
    assert sums(answer) == sums(ask(assistant))
    assert answer.status == "answered"


def test_it_can_be_switched_off_and_is_not_asked_where_nothing_is_left(assistant):
    with asking(assistant, reading(("30万", "prior_award")), llm_read=False, **QUICK) as (asked, server):
        assert not any(each.read_as for each in ask(asked).unaccounted)
        assert not any(map(reads, server.requests))
    with asking(assistant, BEHAVIOURS["照规矩起草"], **QUICK) as (asked, server):
        ask(asked, "绍兴国家级专精特新小巨人奖励多少？")
        assert not any(map(reads, server.requests))
