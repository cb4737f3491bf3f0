"""The cited side, read once: every figure of a clause with the atoms that claim it and the words that go with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.calculator.listing import Atom
from assistant.gates.labels import enumeration, label_words
from assistant.gates.reading import Bound, Mark, Reading, same_value, unit_kind
from assistant.gates.words import LEVELS, bigrams, plain
from assistant.rulebook.claims import find_claims
from assistant.rulebook.load import Rulebook
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.text.figures import Figure

PAID = frozenset({"award", "cap", "rate", "total"})
VERBATIM = 8  # characters from which a stretch between two pauses is a quotation
_PAUSES = "，。；：,;:!?！？\n"
_NUMBERED = re.compile(r"(?:^|[。；\n])(?:第?[一二三四五六七八九十\d.、]+[条款]?|\d+\.)$")
_MEASURES = frozenset({"平方米", "千瓦时"})
_WITH_CHILDREN = (ClauseKind.CLAUSE, ClauseKind.ITEM, ClauseKind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure of a clause.

    Attributes:
        atoms: the rules' claims on it; empty where no award is meant.
        bounds: how it is bounded, by the rule where there is one, else by the words around it.
        order: its place among the clause's figures.
        labels: words that must stand with it, by each rule that claims it; of a list no rule claims, its own item.
        lead: the words in front of its list, back to the last figure that is paid, thresholds in between included.
    """

    mark: Mark
    atoms: tuple[Atom, ...]
    bounds: frozenset[Bound]
    order: int
    lead: str
    labels: tuple[frozenset[str], ...]

    @property
    def figure(self) -> Figure:
        return self.mark.figure

    @property
    def paid(self) -> bool | None:
        """Whether it is an amount or a rate that is paid; None where no rule says."""
        return any(atom.role in PAID for atom in self.atoms) if self.atoms else None


@dataclass(frozen=True)
class Source:
    """A clause as the gates read it: its own text with that of its 款 and 项, verbatim."""

    clause: Clause
    document: PolicyDocument
    text: str
    slots: tuple[Slot, ...]
    awards: bool

    @cached_property
    def bigrams(self) -> frozenset[str]:
        return frozenset(bigrams(self.text))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        from index.text.sentences import sentence_spans

        return tuple(self.text[a:b] for a, b in sentence_spans(self.text))

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

    def rivals(self, figure: Figure) -> list[Slot]:
        """Figures of the same kind and another value: what a swap would put in its place."""
        kind = unit_kind(figure)
        return [slot for slot in self.slots if unit_kind(slot.figure) == kind and not same_value(slot.figure, figure)]


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

    @cached_property
    def index(self) -> dict[str, tuple[str, ...]]:
        """Bigram → ids of the clauses that hold it."""
        where: defaultdict[str, list[str]] = defaultdict(list)
        for document in self._library.documents.values():
            for clause in document.clauses:
                if clause.searchable:
                    for bigram in self.of(clause.id).bigrams:
                        where[bigram].append(clause.id)
        return {bigram: tuple(ids) for bigram, ids in where.items()}

    def _source(self, clause: Clause) -> Source:
        document = self._library.documents[clause.document_id]
        spans = sorted(span for each in self._extent(clause) for span in each.own_spans)
        text = "".join(document.source[start:end] for start, end in spans)
        claimed = self._claims(clause, document)
        slots = []
        begin = paid = 0
        for order, mark in enumerate(Reading(text).marks):
            place = _at(spans, mark.figure.start)
            atoms = tuple(claimed.get(place, ()))
            if mark.index == 0:
                start = mark.figure.start
                begin = max(paid, start - len(mark.whole))
            lead = text[begin:start]
            labels = tuple(label_words(atom) for atom in atoms) or _item(lead, mark)
            slots.append(Slot(mark, atoms, _bounds(mark, atoms), order, lead, labels))
            if not atoms or slots[-1].paid:
                paid = mark.figure.end
        return Source(clause, document, text, tuple(slots), bool(claimed))

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


def _bounds(mark: Mark, atoms: Iterable[Atom]) -> frozenset[Bound]:
    """The rule's word for what is paid, the text's for everything else."""
    found: set[Bound] = set()
    for atom in atoms:
        if atom.role in PAID and atom.bound:
            found.add(Reading(atom.bound.replace("…", "") + "1元").marks[0].bound or mark.bound)
        else:
            found.add(mark.bound)
    return frozenset(found or {mark.bound})


def _item(lead: str, mark: Mark) -> tuple[frozenset[str], ...]:
    """国家级、省级、市级小巨人企业 30家、150家、500家: the item of the list in front at the figure's place.

    Of a figure by itself the level in front of it.
    """
    if mark.count < 2:
        levels = frozenset(name for name, pattern in LEVELS.items() if pattern.search(plain(mark.lead)))
        return (levels,) if len(levels) == 1 else ()
    found = enumeration(lead, mark.count)
    return (frozenset({found[mark.index]}),) if found else ()


def _at(spans: list[tuple[int, int]], position: int) -> int:
    """The source offset of a position in the joined spans."""
    for start, end in spans:
        if position < end - start:
            return start + position
        position -= end - start
    return -1
