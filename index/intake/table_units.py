"""A table's bare figures with the unit that its head, its caption or the line above it states once for all of them.

奖励金额（万元）：220 reads without the table as 奖励金额（万元）：220万元. Under 单位：万元 a bare figure has that unit
where its column names no unit of its own and measures money: how many there are, or which row it is, stays bare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from index.text.figures import scan

_ROW: Final = re.compile(r"表(?P<table>\d+)第\d+行　")
_HEAD: Final = r"[^：，。（(]+(?:[（(][^（()）]*[)）])?[^：，。（(]*"
_PAIR: Final = re.compile(rf"(?P<head>{_HEAD})：(?P<value>[^：]+?)(?=，{_HEAD}：|。$|$)")
_COUNTED: Final = re.compile("(?:[数量次]|名额|面积|年限|期限|比例|排名|名次|人员|家)$")
_OF_HEAD: Final = re.compile(
    r"(?:[（(\[](?:单位[:：]?)?(?P<inside>[^（）()\[\]\d]{1,8})[)）\]]|/(?P<behind>[^/\d]{1,4}))$"
)
_STATED: Final = re.compile(r"单位\s*[:：]\s*(?P<unit>[^\s，。；（）()\d]{1,8})")
_BARE: Final = re.compile(
    r"(?P<low>\d[\d,]*(?:\.\d+)?)(?:\s*[-—–~～至]+\s*\d[\d,]*(?:\.\d+)?)?(?P<bound>以[上下]|[（(]含[)）])?"
)
_ABOVE: Final = 3


def with_units(text: str) -> str:
    """The text of a file with the units of its tables' bare figures written behind them."""
    lines = text.split("\n")
    at = 0
    for table, found in groupby(lines, key=_table):
        rows = list(found)
        if table:
            stated = next((u for line in reversed(lines[max(at - _ABOVE, 0) : at]) if (u := _stated(line))), "")
            lines[at : at + len(rows)] = _completed(rows, stated)
        at += len(rows)
    return "\n".join(lines)


def _table(line: str) -> str:
    match = _ROW.match(line)
    return match["table"] if match else ""


def _stated(line: str) -> str:
    match = _STATED.search(line)
    return _unit(match["unit"]) if match else ""


def _unit(word: str) -> str:
    """The word where it is a unit: behind a 1 it makes a figure; "" where it is none (国家级, 选填)."""
    figures = scan(f"1{word}")
    whole = len(figures) == 1 and figures[0].start == 0 and figures[0].kind in ("money", "percent", "quantity")
    return word if whole and (figures[0].end == len(word) + 1 or figures[0].per) else ""


def _completed(rows: Sequence[str], stated: str) -> Iterator[str]:
    told = [[(m["head"], m["value"]) for m in _PAIR.finditer(_ROW.sub("", row))] for row in rows]
    counting = {
        head for head in {h for row in told for h, _ in row} if _counts([v for r in told for h, v in r if h == head])
    }

    def whole(match: re.Match[str]) -> str:
        head, value = match["head"], match["value"]
        named = _OF_HEAD.search(head)
        unit = _unit((named["inside"] or named["behind"]) if named else "")
        unit = unit or (stated if not named and head not in counting and not _COUNTED.search(head) else "")
        bare = _BARE.fullmatch(value)
        if not unit or bare is None:
            return match.group()
        bound = bare["bound"] or ""
        return f"{head}：{value.removesuffix(bound)}{unit}{bound}"

    for row in rows:
        begin = _ROW.match(row)
        assert begin is not None
        yield row[: begin.end()] + _PAIR.sub(whole, row[begin.end() :])


def _counts(values: Sequence[str]) -> bool:
    """1, 2, 3…: the rows' own numbers."""
    return len(values) > 1 and list(values) == [str(n) for n in range(1, len(values) + 1)]
