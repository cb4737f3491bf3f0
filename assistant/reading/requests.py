"""Requests that are not obeyed: help with cheating, invention, what is no matter of policies, and instructions.

The first three are told by example (`acts`); instructions to the assistant have a form, and are cut out by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading.acts import FIRM, HEARD, STATEMENT, asked, likeliest, ranked, stretches
from assistant.reading.model import Refusal
from assistant.reading.patterns import load
from assistant.reading.segments import Segment, segments
from index.documents.model import Span

# From these scores on, where it is the likeliest act of a stretch.
_REFUSED: dict[Refusal, float] = {"fraud": HEARD, "invent": FIRM / 2}
_NOTHING = frozenset({STATEMENT, "greeting", "offtopic"})
LEAST = 6  # letters of a question that is left beside an instruction
LEFT = 6


@dataclass(frozen=True, slots=True)
class Safety:
    """What must not be obeyed.

    Attributes:
        refusal: why the whole turn is refused, None when it is answered.
        injected: instructions to change the rules stand in the text.
        dropped: spans of such instructions, left out of what is searched and matched.
    """

    refusal: Refusal | None
    injected: bool
    dropped: tuple[Span, ...]


def check_safety(text: str, *, names_policy: bool, names_matter: bool = False) -> Safety:
    """Judge `text`.

    Args:
        names_policy: it names a place, a document, a clause or an award the lexicon knows.
        names_matter: it names one of these other than a place.
    """
    dropped = _instructions(text, segments(text))
    rest = _without(text, dropped)
    heard = [scores for stretch in stretches(rest) if (scores := ranked(stretch))]
    each = [dict(scores) for scores in heard]
    for refusal, least in _REFUSED.items():
        if any(likeliest(scores) == refusal and dict(scores)[refusal] >= least for scores in heard):
            return Safety(refusal, bool(dropped), dropped)
    if load("safety").has("prompt_leak", text):
        return Safety("prompt_leak", bool(dropped), dropped)
    off = [scores["offtopic"] >= FIRM or max(scores, key=lambda act: scores[act]) in _NOTHING for scores in each]
    sure = any(scores["offtopic"] >= 2 * FIRM for scores in each)
    if any(scores["offtopic"] >= FIRM for scores in each) and all(off) and (not names_matter or sure):
        return Safety("offtopic", bool(dropped), dropped)
    if dropped and not (names_policy and len(rest.strip(" ，。！？!?,.:：")) >= LEFT):
        return Safety("injection", True, dropped)
    return Safety(None, bool(dropped), dropped)


def _instructions(text: str, parts: list[Segment]) -> tuple[Span, ...]:
    """Spans to drop: the instruction alone where a question shares its segment, else the whole segment."""
    found = load("safety").spans("injection", text)
    dropped: list[Span] = list(found)
    for segment in parts:
        inside = [(a, b) for a, b in found if a < segment.end and segment.start < b]
        words = _without(text, tuple(inside))[segment.start : segment.end].strip()
        if inside and not (len(words) >= LEAST and asked(words) - {"yes_no"}):
            dropped.append((segment.start, segment.end))
    return tuple(sorted(set(dropped)))


def _without(text: str, dropped: tuple[Span, ...]) -> str:
    """`text` with the dropped spans blanked, offsets kept."""
    characters = list(text)
    for start, end in dropped:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
