"""What came from an award before and of which award it is; whether it is taken off is `calculator.evaluate`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assistant.calculator import literals
from assistant.calculator.inputs import InputSpec
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD, Bound
from assistant.reading.model import Fact
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span
from index.vocabulary.lexicon import Mention


def payments(rule: BookRule, specs: dict[str, InputSpec], told: Told, taken: Sequence[Span]) -> Iterator[Bound]:
    """Sums received before, added up: this year's where the rule keeps a yearly cap, all others as earlier ones.

    `taken`: places of figures that inputs of the award have taken.
    """
    paid = amounts_of(rule)
    received = [
        f
        for f in told.facts
        if f.kind == "money"
        and isinstance(f.value, Fraction)
        and (f.role == "prior" or (f.value in paid and _of_earlier(f, told) and f.at not in taken))
    ]
    this_year = [f for f in received if f.period in ("this_year", "") and f.value and _says_this_year(told, f)]
    earlier = [f for f in received if f not in this_year]
    if PAID_THIS_YEAR in specs and this_year:
        yield _sum(PAID_THIS_YEAR, this_year)
    elif this_year:
        earlier = received
    if PRIOR_AWARD in specs and earlier:
        yield _sum(PRIOR_AWARD, earlier)


def _says_this_year(told: Told, fact: Fact) -> bool:
    """今年 and 本年 are this year; the 当年 of 认定当年 is the year of something else."""
    return any(word in told.words(fact.at[0]) for word in ("今年", "本年", "年初", "上半年", "同一年度", "年内"))


def _sum(name: str, paid: list[Fact]) -> Bound:
    value = sum((f.value for f in paid if isinstance(f.value, Fraction)), Fraction(0))
    return Bound(name, value, paid[0].text, *paid[0].at, also=tuple(f.at for f in paid[1:]))


def amounts_of(rule: BookRule) -> set[Fraction]:
    """What the award's steps and levels pay: a sum of an earlier year that is one of them was received."""
    return {literals.value(atom.whole or atom.figure) for atom in rule.atoms if atom.role == "award"}


def _of_earlier(fact: Fact, told: Told) -> bool:
    """`市级去年30万`: a sum that names no measure, in words that tell of an earlier time."""
    if fact.role != "given" or fact.label or fact.bound:
        return False
    words = told.words(fact.at[0])
    return fact.period in ("last_year", "year_before_last", "earlier") or any(word in words for word in _EARLIER)


_EARLIER = (
    "之前",
    "以前",
    "此前",
    "先前",
    "早年",
    "前几年",
    "早几年",
    "原来",
    "当时",
    "那时",
    "级时",
    "曾",
    "已经",
    "过了",
    "到账",
)


def paid_for(
    rules: Mapping[str, BookRule], bounds: Mapping[str, list[Bound]], names: Mapping[str, Sequence[Mention]]
) -> dict[str, list[Bound]]:
    """Of several awards asked about, an earlier payment comes off the one it was paid for.

    That is the award one of whose sums it is, of these the one whose name stands nearest before it.
    """
    found = {rule_id: list(own) for rule_id, own in bounds.items()}
    places = {b.start for own in bounds.values() for b in own if b.input == PRIOR_AWARD and b.value and b.end > b.start}
    for place in places:
        claiming = [r for r, own in bounds.items() if any(b.input == PRIOR_AWARD and b.start == place for b in own)]
        if len(claiming) > 1:
            owner = min(
                claiming, key=lambda r: (not _is_its_sum(rules[r], bounds[r], place), _far(names.get(r, ()), place))
            )
            for other in set(claiming) - {owner}:
                found[other] = [b for b in found[other] if not (b.input == PRIOR_AWARD and b.start == place)]
    return found


def _is_its_sum(rule: BookRule, own: Sequence[Bound], place: int) -> bool:
    value = next(b.value for b in own if b.input == PRIOR_AWARD and b.start == place)
    return value in amounts_of(rule)


def _far(names: Sequence[Mention], place: int) -> int:
    """Characters from the award's nearest name before `place`; far beyond any text where it has none."""
    return min([place - name.end for name in names if name.end <= place], default=10**6)
