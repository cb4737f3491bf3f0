"""A run, or a comparison of two, as plain lines for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from eval import names
from eval.compare import LESS_IS_BETTER, Comparison
from eval.gates import Fired
from eval.scoring import Table
from eval.selfcheck import Finding

_QUESTION_COLUMNS = (
    "right", "correct", "recall@1", "recall@3", "passage@3", "cite_precision", "cite_recall", "clean", "status_ok",
    "abstain_recall", "quote_len",
)  # fmt: skip
_CALCULATION_COLUMNS = ("correct", "amount", "semantics", "cited", "sure_of_exact", "wrong_sure_n")
_COUNTS = ("wrong_sure_n",)
_FLIPS_SHOWN = 20


def table(systems: Mapping[str, Table]) -> Iterator[str]:
    """The score table of one or several systems, one row a file of items, questions first."""
    for columns, is_kind in ((_QUESTION_COLUMNS, "right"), (_CALCULATION_COLUMNS, "amount")):
        groups = list(
            dict.fromkeys(
                name
                for each in systems.values()
                for name, row in each.items()
                if name.count("/") == 1 and is_kind in row
            )
        )
        if not groups:
            continue
        head = ["", "题数", *(names.figure(column) for column in columns)]
        rows = [
            [
                names.group(group) + (f" {names.SYSTEMS.get(system, system)}" if len(systems) > 1 else ""),
                str(int(next(iter(scores[group].values()))["n"])),
                *(cell(scores[group], column) for column in columns),
            ]
            for group in groups
            for system, scores in systems.items()
            if group in scores
        ]
        yield from _aligned([head, *rows])
        yield ""


def gates(scores: Table) -> Iterator[str]:
    """What the gates of the answers caught and blocked, in a line; nothing where they were not measured."""
    if found := scores.get("gates/all"):
        kinds = [
            f"{names.CORRUPTIONS.get(name.partition('=')[2], name)} {row['caught_rate']['mean']:.2f}"
            for name, row in scores.items()
            if name.startswith("gates/kind=")
        ]
        rates = "，".join(f"{names.figure(name)} {figure['mean']:.3f}" for name, figure in found.items())
        yield f"闸门：{rates}（{'、'.join(kinds)}）"
        yield ""


def cell(row: Mapping[str, Mapping[str, float]], column: str) -> str:
    """A figure as people read it: shares with three digits, counts and lengths whole."""
    if column not in row:
        return "–"
    mean = row[column]["mean"]
    return f"{mean:.0f}" if column in _COUNTS or column == "quote_len" else f"{mean:.3f}"


def comparison(found: Comparison) -> Iterator[str]:
    """What changed: items first, then figures with their intervals and the exact test."""
    for title, better in (("变好", True), ("变差", False)):
        keys = [flip.key for flip in found.flips if flip.better is better]
        if keys:
            more = f" 等 {len(keys)} 题" if len(keys) > _FLIPS_SHOWN else ""
            yield f"{title} {len(keys)} 题：{'、'.join(keys[:_FLIPS_SHOWN])}{more}"
    if found.changes:
        head = ["", "", "之前", "现在", "变化", "95% 区间", "升/降", "p"]
        rows = [
            [
                names.group(change.group),
                names.figure(change.figure),
                f"{change.before:.3f}",
                f"{change.after:.3f}",
                f"{change.test.difference:+.3f}" + ("" if _good(change.figure, change.test.difference) else " ▼"),
                f"{change.test.interval[0]:+.3f} … {change.test.interval[1]:+.3f}",
                f"{change.test.better}/{change.test.worse}",
                f"{change.test.p:.3g}",
            ]
            for change in found.changes
        ]
        yield from _aligned([head, *rows])
    else:
        yield "两次评测逐题相同。"
    if found.only:
        yield f"另有 {found.only} 题只在其中一次评测里，未参与比较。"


def verdict(fired: Sequence[Fired]) -> Iterator[str]:
    """Whether it may ship."""
    if not fired:
        yield "全部门槛通过，可以发布。"
        return
    yield f"{len(fired)} 道门槛未通过，不可发布："
    for each in fired:
        yield f"  ✗ {each.text()}" + (f"（{each.gate.why}）" if each.gate.why else "")


def findings(found: Sequence[Finding]) -> Iterator[str]:
    """What the suite noticed of the states that were broken on purpose."""
    for each in found:
        yield f"{'察觉' if each.noticed else '没有察觉'}  {each.state}"
        yield from (f"    ✗ {fired.text()}" for fired in each.fired)


def _good(figure: str, difference: float) -> bool:
    return difference <= 0 if figure in LESS_IS_BETTER else difference >= 0


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell; the first to the left, the others to the right."""
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        first, *others = (" " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        cells = [row[0] + first, *(pad + text for pad, text in zip(others, row[1:], strict=True))]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
