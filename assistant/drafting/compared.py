"""Several places on one matter: which gives most is said first, then each in one line, the most first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from assistant.answer import Calculation
from assistant.decide.topics import Topic
from assistant.drafting import phrases

_SURE: Final = frozenset({"exact", "at_most"})
TWO: Final = 2


def by_most(topics: Sequence[Topic]) -> list[Topic]:
    """The places, those with the highest sum first; without a sum they stay where they were named."""
    return sorted(topics, key=lambda topic: -_sum(topic))


def lead(topics: Sequence[Topic]) -> str:
    """绍兴给得最多。, 两地一样。; "" where not every place has one sum that can be held against the others.

    A ceiling is no sum: 最高100万元 is more than 最高50万元, but not than 80万元.
    """
    found = [topic.calculations[0] for topic in topics if len(topic.calculations) == 1]
    kinds = {calculation.semantics for calculation in found}
    if len(found) != len(topics) or len(found) < TWO or len(kinds) != 1 or not kinds <= _SURE:
        return ""
    sums = [_yuan(calculation) for calculation in found]
    most = [topic.region for topic, each in zip(topics, sums, strict=True) if each == max(sums)]
    if len(most) == len(topics):
        return phrases.ALIKE
    ceiling = "的上限" if kinds == {"at_most"} else ""
    return phrases.MOST_OF.format(
        region="、".join(most), ceiling=ceiling, most="更高" if len(topics) == TWO else "最高"
    )


def _sum(topic: Topic) -> Fraction:
    return max((_yuan(c) for c in topic.calculations if c.semantics in _SURE), default=Fraction(-1))


def _yuan(calculation: Calculation) -> Fraction:
    return Fraction(calculation.amount_yuan or 0)
