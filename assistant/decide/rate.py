"""The rate of an award whose base is not known yet: 按6%＋4个百分点 can be said before the sum is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from assistant.answer import Calculation
from assistant.calculator.kinds import Percent
from assistant.errors import AssistantFailure
from assistant.rulebook.load import BookRule, Rulebook

# Bases to try: large enough to pass a threshold, small enough to stay below a cap; two of one rate are proof enough.
BASES = (3_000_000, 4_000_000, 5_000_000, 8_000_000, 10_000_000, 1_000_000, 500_000)


def rate_of(
    rulebook: Rulebook, rule: BookRule, facts: Mapping[str, Any], calculation: Calculation, as_of: date
) -> Fraction | None:
    """The share of the base that is paid under `facts`; None where it is no single share, or more is missing.

    Nor where nothing was told that raises it: then the clause's own sentence says it as well.
    """
    award = rule.rule.award
    missing = [each.input for each in calculation.missing]
    if calculation.semantics != "needs_info" or not isinstance(award, Percent) or missing != [award.base.of]:
        return None
    if award.adders_input is None or not facts.get(award.adders_input):
        return None
    rates: list[Fraction] = []
    for base in BASES:
        try:
            result, _ = rulebook.evaluate(rule.id, {**facts, award.base.of: Fraction(base)}, as_of, None)
        except AssistantFailure:
            return None
        amount = result.outcome.amount.high
        if amount is None or not amount:
            continue
        rates.append(Fraction(amount) / base)
        if len(rates) > 1 and rates[-1] == rates[-2]:
            return rates[-1]
    return None
