"""Who gets what: parallel stretches of a clause give each its own, and a sentence does not exchange them.

省对园区给予用地指标，市对企业给予容积率指标: two stretches alike in their frame, with slots that differ. In one item of
a sentence every slot is filled from the same stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from assistant.claims.tokens import known_words, tokens
from assistant.claims.words import folded

_PIECES: Final = (re.compile("[^，。；：（）\n]+"), re.compile("[^，。；：、（）的\n]+"))
_IN_ORDER: Final = re.compile("分别|依次|各自|对应")
_DENIES: Final = re.compile("不[能得可予]|无法|不在")  # what one may not is not what the other may
_APART: Final = 5  # how many stretches may stand between two parallel ones
_FRAME: Final = 0.3  # share of the shorter one's words that both have, in order
_BINDS: Final = frozenset("为任是归属")  # 以洋湖为先行区、大泽湖为核心区: the frame of two short stretches
_SHORT: Final = 8
_MIDDLING: Final = 12
_GOES_ON: Final = re.compile("用于|以|由|并|且|从|按|对|给予|可|应|给|包括")
_LONGEST: Final = 40
_WHERE: Final = 30  # characters within which the slots of one item stand


@dataclass(frozen=True, slots=True)
class Slot:
    """What fills one place of two parallel stretches: words of the one that the other has not, and the other's."""

    first: frozenset[str]
    second: frozenset[str]


def exchanged(said: str, texts: Sequence[str]) -> str:
    """Why a sentence gives to one what its clause gives to another, in Chinese; "" when it does not."""
    text = folded(said)
    if _IN_ORDER.search(text) or _DENIES.search(text):
        return ""
    for printed in texts:
        for slots in _parallels(printed):
            if found := _crossed(text, slots):
                return f"“{found[0]}”和“{found[1]}”在原文里不是一回事"
    return ""


def _crossed(text: str, slots: Sequence[Slot]) -> tuple[str, str] | None:
    """Two words of one item of the sentence that come from either stretch."""
    events = sorted(_events(text, slots))
    item: dict[int, tuple[int, int, str]] = {}
    items = []
    for at, slot, side, word in events:
        held = item.get(slot)
        far = item and at - max(each[0] for each in item.values()) > _WHERE
        if far or (held and held[1] != side):
            items.append(item)
            item = {}
        if slot not in item:
            item[slot] = (at, side, word)
    items.append(item)
    for each in items:
        sides = {side for _, side, _ in each.values()}
        if len(sides) > 1 and not any(_straight(other) for other in items if other is not each):
            words = [next(word for _, side, word in each.values() if side == which) for which in sorted(sides)]
            return words[0], words[1]
    return None


def _straight(item: dict[int, tuple[int, int, str]]) -> bool:
    """Whether an item fills two slots from one stretch: then the others may only point back to it."""
    return len(item) > 1 and len({side for _, side, _ in item.values()}) == 1


def _events(text: str, slots: Sequence[Slot]) -> Iterator[tuple[int, int, int, str]]:
    for number, slot in enumerate(slots):
        for side, words in ((0, slot.first), (1, slot.second)):
            for word in words:
                for match in re.finditer(re.escape(word), text):
                    yield match.start(), number, side, word


@lru_cache(maxsize=512)
def _parallels(text: str) -> tuple[tuple[Slot, ...], ...]:
    """The slots of every two parallel stretches of a clause."""
    plain = folded(text)
    found = []
    for cut in _PIECES:
        pieces = [piece for piece in cut.findall(plain) if piece.strip()]
        for i, left in enumerate(pieces):
            for place, right in enumerate(pieces[i + 1 : i + 1 + _APART]):
                slots = _slots(left, right, plain, near=not place)
                if len(slots) > 1:
                    found.append(tuple(slots))
    return tuple(dict.fromkeys(found))


def _slots(left: str, right: str, text: str, *, near: bool) -> list[Slot]:
    if re.search("\\d", left + right):
        return []  # figures are held against their own items
    a, b = known_words(left)[:_LONGEST], known_words(right)[:_LONGEST]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    common = [word for block in matcher.get_matching_blocks() for word in a[block.a : block.a + block.size]]
    named = any(len(word) > 1 and not all(each.joins for each in tokens(word)) for word in common)
    anchored = a[0] == b[0] or a[-1] == b[-1]  # alternatives begin or end alike, what follows from another does not
    if near and max(len(a), len(b)) <= _MIDDLING and not _GOES_ON.match(right):
        anchored = True  # 金融部门优先解决融资问题，规资部门优先落实用地指标
    bound = near and _BINDS.intersection(common) and max(len(a), len(b)) <= _SHORT
    if not bound and not (anchored and named and len(common) >= _FRAME * min(len(a), len(b))):
        return []
    found = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "replace":
            continue
        first, second = _content(a, i, j, right, text), _content(b, k, m, left, text)
        if first and second:
            found.append(Slot(first, second))
    return found


def _content(words: Sequence[str], start: int, end: int, other: str, text: str) -> frozenset[str]:
    """The words of a slot that the other stretch has not and that stand in the clause once; D of D类 with its 类."""
    whole = "".join(words[start:end])
    if len(whole) == 1 and whole.isascii():
        whole = "".join(words[start : end + 1])[:2]
    named = {each for each in (*words[start:end], whole) if len(each) > 1 and not all(t.joins for t in tokens(each))}
    return frozenset(word for word in named if word not in other and text.count(word) == 1)
