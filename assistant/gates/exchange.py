"""Two figures that fit the clause better the other way round have changed places.

Told apart are two figures of the clause by the words that stand around the one and not around the other. In the
sentence these words go with the same figures. Figures of a 分别 list have the same words around them: their order is
the award gate's, and so is an amount in the place of a threshold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, product
from typing import Final

from assistant.gates.award import denied
from assistant.gates.labels import all_said
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.reading import Mark, same_value, unit_kind
from assistant.gates.sources import Slot, Source
from assistant.gates.words import bigrams

ENOUGH: Final = 2  # telling words that stand with the wrong figure
RATIO: Final = 3  # times as many as with the right one
_WIDTH: Final = 32
_NEAR: Final = 8


def exchange(checked: Checked, context: Context) -> Failure | None:
    """The first pair of figures of one kind and unlike values that the clause has the other way round."""
    if checked.verbatim or not checked.cited:
        return None
    marks = [mark for mark in checked.marks if not denied(mark)]
    slots = {i: [s for source in checked.sources for s in source.find(mark.figure)] for i, mark in enumerate(marks)}
    for i, j in combinations(range(len(marks)), 2):
        one, other = marks[i], marks[j]
        if unit_kind(one.figure) != unit_kind(other.figure) or same_value(one.figure, other.figure):
            continue
        if slots[i] and slots[j] and _exchanged(one, other, slots[i], slots[j]):
            return Failure("award", f"“{one.figure.text}”和“{other.figure.text}”在所引条款里的位置与句中相反。")
    return _crossed(checked)


def _crossed(checked: Checked) -> Failure | None:
    """A condition of one sentence of the clause in front of the amount of another, where each has its own."""
    conditions: list[Mark] = []
    for mark in checked.marks:
        for source in checked.sources:
            paid = [slot for slot in source.find(mark.figure) if slot.paid]
            for condition in conditions if paid else ():
                asked = [slot for slot in source.find(condition.figure) if slot.paid is False]
                pairs = list(product(asked, paid))
                together = any(_sentence(a, source) == _sentence(b, source) for a, b in pairs)
                if not together and any(_apart(a, b, source) for a, b in pairs):
                    words = f"“{condition.figure.text}”和“{mark.figure.text}”"
                    return Failure("award", f"{words}在所引条款里不是同一档的条件和金额。")
        if any(slot.paid for source in checked.sources for slot in source.find(mark.figure)):
            conditions = []
        else:
            conditions.append(mark)
    return None


def _apart(condition: Slot, paid: Slot, source: Source) -> bool:
    """Whether the two stand in unlike sentences, each beside a figure of the other's kind and another value."""
    first, second = (_sentence(slot, source) for slot in (condition, paid))
    return first != second and _beside(paid, first, source) and _beside(condition, second, source)


def _beside(slot: Slot, sentence: int, source: Source) -> bool:
    return any(other.paid == slot.paid for other in source.rivals(slot.figure) if _sentence(other, source) == sentence)


def _sentence(slot: Slot, source: Source) -> int:
    return len(re.findall("[；;。]", source.text[: slot.figure.start]))


def _exchanged(one: Mark, other: Mark, ones: Sequence[Slot], others: Sequence[Slot]) -> bool:
    """Whether every way of placing the two in the clause puts them the other way round."""
    ours, theirs = _words(one), _words(other)
    alike = [(a, b) for a, b in product(ones, others) if a.paid == b.paid]
    for a, b in alike:
        if _one_list(a, b) or _in_their_places(one, other, a, b):
            return False
        first, second = _words(a.mark), _words(b.mark)
        here = len(ours & (first - second)) + len(theirs & (second - first))
        there = len(ours & (second - first)) + len(theirs & (first - second))
        if there < ENOUGH or there < RATIO * here:
            return False
    return bool(alike)


def _in_their_places(one: Mark, other: Mark, first: Slot, second: Slot) -> bool:
    """Whether the label words settle it: the first slot's stand with the first figure, and the second's do not."""
    return any(
        any(all_said(words, mark.lead) for words in own.labels)
        and not any(all_said(words, mark.lead) for words in rival.labels)
        for mark, own, rival in ((one, first, second), (other, second, first))
    )


def _words(mark: Mark) -> frozenset[str]:
    before = re.split("[；;。]", mark.lead)[-1][-_WIDTH:]
    return frozenset(bigrams(before)) | frozenset(bigrams(mark.tail[:_NEAR]))


def _one_list(left: Slot, right: Slot) -> bool:
    """Whether the clause has the two in one list."""
    return left.mark.count > 1 and (left.mark.count, left.mark.whole) == (right.mark.count, right.mark.whole)
