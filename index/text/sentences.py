"""Where the sentences of a Chinese policy text begin and end."""

from __future__ import annotations

_CLOSES = {"》": "《", "”": "“", "）": "（", ")": "（", "」": "「", "]": "[", "〕": "〔"}
_OPENS = {"《": "《", "“": "“", "（": "（", "(": "（", "「": "「", "[": "[", "〔": "〔"}  # ( and （ pair with either
_STOPS = "。！？!?"
_LIMIT = 300  # a pair wider than this is a misprint, not a reason to keep a sentence open


def sentence_spans(
    text: str, start: int = 0, end: int | None = None, *, semicolons: bool = True
) -> list[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`; joined they are exactly that stretch.

    A sentence ends behind 。！？ and, where `semicolons` is true, behind ； and ;. Nothing ends inside 《》, “” or
    brackets; one that never closes does not count. Closing quotes and repeated stops (`。。`) stay with the
    sentence they end, a trailing blank with the last one.
    """
    end = len(text) if end is None else end
    stops = _STOPS + ("；;" if semicolons else "")
    closed_at = _pairs(text, start, end)
    spans: list[tuple[int, int]] = []
    begin = position = start
    while position < end:
        if position in closed_at:
            position = closed_at[position] + 1
            continue
        position += 1
        if text[position - 1] not in stops:
            continue
        while position < end and (text[position] in stops or text[position] in _CLOSES):
            position += 1
        spans.append((begin, position))
        begin = position
    if begin < end:
        if spans and not text[begin:end].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return spans


def _pairs(text: str, start: int, end: int) -> dict[int, int]:
    """Position of each opening bracket or quote that closes within the limit → position of its closing one."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    for position in range(start, end):
        character = text[position]
        if character in _OPENS:
            waiting.append((_OPENS[character], position))
        elif character in _CLOSES and any(opened == _CLOSES[character] for opened, _ in waiting):
            opened, at = waiting.pop()
            while opened != _CLOSES[character]:  # openers in between never closed
                opened, at = waiting.pop()
            if position - at <= _LIMIT:
                pairs[at] = position
    return pairs
