"""A text composed of pieces that know whether they stand in the question or come from an earlier turn."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.acts import asked
from assistant.reading.model import Carried, Fact
from assistant.reading.segments import segments
from index.documents.model import Span
from index.text.figures import scan
from index.vocabulary.lexicon import general_lexicon

# Asking words are this long; where nothing is named before them, they are looked for in steps.
LEAST, LONGEST, STEP = 2, 16, 3
CLAUSE = re.compile(r"第[^，。条款项几]{1,5}[条款项]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a composed text; `origin` is its offset in the question, None when it is carried over."""

    text: str
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A self-contained text and what of it was taken from earlier turns."""

    pieces: tuple[Piece, ...]
    follow_up: bool = False
    carried: tuple[Carried, ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def to_question(self, at: Span) -> Span | None:
        """The span in the question of a span of `text`; None where it is carried over."""
        offset = 0
        for piece in self.pieces:
            if piece.origin is not None and offset <= at[0] and at[1] <= offset + len(piece.text):
                return at[0] - offset + piece.origin, at[1] - offset + piece.origin
            offset += len(piece.text)
        return None


def target(fresh: Fact, stale: list[Fact]) -> Fact:
    """Which old figure a new one replaces: of the same noun, else this year's, else the first the asker gave."""
    labelled = [f for f in stale if fresh.label and same_label(f, fresh)]
    current = [f for f in stale if f.role == "given" and f.period in ("", "this_year")]
    given = [f for f in stale if f.role in ("given", "to", "asserted")]
    return (labelled or current or given or stale)[0]


def same_label(a: Fact, b: Fact) -> bool:
    return bool(a.label and b.label) and (a.label[-2:] == b.label[-2:] or a.label in b.label or b.label in a.label)


def meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def shared(a: str, b: str) -> int:
    """Length of the longest common stretch of two short texts."""
    best = 0
    for size in range(3, min(len(a), len(b), 12) + 1):
        if any(a[i : i + size] in b for i in range(len(a) - size + 1)):
            best = size
    return best


def question_spans(text: str) -> list[Span]:
    """The asking words at the end: 奖多少？ They stand behind what the last segment names, and ask by themselves."""
    parts = segments(text)
    if not parts:
        return []
    last = parts[-1]
    words = text[last.start : last.end]
    named = [m.end for m in general_lexicon().find(words)] + [m.end() for m in CLAUSE.finditer(words)]
    start = max([*named, *(figure.end for figure in scan(words))], default=0)
    for place in (start, *range(len(words) - 2 * LEAST, max(start, len(words) - LONGEST), -STEP)):
        tail = words[place:]
        if LEAST <= len(tail) <= LONGEST and asked(tail):
            return [(last.start + place, len(text))]
    return []


def question_words(text: str) -> str:
    spans = question_spans(text)
    return text[spans[0][0] : spans[0][1]].strip() if spans else ""


def edited(text: str, edits: list[tuple[Span, Span]], drop: list[Span], question: str) -> list[Piece]:
    """`text` in pieces, old spans replaced by the question's, dropped ones left out."""
    changes = sorted([*((old, new) for old, new in edits), *((span, (0, 0)) for span in drop)])
    pieces: list[Piece] = []
    place = 0
    for old, new in changes:
        if old[0] < place:
            continue
        pieces.append(Piece(text[place : old[0]]))
        if new[1] > new[0]:
            pieces.append(Piece(question[slice(*new)], new[0]))
        place = old[1]
    pieces.append(Piece(text[place:]))
    return [piece for piece in pieces if piece.text]
