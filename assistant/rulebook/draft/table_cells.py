"""A table's cells with their place in the document, its columns told apart by what stands in them, its literals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.rulebook.claims import plain, tokens
from assistant.rulebook.draft.pieces import NotCast, listed_unit
from index.documents.model import Clause
from index.text.figures import Figure, scan

_CELL: Final = re.compile(r"(?P<head>[^：，。]{1,20})：(?P<value>[^，。]*(?:，(?![^：，。]{1,20}：)[^，。]*)*)")
_PAYS: Final = re.compile("奖|补|标准|金额|额度|资助|支持|比例")
CAPS: Final = re.compile("最高|上限|封顶|限额|不超过")
STARTS: Final = re.compile("起[补奖点]|门槛|不低于|不少于|最低")
EACH: Final = re.compile("(?:每|/)(?P<unit>平方米|个月|[亩个家项件台套辆名人户场首吨张次店座])")


@dataclass(frozen=True)
class Cell:
    """One cell; `at`: where its value stands in the document."""

    head: str
    value: str
    at: int

    def figures(self) -> list[tuple[Figure, tuple[int, int]]]:
        return [(f, (self.at + f.start, self.at + f.end)) for f in scan(self.value)]


Row = list[Cell]


@dataclass(frozen=True)
class Columns:
    """Which column does what, by number."""

    pays: int
    caps: int | None
    asks: tuple[int, ...]
    naming: tuple[int, ...]


def columns_of(told: Sequence[Row]) -> Columns:
    heads = [cell.head for cell in told[0]]
    numbers = range(len(heads))
    paying = ("money", "percent", "permille")

    def every(n: int, kinds: Sequence[str]) -> bool:
        return all(len(f := r[n].figures()) == 1 and f[0][0].kind in kinds for r in told)

    caps = next((n for n in numbers if CAPS.search(heads[n]) and every(n, ("money",))), None)
    pays = next((n for n in numbers if n != caps and _PAYS.search(heads[n]) and every(n, paying)), None)
    if pays is None:
        raise NotCast("表格里没有一列是金额或比例")
    rest = [n for n in numbers if n not in (pays, caps)]
    asks = tuple(n for n in rest if any(r[n].figures() for r in told))
    return Columns(pays, caps, asks, tuple(n for n in rest if n not in asks))


class Literals:
    """Figures as printed, numbered where the quote holds them more than once."""

    def __init__(self, quote: str, at: int) -> None:
        self._tokens, self._at = tokens(quote), at

    def __call__(self, figure: Figure, place: tuple[int, int]) -> str:
        same = [t for t in self._tokens if plain(t.text) == plain(figure.text)]
        mine = [n for n, t in enumerate(same, start=1) if self._at + t.start == place[0]]
        if not mine:
            raise NotCast(f"“{figure.text}”在引文里不是一个完整的数字")
        printed = figure.text + listed_unit(figure)
        return printed if len(same) == 1 else f"{printed}#{mine[0]}"


def tail(labels: Sequence[str]) -> str:
    """What the rows have in common at their ends: 工业设计中心; "" where it is short."""
    size = 0
    while all(len(t) > size and t[-1 - size] == labels[0][-1 - size] for t in labels):
        size += 1
    tail = labels[0][len(labels[0]) - size :].removeprefix("级")
    return tail if len(tail) > 2 else ""


def cells(source: str, row: Clause) -> Row:
    line = source[row.start : row.end]
    begin = re.match(r"\s*表\d+第\d+行[\s　]*", line)
    offset = begin.end() if begin else 0
    return [
        Cell(m["head"], m["value"], row.start + offset + m.start("value"))
        for m in _CELL.finditer(line[offset:].rstrip("\n"))
    ]
