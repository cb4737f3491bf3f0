"""Which words of a message are denied: 没有列入任何市级计划, 国家级基地还没批下来."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.patterns import load
from assistant.reading.segments import Segment
from assistant.reading.statements import FIRM, kind_of
from index.documents.model import Span

# What is done and what is wished lie near each other (从平台买算力, 想从平台买算力): wishes score above, deeds below.
PLANNED = -0.1
NOTHING_PAID = -0.2


def negations(text: str, parts: list[Segment]) -> list[Span]:
    """Denied spans. 有没有, 不超过, 未来 and the 没 that ends a question deny nothing."""
    patterns = load("polarity")
    blocked = {place for start, end in patterns.spans("not_negation", text) for place in range(start, end)}
    found: list[Span] = []
    for index, segment in enumerate(parts):
        if kind_of(text[segment.start : segment.end], NOTHING_PAID) == "never_received":
            found += _receipt(patterns["negation"], text, segment)
            continue
        for match in patterns["negation"].finditer(text, segment.start, segment.end):
            if not blocked.isdisjoint(range(*match.span())):
                continue
            contrast = patterns["contrast"].search(text, match.end(), segment.end)
            end = contrast.start() if contrast else segment.end
            found.append((match.start(), end))
            if patterns["bare"].match(text[match.end() : end].strip(" 　，,。")):
                found.append(_what_it_is_about(parts, index, match.start()))
        words = text[segment.start : segment.end]
        own = any(a < segment.end and segment.start < b for a, b in found)
        doubtful = any(text[i] in "不没未无非" and i not in blocked for i in range(segment.start, segment.end))
        if not own and ((doubtful and kind_of(words) == "not_achieved") or kind_of(words, FIRM) == "planned"):
            found.append((segment.start, segment.end))
    return sorted({span for span in found if span[1] > span[0]})


def _receipt(negation: re.Pattern[str], text: str, segment: Segment) -> list[Span]:
    """新材料企业从未拿过奖: what is denied is that something was paid, from the negation on."""
    match = negation.search(text, segment.start, segment.end)
    return [(match.start(), segment.end)] if match else []


def plans(text: str, parts: Sequence[Segment]) -> list[Span]:
    """Segments that tell of what is wished or under way: no award is due for it yet."""
    return [(p.start, p.end) for p in parts if kind_of(text[p.start : p.end], PLANNED) == "planned"]


def _what_it_is_about(parts: list[Segment], index: int, start: int) -> Span:
    """The words a bare 没批下来 denies: those before it in its segment, else the previous segment of the sentence."""
    segment = parts[index]
    if start - segment.start > 3 or index == 0 or parts[index - 1].sentence != segment.sentence:
        return segment.start, start
    return parts[index - 1].start, start
