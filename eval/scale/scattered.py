"""Vectors at no cost for sentences that nobody embedded: a real sentence's vector with noise, by the text's hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from index.embedding.embedder import Vector
from index.store.build import text_key
from index.store.manifest import current_version, read_manifest

NOISE = 0.6  # length of the noise beside a unit vector; neighbours are then about as near as those of real sentences


class Scattered:
    """An embedder over the vectors of an index; sentences of that index keep their own.

    Raises:
        IndexMissing: there is no index to take vectors from.
    """

    def __init__(self, root: Path) -> None:
        folder = current_version(root)
        manifest = read_manifest(folder)
        self.model_id, self.dimension = manifest.model_id, manifest.dimension
        self._matrix: Vector = np.load(folder / "vectors.npy")
        lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
        self._own = {json.loads(line)["key"]: row for row, line in enumerate(lines)}

    def encode_query(self, text: str) -> Vector:
        return np.asarray(self.encode_document([text])[0])

    def encode_document(self, texts: list[str], *, progress: bool = False) -> Vector:
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for n, text in enumerate(texts):
            own = self._own.get(text_key(text))
            rows[n] = self._matrix[own] if own is not None else self._near(text)
        return rows

    def _near(self, text: str) -> Vector:
        dice = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))
        noise = dice.standard_normal(self.dimension, dtype=np.float32)
        near = self._matrix[dice.integers(len(self._matrix))] + NOISE * noise / np.linalg.norm(noise)
        return np.asarray(near / np.linalg.norm(near), dtype=np.float32)
