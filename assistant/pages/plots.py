"""What people rather look at than read: the steps of a ladder with where one stands.

Only numbers that the calculation already holds; the drawing is the template's, with the same words beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assistant.answer import Calculation
from assistant.calculator import literals, words
from assistant.calculator.check import holds
from assistant.calculator.kinds import Ladder, Step
from assistant.errors import InputInvalid
from assistant.rulebook.load import BookRule

LEAST = 8  # per cent of the height or width that the smallest amount still gets


@dataclass(frozen=True, slots=True)
class Tier:
    """One step: from which figure on, what it pays, how high it is drawn (0 to 100), whether it is the one reached."""

    at: str
    amount: str
    height: int
    here: bool


def tiers(rule: BookRule, calculation: Calculation) -> list[Tier]:
    """The steps of the rule's ladder, lowest first; empty for an award of another kind."""
    award = rule.rule.award
    if not isinstance(award, Ladder):
        return []
    spec = rule.registry.spec(award.by)
    steps = sorted(award.steps, key=lambda step: literals.against(spec, step.at))
    value = _told(rule, calculation, award)
    reached = [step for step in steps if value is not None and _reached(rule, award, step, value)]
    highest = max(literals.value(step.amount) for step in steps)
    return [
        Tier(
            literals.text(step.at),
            literals.text(step.amount),
            share(literals.value(step.amount), highest),
            bool(reached) and step is reached[-1],
        )
        for step in steps
    ]


def _told(rule: BookRule, calculation: Calculation, award: Ladder) -> Fraction | None:
    """What the calculation was told of the ladder's figure."""
    text = calculation.inputs.get(award.by)
    if text is None:
        return None
    try:
        value = rule.registry.parse(award.by, text)
    except InputInvalid:
        return None
    return value if isinstance(value, Fraction) else None


def _reached(rule: BookRule, award: Ladder, step: Step, value: Fraction) -> bool:
    word = words.resolve(step.word or award.word)
    return holds(word.operator, value, literals.against(rule.registry.spec(award.by), step.at))


def share(amount: Fraction, highest: Fraction) -> int:
    """How long an amount is drawn beside the highest one: 0 to 100, never too short to be seen."""
    return max(LEAST, round(100 * amount / highest))
