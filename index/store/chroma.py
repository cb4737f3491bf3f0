"""Chroma as a proposer: which rows are near a vector. Embedded in the version folder, or a server by setting.

HNSW is approximate and two builds of one corpus rank differently by it; so nothing here is a score. What Chroma
proposes is rescored from `vectors.npy` (`index.store.vectors`).

Opening a Chroma folder writes into it. A version therefore keeps its graph as it was built, under its digests, and
the process that holds the lock works on a copy (`chroma.open`); any other process does without.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexFailure
from index.store.manifest import Manifest

GRAPH = "chroma"
OPENED, LOCK = "chroma.open", "chroma.lock"  # of a running program, no part of a version
COLLECTION = "passages"
# Above the number of passages of a city's policies, so that the graph search is exhaustive at this size.
EF_SEARCH = 2_000
_HNSW = {"space": "cosine", "ef_search": EF_SEARCH, "ef_construction": 400, "max_neighbors": 48}
# A question is not kept waiting longer than this: the exact matrix answers in a fraction of it.
ANSWER_SECONDS = 1.0
_PROBES = 3

Matrix = NDArray[np.float32]


class GraphUnusable(Exception):
    """Chroma answers, but not with this version's vectors. The message is Chinese, for /readyz."""


class Graph:
    """An opened collection. Every method may raise whatever Chroma, its Rust core or httpx raise."""

    def __init__(self, client: Any, name: str, size: int, lock: int | None = None) -> None:
        self._client = client
        self._size = size
        self._lock = lock
        try:
            self._collection = client.get_collection(name, embedding_function=None)
        except BaseException:
            _close(client)
            raise

    def nearest(self, query: Matrix, k: int) -> NDArray[np.int64]:
        """Row numbers of about the k nearest, in no order that counts."""
        found = self._collection.query(query_embeddings=[query], n_results=min(k, self._size), include=[])
        rows = np.unique(np.array(found["ids"][0], dtype=np.int64))
        if not len(rows) or rows[0] < 0 or rows[-1] >= self._size:
            raise GraphUnusable("Chroma 返回的编号与索引不符")
        return rows

    def require(self, matrix: Matrix) -> None:
        """Raises GraphUnusable unless it holds as many vectors as the matrix and finds some of them again."""
        if (held := self._collection.count()) != len(matrix):
            raise GraphUnusable(f"Chroma 里有 {held} 个向量，索引有 {len(matrix)} 个")
        for row in np.linspace(0, len(matrix) - 1, min(_PROBES, len(matrix)), dtype=np.int64):
            near = self.nearest(matrix[row], 10)
            if row not in near and float((matrix[near] @ matrix[row]).max()) < float(matrix[row] @ matrix[row]) - 1e-6:
                raise GraphUnusable("Chroma 里的向量与索引不符")

    def ping(self) -> None:
        self._client.heartbeat()

    def close(self) -> None:
        """Close the client: an old version's eleven file handles stay open otherwise."""
        try:
            _close(self._client)
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None


def open_embedded(folder: Path, size: int) -> Graph | None:
    """The version's own graph; None where another process has it open.

    Raises:
        OSError: the disk cannot be written. Whatever Chroma raises.
    """
    import chromadb

    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    try:
        shutil.rmtree(folder / OPENED, ignore_errors=True)
        shutil.copytree(folder / GRAPH, folder / OPENED)
        return Graph(chromadb.PersistentClient(str(folder / OPENED), _settings()), COLLECTION, size, lock)
    except BaseException:
        os.close(lock)
        raise


def open_server(url: str, manifest: Manifest) -> Graph:
    """The collection of a version on a server. Raises whatever httpx and Chroma raise; may hang with the server."""
    from chromadb.errors import NotFoundError

    try:
        return Graph(_server(url, ANSWER_SECONDS), server_collection(manifest), manifest.passages)
    except NotFoundError as error:
        raise GraphUnusable("Chroma 服务里没有这个版本的向量，请运行 python -m index build") from error


def write_embedded(folder: Path, matrix: Matrix) -> None:
    """Put all vectors into an embedded Chroma in `folder`.

    Raises:
        OSError: the disk does not take it.
    """
    import chromadb

    try:
        client = chromadb.PersistentClient(str(folder / OPENED), _settings())
        try:
            _fill(client, COLLECTION, matrix)
        finally:
            _close(client)
        # What closes in the background afterwards touches the original only.
        shutil.copytree(folder / OPENED, folder / GRAPH)
        shutil.rmtree(folder / OPENED, ignore_errors=True)
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
        client = _server(url, 60 * ANSWER_SECONDS)
        try:
            _fill(client, server_collection(manifest), matrix)
        finally:
            _close(client)
    except Exception as error:  # httpx, chromadb and its Rust core each have their own
        raise IndexFailure(
            f"写不进 Chroma 服务 {url}。请检查 POLICY_CHROMA_URL 和服务是否在运行；原有索引不受影响。", log=str(error)
        ) from error


def server_collection(manifest: Manifest) -> str:
    """A server holds many versions: each is a collection named by its hash."""
    return f"policy-{manifest.version}"


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _server(url: str, seconds: float) -> Any:
    """A client whose every request ends after `seconds` without a byte.

    Chroma's client waits for ever and has no setting for it (httpx session with `timeout=None`), and it asks the
    server while it is made; so a server that is silent is found out first.
    """
    import chromadb
    import httpx

    parts = urlsplit(url)
    host, port, ssl = parts.hostname or "127.0.0.1", parts.port or 8000, parts.scheme == "https"
    httpx.get(f"{'https' if ssl else 'http'}://{host}:{port}/api/v2/heartbeat", timeout=ANSWER_SECONDS)
    client = chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=_settings())
    client._server._session.timeout = httpx.Timeout(seconds)
    return client


def _close(client: Any) -> None:
    """Chroma's own close leaves the http sessions of the client and of the admin client inside it open."""
    servers = [client._server, getattr(client._admin_client, "_server", None)]
    client.close()
    for server in servers:
        if session := getattr(server, "_session", None):
            session.close()


def _fill(client: Any, name: str, matrix: Matrix) -> None:
    collection = client.get_or_create_collection(name, configuration={"hnsw": _HNSW}, embedding_function=None)
    for start in range(0, len(matrix), 1_000):
        stop = min(start + 1_000, len(matrix))
        collection.upsert(ids=[str(row) for row in range(start, stop)], embeddings=matrix[start:stop])
