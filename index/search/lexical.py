"""BM25 over character n-grams, in memory. Building it takes 0.04 s, so it is never persisted.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); Lucene's variant.
"""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.text.ngrams import tokens


class Lexical:
    """`scores(query)` gives one BM25 score a text, shape (n,)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        self._model = bm25s.BM25(method="lucene")
        self._model.index([tokens(text) for text in texts], show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        known = [token for token in tokens(query) if token in self._model.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)
