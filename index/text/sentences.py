"""Where the sentences of a Chinese policy text begin and end."""

from __future__ import annotations

_PAIRS = {"《": "》", "“": "”", "（": "）", "(": ")", "「": "」", "[": "]", "〔": "〕"}
_STOPS = "。！？!?"
_LIMIT = 120  # a bracket that has not closed by then is a misprint, not a reason to keep going


def sentence_spans(
    text: str, start: int = 0, end: int | None = None, *, semicolons: bool = True
) -> list[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`; joined they are exactly that stretch.

    A sentence ends behind 。！？ and, where `semicolons` is true, behind ； and ;. Nothing ends inside 《》, “”
    or brackets (a bracket left open for 120 characters no longer counts). Closing quotes and repeated stops
    stay with the sentence they end.
    """
    end = len(text) if end is None else end
    stops = _STOPS + ("；;" if semicolons else "")
    spans: list[tuple[int, int]] = []
    begin = position = start
    expected: list[tuple[str, int]] = []
    while position < end:
        character = text[position]
        position += 1
        if expected and position - expected[0][1] > _LIMIT:
            expected.clear()
        if expected and character == expected[-1][0]:
            expected.pop()
        elif character in _PAIRS:
            expected.append((_PAIRS[character], position))
        if character in stops and not expected:
            while position < end and text[position] in stops + "”’）)」":
                position += 1
            spans.append((begin, position))
            begin = position
    if begin < end:
        if spans and not text[begin:end].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return spans
