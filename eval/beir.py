"""`retrieval --beir DIR`: the product's own embedding, BM25 and fusion over any dataset in BEIR layout.

Thakur et al., "BEIR" (2021): corpus.jsonl, queries.jsonl, qrels (qrels.tsv or qrels/test.tsv).
"""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding.embedder import BUNDLED, open_builder
from index.errors import CorpusInvalid
from index.search.fusion import fused, order
from index.store.sparse import Sparse

CUTS = (1, 5, 10, 100)
Qrels = dict[str, dict[str, int]]


def _jsonl(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8") as stream:
            rows = [json.loads(line) for line in stream if line.strip()]
        return [{"_id": row["_id"], "text": row["text"], "title": row.get("title") or ""} for row in rows]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CorpusInvalid(f"读不出 {path.name}：应为 BEIR 格式的 JSONL 文件。", log=repr(error)) from error


def read_qrels(folder: Path) -> Qrels:
    """query id → {document id: grade}, grades above zero only."""
    path = next((p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.exists()), None)
    if path is None:
        raise CorpusInvalid("缺少 qrels.tsv 或 qrels/test.tsv。")
    qrels: Qrels = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream, delimiter="\t"):
            if len(row) >= 3 and row[-1].lstrip("-").isdigit() and int(row[-1]) > 0:
                qrels[row[0]][row[-2]] = int(row[-1])
    return dict(qrels)


def scores(ranking: list[str], relevant: dict[str, int]) -> dict[str, float]:
    """recall@k (share of the relevant found), MRR@10 and nDCG@10 (Järvelin & Kekäläinen 2002) of one query."""
    result = {f"recall@{k}": sum(d in relevant for d in ranking[:k]) / len(relevant) for k in CUTS}
    first = next((i for i, d in enumerate(ranking[:10]) if d in relevant), None)
    result["mrr@10"] = 0.0 if first is None else 1 / (first + 1)
    gain = sum((2 ** relevant.get(d, 0) - 1) / math.log2(i + 2) for i, d in enumerate(ranking[:10]))
    best = sum(
        (2**grade - 1) / math.log2(i + 2) for i, grade in enumerate(sorted(relevant.values(), reverse=True)[:10])
    )
    result["ndcg@10"] = gain / best
    return result


def evaluate(folder: Path, model: str = BUNDLED, *, progress: bool = False) -> dict[str, dict[str, float]]:
    """Means over the queries that have judgements, for each leg and for the fusion.

    Texts are title and body; a text longer than the model's window is the engine's affair, as in the index.

    Raises:
        CorpusInvalid: the folder is not in BEIR layout.
    """
    corpus = _jsonl(folder / "corpus.jsonl")
    qrels = read_qrels(folder)
    queries = [query for query in _jsonl(folder / "queries.jsonl") if query["_id"] in qrels]
    if not corpus or not queries:
        raise CorpusInvalid("数据集为空，或没有带标注的问题。")
    texts = [f"{entry['title']} {entry['text']}".strip() for entry in corpus]
    embedder, lexical = open_builder(model), Sparse.of(texts)
    matrix = embedder.encode_document(texts, progress=progress)
    ids = [entry["_id"] for entry in corpus]
    found: dict[str, list[dict[str, float]]] = {"bm25": [], "dense": [], "fused": []}
    for query in queries:
        dense = np.asarray(matrix @ embedder.encode_query(query["text"]), dtype=np.float32)
        words = lexical.scores(query["text"])
        legs: dict[str, NDArray[np.float32]] = {"bm25": words, "dense": dense, "fused": fused(dense, words)}
        for leg, values in legs.items():
            ranking = [ids[row] for row in order(values)[: max(CUTS)]]
            found[leg].append(scores(ranking, qrels[query["_id"]]))
    return {
        leg: {name: round(sum(row[name] for row in rows) / len(rows), 6) for name in rows[0]}
        for leg, rows in found.items()
    }
