"""A clause's own text: for display, and cut into passages.

The own text is read as one stretch over its spans. A line that ended in mid-sentence was cut by a page break
and is joined to the next; a character doubled by the break is shown once. Quotes never come from here: a
passage keeps the spans of the source it was cut from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.documents.model import Span
from index.text.sentences import sentence_spans

HEADING_LIMIT = 60
_STOPS = re.compile(r"[。，；,;]")
_ENDED = re.compile(r"[。！？；：:;.…”）)]$")
_HEADING = re.compile(r"[^。；，：]{2,40}[。]|[^。；：]{2,40}(?=\Z)")
# `（牵头单位：市经信局，配合单位：市财政局）` behind a full stop says who sees to what stands before it.
_REMARK = re.compile(r"[（(][^（()）]+[)）]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:万|亿|元|%|％|‰|倍|天|年)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Own text without line ends; `offsets[i]` is the source offset of character i, `breaks` are line starts
    where the line before had ended properly."""

    text: str
    offsets: tuple[int, ...]
    breaks: frozenset[int]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of `text[start:end]`, several where a break lies inside."""
        spans: list[Span] = []
        for offset in self.offsets[start:end]:
            if spans and spans[-1][1] == offset:
                spans[-1] = (spans[-1][0], offset + 1)
            else:
                spans.append((offset, offset + 1))
        return tuple(spans)


def stretch(
    source: str, spans: list[Span] | tuple[Span, ...], *, numbered: bool = False, lines: bool = False
) -> Stretch:
    """The own text of a node as one stretch.

    The first line of a `numbered` node may be a heading without a stop; with `lines` every line stands alone.
    """
    text, offsets, breaks = "", list[int](), set[int]()
    for start, end in spans:
        raw = source[start:end]
        left, right = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
        if left >= right:
            continue
        # A first line that holds a stop is no heading: a page break cut it.
        heading = numbered and len(breaks) == 1 and len(text) <= HEADING_LIMIT and not _STOPS.search(text)
        if not text or lines or heading or _ENDED.search(text):
            breaks.add(len(text))
        text += source[left:right]
        offsets.extend(range(left, right))
    return Stretch(text, tuple(offsets), frozenset(breaks))


def display(body: Stretch) -> str:
    """The text as shown: paragraphs on lines of their own, no markup, page-break doubling undone."""
    shown: list[str] = []
    for index, character in enumerate(body.text):
        if index in body.breaks and index:
            shown.append("\n")
        elif index and body.offsets[index] != body.offsets[index - 1] + 1:
            gap_doubles = character == body.text[index - 1] and "\u4e00" <= character <= "\u9fff"
            if gap_doubles:
                continue
        shown.append(character)
    return "".join(shown).replace("**", "")


def heading_end(body: Stretch, marker_length: int) -> int:
    """Where a clause's heading ends in the stretch: its first short sentence, if more follows and it states no figure.

    0 when the clause opens with its provision at once.
    """
    line_end = min((b for b in body.breaks if b), default=len(body.text))
    line = body.text[marker_length:line_end]
    if line_end < len(body.text) and not _ENDED.search(line) and len(line) <= HEADING_LIMIT:
        return line_end
    rest = body.text[marker_length:]
    bold = re.match(r"\s*(?:\*\*)?(?P<h>.{2,40}?)[。]?(?:\*\*)[。]?", rest)
    match = bold or _HEADING.match(rest)
    if not match:
        return 0
    text = match.group()
    if _FIGURE.search(text) or len(text) > HEADING_LIMIT or not rest[match.end() :].strip():
        return 0
    return marker_length + match.end()


def passage_bounds(body: Stretch, start: int) -> list[tuple[int, int]]:
    """The sentences of the stretch from `start` on, as offsets into it; none crosses a proper paragraph end."""
    edges = sorted(b for b in body.breaks if b > start)
    bounds: list[tuple[int, int]] = []
    begin = start
    for edge in [*edges, len(body.text)]:
        for left, right in sentence_spans(body.text, begin, edge):
            piece = body.text[left:right]
            if not piece.strip():
                continue
            lead, right = len(piece) - len(piece.lstrip()), left + len(piece.rstrip())
            if bounds and bounds[-1][1] >= begin and _REMARK.fullmatch(body.text[left + lead : right]):
                bounds[-1] = (bounds[-1][0], right)
            else:
                bounds.append((left + lead, right))
        begin = edge
    return bounds
