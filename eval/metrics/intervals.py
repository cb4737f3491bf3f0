"""How far a figure can be trusted: intervals for a mean, and for the difference of two runs over the same items.

Everything is exact or seeded: the same rows give the same digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Z = 1.959963984540054  # 95 %
RESAMPLES = 2_000
SEED = 20261122

Interval = tuple[float, float]


def wilson(hits: float, n: int) -> Interval:
    """95 % score interval of a proportion (Wilson, JASA 1927): stays inside 0…1 and is honest for 0 of n."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = hits / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(values: Sequence[float]) -> Interval:
    """95 % percentile interval of a mean by resampling the items (Efron & Tibshirani 1993), 2,000 times, seeded."""
    row = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(SEED).integers(0, len(row), size=(RESAMPLES, len(row)))
    low, high = np.percentile(row[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def mean_interval(values: Sequence[float]) -> Interval:
    """Wilson's for a row of noughts and ones, the bootstrap's otherwise."""
    if all(value in (0.0, 1.0) for value in values):
        return wilson(sum(values), len(values))
    return bootstrap(values)


@dataclass(frozen=True, slots=True)
class Paired:
    """Two runs over the same items.

    Attributes:
        better, worse: number of items whose figure rose or fell.
        difference: mean of the second minus mean of the first, with its 95 % bootstrap interval.
        p: two-sided p value of the exact test on `better` against `worse`.
    """

    better: int
    worse: int
    difference: float
    interval: Interval
    p: float


def paired(before: Sequence[float], after: Sequence[float]) -> Paired:
    """The exact sign test (for noughts and ones: McNemar 1947, exact), and the bootstrap of the paired differences."""
    changes = [b - a for a, b in zip(before, after, strict=True)]
    better, worse = sum(c > 0 for c in changes), sum(c < 0 for c in changes)
    interval = bootstrap(changes) if better or worse else (0.0, 0.0)
    return Paired(better, worse, sum(changes) / len(changes), interval, sign_test(better, worse))


def sign_test(better: int, worse: int) -> float:
    """Two-sided exact binomial p value of `better` against `worse`, ties left out; 1 where nothing changed."""
    n, k = better + worse, min(better, worse)
    tail: int = sum(math.comb(n, i) for i in range(k + 1))
    return min(1.0, float(2 * tail / 2**n))
