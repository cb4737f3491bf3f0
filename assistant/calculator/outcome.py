"""What one award comes to before limits and stacking: an amount, a refusal, or what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from assistant.answer import Condition as Shown
from assistant.calculator.amounts import UNDETERMINED, ZERO, Amount, between, exact
from assistant.calculator.trace import Step


@dataclass(slots=True)
class Payment:
    label: str
    year: int | None
    amount: Fraction


@dataclass(slots=True)
class Outcome:
    """The result of evaluating an award, a branch, a part or a rule.

    Attributes:
        amount: the amount; while something is missing: its bounds.
        refused: a condition is known not to hold (amount is zero).
        missing: input ids that must be known before there is an amount.
        pieces: how many of the counted thing the amount covers (a limit per thing is multiplied by it).
    """

    amount: Amount
    refused: bool = False
    missing: list[str] = field(default_factory=list)
    conditions: list[Shown] = field(default_factory=list)
    verify: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    option: str = ""
    schedule: list[Payment] = field(default_factory=list)
    pieces: Fraction = Fraction(1)
    reason: str = ""

    @property
    def settled(self) -> bool:
        return not self.missing


def refused(steps: list[Step] | None = None, conditions: list[Shown] | None = None) -> Outcome:
    return Outcome(exact(ZERO), refused=True, steps=steps or [], conditions=conditions or [])


def needs(inputs: list[str], low: Fraction | None = None, high: Fraction | None = None) -> Outcome:
    """Something is missing; the award lies between the bounds if they are known."""
    if low is None and high is None:
        return Outcome(UNDETERMINED, missing=inputs)
    return Outcome(between(low or ZERO, high), missing=inputs)


def enclosing(outcomes: list[Outcome]) -> Amount:
    """The smallest range that holds every outcome's amount."""
    highs = [outcome.amount.high for outcome in outcomes]
    known = [high for high in highs if high is not None]
    return between(
        min(outcome.amount.low for outcome in outcomes), max(known) if known and len(known) == len(highs) else None
    )
