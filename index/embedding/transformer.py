"""Any other model than the bundled one, through sentence-transformers.

Imported only then: torch costs 6 s and 460 MB of memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from tqdm import tqdm

from index.errors import EmbeddingUnavailable
from index.text.normalize import for_matching

_CHUNK = 16  # texts between two steps of the progress bar


class TransformerEmbedder:
    """A sentence-transformers model by name or folder, for documents and queries alike."""

    def __init__(self, name: str) -> None:
        try:
            self._model = SentenceTransformer(name)
        except (OSError, ValueError) as error:
            raise EmbeddingUnavailable(
                f"向量模型“{name}”加载失败。请检查 POLICY_EMBEDDING_MODEL 是否为本地目录或模型名，或改回 bundled。",
                log=str(error),
            ) from error
        self.model_id = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        rows = self._unit(self._model.encode_query([for_matching(text)], show_progress_bar=False))
        return np.asarray(rows[0], dtype=np.float32)

    def encode_document(self, texts: list[str], *, progress: bool = False) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows: list[Any] = []
        with tqdm(total=len(texts), desc="计算向量", unit="句", disable=not progress) as bar:
            for start in range(0, len(texts), _CHUNK):
                folded = [for_matching(text) for text in texts[start : start + _CHUNK]]
                rows.append(self._model.encode_document(folded, show_progress_bar=False, batch_size=16))
                bar.update(len(folded))
        return self._unit(np.concatenate(rows))

    def _unit(self, rows: Any) -> NDArray[np.float32]:
        """Unit length, for models that do not normalise; vectors that are unit already keep their bits."""
        matrix = np.asarray(rows, dtype=np.float32)
        norms = np.linalg.norm(matrix, axis=1, keepdims=True)
        if np.allclose(norms, 1, atol=1e-5):
            return matrix
        return np.asarray(matrix / np.maximum(norms, 1e-12), dtype=np.float32)
