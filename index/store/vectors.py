"""Nearest passages to a query vector: Chroma proposes, the exact matrix decides.

Candidates are rescored from `vectors.npy` and ties are broken by row, so that every build and every process ranks
alike. Where Chroma cannot be had (another process has the embedded folder, a read-only disk, a server that is down)
the matrix alone serves, with the same results.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexMissing
from index.store.chroma import GRAPH, Graph, open_embedded, open_server
from index.store.guard import Guard
from index.store.manifest import Manifest

log = logging.getLogger(__name__)

# How many passages the dense leg scores; all of them at this size.
CANDIDATES = 1_000

Matrix = NDArray[np.float32]


class Vectors(Protocol):
    """`rows(query, k)`: row numbers of the k nearest passages, nearest first; `matrix`: all vectors.

    `kind`: who proposes now, `chroma` or `exact`; `reason`: in Chinese, why it is not who should; empty when it is.
    """

    matrix: Matrix

    @property
    def moments(self) -> tuple[Matrix, Matrix]: ...

    @property
    def kind(self) -> str: ...

    @property
    def reason(self) -> str: ...

    def rows(self, query: Matrix, k: int) -> NDArray[np.int64]: ...

    def check(self) -> None:
        """Ask whoever proposes for a sign of life, at most a second; `kind` and `reason` tell."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Dense:
    """One query's cosines.

    Attributes:
        scores: shape (passages,); exact for the candidates, what is no candidate scores as the last of them.
        candidates: their rows in order; None where every passage is scored.
        spread: mean and deviation of the cosines of all passages, where not all are scored.
    """

    scores: Matrix
    candidates: NDArray[np.int64] | None = None
    spread: tuple[float, float] | None = None


def cosines(vectors: Vectors, queries: Sequence[Matrix]) -> list[Dense]:
    """The cosines of each query.

    While there are no more passages than candidates, or nobody to propose any, all are scored: one pass over the
    matrix whatever the number of queries.
    """
    matrix = vectors.matrix
    if len(matrix) <= CANDIDATES:
        return [Dense(np.asarray(matrix @ query)) for query in queries]
    if vectors.kind == "exact":
        products = matrix @ np.stack(queries, axis=1) if len(queries) > 1 else (matrix @ queries[0])[:, None]
        return [Dense(np.ascontiguousarray(products[:, n])) for n in range(len(queries))]
    return [_proposed(vectors, query) for query in queries]


def _proposed(vectors: Vectors, query: Matrix) -> Dense:
    rows = np.sort(vectors.rows(query, CANDIDATES))  # one order of rows: the same bits whichever store proposed them
    found = vectors.matrix[rows] @ query
    scores = np.full(len(vectors.matrix), found.min(), dtype=np.float32)
    scores[rows] = found
    mean, second = vectors.moments
    centre = float(mean @ query)
    return Dense(scores, rows, (centre, max(float(query @ second @ query) - centre**2, 0.0) ** 0.5))


def moments(matrix: Matrix) -> tuple[Matrix, Matrix]:
    """Mean vector and mean outer product: they give mean and deviation of any query's cosines over all rows."""
    total, outer = np.zeros(matrix.shape[1]), np.zeros((matrix.shape[1], matrix.shape[1]))
    for start in range(0, len(matrix), 8_192):
        part = np.asarray(matrix[start : start + 8_192], dtype=np.float32)
        total += part.sum(axis=0)
        outer += part.T @ part
    return (total / len(matrix)).astype(np.float32), (outer / len(matrix)).astype(np.float32)


def _ranked(matrix: Matrix, rows: NDArray[np.int64], query: Matrix, k: int) -> NDArray[np.int64]:
    """`rows` by exact cosine, ties by row number, the first k."""
    scores = matrix[rows] @ query
    return rows[np.lexsort((rows, -scores))][:k]


