"""`scale`: generate, build, start, ask, add a document; every step in a fresh process, as it happens in use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from assistant.settings import PROJECT_ROOT, Settings
from eval.errors import EvalFailure
from eval.scale.corpus import write_corpus, write_document

SIZES = (5, 50, 200, 1_000)
# What is promised at 1,000 documents, 100,000 clauses, 200,000 sentences on two cores.
BUDGET = {
    "search_p95_ms": 100.0,
    "answer_p50_ms": 250.0,
    "answer_p95_ms": 600.0,
    "start_s": 15.0,
    "rss_mb": 2_500.0,
    "add_s": 10.0,
}
GROWING = (
    *(f"{what}_{kind}p{p}_ms" for what in ("search", "answer") for kind in ("", "cpu_") for p in (50, 95)),
    *("start_s", "start_cpu_s", "rss_mb", "add_s", "add_cpu_s"),
)


def measure(settings: Settings, documents: int, seed: int = 1) -> dict[str, Any]:
    """The figures of one size.

    Raises:
        EvalFailure: a step ended with an error.
    """
    with tempfile.TemporaryDirectory(prefix="scale-") as place:
        corpus, root = Path(place) / "corpus", Path(place) / "data" / "index"
        write_corpus(corpus, documents, seed)
        built = _step("build", corpus, root, settings.index_dir)
        started = time.time()
        asked = _step("ask", corpus, root)
        write_document(corpus, documents, seed)
        added = _step("build", corpus, root, settings.index_dir)
    return {
        "documents": documents,
        **{name: built[name] for name in ("clauses", "sentences", "build_s", "build_cpu_s", "disk_mb")},
        "start_s": round(asked.pop("ready") - started, 2),
        "open_s": round(asked.pop("opened") - started, 2),
        **asked,
        "add_s": added["build_s"],
        "add_cpu_s": added["build_cpu_s"],
        "added_sentences": added["embedded"],
    }


def over_budget(figures: dict[str, Any]) -> list[str]:
    return [f"{name} {figures[name]} > {limit}" for name, limit in BUDGET.items() if figures[name] > limit]


def growth(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Each figure as a + b × sentences / 1000, by least squares over the sizes measured."""
    sizes = np.array([row["sentences"] for row in rows]) / 1_000
    found = {}
    for name in GROWING:
        slope, base = np.polyfit(sizes, [row[name] for row in rows], 1)
        found[name] = f"{base:.3g} + {slope:.3g} × 千句"
    return found


def _step(command: str, *places: Path) -> dict[str, Any]:
    process = [sys.executable, "-m", "eval.scale.probe", command, *map(str, places)]
    # A model beside it would be measured with it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_LLM")}
    done = subprocess.run(process, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise EvalFailure(
            f"规模测量的“{command}”一步没有完成：{done.stderr.strip().splitlines()[-1:]}", log=done.stderr
        )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
