"""What is wanted: kinds of question, and requests that are refused or disarmed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.acts import STATEMENT, SURE, Acts
from assistant.reading.model import Refusal
from assistant.reading.patterns import load
from assistant.reading.segments import Segment, segments
from index.documents.model import Span

# Kinds of question whose answer the policies do not hold.
NOT_IN_POLICIES = frozenset({"deadline", "contact", "outcome", "penalty", "forecast"})
_MONEY = re.compile(r"钱|奖|补|贴|资金|经费|给|拿|领|[万亿]元")
# What a question may be besides a question about a policy.
SMALL_TALK = frozenset({"greeting", "meta", "holdings", "asked_before"})
# Acts that no pattern knows: the examples alone tell them, and in a short message only.
BY_EXAMPLE = frozenset({"summary", "holdings", "asked_before"})
REFUSED = frozenset({"fraud", "offtopic"})
SHORT = 28
FIRMLY = 0.0  # score of the head from which an act is believed against the patterns
ASKED = -0.1  # of one stretch of a longer message
# Acts whose answer is a sentence of its own kind, missed where another stretch of the message asks in plainer words.
TOLD_APART = frozenset({"eligibility", "stacking", "excluded", "bureau", "procedure"})
_PLAIN = frozenset({"amount", "yes_no"})
# Asked in words that every question shares (能…吗): what is meant, the examples tell better.
_LOOSE = frozenset({"yes_no", "eligibility"})
_ASKED = ("?", "？")
ASKS_POLICY = frozenset({"amount", "eligibility", "list", "validity", "stacking", "bureau"})


def find_intents(text: str, acts: Acts | None = None) -> frozenset[str]:
    """What `text` asks: the lists of intents.yaml that match it, the example sentences where none does.

    Args:
        acts: tells acts by example; without it the patterns are alone. Empty when nothing is asked.
    """
    found = _matching(text)
    if acts is None or not text.strip():
        return found
    chunks = [text[s.start : s.end] for s in segments(text)]
    if found & NOT_IN_POLICIES and len(chunks) > 1:
        found = _without_told(text, found, acts)
    if len(text.strip()) <= SHORT:
        name, score = acts.ranked(text.strip())[0]
        if name in BY_EXAMPLE and score >= SURE:
            return frozenset({name})
        counted = "target" in found and name == "amount"
        if score >= FIRMLY and not counted and name not in REFUSED | SMALL_TALK | NOT_IN_POLICIES | {STATEMENT}:
            found |= {name}
    if found:
        apart = TOLD_APART | ({"validity"} if found <= _PLAIN else set())
        likeliest = [acts.ranked(chunk)[0] for chunk in chunks]
        found |= {name for name, score in likeliest if score >= ASKED and name in apart}
    if found <= _LOOSE:
        near = {acts.of(chunk) for chunk in chunks if not acts.tells(chunk)}
        found |= near - {"", STATEMENT, *REFUSED, *BY_EXAMPLE, *(SMALL_TALK if len(chunks) > 1 else ())}
        if found & {"total", "due"}:
            found |= {"amount"}
    return found


def _without_told(text: str, found: frozenset[str], acts: Acts) -> frozenset[str]:
    """没有处罚 tells and does not ask after penalties: what only stands in a statement is not asked."""
    kept = list(text)
    for segment in segments(text):
        chunk = text[segment.start : segment.end]
        if text[segment.end : segment.end + 1] not in _ASKED and acts.tells(chunk):
            kept[segment.start : segment.end] = " " * len(chunk)
    asked = _matching("".join(kept))
    return found - (NOT_IN_POLICIES - asked)


def _matching(text: str) -> frozenset[str]:
    """Names of the lists in intents.yaml that match `text`."""
    patterns = load("intents")
    stripped = text.strip()
    found = {name for name in patterns if patterns.has(name, stripped)}
    if found & {"total", "due"}:
        found.add("amount")
    if "target" in found and not _MONEY.search(stripped):
        found.discard("amount")  # 到2023年要新增多少首台套: a number of things is asked for
    if "greeting" in found and len(stripped) > 12:
        found.discard("greeting")
    return frozenset(found)


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


def check_safety(text: str, *, names_policy: bool, acts: Acts | None = None) -> Safety:
    """Judge `text`. `names_policy`: it names a place, a document, a clause or an award the lexicon knows."""
    patterns = load("safety")
    parts = segments(text)
    dropped = _instructions(text, parts)
    rest = _without(text, dropped)
    if _fraud(text, parts_text=[text[s.start : s.end] for s in parts]) or "fraud" in (firm := _firmly(text, acts)):
        return Safety("fraud", bool(dropped), dropped)
    if patterns.has("prompt_leak", text):
        return Safety("prompt_leak", bool(dropped), dropped)
    if patterns.has("invent", text):
        return Safety("invent", bool(dropped), dropped)
    about_policy = names_policy or patterns.has("policy_word", rest)
    if "offtopic" in firm and not about_policy:
        return Safety("offtopic", bool(dropped), dropped)
    if patterns.has("offtopic_strong", rest) and not (about_policy and find_intents(rest) & ASKS_POLICY):
        return Safety("offtopic", bool(dropped), dropped)
    if dropped and not _asks(rest, about_policy):
        return Safety("injection", True, dropped)
    return Safety(None, bool(dropped), dropped)


def _firmly(text: str, acts: Acts | None) -> set[str]:
    """What is refused, by example: the acts of a short message's chunks that leave no doubt."""
    if acts is None or len(text) > 4 * SHORT or load("safety").has("not_fraud", text):
        return set()
    chunks = [text[s.start : s.end] for s in segments(text)]
    return {name for chunk in chunks for name, score in acts.ranked(chunk)[:1] if score >= FIRMLY} & REFUSED


def _instructions(text: str, parts: list[Segment]) -> tuple[Span, ...]:
    """Spans to drop: the instruction alone where a question shares its segment, else the whole segment."""
    found = load("safety").spans("injection", text)
    dropped: list[Span] = list(found)
    for segment in parts:
        inside = [(a, b) for a, b in found if a < segment.end and segment.start < b]
        words = _without(text, tuple(inside))[segment.start : segment.end].strip()
        if inside and not (len(words) >= 4 and find_intents(words) - {"yes_no"}):
            dropped.append((segment.start, segment.end))
    return tuple(sorted(set(dropped)))


def _fraud(text: str, parts_text: list[str]) -> bool:
    """Help with cheating is wanted. Asking what the rules say about cheating is a question like any other."""
    patterns = load("safety")
    return patterns.has("fraud", text) and not any(
        patterns.has("fraud", part) and patterns.has("not_fraud", part) for part in parts_text
    )


def _asks(rest: str, about_policy: bool) -> bool:
    """Whether a question about a policy is left once the instructions are taken out."""
    return about_policy and len(rest.strip(" ，。！？!?,.:：")) >= 6


def _without(text: str, dropped: tuple[Span, ...]) -> str:
    """`text` with the dropped spans blanked, offsets kept."""
    characters = list(text)
    for start, end in dropped:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