class ExactVectors:
    """The matrix alone."""

    kind = "exact"

    def __init__(self, matrix: Matrix, reason: str = "") -> None:
        self.matrix = matrix
        self.reason = reason

    @cached_property
    def moments(self) -> tuple[Matrix, Matrix]:
        return moments(self.matrix)

    def rows(self, query: Matrix, k: int) -> NDArray[np.int64]:
        return _ranked(self.matrix, np.arange(len(self.matrix)), query, k)

    def check(self) -> None:
        """There is nobody to ask."""

    def close(self) -> None:
        """Nothing is held open."""


class ChromaVectors:
    """Chroma with the matrix beside it, and behind it while it fails."""

    def __init__(self, matrix: Matrix, guard: Guard) -> None:
        self.matrix = matrix
        self._guard = guard

    @cached_property
    def moments(self) -> tuple[Matrix, Matrix]:
        return moments(self.matrix)

    @property
    def kind(self) -> str:
        return "chroma" if self._guard.live else "exact"

    @property
    def reason(self) -> str:
        return self._guard.reason

    def rows(self, query: Matrix, k: int) -> NDArray[np.int64]:
        # A margin over k, so that what the graph ranks just outside is still rescored.
        found = self._guard.nearest(query, k + 32)
        return _ranked(self.matrix, np.arange(len(self.matrix)) if found is None else found, query, k)

    def check(self) -> None:
        self._guard.check()

    def close(self) -> None:
        self._guard.close()


def open_vectors(folder: Path, manifest: Manifest, chroma_url: str | None = None, *, graph: bool = True) -> Vectors:
    """Open a version's vectors; falls back to the matrix wherever Chroma cannot be opened, and tries it again later.

    Args:
        graph: whether the version's own graph may be used (it may be damaged).

    Raises:
        IndexMissing: the matrix cannot be read or is not the manifest's.
    """
    try:
        matrix: Matrix = np.load(folder / "vectors.npy", mmap_mode="r").view(np.ndarray)
    except (OSError, ValueError) as error:
        raise IndexMissing("索引的向量文件读不出来。请运行 python -m index build 重建。", log=str(error)) from error
    if matrix.shape != (manifest.passages, manifest.dimension):
        raise IndexMissing("索引的向量文件与清单不符。请运行 python -m index build 重建。", log=str(matrix.shape))
    if chroma_url:
        import chromadb  # noqa: F401  # two seconds that are no fault of the server's

        def connect() -> Graph:
            return _proved(open_server(chroma_url, manifest), matrix)

        return ChromaVectors(matrix, Guard(connect, "Chroma 服务", ping=True))
    if not graph:
        reason = f"向量图文件（{GRAPH}）已损坏，检索改用精确矩阵，结果不变；运行 python -m index build 可修复"
        log.warning("the graph of %s is damaged, the exact matrix serves", folder.name)
        return ExactVectors(matrix, reason)
    return _embedded(folder, matrix) if (folder / GRAPH).exists() else ExactVectors(matrix)


def _proved(graph: Graph, matrix: Matrix) -> Graph:
    """The graph, once it has shown that it holds the matrix's vectors; else it is closed."""
    try:
        graph.require(matrix)
    except BaseException:
        graph.close()
        raise
    return graph


def _embedded(folder: Path, matrix: Matrix) -> Vectors:
    """The version's own graph, if this process can have it: another one may, or the disk may be read-only."""
    try:
        opened = open_embedded(folder, len(matrix))
    except Exception as error:  # chromadb raises its Rust core's own exceptions; the matrix serves all the same
        log.warning("Chroma cannot be opened, the exact matrix serves: %s", error)
        return ExactVectors(matrix)
    if opened is None:
        return ExactVectors(matrix)
    first = [opened]

    def connect() -> Graph:
        again = first.pop() if first else open_embedded(folder, len(matrix))
        if again is None:
            raise BlockingIOError(f"{folder} is open elsewhere")
        return _proved(again, matrix)

    return ChromaVectors(matrix, Guard(connect, "内嵌 Chroma", ping=False))
