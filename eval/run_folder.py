"""What a run leaves behind, and how it is read back.

    answers.jsonl   an Answer a line, with its item's key, in the datasets' order, no timings; or {"key", "id", "error"}
    scores.json     {"groups": {group: {figure: {mean, low, high, n}}}, "items": {key: {figure: value}}}
    timings.json    milliseconds an item and percentiles; the only file that differs between equal runs, with
    run.json        what was run: system, datasets with their digests, versions, when and how long
    unfinished.jsonl  while it runs: an item a line as it comes, so that a killed run goes on where it stood

A baseline is a scores.json alone, in a file of any name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.answer import Answer
from eval.errors import RunInvalid
from eval.scoring import Row, Table

ANSWERS, SCORES, TIMINGS, RUN, UNFINISHED = (
    "answers.jsonl", "scores.json", "timings.json", "run.json", "unfinished.jsonl",
)  # fmt: skip
REPORT = "report.html"
BESIDE = "beside"  # folder of the other systems of the same run


@dataclass(frozen=True)
class Scores:
    """The scores of a run: the table and each item's row."""

    groups: Table
    items: dict[str, Row]


@dataclass(frozen=True)
class Run:
    """A finished run."""

    folder: Path
    scores: Scores
    info: dict[str, Any]
    answers: dict[str, Answer | None]  # None: an error stands in its place
    errors: dict[str, str]


def read_scores(path: Path) -> Scores:
    """The scores of a run folder, or a baseline file.

    Raises:
        RunInvalid: nothing finished lies there.
    """
    file = path / SCORES if path.is_dir() else path
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Scores(data["groups"], data["items"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise RunInvalid(
            f"{path} 里没有可用的评测结果（{SCORES}）。请先运行 python -m eval run --out {path}。", log=repr(error)
        ) from error


def read_run(folder: Path) -> Run:
    """Raises RunInvalid."""
    scores = read_scores(folder)
    answers: dict[str, Answer | None] = {}
    errors: dict[str, str] = {}
    try:
        info = json.loads((folder / RUN).read_text(encoding="utf-8"))
        for record in _records(folder / ANSWERS):
            key = record.pop("key")
            if "error" in record:
                answers[key], errors[key] = None, record["error"]["message"]
            else:
                answers[key] = Answer.model_validate(record)
    except (OSError, ValueError, LookupError, ValidationError) as error:
        raise RunInvalid(f"{folder} 里的评测结果不完整，请重新运行。", log=repr(error)) from error
    return Run(folder, scores, info, answers, errors)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def write_json(path: Path, data: Any, *, indent: int | None = 1) -> None:
    """Written beside and renamed: a reader never sees half a file."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(data, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
    partial.replace(path)


def write_scores(path: Path, scores: Scores) -> None:
    """One line a group and one an item: small, and a change reads well in a diff."""

    def lines(entries: dict[str, Any]) -> str:
        return ",\n".join(
            f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(_short(v))}" for name, v in entries.items()
        )

    partial = path.with_name(path.name + ".partial")
    partial.write_text(
        f'{{"groups": {{\n{lines(scores.groups)}\n}},\n"items": {{\n{lines(scores.items)}\n}}}}\n', encoding="utf-8"
    )
    partial.replace(path)


def _short(value: Any) -> Any:
    """1.0 as 1: most figures are noughts and ones."""
    if isinstance(value, dict):
        return {name: _short(each) for name, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value
