"""A table as lines, each of which reads without the table: 表1第2行　级别：国家级，奖励标准：200万元。

The number in front is what a row is cited by. A cell merged over several rows or columns counts in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

Grid = Sequence[Sequence[str | None]]

# A cell longer than this is a page laid out with a table, not a table.
LAYOUT_CELL = 300
_FIGURE = re.compile(r"\d")
_ORDINAL_HEADERS = frozenset({"序号", "编号", "序"})
_REMARK = re.compile(r"(?:备注|注|说明|合计|总计)\s*[:：]?")
_STOPS = "。；;，,、"


def table_lines(grid: Grid, number: int) -> list[str]:
    """Lines of table `number` of a document, in reading order.

    A table of one column, or one with a cell as long as a paragraph, was laid out, not tabulated: its cells come out
    as paragraphs.
    """
    rows = _whole([[_clean(cell) for cell in row] for row in grid])
    if not rows:
        return []
    if len(rows[0]) == 1 or any(len(cell) > LAYOUT_CELL for row in rows for cell in row):
        return [
            line for row in grid for cell in dict.fromkeys(row) for line in (cell or "").splitlines() if line.strip()
        ]
    lines: list[str] = []
    while rows and len(set(filter(None, rows[0]))) <= 1:  # one cell over the whole width: the table's caption
        lines.extend(filter(None, dict.fromkeys(rows.pop(0))))
    if not rows:
        return lines
    if all(2 * sum(cell.endswith(("：", ":")) for cell in row) >= sum(map(bool, row)) for row in rows):
        return [*lines, *(line for row in rows for line in _form(row))]
    headers, body = _headers(rows)
    group = ""
    for row in body:
        said = list(dict.fromkeys(filter(None, row)))
        if len(said) == 1 and row.count(said[0]) > 1:
            if _REMARK.match(said[0]):
                lines.append(said[0])
            else:
                group = said[0].rstrip(_STOPS)
            continue
        lines.append(_line(number, sum(line.startswith("表") for line in lines) + 1, group, headers, row))
    return lines


def _line(number: int, row_number: int, group: str, headers: list[str], row: list[str]) -> str:
    pairs: list[str] = [group] if group else []
    for column, cell in enumerate(row):
        header = headers[column] if headers else ""
        if not cell or header in _ORDINAL_HEADERS:
            continue
        if column and cell == row[column - 1] and header == (headers[column - 1] if headers else ""):
            continue
        pairs.append(f"{header}：{cell.rstrip(_STOPS)}" if header else cell.rstrip(_STOPS))
    return f"表{number}第{row_number}行　{'，'.join(pairs)}。"


def _form(row: list[str]) -> list[str]:
    """文号：| 某政办〔2024〕5号 | 日期：| …: labels with their values, not a table."""
    pairs: list[str] = []
    for cell in row:
        if pairs and pairs[-1].endswith(("：", ":")) and not cell.endswith(("：", ":")):
            pairs[-1] += cell
        elif cell:
            pairs.append(cell)
    return pairs


def _headers(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Column names (none where the first row already holds figures) and the rows below them."""
    first = rows[0]
    if len(rows) < 2 or sum(bool(_FIGURE.search(cell)) for cell in first) * 2 > len(first):
        return [], rows
    names = [cell.rstrip("：:") for cell in first]
    spread = any(a == b and a for a, b in pairwise(first))
    if spread and len(rows) > 2 and not any(_FIGURE.search(cell) for cell in rows[1]):
        below = rows[1]  # 奖励标准 over 国家级 | 省级
        names = [a if a == b or not b else f"{a}（{b}）" if a else b for a, b in zip(names, below, strict=True)]
        return names, rows[2:]
    return names, rows[1:]


def _whole(rows: list[list[str]]) -> list[list[str]]:
    """Rows of one width, without rows and columns that hold nothing."""
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    rows = [row for row in rows if any(row)]
    columns = [n for n in range(width) if any(row[n] for row in rows)]
    return [[row[n] for n in columns] for row in rows]


def _clean(cell: str | None) -> str:
    lines = [" ".join(line.split()) for line in (cell or "").splitlines()]
    joined = ""
    for line in filter(None, lines):
        if joined and joined[-1] not in _STOPS and len(joined) > 12:
            joined += "；" if len(line) > 6 else ""
        joined += line
    return joined
