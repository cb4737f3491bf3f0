"""Likeness of meaning between what a caller says and what a clause says.

Measured with the bundled model on callers' words against condition phrases: the right phrase is the nearest one,
right pairs lie at .91 to .97, all others below (`LIKE`, `NEAR`; cosine of the normalised vectors).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Embed = Callable[[str], NDArray[np.float32]]

LIKE = 0.905
NEAR = 0.885
CLEARLY = 0.02  # how far the second best has to be behind
FAR = 0.865  # what a sum is said of and an input's label, below which they have nothing to do with each other


class Meaning:
    """Compares short texts; vectors of the clauses' phrases are kept."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._kept: dict[tuple[str, ...], NDArray[np.float32]] = {}

    def nearest(self, said: str, phrases: Sequence[str]) -> tuple[int, float]:
        """Index of the phrase nearest to `said`, and the cosine; (-1, 0.0) without phrases."""
        if not phrases:
            return -1, 0.0
        scores = self._matrix(tuple(phrases)) @ self._embed(said)
        best = int(np.argmax(scores))
        return best, float(scores[best])

    def likeness(self, said: str, phrases: Sequence[str]) -> list[float]:
        """Cosine of `said` with every phrase."""
        return [float(score) for score in self._matrix(tuple(phrases)) @ self._embed(said)] if phrases else []

    def _matrix(self, phrases: tuple[str, ...]) -> NDArray[np.float32]:
        if phrases not in self._kept:
            self._kept[phrases] = np.stack([self._embed(phrase) for phrase in phrases])
        return self._kept[phrases]
