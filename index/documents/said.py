"""The words for what a document says of itself, and the lines that it is read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.documents.numbering import marker_at
from index.documents.outline import Outline
from index.text.sentences import sentence_spans
from index.vocabulary.divisions import Place

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {ord("　"): " ", ord("\xa0"): " "}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the text says it: a stretch of the source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repealed:
    """A document that the text puts out of force, as printed."""

    name: str
    number: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """What the text says of its document; `evidence` by field name."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    issued: date | None = None
    region: Place | None = None
    nation: bool = False
    draft: bool = False
    comments_until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    term: str = ""
    repeals: tuple[Repealed, ...] = ()
    evidence: tuple[tuple[str, Evidence], ...] = ()

    def where(self, field: str) -> tuple[Evidence, ...]:
        return tuple(found for name, found in self.evidence if name == field)


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line: its stripped text, full-width digits made plain, and where it starts in the source."""

    text: str
    start: int

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.start, self.start + len(self.text))


def plain_digits(text: str) -> str:
    """１２ → 12, ideographic blank → blank; the length stays."""
    return text.translate(_WIDTH)


class Reader:
    """A document's lines with their layout; notes where it found what (`noted`: field and stretch of the source)."""

    def __init__(self, lines: Sequence[Line], layout: Outline) -> None:
        self.lines, self.layout = lines, layout
        self.texts = [line.text for line in lines]
        self.noted: list[tuple[str, Evidence]] = []
        roles = layout.roles
        self.head = [
            n
            for n, role in roles.items()
            if role in ("页眉", "文头", "标题") or (role == "通知" and is_short(self.texts[n]))
        ]
        self.foot = [n for n, role in roles.items() if role in ("落款", "页脚")]

    def note(self, field: str, *evidence: Evidence) -> None:
        self.noted.extend((field, each) for each in evidence)

    def at(self, field: str, n: int, start: int, end: int) -> None:
        self.note(field, Evidence(self.lines[n].start + start, self.lines[n].start + end))

    def sentences(self) -> Iterator[tuple[int, int, str]]:
        """(line, start in it, sentence) of the notice and the document, furniture and annexes left out."""
        annex = False
        for n, text in enumerate(self.texts):
            role = self.layout.roles.get(n)
            marker = marker_at(text)
            annex = annex or (role is None and marker is not None and marker.style.name == "annex")
            if role in ("页眉", "页脚", "落款", "标题") or annex:
                continue
            for start, end in sentence_spans(text):
                yield n, start, text[start:end]


def is_short(text: str) -> bool:
    return len(text) <= 60 and not re.search(r"[，。；：]", text)
