"""Where the time of an answer goes, each stage beside the query embedding of the same run.

A machine's speed and load move every figure alike, so what is promised is a multiple of the embedding.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import AskRequest
from assistant.clock import fixed
from assistant.pipeline import Assistant
from assistant.settings import Settings
from index.embedding.embedder import open_embedder
from index.search.searcher import Searcher

QUESTIONS = Path(__file__).resolve().with_suffix(".jsonl")
AS_OF = date(2026, 11, 22)
_WARM_UP = "你好"


def read_questions(path: Path = QUESTIONS) -> list[str]:
    return [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(settings: Settings, questions: list[str]) -> dict[str, Any]:
    """p50 and p95 in milliseconds of each stage, warm, no question asked twice of the same cache.

    Raises:
        IndexMissing, EmbeddingUnavailable.
    """
    times: dict[str, list[float]] = defaultdict(list)
    embedder = open_embedder(settings.embedding_model)
    _each("embed_query", embedder.encode_query, questions, times)

    open_embedder.cache_clear()  # the query cache would make a present of the embedding to the next stage
    searcher = Searcher.open(
        settings.index_dir, corpus=settings.corpus_dir, model=settings.embedding_model, chroma_url=settings.chroma_url
    )
    _each("search", searcher.search, questions, times)
    searcher.close()

    open_embedder.cache_clear()
    assistant = Assistant.open(settings, fixed(AS_OF))

    def answer(question: str) -> None:
        stages = assistant.answer(AskRequest(question=question)).timings_ms
        if question != _WARM_UP:
            for stage, milliseconds in stages.items():
                times[f"answer.{stage}"].append(milliseconds)

    _each("answer", answer, questions, times)
    assistant.close()
    stages = {
        stage: {
            "p50_ms": round(float(np.percentile(values, 50)), 3),
            "p95_ms": round(float(np.percentile(values, 95)), 3),
        }
        for stage, values in times.items()
    }
    ratio = stages["answer"]["p50_ms"] / stages["embed_query"]["p50_ms"]
    return {"questions": len(questions), "stages": stages, "answer_over_embedding": round(ratio, 2)}


def _each(stage: str, call: Callable[[str], object], questions: list[str], times: dict[str, list[float]]) -> None:
    call(_WARM_UP)
    for question in questions:
        start = time.perf_counter()
        call(question)
        times[stage].append((time.perf_counter() - start) * 1_000)
