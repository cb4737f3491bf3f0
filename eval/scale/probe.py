"""One process's part of the measurement; `eval.scale.measure` runs it and reads its JSON.

`build CORPUS ROOT SHIPPED`: build an index of the corpus. `ask CORPUS ROOT`: open, warm up, search and answer.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

AS_OF = date(2026, 11, 22)


class Times(NamedTuple):
    """Milliseconds of each call by the clock, and of the processor's: on a busy machine only the second is ours."""

    wall: list[float]
    processor: list[float]


def build(corpus: Path, root: Path, shipped: Path) -> dict[str, Any]:
    from eval.scale.scattered import Scattered
    from index.documents.library import load_library
    from index.store.build import build, remember_parsed

    started, used = time.perf_counter(), time.process_time()
    remember_parsed(root)
    library = load_library(corpus)
    built = build(library, root, embedder=Scattered(shipped))
    return {
        "build_s": round(time.perf_counter() - started, 2),
        "build_cpu_s": round(time.process_time() - used, 2),
        "clauses": sum(len(document.clauses) for document in library.documents.values()),
        "sentences": len(library.passages),
        "embedded": built.embedded,
        "disk_mb": round(sum(p.stat().st_size for p in built.folder.rglob("*") if p.is_file()) / 1024**2, 1),
    }


def ask(corpus: Path, root: Path) -> dict[str, Any]:
    """Raises IndexMissing, EmbeddingUnavailable."""
    from assistant.answer import AskRequest
    from assistant.clock import fixed
    from assistant.pipeline import Assistant
    from assistant.settings import Settings
    from eval.latency import read_questions
    from index.embedding.bundled import BundledEmbedder
    from index.embedding.embedder import open_embedder
    from index.search.searcher import Searcher

    assistant = Assistant.open(Settings(data_dir=root.parent, corpus_dir=corpus), fixed(AS_OF))
    opened = time.time()
    assistant.warm_up()
    ready = time.time()
    start_cpu = time.process_time()
    questions, embedder = read_questions(), open_embedder()

    def timed(call: Any) -> Times:
        if isinstance(embedder, BundledEmbedder):
            embedder.forget()  # the query cache would make a present of the embedding
        found = Times([], [])
        for question in questions:
            start, used = time.perf_counter(), time.process_time()
            call(question)
            found.wall.append((time.perf_counter() - start) * 1_000)
            found.processor.append((time.process_time() - used) * 1_000)
        return found

    searcher: Searcher = assistant.searcher
    embedding, searching = timed(embedder.encode_query), timed(searcher.search)
    answering = timed(lambda q: assistant.answer(AskRequest(question=q)))  # each for the first time since the start
    agreement = searcher.agreement(questions)
    assistant.close()
    return {
        "opened": opened,
        "ready": ready,
        "start_cpu_s": round(start_cpu, 2),
        **{f"embed_{name}": value for name, value in _percentiles(embedding).items()},
        **{f"search_{name}": value for name, value in _percentiles(searching).items()},
        **{f"answer_{name}": value for name, value in _percentiles(answering).items()},
        "answer_max_ms": round(max(answering.wall), 1),
        "rss_mb": round(_resident() / 1024, 1),
        "rss_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "proposed_by": searcher.proposed_by,
        "agreement_top10": agreement,
    }


def _percentiles(times: Times) -> dict[str, float]:
    return {
        f"{kind}p{p}_ms": round(float(np.percentile(values, p)), 1)
        for kind, values in (("", times.wall), ("cpu_", times.processor))
        for p in (50, 95)
    }


def _resident() -> int:
    """Kilobytes of this process in memory, mapped files included."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    command, *places = sys.argv[1:]
    print(json.dumps(build(*map(Path, places)) if command == "build" else ask(*map(Path, places))))
