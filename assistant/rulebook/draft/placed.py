"""The claims of a clause with their place in its text: lists of figures that are said together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.calculator import words
from assistant.claims.marks import Mark, unit_kind
from assistant.claims.model import Claim
from assistant.claims.read import claims
from assistant.rulebook.claims import plain

CEILINGS: Final = (
    "最高不超过",
    "最高可达",
    "最高限额",
    "最高",
    "不超过",
    "不高于",
    "上限为",
    "上限提高到",
    "最多",
    "上限",
)
_GAP: Final = 14
_PAUSES: Final = "，,。；;：:\n"
_WORDS: Final = tuple(sorted(words.table(), key=lambda word: -len(word.before + word.after)))


@dataclass(frozen=True)
class Group:
    """The figures of one list, each a claim; one figure is a list of one.

    Attributes:
        at: offset of its sentence in the clause's text; `start`, `end`: the extent of the list itself.
        before, after: the sentence's text up to the list and behind it.
        lead: from where in the clause its own stretch of words begins (behind the group before, or a ；).
    """

    claims: tuple[Claim, ...]
    at: int
    sentence: str
    start: int
    end: int
    lead: int

    @property
    def first(self) -> Mark:
        mark = self.claims[0].result
        assert mark is not None
        return mark

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(claim.result for claim in self.claims if claim.result is not None)

    @property
    def kind(self) -> str:
        return "range" if self.first.figure.kind == "range" else unit_kind(self.first.figure)

    @property
    def before(self) -> str:
        return self.sentence[: self.start - self.at]

    @property
    def after(self) -> str:
        return self.sentence[self.end - self.at :]

    @property
    def words(self) -> str:
        """What stands between the group before and this one."""
        return self.sentence[max(self.lead - self.at, 0) : self.start - self.at]

    def place(self, mark: Mark) -> tuple[int, int]:
        """A figure of the sentence in the clause's text."""
        return self.at + mark.figure.start, self.at + mark.figure.end

    def ceiling(self) -> str:
        """The printed word that makes it a ceiling (最高, 不超过…); "" where none governs it."""
        near = re.split(f"[{_PAUSES}]", self.before)[-1]
        for word in CEILINGS:
            place = near.rfind(word)
            if place >= 0 and len(near) - place - len(word) <= _GAP and not re.search(r"\d", near[place:]):
                return word
        return ""


def groups(text: str) -> tuple[list[Group], list[tuple[int, Claim]]]:
    """The groups of figures of a text in reading order, and with their places the claims that give no figure."""
    found: list[Group] = []
    silent: list[tuple[int, Claim]] = []
    folded = plain(text)
    position = 0
    previous = ""
    for claim in claims(text):
        if claim.sentence != previous or not found:
            at = _place(folded, plain(claim.sentence), position)
            position = at
            previous = claim.sentence
        sentence = text[position : position + len(claim.sentence)]
        if claim.result is None:
            silent.append((position, claim))
            continue
        mark = claim.result
        last = found[-1] if found else None
        together = (
            last is not None
            and last.at == position
            and last.first.lead_start == mark.lead_start
            and last.claims[-1].result is not None
            and last.claims[-1].result.index + 1 == mark.index
            and claim.paid == last.claims[0].paid
        )
        if together and last is not None:
            found[-1] = Group(
                (*last.claims, claim), last.at, sentence, last.start, position + mark.figure.end, last.lead
            )
            continue
        start = position + mark.figure.start
        lead = _lead(sentence, mark.figure.start) + position
        if last is not None and last.at == position:
            lead = max(lead, last.end)
        found.append(Group((claim,), position, sentence, start, position + mark.figure.end, lead))
    return found, silent


def _place(text: str, sentence: str, position: int) -> int:
    at = text.find(sentence, position)
    return at if at >= 0 else max(text.find(sentence.strip()), 0)


def _lead(sentence: str, position: int) -> int:
    """Behind the last ； before a figure."""
    return max((m.end() for m in re.finditer("[；;]", sentence[:position])), default=0)


def bound_word(text: str, start: int, end: int) -> words.Word | None:
    """The longest bound word of the table that stands directly at text[start:end]."""
    before, after = plain(text[:start]), plain(text[end:])
    for word in _WORDS:
        if before.endswith(plain(word.before)) and after.startswith(plain(word.after)):
            return word
    return None


def extent(group: Group, mark: Mark) -> tuple[int, int]:
    """The whole list a condition stands in (5000万元、1亿元、2亿元): a bound word touches its ends only."""
    said = [m for claim in group.claims for m in (*claim.conditions, *((claim.result,) if claim.result else ()))]
    same = [m for m in said if m.lead_start == mark.lead_start] or [mark]
    return group.at + min(m.figure.start for m in same), group.at + max(m.figure.end for m in same)


def is_quota(group: Group, mark: Mark) -> bool:
    """每年遴选不超过15个: how many are chosen, nothing the applicant has to have."""
    near = re.split(f"[{_PAUSES}]", group.sentence[: mark.figure.start])[-1]
    return re.search("遴选|评选|择优|评定|认定|名额|数量", near) is not None


def ordered(found: Sequence[Group]) -> list[Group]:
    return sorted(found, key=lambda group: group.start)
