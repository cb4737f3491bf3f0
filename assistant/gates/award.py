"""Every figure of a sentence stands in a clause it cites, with the same bound and the same label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product
from typing import Final

from assistant.gates.labels import label_words, places
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.reading import Mark, unit_kind
from assistant.gates.sources import PAID, Slot, Source
from assistant.gates.words import bigrams

_PAYS: Final = re.compile(r"奖励?|补助|补贴|资助|给予|配套|补偿|发放|拿到?|领取?|可得|获得|申领|支持|经费")
_COMBINATIONS: Final = 2_000


def award(checked: Checked, context: Context) -> Failure | None:
    """Slots of the cited clauses for each list of figures; the first that has none fails the sentence."""
    for run in lists(checked.marks):
        candidates = [_slots(mark, checked) for mark in run]
        if not all(candidates):
            continue  # the number gate's business
        for mark, slots in zip(run, candidates, strict=True):
            if failure := _bounded(mark, slots) or _placed(mark, slots, checked):
                return failure
        fitting = [[slot for slot in slots if agrees(mark, slot)] for mark, slots in zip(run, candidates, strict=True)]
        if failure := _labelled(run, fitting, checked):
            return failure
    return None


def lists(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks grouped into the lists they stand in."""
    found: list[list[Mark]] = []
    for mark in marks:
        if mark.index == 0:
            found.append([])
        found[-1].append(mark)
    return found


def _slots(mark: Mark, checked: Checked) -> list[tuple[Source, Slot]]:
    return [(source, slot) for source in checked.sources for slot in source.find(mark.figure)]


def agrees(mark: Mark, found: tuple[Source, Slot]) -> bool:
    """Whether the figure is bounded as the clause bounds it."""
    slot = found[1]
    return any(_same_side(mark.bound, bound, paid=slot.paid is not False) for bound in slot.bounds)


def _same_side(said: str, printed: str, *, paid: bool) -> bool:
    if said == printed:
        return True
    if {said, printed} & {"max", "under"}:
        # Of a threshold, a dropped word is a dropped condition; of money paid it is a wrong promise.
        return {said, printed} == {"max", "under"}
    return printed in ("", "over", "floor") if not paid or printed != "" else said not in ("floor",)


def _bounded(mark: Mark, slots: list[tuple[Source, Slot]]) -> Failure | None:
    if any(agrees(mark, slot) for slot in slots):
        return None
    text = mark.figure.text
    if mark.bound == "max":
        return Failure("award", f"“{text}”在所引条款里不是上限，不能说“最高”“不超过”。")
    if any("max" in slot.bounds for _, slot in slots):
        return Failure("award", f"所引条款写的是最高不超过{text}，不能说成确定的数额。")
    return Failure("award", f"“{text}”的界限（以上、以下、不低于等）与所引条款不一致。")


def _placed(mark: Mark, slots: list[tuple[Source, Slot]], checked: Checked) -> Failure | None:
    """A threshold never becomes an amount: only what a rule pays may follow 奖励, 补助, 给予."""
    if unit_kind(mark.figure) != "money" or any(slot.paid is not False for _, slot in slots):
        return None
    near = re.split(r"[，。；,;：:]", mark.lead)[-1]
    if mark.bound == "over" or not _PAYS.search(near[-8:]):
        return None
    return Failure("award", f"“{mark.figure.text}”在所引条款里是条件，不是奖补金额。")


def _labelled(run: list[Mark], candidates: list[list[tuple[Source, Slot]]], checked: Checked) -> Failure | None:
    """Some choice of slots must keep the labels: no rival's label stands nearer, lists keep their order."""
    options = [
        [slot for slot in slots if not _outdone(mark, slot, checked)]
        for mark, slots in zip(run, candidates, strict=True)
    ]
    for mark, kept in zip(run, options, strict=True):
        if not kept:
            return Failure("award", f"“{mark.figure.text}”在所引条款里不属于句中所说的级别、对象或档次。")
    if len(run) == 1:
        return None
    for number, choice in enumerate(product(*options)):
        if number >= _COMBINATIONS or _in_order(run, [slot for _, slot in choice], checked):
            return None
    shown = "、".join(mark.figure.text for mark in run)
    return Failure("award", f"“{shown}”与级别或档次的对应次序和所引条款不一致。")


def _outdone(mark: Mark, found: tuple[Source, Slot], checked: Checked) -> bool:
    """Whether another figure of the clause fits the words around `mark` better than this one."""
    source, slot = found
    rivals = source.rivals(mark.figure)
    return any(_label_beats(mark, slot, rival, checked) for rival in rivals) or _context_beats(mark, slot, rivals)


def _label_beats(mark: Mark, slot: Slot, rival: Slot, checked: Checked) -> bool:
    if (slot.paid is True) != (rival.paid is True) or not slot.atoms or not rival.atoms:
        return False
    return all(
        any(_beaten(mark, label_words(atom), label_words(other), checked) for other in rival.atoms)
        for atom in slot.atoms
    )


def _beaten(mark: Mark, own: frozenset[str], other: frozenset[str], checked: Checked) -> bool:
    """`other` words that `own` lacks all stand with the figure, and `own`'s do not, or farther away."""
    ours, theirs = own - other, other - own
    if not theirs:
        return False
    if mark.count > 1:
        text = checked.above + "。" + mark.whole if not _any(ours | theirs, mark.lead) else mark.lead
        return _all(theirs, text) and bool(ours) and not _any(ours, text)
    for text in (mark.lead, mark.tail, mark.whole, checked.above):
        if not _any(ours | theirs, text):
            continue
        if not _all(theirs, text):
            return False
        if not ours or not _any(ours, text):
            return bool(ours)
        return _last(theirs, text) > _last(ours, text)
    return False


def _any(words: frozenset[str], text: str) -> bool:
    return any(places(word, text) for word in words)


def _all(words: frozenset[str], text: str) -> bool:
    return all(places(word, text) for word in words)


def _last(words: frozenset[str], text: str) -> int:
    return max((place for word in words for place in places(word, text)), default=-1)


def _first(words: frozenset[str], text: str) -> int:
    return min((place for word in words for place in places(word, text)), default=-1)


def _context_beats(mark: Mark, slot: Slot, rivals: list[Slot]) -> bool:
    """The words in front of the figure are those in front of another figure of the clause, hardly those of its own."""
    words = set(bigrams(mark.lead))
    if len(words) < 4:
        return False
    own = _shared(words, slot)
    best = max((_shared(words, rival) for rival in rivals), default=0.0)
    return best >= 0.75 and best - own >= 0.4


def _shared(words: set[str], slot: Slot) -> float:
    return len(words & set(bigrams(slot.mark.lead))) / len(words)


def _in_order(run: list[Mark], slots: list[Slot], checked: Checked) -> bool:
    """Labels stand in the order of their figures; where none is said, the figures keep the clause's order."""
    text = run[0].lead if run[0].lead.strip() else run[0].whole
    for left, right in pairwise(slots):
        if left is right or not left.atoms or not right.atoms:
            continue
        pairs = [(label_words(a), label_words(b)) for a in left.atoms for b in right.atoms]
        if not any(_ordered(a - b, b - a, text, left, right) for a, b in pairs):
            return False
    return True


def _ordered(ours: frozenset[str], theirs: frozenset[str], text: str, left: Slot, right: Slot) -> bool:
    mine, other = _last(ours, text), _last(theirs, text)
    if mine < 0 or other < 0:
        return left.order < right.order
    return mine < other or _first(ours, text) < _first(theirs, text)


__all__ = ["PAID", "agrees", "award", "lists"]
