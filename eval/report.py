"""`report DIR`: one self-contained HTML page about a run, for people who write policy and not programs.

Everything is in the page: no script, style, font or picture is asked of any server.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from assistant.answer import Answer
from eval import names
from eval.compare import LESS_IS_BETTER, Comparison, compare, verdict
from eval.dataset import DATASETS, CalculationItem, Dataset, Item, read_dataset
from eval.errors import RunInvalid
from eval.gates import check, load_gates
from eval.highlight import pieces
from eval.reasons import reasons, worst
from eval.run_folder import BESIDE, Run, Scores, read_scores
from eval.scoring import Figure, Row, Table

_PAGE = Path(__file__).resolve().parent / "report_page"
_QUESTION_COLUMNS = (
    "right", "recall@1", "recall@3", "cite_precision", "cite_recall", "include", "clean", "focus", "status_ok",
)  # fmt: skip
_CALCULATION_COLUMNS = ("correct", "amount", "semantics", "cited", "sure_of_exact", "wrong_sure_n")
_TILES = (
    ("all/qa", "right", "问答答对"),
    ("all/calc", "correct", "测算正确"),
    ("all/calc", "wrong_sure_n", "确定金额却算错"),
    ("all/qa", "cite_precision", "引用准确"),
    ("all/qa", "clean", "没有错误说法"),
)
_BESIDE_FIGURES = ("recall@3", "cite_recall", "cite_precision", "correct", "right", "abstain_recall")
_SPLITS = ("all", "kept", "fresh", "seen", "dated")  # the honest one first
_COUNTS = frozenset({"wrong_sure_n"})
_LOW = 0.8  # below this a cell is tinted
_STATUS = {"answered": "作答", "clarify": "反问", "abstained": "说明没有依据", "refused": "拒绝"}
_EXPECT = {"answer": "应作答", "abstain": "应说明没有依据", "clarify": "应反问", "refuse": "应拒绝"}
_SEMANTICS = {
    "exact": "确定", "at_most": "上限", "at_least": "下限", "range": "区间", "undetermined": "文件没有给出金额",
    "not_eligible": "不能享受", "needs_info": "缺少信息", "conditional": "还不能确定",
    "upper-bound": "上限", "none": "不享受或没有金额",
    "needs-info": "缺少信息，应反问",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as the page shows it."""

    key: str
    split: str
    kind: str
    item: Item
    answer: Answer | None
    error: str
    good: bool
    change: str  # better, worse or nothing
    why: list[str]
    clauses: list[dict[str, Any]]


