"""Clauses by their best passage, and what of one is shown: the passage with the neighbours that answer as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.documents.library import Library
from index.documents.model import Clause, Passage, Span
from index.search.boosts import Boosts
from index.search.ranking import RANKED, Mask, Scored, Scores

# A neighbouring sentence joins the best one when it scores within this margin (z units), up to this length.
RUN_MARGIN = 3.0
RUN_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause with its best passage. `text` is the clause's display text with its 款 and 项."""

    clause_id: str
    document_id: str
    locator: str
    text: str
    passage: str
    passage_id: str
    score: float


# A clause, the row of its best passage, and the scores that say so.
Place = tuple[Clause, int, Scored]


class Hits:
    """Turns scored passages into clauses."""

    def __init__(self, library: Library, boosts: Boosts) -> None:
        self._library, self._boosts = library, boosts
        self._passages = library.passages

    def clauses(self, scored: Scored, mask: Mask | None, k: int) -> Iterator[Place]:
        """Clauses by their best passage, each once; the ranking is drawn further as far as it is read."""
        seen: set[int] = set()
        there, limit, read = len(self._passages) if mask is None else int(mask.sum()), max(RANKED, 8 * k), 0
        while read < there:
            for row in scored.first(limit, mask)[read:].tolist():
                unit = int(self._boosts.unit_of[row])
                if unit not in seen:
                    seen.add(unit)
                    yield self._boosts.units[unit], row, scored
            read, limit = limit, 8 * limit

    def hit(self, places: list[Place]) -> Hit:
        unit, best, leading = places[0]
        rows = sorted({row for _, row, scored in places for row in self._run(row, scored.total)})
        return Hit(
            clause_id=unit.id,
            document_id=unit.document_id,
            locator=unit.locator,
            text=self._library.full_text(unit),
            passage="".join(passage.text for passage in sorted(map(self._passages.__getitem__, rows), key=_place_of)),
            passage_id=self._passages[best].id,
            score=round(float(leading.total[best]), 6),
        )

    def _run(self, row: int, scores: Scores) -> range:
        """The best passage with its neighbours that answer nearly as well: a provision often takes two sentences."""
        clause_id = self._passages[row].clause_id
        siblings = self._library.passages_of(clause_id)
        start = self._boosts.row_of(clause_id)
        own = scores[start : start + len(siblings)].tolist()
        best = first = last = row - start
        while True:
            length = sum(len(p.text) for p in siblings[first : last + 1])
            edges = [i for i in (first - 1, last + 1) if 0 <= i < len(siblings)]
            edges = [
                i
                for i in edges
                if own[i] >= own[best] - RUN_MARGIN and length + len(siblings[i].text) <= RUN_CHARACTERS
            ]
            if not edges:
                return range(start + first, start + last + 1)
            nearest = max(edges, key=lambda i: own[i])
            first, last = min(first, nearest), max(last, nearest)


def _place_of(passage: Passage) -> tuple[Span, ...]:
    return passage.spans
