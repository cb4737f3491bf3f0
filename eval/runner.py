"""Ask a system every item, score the answers, leave a run folder.

Answers are appended to unfinished.jsonl as they come; a run that was killed goes on with the items that are
not in it. When all are there, the files of the run are written in the datasets' order, so neither the number
of workers nor an interruption leaves a trace in answers.jsonl and scores.json.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.answer import Answer
from assistant.errors import AssistantFailure
from eval.dataset import DATASETS, Dataset, Item
from eval.metrics.latency import percentiles
from eval.run_folder import ANSWERS, BESIDE, REPORT, RUN, SCORES, TIMINGS, UNFINISHED, Scores, write_json, write_scores
from eval.scoring import Table, score_item, tabulate
from eval.systems import System
from index.errors import IndexFailure

Record = dict[str, Any]  # {"key", "answer" | "error", "ms"}


def run(
    system: System,
    datasets: Sequence[Dataset],
    folder: Path,
    *,
    workers: int = 1,
    progress: bool = True,
    more: Callable[[], Table] = dict,
) -> Scores:
    """Run `datasets` through `system` into `folder`; an unfinished run of the same kind there is continued.

    `more` gives groups of figures that no item stands behind, to stand in the same table.

    A finished run in `folder` moves to `<folder>.previous`, so that it can be compared with.

    Raises:
        SystemUnavailable: it does not answer at all; what was answered so far is kept.
    """
    started = time.perf_counter()
    items = {dataset.key(item): item for dataset in datasets for item in dataset.items}
    fingerprint = {
        "system": system.name,
        "version": system.version,
        "datasets": {dataset.name: dataset.digest for dataset in datasets},
    }
    done = _prepare(folder, fingerprint)
    open_items = {key: item for key, item in items.items() if key not in done}
    resumed = len(done)
    with (folder / UNFINISHED).open("a", encoding="utf-8") as log:
        bar = tqdm(
            total=len(items), initial=resumed, desc=system.name, unit="题", mininterval=0.5, disable=not progress
        )
        for record in _answered(system, open_items, workers):
            log.write(json.dumps(record, ensure_ascii=False) + "\n")
            log.flush()
            done[record["key"]] = record
            bar.update()
        bar.close()
    answers = {key: _answer(done[key]) for key in items}
    rows = {key: score_item(item, answers[key]) for key, item in items.items()}
    scores = Scores({**tabulate(datasets, rows), **more()}, rows)
    info = {
        **fingerprint,
        "paths": {dataset.name: str(dataset.path) for dataset in datasets if not dataset.path.is_relative_to(DATASETS)},
        "items": len(items),
        "errors": sum(answer is None for answer in answers.values()),
        "resumed_items": resumed,
        "versions": next((a.versions.model_dump() for a in answers.values() if a), None),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "wall_seconds": round(time.perf_counter() - started, 1),
        "workers": workers,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    _write(folder, [done[key] for key in items], scores, info)
    return scores


def _prepare(folder: Path, fingerprint: dict[str, Any]) -> dict[str, Record]:
    """Make `folder` ready; the records of an unfinished run with the same fingerprint, else none."""
    unfinished = folder / UNFINISHED
    records: dict[str, Record] = {}
    if unfinished.exists():
        lines = unfinished.read_text(encoding="utf-8").split("\n")
        parsed = [json.loads(line) for line in lines[:-1]]  # a line without its end was being written at the kill
        if parsed and parsed[0] == fingerprint:
            records = {record["key"]: record for record in parsed[1:]}
    elif (folder / SCORES).exists():
        previous = folder.with_name(folder.name + ".previous")
        _remove_run(previous)
        folder.rename(previous)
    folder.mkdir(parents=True, exist_ok=True)
    kept = [fingerprint, *records.values()]
    unfinished.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in kept), encoding="utf-8")
    return records


def _remove_run(folder: Path) -> None:
    """Delete what a run writes and nothing else: a folder may be somebody's own."""
    for file in (*folder.glob(f"{BESIDE}/*/*"), *folder.glob("*")):
        if file.name in (ANSWERS, SCORES, TIMINGS, RUN, UNFINISHED, REPORT):
            file.unlink()
    for empty in (*folder.glob(f"{BESIDE}/*"), folder / BESIDE, folder):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()


def _answered(system: System, items: dict[str, Item], workers: int) -> Iterator[Record]:
    """A record an item, as they come."""
    if workers <= 1:
        yield from (_ask(system, key, item) for key, item in items.items())
        return
    with ThreadPoolExecutor(workers, thread_name_prefix="eval") as pool:
        futures = [pool.submit(_ask, system, key, item) for key, item in items.items()]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _ask(system: System, key: str, item: Item) -> Record:
    start = time.perf_counter()
    try:
        answer = system.answer(item.request())
    except (AssistantFailure, IndexFailure) as error:
        return {"key": key, "error": {"code": error.code, "message": error.message}, "ms": _since(start)}
    return {"key": key, "answer": answer.model_dump(mode="json"), "ms": _since(start)}


def _since(start: float) -> float:
    return round((time.perf_counter() - start) * 1_000, 3)


def _answer(record: Record) -> Answer | None:
    return Answer.model_validate(record["answer"]) if "answer" in record else None


def _write(folder: Path, records: list[Record], scores: Scores, info: dict[str, Any]) -> None:
    partial = folder / (ANSWERS + ".partial")
    with partial.open("w", encoding="utf-8") as stream:
        for record in records:
            stream.write(json.dumps(_timeless(record), ensure_ascii=False) + "\n")
    partial.replace(folder / ANSWERS)
    stages: dict[str, list[float]] = {}
    for record in records:
        for stage, value in record.get("answer", {}).get("timings_ms", {}).items():
            stages.setdefault(stage, []).append(value)
    timings = {
        "answer": percentiles([record["ms"] for record in records]),
        "stages": {stage: percentiles(values) for stage, values in stages.items()},
        "items": {record["key"]: record["ms"] for record in records},
    }
    write_json(folder / TIMINGS, timings)
    write_json(folder / RUN, info)
    write_scores(folder / SCORES, scores)
    (folder / UNFINISHED).unlink()


def _timeless(record: Record) -> Record:
    """The record as answers.jsonl holds it: what two equal runs have in common, readable as plain Answers."""
    if "error" in record:
        return {"key": record["key"], "id": record["key"].rsplit("/", 1)[1], "error": record["error"]}
    return {"key": record["key"], **record["answer"], "timings_ms": {}}
