"""What the asker takes for granted about the policy: 奖励500万对吗, 听说涨到200万, 领导说取消了."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.model import Fact, Premise
from assistant.reading.patterns import load
from assistant.reading.segments import Segment


def asserted(text: str, facts: list[Fact], parts: list[Segment]) -> list[Fact]:
    """Facts, with sums said to be what the policy pays marked `asserted`: they are never inputs."""
    patterns = load("premises")
    heard = ("given", "to", "increase", "prior", "upper_award")
    roles = heard if patterns.has("hearsay", text) else ("given", "increase")

    def is_award(fact: Fact) -> bool:
        if fact.kind not in ("money", "percent", "range") or fact.role not in roles:
            return False
        start = max((s.start for s in parts if s.start <= fact.at[0]), default=0)
        before = text[start : fact.at[0]]
        if patterns["received_word"].search(before[-4:]):
            return False
        if not fact.label and patterns.has("award_after", text[fact.at[1] : fact.at[1] + 4]):
            return True
        return patterns.has("award_before", before)

    marked: list[Fact] = []
    for fact in facts:
        last = marked[-1] if marked else None
        beside = last is not None and last.role == "asserted" and last.kind == fact.kind and fact.role == "given"
        alternative = beside and last is not None and patterns.has("alternative", text[last.at[1] : fact.at[0]])
        marked.append(replace(fact, role="asserted") if alternative or is_award(fact) else fact)
    return marked


def find_premises(text: str, facts: list[Fact], parts: list[Segment], *, asks: bool) -> list[Premise]:
    """Claims the asker wants confirmed. `asks`: the message asks something (else a bare claim is one, too)."""
    patterns = load("premises")
    found: list[Premise] = []
    for number in sorted({s.sentence for s in parts}):
        sentence = [s for s in parts if s.sentence == number]
        start, end = sentence[0].start, min(sentence[-1].end + 1, len(text))
        words = text[start:end]
        hearsay = patterns.has("hearsay", words)
        cued = hearsay or patterns.has("confirm", words) or patterns.has("why", words)
        claims = [f for f in facts if f.role == "asserted" and start <= f.at[0] < end]
        if claims and (cued or not asks):
            found += [_premise(text, start, end, claim, hearsay) for claim in claims]
        elif hearsay and patterns.has("change", words):
            found.append(Premise(words, start, end, words, None, True))
    return found


def _premise(text: str, start: int, end: int, claim: Fact, hearsay: bool) -> Premise:
    about = (text[start : claim.at[0]] + text[claim.at[1] : end]).strip(" ，。？?！!")
    return Premise(text[start:end], start, end, about, claim, hearsay)
