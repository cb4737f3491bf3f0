"""Segments and sentences of a message: how far a figure's words, a year or a 没有 reach."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# A comma inside 3,500万 and a colon inside 1:1.5 or 9:30 part nothing.
_BREAK = re.compile(r"[，。；;！!？?\n…]|,(?!\d{3}(?!\d))|(?<!\d)[:：]|[:：](?!\d)|(?<![\d])、(?=另外|还有)")
# Where a new statement begins without a mark: 其中200万…, 今年25亿去年20亿; a blank between Chinese words parts them.
_BEGINS = re.compile(
    r"(?=其中)|(?<=[亿万元家个度辆\d])(?=(?:去年|前年|今年|上年|上一年))|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
)
# Speech without marks: a long run is parted before the words that open a statement or an ask.
_OPENS = re.compile(
    r"(?:但是|不过|可是|然后|后来|而且|另外|还有|不对|说错|今年|去年|前年|现在|目前|当时|之前|以前"
    r"|(?:国家|省|市|区|县)(?:里|级|的)(?=还|没|给|评|也|已)|能(?:不能)?(?:再)?[拿领奖补给享]|可以[拿领]|[奖补给]多少|[哦哎唉嗯](?=[^\s]))"
)
_LONG = 26
_STOP = re.compile(r"[。；;！!？?\n]")
_BRACKETED = re.compile(r"[（(]([^（()）]{5,})[)）]")
_KEPT = "\n\t"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between two breaks; `sentence` counts sentences from 0; `aside`: it stands in brackets."""

    start: int
    end: int
    sentence: int
    aside: bool = False


def clean(text: str) -> str:
    """Control, format and unpaired characters become blanks, one for one: harmless, and offsets stay."""
    return "".join(
        c if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") else " " for c in text
    )  # fmt: skip


def segments(text: str) -> list[Segment]:
    """The non-empty segments of `text` in order. A bracket of five characters or more is a segment of its own."""
    breaks = {match.start(): bool(_STOP.match(match.group())) for match in _BREAK.finditer(text)}
    for match in _BRACKETED.finditer(text):
        breaks.setdefault(match.start(), False)
        breaks.setdefault(match.end() - 1, False)
    begins = {match.start(): match.end() - match.start() for match in _BEGINS.finditer(text)}
    for place in begins:
        breaks.setdefault(place, False)
    edges = [-1, *sorted(breaks), len(text)]
    for first, last in pairwise(edges):
        if last - first > _LONG:
            for match in _OPENS.finditer(text, first + 4, last):
                begins.setdefault(match.start(), 0)
                breaks.setdefault(match.start(), False)
    asides = [match.span() for match in _BRACKETED.finditer(text)]
    found: list[Segment] = []
    start = sentence = 0
    for place in [*sorted(breaks), len(text)]:
        if text[start:place].strip():
            found.append(Segment(start, place, sentence, any(a < place <= b for a, b in asides if a <= start)))
        sentence += breaks.get(place, False)
        start = place + begins.get(place, 1)
    return found


def segment_at(found: Sequence[Segment], place: int) -> int:
    """Index of the segment that holds the character at `place` (the last one before it in a gap)."""
    return max(bisect_right(found, place, key=lambda segment: segment.start) - 1, 0)
