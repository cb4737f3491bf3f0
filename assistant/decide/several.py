"""Several things told of at once: `三个品种，每个2500万` is the award run three times, each under its own cap."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from assistant.calculator.listing import award_inputs
from assistant.decide.bound import Bound
from assistant.decide.phrases_of_law import limits_of
from assistant.reading.model import Fact
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule

# What a cap may be counted by that one company can have several of.
_COUNTED = frozenset({"项目", "平台", "品种", "场", "产品", "园区", "项", "个"})
_EACH = ("都", "各", "每", "均", "分别")
MOST = 100


def each_of_several(rule: BookRule, told: Told, bounds: list[Bound]) -> list[Bound]:
    """One sum said of n things, where the award counts each thing by itself, becomes n sums."""
    things = {limit.per for limit in limits_of(rule)} & _COUNTED
    award = rule.rule.award
    if not things or award is None or any(rule.registry.spec(name).type == "count" for name in rule.accepted):
        return bounds
    measured = set(award_inputs(award))
    money = [b for b in bounds if b.input in measured and rule.registry.spec(b.input).type == "money"]
    count = next(_counts(told, things), None)
    if count is None or len(money) != 1 or not isinstance(money[0].value, Fraction):
        return bounds
    words = told.words(money[0].start)
    if not any(word in words for word in _EACH):
        return bounds
    whole = money[0]
    several = Bound(
        whole.input, [whole.value] * int(count.value), whole.text, whole.start, whole.end, (*whole.also, count.at)
    )
    return [several if b is whole else b for b in bounds]


def _counts(told: Told, things: Collection[str]) -> Iterator[Fact]:
    """`三个品种`, `两场`: a count of what the cap is counted by."""
    for fact in told.facts:
        if fact.kind != "quantity" or not isinstance(fact.value, Fraction) or not 1 < fact.value <= MOST:
            continue
        behind = told.text[fact.at[1] : fact.at[1] + 6]
        if fact.value.denominator == 1 and (fact.unit in things or any(behind.startswith(t) for t in things)):
            yield fact
