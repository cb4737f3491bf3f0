"""What a question names, as additions to the score (in z units): city, document, clause number, level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.documents.library import Library
from index.documents.model import ClauseKind
from index.search.references import Reference, find_references
from index.vocabulary.lexicon import Entry, Lexicon

CLAUSE_NAMED = 12.0
DOCUMENT_NAMED = 2.0
REGION_NAMED = 1.6
PROVINCE_OF_REGION = 0.4
LEVEL_NAMED = 0.25
QUOTED_WORDS = 1.0
# A heading or a title says what a clause is about, not what it provides.
HEADING_ONLY = -0.8
BARE_TITLE = -0.6


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names. `documents` are named by alias; a city alone names none."""

    regions: tuple[str, ...]
    documents: tuple[str, ...]
    references: tuple[Reference, ...]
    levels: tuple[str, ...]
    quoted: tuple[str, ...]


class Boosts:
    """Turns what is named into one addition a passage."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        self._library = library
        self._lexicon = lexicon
        self._aliases = Lexicon(
            Entry(d.id, "document", (*d.aliases, d.title, d.short_title, *([d.number] if d.number else [])))
            for d in library.documents.values()
        )
        passages = library.passages
        self._clause_rows: dict[str, list[int]] = {}
        self._document_rows: dict[str, list[int]] = {}
        for row, passage in enumerate(passages):
            unit = library.ranked_unit(library.clause(passage.clause_id))
            for key in {passage.clause_id, unit.id}:
                self._clause_rows.setdefault(key, []).append(row)
            self._document_rows.setdefault(passage.document_id, []).append(row)
        self._texts = [passage.text for passage in passages]
        self._kind = np.array([self._of_kind(p.clause_id, p.text) for p in passages], dtype=np.float32)

    def _of_kind(self, clause_id: str, text: str) -> float:
        clause = self._library.clause(clause_id)
        if clause.kind is ClauseKind.PART and len(text) < 40:
            return HEADING_ONLY
        return BARE_TITLE if clause.kind is ClauseKind.TITLE else 0.0

    def named(self, query: str, context: str) -> Named:
        """What `query` names; city and document also from `context` where the query is silent."""
        regions, documents = self._places(query)
        if not regions and not documents and context:
            regions, documents = self._places(context)
        meant = list(documents) or [d.id for d in self._library.documents.values() if d.region in regions]
        if documents and regions:  # 长沙的三年计划: the alias decides among the city's documents
            meant = [d for d in documents if self._library.documents[d].region in regions] or meant
        levels = {m.concept for m in self._lexicon.find(query) if m.kind == "level"}
        quoted = tuple(_quoted(query))
        return Named(
            tuple(regions), tuple(documents), tuple(find_references(query, self._library, meant)), tuple(levels), quoted
        )

    def _places(self, text: str) -> tuple[list[str], list[str]]:
        regions = list(dict.fromkeys(m.concept for m in self._lexicon.find(text) if m.kind == "region"))
        documents = list(dict.fromkeys(m.concept for m in self._aliases.find(text)))
        if regions:  # “若干措施” is Hangzhou's alias, but 长沙若干… means Changsha's
            inside = [d for d in documents if self._region(d) in regions]
            documents = inside or (
                [] if documents and not set(map(self._region, documents)) & set(regions) else documents
            )
        return regions, documents

    def _region(self, document_id: str) -> str:
        return self._library.documents[document_id].region

    def of(self, named: Named) -> NDArray[np.float32]:
        """Shape (passages,)."""
        total = self._kind.copy()
        for document in self._library.documents.values():
            rows = self._document_rows.get(document.id, [])
            if document.id in named.documents:
                total[rows] += DOCUMENT_NAMED
            if document.region in named.regions:
                total[rows] += REGION_NAMED
            elif any(
                d.province == document.region for d in self._library.documents.values() if d.region in named.regions
            ):
                total[rows] += PROVINCE_OF_REGION
        for reference in named.references:
            for place, clause_id in enumerate(reference.clause_ids):
                total[self._clause_rows.get(clause_id, [])] += CLAUSE_NAMED - place * 0.5
        for row, text in enumerate(self._texts):
            if named.levels:
                total[row] += LEVEL_NAMED * sum(level in text for level in named.levels) / len(named.levels)
            if named.quoted:
                total[row] += QUOTED_WORDS * sum(words in text for words in named.quoted)
        return total


def _quoted(text: str) -> list[str]:
    """Words the asker put in quotation marks or book-title marks: they mean them literally."""
    found: list[str] = []
    for opening, closing in ("“”", "《》", "「」"):
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            if 2 <= end - start - 1 <= 30:
                found.append(text[start + 1 : end])
            start = text.find(opening, end)
    return found
