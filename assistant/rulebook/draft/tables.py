"""A table of awards as one choice: a row is a level, one column names it, one column pays it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from assistant.rulebook.draft import names
from assistant.rulebook.draft.forms import Cast
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.pieces import NotCast, spoken_levels
from assistant.rulebook.draft.said import DIFFERENCE
from index.documents.model import Clause, PolicyDocument
from index.text.figures import Figure, scan

_CELL: Final = re.compile(r"(?P<head>[^：，。]{1,20})：(?P<value>[^，。]*(?:，(?![^：，。]{1,20}：)[^，。]*)*)")
_PAYS: Final = re.compile("奖|补|标准|金额|额度|资助|支持")


def table(
    document: PolicyDocument, clause: Clause, rows: Sequence[Clause], inputs: Inputs, text: str, heading: str
) -> list[Cast]:
    """The rows of one clause's table as one rule. Raises NotCast."""
    told = [_cells(document.source, row) for row in rows]
    heads = [h for h, _, _ in told[0]]
    pays = next(
        (n for n, h in enumerate(heads) if _PAYS.search(h) and all(len(r) > n and _money(r[n]) for r in told)), None
    )
    if pays is None or any(len(r) != len(heads) for r in told):
        raise NotCast("表格里没有一列是金额")
    naming = next((n for n, _ in enumerate(heads) if n != pays and len({r[n][1] for r in told}) == len(told)), None)
    if naming is None or len(told) < 2:
        raise NotCast("表格各行没有各自的名称")
    start, end = rows[0].start - clause.start, rows[-1].end - clause.start
    quote = text[start:end].rstrip("\n")
    options: list[tuple[str, str, list[str]]] = []
    paid: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(told, start=1):
        figure, at = _money(row[pays])[0], row[pays][2]
        printed = document.source[at + figure.start : at + figure.end]
        label = row[naming][1].strip()
        full = sum(1 for f in scan(quote) if f.text == printed)
        seen[printed] = seen.get(printed, 0) + 1
        literal = printed if full == 1 else f"{printed}#{seen[printed]}"
        options.append((f"o{number}", label, list(spoken_levels(label))))
        paid.append({"is": f"o{number}", "amount": literal, "label": label})
    by = inputs.levels(heads[naming], options)
    before = text[:start]
    award = {"kind": "choice", "by": by, "options": paid, "together": "highest"}
    shared = _tail([label for _, label, _ in options])
    heading = shared or heading or heads[naming]
    rule: dict[str, Any] = {
        "id": "table",
        "title": names.title([], heading, alone=True),
        "aliases": [shared, clause.heading]
        + [a for _, label, more in options for a in (label, *more, *names.tails(label)) if 2 < len(a) < 30],
        "quote": quote,
        "award": award,
    }
    plain = dict.fromkeys(re.sub(r"[“”\"\s]", "", a) for a in rule["aliases"])
    rule["aliases"] = [a for a in plain if len(a) > 2]
    if DIFFERENCE.search(before + text[end : end + 80]):
        rule["progress"] = "difference"
    return [Cast(rule, [], start, end)]


def _tail(labels: Sequence[str]) -> str:
    """What the rows have in common at their ends: 工业设计中心; "" where it is short."""
    size = 0
    while all(len(t) > size and t[-1 - size] == labels[0][-1 - size] for t in labels):
        size += 1
    tail = labels[0][len(labels[0]) - size :].removeprefix("级")
    return tail if len(tail) > 2 else ""


def _cells(source: str, row: Clause) -> list[tuple[str, str, int]]:
    """(head, value, where the value stands in the source) of each cell."""
    line = source[row.start : row.end]
    begin = re.match(r"\s*表\d+第\d+行[\s　]*", line)
    offset = begin.end() if begin else 0
    return [
        (m["head"], m["value"], row.start + offset + m.start("value"))
        for m in _CELL.finditer(line[offset:].rstrip("\n"))
    ]


def _money(cell: tuple[str, str, int]) -> list[Figure]:
    return [f for f in scan(cell[1]) if f.kind == "money"]
