"""Why an item did not come out well, read off its row: for people, in Chinese, the first cause first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eval.compare import verdict
from eval.scoring import Row


def reasons(row: Row) -> list[str]:
    """What went wrong; empty for an item that came out well."""
    if verdict(row):
        return []
    return _calculation(row) if "amount" in row else _question(row)


def _question(row: Row) -> list[str]:
    found = []
    if not row["status_ok"]:
        found.append("该拒答而没有拒答" if row["should_withhold"] else "应答方式不对")
    if not row["clean"]:
        found.append("说了不该说的话")
    if row["include"] < 1:
        found.append("一个要点也没有说到" if row["include"] == 0 else f"要点只说到 {row['include']:.0%}")
    if "recall@10" in row and not row["should_withhold"]:
        if row["cite_recall"] == 0:
            found.append("没有检索到该引的条款" if row["recall@10"] == 0 else "检索到了该引的条款，但没有引用")
        elif row["cite_precision"] < 0.5:
            found.append("引文多半不切题")
    if row["focus"] < 0.5:
        found.append("数字多半不切题")
    return found


def _calculation(row: Row) -> list[str]:
    found = []
    if row["wrong_sure"]:
        found.append("把算错的金额说成确定")
    elif not row["amount"]:
        found.append("金额不对")
    if row["amount"] and not row["semantics"]:
        found.append("金额对，性质不对（确定、上限、不享受……）")
    if not row["cited"]:
        found.append("没有引到金额所依据的条文")
    return found


@dataclass(frozen=True, slots=True)
class Worst:
    """An item that failed, with how badly (0 worst … 1) and why."""

    key: str
    depth: float
    why: tuple[str, ...]


def worst(items: Mapping[str, Row], n: int = 10) -> list[Worst]:
    """The n worst items. A wrong sure amount and a forbidden statement come first, then the least that was right."""
    failed = [Worst(key, _depth(row), tuple(reasons(row))) for key, row in items.items() if not verdict(row)]
    return sorted(failed, key=lambda each: (each.depth, each.key))[:n]


def _depth(row: Row) -> float:
    if "amount" in row:
        return -1.0 if row["wrong_sure"] else (row["amount"] + row["semantics"] + row["cited"]) / 3
    parts = [
        row["status_ok"],
        row["include"],
        row["focus"],
        row.get("cite_recall", 1.0),
        row.get("cite_precision", 1.0),
    ]
    return sum(parts) / len(parts) - (1.0 if not row["clean"] else 0.0)
