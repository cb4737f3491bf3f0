"""Which stretch of a company's description speaks of which award.

An award is named in a segment; the segments behind it, up to the one that names the next award, tell of it, and so
do those before the first name of a sentence. In a segment that names two awards, each has what stands up to the end
of its own name, cut at the mark between them: 国家级企业技术中心、省级制造业创新中心.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.told import Told
from index.documents.model import Span
from index.vocabulary.lexicon import Mention

_MARKS = "、，,；;和及与"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where one award is spoken of: from what is surely said of it to all that may be, never another award's words."""

    narrow: tuple[Span, ...]
    segment: tuple[Span, ...]
    sentence: tuple[Span, ...]

    @property
    def reaches(self) -> tuple[tuple[Span, ...], ...]:
        return tuple(dict.fromkeys((self.narrow, self.segment, self.sentence)))


def stretches(told: Told, names: Sequence[Mention], sentences: Sequence[Span]) -> dict[str, list[Stretch]]:
    """Award → its stretches in reading order. `names`: where awards are called, without the denied ones."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for first, last in sentences:
        own = [m for m in names if first <= m.start < last]
        inside = [(max(s.start, first), min(s.end, last)) for s in told.segments if s.start < last and first < s.end]
        owner = _owners(inside, own)
        for place, segment in enumerate(inside):
            here = sorted((m for m in own if segment[0] <= m.start < segment[1]), key=lambda m: (m.start, m.end))
            if not here:
                continue
            tail = tuple(s for n, s in enumerate(inside) if owner[n] == place and n != place)
            for concept in dict.fromkeys(m.concept for m in here):
                narrow = tuple(_within(segment, m, here, told.text) for m in here if m.concept == concept)
                apart = narrow != (segment,)
                before = tuple(s for s in tail if s < segment)
                behind = tuple(s for s in tail if s > segment)
                # Of two awards named in one segment the later one goes on in what follows.
                reach = (*before, *narrow, *(() if apart and here[-1].concept != concept else behind))
                free = tuple(s for n, s in enumerate(inside) if n == place or not _names(s, own))
                found[concept].append(Stretch(reach, (*before, segment, *behind), free))
    return dict(found)


def _names(segment: Span, names: Sequence[Mention]) -> bool:
    return any(segment[0] <= m.start < segment[1] for m in names)


def _owners(inside: Sequence[Span], names: Sequence[Mention]) -> list[int]:
    """For every segment the place of the one that names what it tells of; itself where nothing is named."""
    naming = [n for n, segment in enumerate(inside) if _names(segment, names)]
    owners = []
    for place in range(len(inside)):
        before = [n for n in naming if n <= place]
        owners.append(before[-1] if before else naming[0] if naming else place)
    return owners


def _within(segment: Span, mention: Mention, here: Sequence[Mention], text: str) -> Span:
    """The part of a segment that belongs to one of the awards named in it."""
    before = [m for m in here if m.end <= mention.start]
    behind = [m for m in here if m.start >= mention.end]
    start = _cut(text, before[-1].end, mention.start) if before else segment[0]
    end = _cut(text, mention.end, behind[0].start) if behind else segment[1]
    return start, end


def _cut(text: str, start: int, end: int) -> int:
    """The last mark between two names; the end of the first where there is none."""
    return max((place + 1 for place in range(start, end) if text[place] in _MARKS), default=start)
