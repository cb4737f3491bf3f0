"""`eval/gates.yaml`: what a run has to reach, and how far it may fall below a baseline, to ship."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import GatesInvalid
from eval.scoring import Table
from index.errors import DataFileInvalid
from index.text import strict_yaml

GATES = Path(__file__).resolve().with_suffix(".yaml")
_SLACK = 1e-6  # figures are rounded to six digits


class Gate(BaseModel):
    """One gate.

    Attributes:
        name: Chinese, what the summary calls it.
        group: of the score table, with * as a wildcard.
        min, max: bounds of the figure.
        drop, rise: how far it may fall below (rise above) the baseline.
        why: for the person who sees it fire.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    group: str
    figure: str
    min: float | None = None
    max: float | None = None
    drop: float | None = None
    rise: float | None = None
    why: str = ""

    def groups(self, table: Table) -> list[str]:
        """Those of the table that the gate is about: `*` stays inside a part, so `*/qa` is not `seen/qa/kind=…`."""
        depth = self.group.count("/")
        return [name for name in table if name.count("/") == depth and fnmatchcase(name, self.group)]


@dataclass(frozen=True, slots=True)
class Fired:
    """A gate that a run does not pass. `baseline` is None where the gate is a bound, not a comparison."""

    gate: Gate
    group: str
    value: float | None
    bound: float
    baseline: float | None = None

    def text(self) -> str:
        """Chinese, one line."""
        shown = "没有测到" if self.value is None else f"{self.value:g}"
        if self.baseline is not None:
            shown = f"由 {self.baseline:g} 变为 {shown}"
        return f"{self.gate.name}：{self.group} 的 {self.gate.figure} {shown}，界限 {self.bound:g}"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    gates: tuple[Gate, ...]


def load_gates(path: Path = GATES) -> tuple[Gate, ...]:
    """Raises GatesInvalid, naming the gate and what to correct."""
    try:
        return _File.model_validate(strict_yaml.load(path)).gates
    except DataFileInvalid as error:
        raise GatesInvalid(error.message, log=error.log) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise GatesInvalid(f"{path.name} 的 {where} 不对：{first['msg']}。请改正后重试。", log=str(error)) from error


def check(gates: Sequence[Gate], after: Table, pair: tuple[Table, Table] | None = None) -> list[Fired]:
    """The gates that the run `after` does not pass, in the file's order.

    Bounds hold for `after`; distances for the `pair` (before, after) over the same items, if there is one. A figure
    that was there before and is there no more in a group that ran fires too; groups that did not run are not judged.
    """
    before, now = pair or ({}, {})
    return [
        fired
        for gate in gates
        for group in gate.groups(after)
        for fired in (*_bounds(gate, group, after, before), *_distances(gate, group, before, now))
    ]


def _bounds(gate: Gate, group: str, after: Table, before: Table) -> Iterator[Fired]:
    value = _mean(after, group, gate.figure)
    if value is None:
        if (base := _mean(before, group, gate.figure)) is not None:
            yield Fired(gate, group, None, base, base)
        return
    if gate.min is not None and value < gate.min - _SLACK:
        yield Fired(gate, group, value, gate.min)
    if gate.max is not None and value > gate.max + _SLACK:
        yield Fired(gate, group, value, gate.max)


def _distances(gate: Gate, group: str, before: Table, now: Table) -> Iterator[Fired]:
    base, value = _mean(before, group, gate.figure), _mean(now, group, gate.figure)
    if base is None or value is None:
        return
    if gate.drop is not None and value < base - gate.drop - _SLACK:
        yield Fired(gate, group, value, round(base - gate.drop, 6), base)
    if gate.rise is not None and value > base + gate.rise + _SLACK:
        yield Fired(gate, group, value, round(base + gate.rise, 6), base)


def _mean(table: Table, group: str, figure: str) -> float | None:
    found = table.get(group, {}).get(figure)
    return None if found is None else found["mean"]
