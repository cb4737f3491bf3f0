"""What people rather look at than read: the steps of a ladder with where one stands, amounts of several places.

Only numbers that the calculation already holds; the drawing is the template's, with the same words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.answer import Calculation, DocumentStatusName
from assistant.calculator import literals, words
from assistant.calculator.check import holds
from assistant.calculator.kinds import Ladder, Step
from assistant.drafting import phrases
from assistant.errors import InputInvalid
from assistant.rulebook.load import BookRule

LEAST = 8  # per cent of the height or width that the smallest amount still gets
_AMOUNTS = frozenset({"exact", "at_most"})


@dataclass(frozen=True, slots=True)
class Tier:
    """One step: from which figure on, what it pays, how high it is drawn (0 to 100), whether it is the one reached."""

    at: str
    amount: str
    height: int
    here: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The amount of one place, as words and as a length (0 to 100)."""

    region: str
    amount: str
    length: int
    status: DocumentStatusName


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
            _share(literals.value(step.amount), highest),
            bool(reached) and step is reached[-1],
        )
        for step in steps
    ]


def bars(calculations: Sequence[Calculation], regions: Sequence[str]) -> list[Bar]:
    """One bar a place, the longest first; empty unless several places have one amount each.

    Args:
        regions: of each calculation, in the same order.
    """
    paid = [(c, region) for c, region in zip(calculations, regions, strict=True) if c.semantics in _AMOUNTS]
    places = [region for _, region in paid]
    if len(paid) < 2 or len(set(places)) < len(places) or not all(places):
        return []
    sums = {region: Fraction(c.amount_yuan or 0) for c, region in paid}
    highest = max(sums.values())
    if not highest:
        return []
    drawn = [Bar(region, phrases.amount(c), _share(sums[region], highest), c.document_status) for c, region in paid]
    return sorted(drawn, key=lambda bar: -bar.length)


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


def _share(amount: Fraction, highest: Fraction) -> int:
    return max(LEAST, round(100 * amount / highest))
