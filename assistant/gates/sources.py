"""The cited side, read once: a clause with its 款 and 项, its figures and the rules' claims on them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.calculator.listing import Atom
from assistant.claims.marks import Mark, Reading, same_value
from assistant.gates.words import plain
from assistant.rulebook.claims import find_claims
from assistant.rulebook.load import Rulebook
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.text.figures import Figure

VERBATIM = 8  # characters from which a stretch between two pauses is a quotation
_PAUSES = "，。；：,;:!?！？\n"
_NUMBERED = re.compile(r"(?:^|[。；\n])(?:第?[一二三四五六七八九十\d.、]+[条款]?|\d+\.)$")
_MEASURES = frozenset({"平方米", "千瓦时"})
_WITH_CHILDREN = (ClauseKind.CLAUSE, ClauseKind.ITEM, ClauseKind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure of a clause with the rules' claims on it; none where no award is meant."""

    mark: Mark
    atoms: tuple[Atom, ...]

    @property
    def figure(self) -> Figure:
        return self.mark.figure


@dataclass(frozen=True)
class Source:
    """A clause as the gates read it: its own text with that of its 款 and 项, verbatim."""

    clause: Clause
    document: PolicyDocument
    text: str
    slots: tuple[Slot, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(slot.mark for slot in self.slots)

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    def prints(self, words: str) -> bool:
        """Whether `words` (in plain form) stand here from one pause to another."""
        start = self.plain.find(words) if len(words) >= VERBATIM else -1
        while start >= 0:
            end = start + len(words)
            opens = start == 0 or self.plain[start - 1] in _PAUSES or _NUMBERED.search(self.plain[:start])
            if opens and (end == len(self.plain) or self.plain[end] in _PAUSES):
                return True
            start = self.plain.find(words, start + 1)
        return False

    def find(self, figure: Figure) -> list[Slot]:
        per = figure.per if figure.per in _MEASURES else ""
        return [s for s in self.slots if same_value(s.figure, figure) and (not per or s.figure.per == per)]


class Sources:
    """All clauses of a library, each read when it is first cited."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._library = rulebook.library
        self._rulebook = rulebook
        self._read: dict[str, Source] = {}

    @property
    def library(self) -> Library:
        return self._library

    def of(self, clause_id: str) -> Source:
        """Raises UnknownClause."""
        clause = self._library.clause(clause_id)
        found = self._read.get(clause.id)
        if found is None:
            found = self._read[clause.id] = self._source(clause)
        return found

    def _source(self, clause: Clause) -> Source:
        document = self._library.documents[clause.document_id]
        spans = sorted(span for each in self._extent(clause) for span in each.own_spans)
        text = "".join(document.source[start:end] for start, end in spans)
        claimed = self._claims(clause, document)
        slots = tuple(Slot(mark, tuple(claimed.get(_at(spans, mark.figure.start), ()))) for mark in Reading(text).marks)
        return Source(clause, document, text, slots)

    def _extent(self, clause: Clause) -> Iterable[Clause]:
        yield clause
        if clause.kind in _WITH_CHILDREN:
            for child in self._library.children(clause.id):
                yield from self._extent(child)

    def _claims(self, clause: Clause, document: PolicyDocument) -> dict[int, list[Atom]]:
        found: defaultdict[int, list[Atom]] = defaultdict(list)
        for rule in self._rulebook.of_clause(clause.id):
            claims, _ = find_claims(document.source, clause, rule.file, rule.rule)
            for claim in claims:
                found[claim.start].append(claim.atom)
        return found


def _at(spans: list[tuple[int, int]], position: int) -> int:
    """The source offset of a position in the joined spans."""
    for start, end in spans:
        if position < end - start:
            return start + position
        position -= end - start
    return -1
