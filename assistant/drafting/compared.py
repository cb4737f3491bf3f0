"""Several places on one matter: which gives most is said first, then each in one line, the most first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from assistant.answer import Calculation
from assistant.decide.topic import Topic
from assistant.drafting import phrases

_SURE: Final = frozenset({"exact", "at_most"})
TWO: Final = 2


def by_most(topics: Sequence[Topic]) -> list[Topic]:
    """The places, those with the highest sum first; without a sum they stay where they were named."""
    return sorted(topics, key=lambda topic: -_sum(topic))


def lead(topics: Sequence[Topic]) -> str:
    """绍兴更高。, 给得一样多。; "" where not every place has one sum that can be held against the others.

    A sum is more than a ceiling below it; a ceiling is only said to be the higher ceiling.
    """
    found = [topic.calculations[0] for topic in topics if len(topic.calculations) == 1]
    if len(found) != len(topics) or len(found) < TWO or not {c.semantics for c in found} <= _SURE:
        return ""
    sums = [_yuan(calculation) for calculation in found]
    best = [n for n, each in enumerate(sums) if each == max(sums)]
    kinds = {found[n].semantics for n in best}
    if len(kinds) > 1:
        return ""  # the same figure, once due and once at most
    if len(best) == len(topics):
        return phrases.ALIKE
    ceiling = "的上限" if kinds == {"at_most"} else ""
    than = "更高" if len(topics) == TWO else "最高"
    return phrases.MOST_OF.format(region="、".join(topics[n].region for n in best), ceiling=ceiling, most=than)


def _sum(topic: Topic) -> Fraction:
    return max((_yuan(c) for c in topic.calculations if c.semantics in _SURE), default=Fraction(-1))


def _yuan(calculation: Calculation) -> Fraction:
    return Fraction(calculation.amount_yuan or 0)