def write_report(run: Run, out: Path, baseline: Scores | None = None) -> None:
    """Write the page for `run` to `out`; with a baseline, what changed against it is marked.

    Raises:
        RunInvalid: the datasets have changed since the run.
        GatesInvalid
    """
    datasets = _datasets(run)
    gates = load_gates()
    compared = compare(baseline, run.scores, gates) if baseline else None
    fired = compared.fired if compared else check(gates, run.scores.groups)
    entries = _entries(run, datasets, compared)
    environment = Environment(
        loader=FileSystemLoader(_PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    environment.filters.update(
        figure=names.figure,
        group=names.group,
        kind=lambda name: names.KINDS.get(name, name),
        meaning=lambda name: names.MEANINGS.get(name, ""),
        number=lambda value: f"{value:g}",
        percent=lambda value: f"{value:.1%}",
        answer=lambda text: Markup(markdown.render(text)),  # raw HTML is off: what an answer says stays text
        yuan=_yuan,
    )
    page = environment.get_template("page.html.j2").render(
        info=run.info,
        as_of=", ".join(sorted({str(entry.item.day) for entry in entries})[-1:]),
        fired=fired,
        gates=gates,
        tiles=_tiles(run.scores.groups, baseline),
        tables=_tables(run.scores.groups, baseline),
        meanings=list(dict.fromkeys((*_QUESTION_COLUMNS, *_CALCULATION_COLUMNS, "standing", "abstain_recall"))),
        kinds=_by_kind(run.scores.groups),
        gate_rows=_gate_rows(run.scores.groups),
        gate_sum=run.scores.groups.get("gates/all"),
        beside=_beside(run),
        worst=[(each, entry) for each in worst(run.scores.items) for entry in entries if entry.key == each.key],
        causes=_causes(run.scores.items),
        entries=entries,
        splits=list(dict.fromkeys(entry.split for entry in entries)),
        item_kinds=list(dict.fromkeys(entry.kind for entry in entries)),
        compared=compared,
        status=_STATUS,
        expect=_EXPECT,
        semantics=_SEMANTICS,
        is_calculation=lambda item: isinstance(item, CalculationItem),
        css=Markup((_PAGE / "page.css").read_text(encoding="utf-8")),
        js=Markup((_PAGE / "page.js").read_text(encoding="utf-8")),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")


def _datasets(run: Run) -> list[Dataset]:
    """The datasets of the run, as they were."""
    found = []
    for name, digest in run.info["datasets"].items():
        dataset = read_dataset(Path(run.info["paths"].get(name) or DATASETS / f"{name}.jsonl"))
        if dataset.digest != digest:
            raise RunInvalid(f"数据集 {name} 在这次评测之后改动过，请重新运行评测再生成报告。")
        found.append(dataset)
    return found


def _entries(run: Run, datasets: list[Dataset], compared: Comparison | None) -> list[Entry]:
    changes = {flip.key: "better" if flip.better else "worse" for flip in compared.flips} if compared else {}
    return [
        Entry(
            key=key,
            split=dataset.name,
            kind=item.kind,
            item=item,
            answer=run.answers[key],
            error=run.errors.get(key, ""),
            good=bool(verdict(run.scores.items[key])),
            change=changes.get(key, ""),
            why=reasons(run.scores.items[key]),
            clauses=_clauses(item, run.answers[key]),
        )
        for dataset in datasets
        for item in dataset.items
        for key in [dataset.key(item)]
    ]


def _clauses(item: Item, answer: Answer | None) -> list[dict[str, Any]]:
    """The cited clauses, cut into pieces where gold and quote stand."""
    gold = [quote for _, quote in item.quotes]
    return [
        {"citation": citation, "pieces": pieces(citation.text, gold, (citation.quote_start, citation.quote_end))}
        for citation in (answer.citations if answer else [])
    ]


def _tiles(table: Table, baseline: Scores | None) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "sort": "测算" if group.endswith("calc") else "问答",
            "value": _shown(figure, table[group][figure]),
            "n": table[group][figure]["n"],
            "interval": "" if figure in _COUNTS else _interval(table[group][figure]),
            "change": _change(table, baseline, group, figure),
        }
        for group, figure, name in _TILES
        if figure in table.get(group, {})
    ]


def _tables(table: Table, baseline: Scores | None) -> list[dict[str, Any]]:
    """One table for questions, one for calculations; splits first, then the kinds of all splits together."""
    found = []
    for title, sort, columns in (("问答", "qa", _QUESTION_COLUMNS), ("测算", "calc", _CALCULATION_COLUMNS)):
        marker = columns[1]
        mine = [name for name, row in table.items() if name.count("/") == 1 and marker in row]
        mine.sort(key=lambda name: (_SPLITS.index(split) if (split := name.partition("/")[0]) in _SPLITS else 9, name))
        kinds = [name for name in table if name.startswith(f"all/{sort}/kind=")]
        if mine:
            rows = [_row(table, name, columns, baseline) for name in (*mine, *kinds)]
            found.append({"title": title, "columns": columns, "rows": rows, "splits": len(mine)})
    return found


def _row(table: Table, name: str, columns: tuple[str, ...], baseline: Scores | None) -> dict[str, Any]:
    row = table[name]
    cells = [
        {
            "value": _shown(column, row[column]),
            "interval": "" if column in _COUNTS else _interval(row[column]),
            "low": row[column]["mean"] > 0 if column in _COUNTS else row[column]["mean"] < _LOW,
            "change": _change(table, baseline, name, column),
        }
        if column in row
        else None
        for column in columns
    ]
    return {"name": name, "n": int(next(iter(row.values()))["n"]), "cells": cells}


def _change(table: Table, baseline: Scores | None, group: str, figure: str) -> dict[str, Any] | None:
    before = baseline.groups.get(group, {}).get(figure) if baseline else None
    if before is None:
        return None
    difference = table[group][figure]["mean"] - before["mean"]
    if abs(difference) < 0.0005:
        return None
    text = f"{difference:+.0f}" if figure in _COUNTS else f"{difference * 100:+.1f}"
    return {"text": text, "good": (difference < 0) == (figure in LESS_IS_BETTER)}


def _shown(figure: str, value: Figure) -> str:
    return f"{value['mean']:.0f}" if figure in _COUNTS else f"{value['mean'] * 100:.1f}"


def _interval(value: Figure) -> str:
    return f"{value['low'] * 100:.0f}–{value['high'] * 100:.0f}"


def _by_kind(table: Table) -> list[dict[str, Any]]:
    """Share of good items by kind with its interval, worst first: the rows of the chart."""
    rows = [
        {"name": name.partition("kind=")[2], "sort": "测算" if "/calc/" in name else "问答", "n": figure["n"], **figure}
        for name, row in table.items()
        if name.startswith("all/") and "kind=" in name
        for figure in [row["right"] if "right" in row else row["correct"]]
    ]
    return sorted(rows, key=lambda row: (row["sort"] == "测算", row["mean"], row["name"]))


def _beside(run: Run) -> dict[str, Any] | None:
    """The other systems of the same run, for the comparing chart; None where ours ran alone."""
    folders = sorted((run.folder / BESIDE).glob("*/scores.json"))
    if not folders:
        return None
    tables = {run.info["system"]: run.scores.groups} | {
        file.parent.name: read_scores(file.parent).groups for file in folders
    }
    rows = [
        {"figure": figure, "values": {name: _mean(table, figure) for name, table in tables.items()}}
        for figure in _BESIDE_FIGURES
    ]
    return {"systems": {name: names.SYSTEMS.get(name, name) for name in tables}, "rows": rows}


def _gate_rows(table: Table) -> list[dict[str, Any]]:
    """What the gates caught, by kind of mistake, the weakest first."""
    rows = [
        {"name": name, **row["caught_rate"]}
        for name, row in table.items()
        if name.startswith("gates/") and name != "gates/all"
    ]
    return sorted(rows, key=lambda row: (row["mean"], row["name"]))


def _mean(table: Table, figure: str) -> float:
    return table.get("all/qa", {}).get(figure, {}).get("mean", 0.0)


def _causes(items: dict[str, Row]) -> list[tuple[str, int]]:
    """How often each cause was the first."""
    found: defaultdict[str, int] = defaultdict(int)
    for row in items.values():
        for why in reasons(row)[:1]:
            found["要点没有说全" if why.startswith("要点只说到") else why] += 1
    return Counter(found).most_common()


def _yuan(amount: Any) -> str:
    """1500000 → 1,500,000 元."""
    return "" if amount is None else f"{amount:,} 元" if not isinstance(amount, str) else f"{int(float(amount)):,} 元"
