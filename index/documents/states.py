"""draft → published → replaced | withdrawn, each step with who, when and why.

`state.jsonl` in the document's folder is only ever appended to; its last line is the state. A folder without one was
put into the corpus by hand and counts as published.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from index.errors import CorpusInvalid

StateName = Literal["draft", "published", "replaced", "withdrawn"]
FILE = "state.jsonl"
# A replaced document still answers for the days when it was in force.
SERVED: tuple[StateName, ...] = ("published", "replaced")
_AFTER: dict[StateName, tuple[StateName, ...]] = {
    "draft": ("published", "withdrawn"),
    "published": ("replaced", "withdrawn"),
    "replaced": ("published", "withdrawn"),
    "withdrawn": ("published",),
}
NAMES: dict[StateName, str] = {"draft": "草稿", "published": "已发布", "replaced": "已被替代", "withdrawn": "已撤下"}


@dataclass(frozen=True, slots=True)
class State:
    """A step. `at` is UTC, ISO 8601; `by` the id of the document that replaced this one."""

    state: StateName
    at: str = ""
    who: str = ""
    why: str = ""
    by: str = ""


def history(folder: Path) -> list[State]:
    """Every step, oldest first.

    Raises:
        CorpusInvalid: the file is damaged.
    """
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
        return [State(**json.loads(line)) for line in lines if line.strip()]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        raise CorpusInvalid(f"{folder.name}/{FILE} 已损坏，请从备份恢复。", log=str(error)) from error


def state_of(folder: Path) -> StateName:
    """Where the document stands. Raises CorpusInvalid."""
    steps = history(folder)
    return steps[-1].state if steps else "published"


def allowed(before: StateName, after: StateName) -> bool:
    return after in _AFTER[before]


def record(folder: Path, state: StateName, *, who: str, why: str, by: str = "") -> State:
    """Append a step: written beside the file, flushed and renamed, so that a kill leaves the one or the other."""
    step = State(state, datetime.now(UTC).isoformat(timespec="seconds"), who, why, by)
    path = folder / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    beside = folder / f"{FILE}.tmp-{os.getpid()}"
    with beside.open("w", encoding="utf-8") as out:
        out.write(before + json.dumps(asdict(step), ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)
    return step
