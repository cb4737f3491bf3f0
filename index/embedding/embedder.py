"""What an embedding model has to offer, and which one a setting names.

The default needs no model hub: `bundled`. Any other name is a sentence-transformers model (hub id or local
folder) and is used through the same class for documents and queries.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.bundled import MODEL_ID, BundledEmbedder

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
    """The embedder for queries. The bundled one never imports torch (6 s and 460 MB).

    Raises:
        EmbeddingUnavailable: the model cannot be loaded.
    """
    if name == BUNDLED:
        return BundledEmbedder()
    from index.embedding.transformer import TransformerEmbedder

    return TransformerEmbedder(name)


def open_builder(name: str = BUNDLED) -> Embedder:
    """The embedder for building an index: sentence-transformers for every model, the bundled one as a module of it.

    Raises:
        EmbeddingUnavailable: the model cannot be loaded.
    """
    from index.embedding.transformer import TransformerEmbedder

    return TransformerEmbedder(name)
