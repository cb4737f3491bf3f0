"""Dense and lexical scores as one, by z-score. Bruch et al., "An Analysis of Fusion Functions for Hybrid
Retrieval" (TOIS 2023): a convex combination of normalised scores beats reciprocal ranks and needs one weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Literature and the design's range; deliberately not fitted to a benchmark.
DENSE_WEIGHT = 0.65


Spread = tuple[float, float]  # mean and deviation over all texts


def standardised(scores: NDArray[np.float32], spread: Spread | None = None) -> NDArray[np.float32]:
    """Zero mean, unit deviation; all zeros where every score is the same. `spread`: known, where not all are scored."""
    exact = scores.astype(np.float64)  # in single precision equal scores may seem to differ from their own mean
    mean, deviation = spread or (float(exact.mean()), float(exact.std()))
    if deviation < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((exact - mean) / deviation, dtype=np.float32)


def fused(
    dense: NDArray[np.float32],
    lexical: NDArray[np.float32],
    weight: float = DENSE_WEIGHT,
    spread: Spread | None = None,
) -> NDArray[np.float32]:
    """`weight` × z(dense) + (1 − `weight`) × z(lexical), for one query over all texts. Shapes (n,)."""
    return np.asarray(weight * standardised(dense, spread) + (1 - weight) * standardised(lexical), dtype=np.float32)


def order(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Best first. Scores are rounded and ties go to the earlier text, so every build ranks alike."""
    return np.lexsort((np.arange(len(scores)), -np.round(scores, 6)))


def first(scores: NDArray[np.float32], limit: int, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """The first `limit` of `order(scores)` among the rows that `mask` admits, without ordering the rest."""
    rows = np.arange(len(scores)) if mask is None else np.flatnonzero(mask)
    rounded = np.round(scores[rows] if mask is not None else scores, 6)
    if limit < len(rows):
        kept = rounded >= np.partition(rounded, len(rows) - limit)[len(rows) - limit]
        rows, rounded = rows[kept], rounded[kept]
    return np.asarray(rows[np.lexsort((rows, -rounded))][:limit], dtype=np.int64)
