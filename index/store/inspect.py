"""Is a version what it says it is? What `doctor --deep` asks beyond the digests that every opening checks.

Digests show that files are as they were written; this shows that what was written is right: the rows stand for the
sentences of the texts, the vectors are those of the model, the graph finds what the exact matrix finds.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np

from index.documents.library import Library, load_library
from index.embedding.embedder import Embedder, open_builder
from index.errors import IndexDamaged
from index.store.build import embedded_text, text_key
from index.store.chroma import GRAPH, open_embedded
from index.store.digests import damaged, require_intact
from index.store.manifest import CORPUS, Manifest, current_version, read_manifest
from index.store.vectors import ExactVectors, Matrix

ENCODED = 100  # sentences that are embedded again
ASKED = 50  # vectors that are looked for in the graph
FIRST = 10
# Share of the exact matrix's first ten that the graph has to propose.
AGREEMENT = 0.98


def inspect(root: Path, model: str) -> str:
    """What was looked at, in Chinese.

    Raises:
        IndexMissing: there is no version. IndexDamaged: it is not right, and where.
    """
    folder = current_version(root)
    manifest = read_manifest(folder)
    require_intact(folder, damaged(folder))
    library = load_library(folder / CORPUS)
    matrix: Matrix = np.load(folder / "vectors.npy", mmap_mode="r")
    _rows(folder, library, manifest)
    encoded = _vectors(library, matrix, open_builder(model))
    agreement = _graph(folder, matrix)
    said = f"，图检索与精确矩阵前 {FIRST} 名一致 {agreement:.1%}" if agreement is not None else ""
    return f"全部文件与摘要一致，{len(matrix)} 行与原文一致，重算 {encoded} 个语句的向量一致{said}"


def _rows(folder: Path, library: Library, manifest: Manifest) -> None:
    rows = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [(p.id, text_key(embedded_text(p))) for p in library.passages]
    found = [(row["id"], row["key"]) for row in map(json.loads, rows)]
    if found != expected or len(found) != manifest.passages:
        raise IndexDamaged("索引的语句表与它自带的原文不符。请运行 python -m index build 重建。", log=str(folder))


def _vectors(library: Library, matrix: Matrix, embedder: Embedder) -> int:
    picked = np.unique(np.linspace(0, len(matrix) - 1, min(ENCODED, len(matrix)), dtype=np.int64))
    texts = [embedded_text(library.passages[row]) for row in picked]
    away = np.abs(embedder.encode_document(texts) - matrix[picked]).max(axis=1)
    if wrong := [library.passages[row].id for row, distance in zip(picked, away, strict=True) if distance > 1e-4]:
        raise IndexDamaged(
            f"{len(wrong)} 个语句的向量与原文不符，如 {wrong[0]}。请运行 python -m index build 重建。", log=str(wrong)
        )
    return len(picked)


def _graph(folder: Path, matrix: Matrix) -> float | None:
    """Mean share of the exact first ten that the graph proposes; None where the version has no graph."""
    if not (folder / GRAPH).exists():
        return None
    with tempfile.TemporaryDirectory() as place:  # the running service has its own copy open
        shutil.copytree(folder / GRAPH, Path(place) / GRAPH)
        graph = open_embedded(Path(place), len(matrix))
        if graph is None:
            return None
        try:
            exact = ExactVectors(matrix)
            shares = [
                len(np.intersect1d(graph.nearest(matrix[row], 2 * FIRST), exact.rows(matrix[row], FIRST))) / FIRST
                for row in np.linspace(0, len(matrix) - 1, min(ASKED, len(matrix)), dtype=np.int64)
            ]
        finally:
            graph.close()
    agreement = float(np.mean(shares)) if len(matrix) >= FIRST else 1.0
    if agreement < AGREEMENT:
        raise IndexDamaged(
            f"向量图与精确矩阵的前 {FIRST} 名只有 {agreement:.1%} 一致。请运行 python -m index build 重建。",
            log=str(folder),
        )
    return agreement
