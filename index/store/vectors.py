"""Nearest passages to a query vector: Chroma proposes, the exact matrix decides.

HNSW is approximate, and two builds of one corpus rank differently by it; so candidates are rescored from
`vectors.npy` and ties are broken by row. An embedded Chroma folder is opened by one process at a time (two can
block each other for minutes); every other process, and a read-only disk, is served by the matrix alone with
the same results.
"""

from __future__ import annotations

import fcntl
import logging
import os
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexFailure, IndexMissing
from index.store.manifest import Manifest

log = logging.getLogger(__name__)

COLLECTION = "passages"
# Above the number of passages of a city's policies, so that the graph search is exhaustive at this size.
EF_SEARCH = 2_000
# How many passages the dense leg scores; all of them at this size.
CANDIDATES = 1_000
_HNSW = {"space": "cosine", "ef_search": EF_SEARCH, "ef_construction": 400, "max_neighbors": 48}

Matrix = NDArray[np.float32]


class Vectors(Protocol):
    """`rows(query, k)`: row numbers of the k nearest passages, nearest first; `matrix`: all vectors."""

    matrix: Matrix
    kind: str

    def rows(self, query: Matrix, k: int) -> NDArray[np.int64]: ...

    def close(self) -> None: ...


def cosines(vectors: Vectors, query: Matrix) -> Matrix:
    """Exact cosines of the candidates, shape (passages,); what is no candidate scores as the last of them."""
    rows = np.sort(vectors.rows(query, CANDIDATES))  # one order of rows: the same bits whichever store proposed them
    found = vectors.matrix[rows] @ query
    scores = np.full(len(vectors.matrix), found.min(), dtype=np.float32)
    scores[rows] = found
    return scores


def _ranked(matrix: Matrix, rows: NDArray[np.int64], query: Matrix, k: int) -> NDArray[np.int64]:
    """`rows` by exact cosine, ties by row number, the first k."""
    scores = matrix[rows] @ query
    return rows[np.lexsort((rows, -scores))][:k]


class ExactVectors:
    """The matrix alone."""

    kind = "exact"

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix

    def rows(self, query: Matrix, k: int) -> NDArray[np.int64]:
        return _ranked(self.matrix, np.arange(len(self.matrix)), query, k)

    def close(self) -> None:
        """Nothing is held open."""


class ChromaVectors:
    """A Chroma collection with the matrix beside it."""

    kind = "chroma"

    def __init__(self, matrix: Matrix, client: Any, name: str, lock: int | None = None) -> None:
        self.matrix = matrix
        self._client = client
        self._collection = client.get_collection(name, embedding_function=None)
        self._lock = lock

    def rows(self, query: Matrix, k: int) -> NDArray[np.int64]:
        # A margin over k, so that what the graph ranks just outside is still rescored.
        wanted = min(k + 32, len(self.matrix))
        try:
            found = self._collection.query(query_embeddings=[query], n_results=wanted, include=[])
            rows = np.array(found["ids"][0], dtype=np.int64)
        except Exception as error:  # a server that went away must not end the service
            log.warning("Chroma does not answer, the exact matrix does: %s", error)
            rows = np.arange(len(self.matrix))
        return _ranked(self.matrix, rows, query, k)

    def close(self) -> None:
        """Close the client: an old version's eleven file handles stay open otherwise."""
        self._client.close()
        if self._lock is not None:
            os.close(self._lock)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _server(url: str) -> Any:
    from urllib.parse import urlsplit

    import chromadb

    parts = urlsplit(url)
    return chromadb.HttpClient(
        host=parts.hostname or "127.0.0.1", port=parts.port or 8000, ssl=parts.scheme == "https", settings=_settings()
    )


def server_collection(manifest: Manifest) -> str:
    """A server holds many versions: each is a collection named by its hash."""
    return f"policy-{manifest.version}"


def write_embedded(folder: Path, matrix: Matrix) -> None:
    """Put all vectors into an embedded Chroma in `folder`.

    Raises:
        OSError: the disk does not take it.
    """
    import chromadb

    try:
        client = chromadb.PersistentClient(str(folder / "chroma"), _settings())
        _fill(client, COLLECTION, matrix)
        client.close()
    except OSError:
        raise
    except Exception as error:  # its Rust core has errors of its own for what is a full or broken disk here
        raise OSError(f"Chroma: {error}") from error


def write_server(matrix: Matrix, manifest: Manifest, url: str) -> None:
    """Put all vectors into a collection of a Chroma server.

    Raises:
        IndexFailure: the server does not answer.
    """
    try:
        client = _server(url)
        _fill(client, server_collection(manifest), matrix)
        client.close()
    except Exception as error:  # httpx, chromadb and its Rust core each have their own
        raise IndexFailure(
            f"写不进 Chroma 服务 {url}。请检查 POLICY_CHROMA_URL 和服务是否在运行；原有索引不受影响。", log=str(error)
        ) from error


def _fill(client: Any, name: str, matrix: Matrix) -> None:
    collection = client.get_or_create_collection(name, configuration={"hnsw": _HNSW}, embedding_function=None)
    for start in range(0, len(matrix), 1_000):
        stop = min(start + 1_000, len(matrix))
        collection.upsert(ids=[str(row) for row in range(start, stop)], embeddings=matrix[start:stop])


def open_vectors(folder: Path, manifest: Manifest, chroma_url: str | None = None) -> Vectors:
    """Open a version's vectors; falls back to the matrix wherever Chroma cannot be opened.

    Raises:
        IndexMissing: the matrix cannot be read or is not the manifest's.
    """
    try:
        matrix: Matrix = np.load(folder / "vectors.npy")
    except (OSError, ValueError) as error:
        raise IndexMissing("索引的向量文件读不出来。请运行 python -m index build 重建。", log=str(error)) from error
    if matrix.shape != (manifest.passages, manifest.dimension):
        raise IndexMissing("索引的向量文件与清单不符。请运行 python -m index build 重建。", log=str(matrix.shape))
    try:
        if chroma_url:
            return ChromaVectors(matrix, _server(chroma_url), server_collection(manifest))
        return _embedded(folder, matrix)
    except Exception as error:  # chromadb raises its Rust core's own exceptions; the matrix serves all the same
        log.warning("Chroma cannot be opened, the exact matrix serves: %s", error)
        return ExactVectors(matrix)


def _embedded(folder: Path, matrix: Matrix) -> Vectors:
    lock = os.open(folder / "chroma.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return ExactVectors(matrix)
    try:
        import chromadb

        client = chromadb.PersistentClient(str(folder / "chroma"), _settings())
        return ChromaVectors(matrix, client, COLLECTION, lock)
    except BaseException:
        os.close(lock)
        raise
