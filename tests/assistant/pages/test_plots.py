"""Drawings say what the calculation says and nothing else."""

from datetime import date

import pytest

from assistant.calculator.kinds import Ladder
from assistant.pages.plots import LEAST, tiers
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
AS_OF = date(2026, 11, 22)
LADDERS = [rule for rule in BOOK.rules.values() if isinstance(rule.rule.award, Ladder)]
REVENUE = next(rule for rule in LADDERS if rule.id.startswith("hangzhou-2023/（三）"))


@pytest.mark.parametrize("rule", LADDERS, ids=lambda rule: rule.id)
def test_every_ladder_rises_and_marks_nothing_before_a_figure_is_told(rule):
    steps = tiers(rule, BOOK.calculate(rule.id, {}, AS_OF))
    assert len(steps) >= 2
    assert max(step.height for step in steps) == 100
    assert min(step.height for step in steps) >= LEAST
    assert not any(step.here for step in steps)


@pytest.mark.parametrize(("revenue", "at"), [("5亿元", "5亿元"), ("49亿元", "10亿元"), ("900亿元", "500亿元")])
def test_the_step_that_is_paid_is_marked(revenue, at):
    result = BOOK.calculate(REVENUE.id, {REVENUE.rule.award.by: revenue}, AS_OF)
    (here,) = [step for step in tiers(REVENUE, result) if step.here]
    assert here.at == at
    assert here.at in result.option


def test_below_the_first_step_nothing_is_marked():
    result = BOOK.calculate(REVENUE.id, {REVENUE.rule.award.by: "1亿元"}, AS_OF)
    assert not any(step.here for step in tiers(REVENUE, result))


def test_an_award_without_steps_has_no_drawing():
    rule = BOOK.rules["shaoxing-2025/（八）:equipment-investment"]
    assert tiers(rule, BOOK.calculate(rule.id, {}, AS_OF)) == []
