"""Passages ranked for a query: arrays over all of them, objects only for those that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.documents.model import Passage
from index.search.fusion import first

# How many passages a ranking holds: all of a city's policies, and of a country's those that can matter.
RANKED = 2_000

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its score for a query: fused z-scores plus boosts; `plain` is without boosts."""

    passage: Passage
    score: float
    plain: float
    dense: float


@dataclass(frozen=True, slots=True)
class Scored:
    """Every passage's scores for one query, each of shape (passages,), by row."""

    total: Scores
    plain: Scores
    dense: Scores

    def first(self, limit: int, mask: Mask | None = None) -> NDArray[np.int64]:
        """Rows of the `limit` best that the mask admits, best first."""
        return first(self.total, limit, mask)


class Ranking(Sequence[ScoredPassage]):
    """The best passages, best first. Making it costs nothing for a passage that nobody reads."""

    def __init__(self, passages: Sequence[Passage], scored: Scored, rows: NDArray[np.int64]) -> None:
        self._passages = passages
        self._scored = scored
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> ScoredPassage: ...
    @overload
    def __getitem__(self, place: slice) -> Ranking: ...
    def __getitem__(self, place: int | slice) -> ScoredPassage | Ranking:
        if isinstance(place, slice):
            return Ranking(self._passages, self._scored, self.rows[place])
        return self._of(int(self.rows[place]))

    def __iter__(self) -> Iterator[ScoredPassage]:
        return map(self._of, self.rows.tolist())

    def _of(self, row: int) -> ScoredPassage:
        scored = self._scored
        return ScoredPassage(
            self._passages[row], float(scored.total[row]), float(scored.plain[row]), float(scored.dense[row])
        )


class Places:
    """One query's rankings by place.

    Attributes:
        strength: of every place that has passages, `plain` of its first; in the order of the library.
    """

    def __init__(self, strength: dict[str, float], ranked: Callable[[str, Iterable[str], int], Ranking]) -> None:
        self.strength = strength
        self._ranked = ranked

    def passages(self, region: str, documents: Iterable[str] = (), limit: int = RANKED) -> Ranking:
        """The place's best passages, best first; of `documents` only, where some are named."""
        return self._ranked(region, documents, limit)
