"""What an embedding model has to offer, and which one a setting names.

The default needs no model hub: `bundled`. Any other name is a sentence-transformers model (hub id or local
folder) and is used through the same class for documents and queries; that library is the extra `transformers`.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.bundled import MODEL_ID, BundledEmbedder
from index.errors import EmbeddingUnavailable

BUNDLED = "bundled"
Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Text → unit vectors. `dimension` is their length, `model_id` is written into the index's manifest."""

    model_id: str
    dimension: int

    def encode_query(self, text: str) -> Vector:
        """Shape (dimension,)."""
        ...

    def encode_document(self, texts: list[str], *, progress: bool = False) -> Vector:
        """Shape (len(texts), dimension)."""
        ...


def model_id(name: str) -> str:
    """What the manifest calls the model that the setting `name` names."""
    return MODEL_ID if name == BUNDLED else name


@lru_cache(maxsize=2)
def open_embedder(name: str = BUNDLED) -> Embedder:
    """The embedder for queries, which run side by side: one thread each.

    Raises:
        EmbeddingUnavailable: the model cannot be loaded.
    """
    return BundledEmbedder() if name == BUNDLED else _other(name)


def open_builder(name: str = BUNDLED) -> Embedder:
    """The embedder for building an index, which is alone with the machine.

    Raises:
        EmbeddingUnavailable: the model cannot be loaded.
    """
    return BundledEmbedder(os.cpu_count() or 1) if name == BUNDLED else _other(name)


def _other(name: str) -> Embedder:
    try:
        from index.embedding.transformer import TransformerEmbedder
    except ImportError as error:  # torch costs 6 s and 900 MB: whoever names no other model does without
        raise EmbeddingUnavailable(
            f"向量模型“{name}”要用 sentence-transformers，还没有安装：pip install 'policy-assistant[transformers]'；"
            "或把 POLICY_EMBEDDING_MODEL 改回 bundled。",
            log=str(error),
        ) from error
    return TransformerEmbedder(name)
