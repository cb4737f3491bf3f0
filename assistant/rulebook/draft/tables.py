"""A table of awards: its columns told apart by what stands in them, its rows made levels or branches.

One column pays (a sum, a rate, a sum for each piece), one may cap, some ask for a figure, the others name the row. Rows
that are named only are levels of one award, or of one award for each kind where a second column tells the kind; rows
that ask, count or cap are branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assistant.rulebook.claims import plain, tokens
from assistant.rulebook.draft import names
from assistant.rulebook.draft.forms import Cast
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.nouns import LEVEL, bare
from assistant.rulebook.draft.pieces import NotCast, listed_unit, spoken_levels
from assistant.rulebook.draft.placed import bound_word
from assistant.rulebook.draft.said import DIFFERENCE
from index.documents.model import Clause, PolicyDocument
from index.text.figures import Figure, scan

_CELL: Final = re.compile(r"(?P<head>[^：，。]{1,20})：(?P<value>[^，。]*(?:，(?![^：，。]{1,20}：)[^，。]*)*)")
_PAYS: Final = re.compile("奖|补|标准|金额|额度|资助|支持|比例")
_CAPS: Final = re.compile("最高|上限|封顶|限额|不超过")
_STARTS: Final = re.compile("起[补奖点]|门槛|不低于|不少于|最低")
_EACH: Final = re.compile("(?:每|/)(?P<unit>平方米|个月|[亩个家项件台套辆名人户场首吨张次店座])")


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


def table(
    document: PolicyDocument, clause: Clause, rows: Sequence[Clause], inputs: Inputs, text: str, heading: str
) -> list[Cast]:
    """The rows of one clause's table as rules. Raises NotCast."""
    told = [_cells(document.source, row) for row in rows]
    if len(told) < 2 or any(len(r) != len(told[0]) for r in told):
        raise NotCast("表格各行的列数不同")
    start, end = rows[0].start - clause.start, rows[-1].end - clause.start
    made = _Table(clause, told, _columns(told), inputs, text, heading, start, end)
    return list(made.casts(rows))


def _columns(told: Sequence[Row]) -> Columns:
    heads = [cell.head for cell in told[0]]
    numbers = range(len(heads))
    paying = ("money", "percent", "permille")

    def every(n: int, kinds: Sequence[str]) -> bool:
        return all(len(f := r[n].figures()) == 1 and f[0][0].kind in kinds for r in told)

    caps = next((n for n in numbers if _CAPS.search(heads[n]) and every(n, ("money",))), None)
    pays = next((n for n in numbers if n != caps and _PAYS.search(heads[n]) and every(n, paying)), None)
    if pays is None:
        raise NotCast("表格里没有一列是金额或比例")
    rest = [n for n in numbers if n not in (pays, caps)]
    asks = tuple(n for n in rest if any(r[n].figures() for r in told))
    return Columns(pays, caps, asks, tuple(n for n in rest if n not in asks))


class _Table:
    def __init__(
        self, clause: Clause, told: list[Row], columns: Columns, inputs: Inputs, text: str, heading: str, start: int,
        end: int,
    ) -> None:  # fmt: skip
        self.clause, self.told, self.columns, self.inputs = clause, told, columns, inputs
        self.text, self.heading, self.start, self.end = text, heading, start, end
        self.difference = DIFFERENCE.search(text[:start] + text[end : end + 80]) is not None

    def casts(self, rows: Sequence[Clause]) -> Iterator[Cast]:
        columns = self.columns
        by_the_piece = any(_EACH.search(r[columns.pays].value) for r in self.told)
        rates = any(f.kind != "money" for r in self.told for f, _ in r[columns.pays].figures())
        if (columns.asks and not columns.naming) or columns.caps is not None or rates or by_the_piece:
            yield self._branched()
            return
        kinds = self._kinds()
        if kinds is None:
            yield self._levels(range(len(self.told)), columns.naming, self.start, self.end, self.heading)
            return
        kind, level = kinds
        for value in dict.fromkeys(r[kind].value for r in self.told):
            mine = [n for n, r in enumerate(self.told) if r[kind].value == value]
            if mine != list(range(mine[0], mine[-1] + 1)):
                raise NotCast("同一类别的行不相连")
            start, end = rows[mine[0]].start - self.clause.start, rows[mine[-1]].end - self.clause.start
            yield self._levels(mine, (level,), start, end, value, kind=value)

    def _kinds(self) -> tuple[int, int] | None:
        """(column of the kind, column of the level) where two columns name a row: 绿色工厂, 省级."""
        naming = self.columns.naming
        levels = [n for n in naming if all(LEVEL.search(r[n].value) and len(r[n].value) < 8 for r in self.told)]
        others = [n for n in naming if n not in levels]
        return (others[0], levels[0]) if len(levels) == 1 and len(others) == 1 else None

    # -- rules ----------------------------------------------------------------------------------------------

    def _levels(
        self, mine: Sequence[int], naming: Sequence[int], start: int, end: int, heading: str, kind: str = ""
    ) -> Cast:
        quote = self.text[start:end].rstrip("\n")
        literal = _Literals(quote, start + self.clause.start)
        chosen = [self.told[n] for n in mine]
        column = next((n for n in naming if len({r[n].value for r in chosen}) == len(chosen)), None)
        if column is None:
            raise NotCast("表格各行没有各自的名称")
        labels = [r[column].value.strip() for r in chosen]
        paid = [literal(*r[self.columns.pays].figures()[0]) for r in chosen]
        aliases = [f"{label}{kind}" for label in labels] if kind else labels
        shared = _tail(labels)
        title = names.title([], kind or shared or heading or self.told[0][column].head, alone=True)
        rule: dict[str, Any] = {
            "id": "table",
            "title": title,
            "aliases": self._aliases([kind or shared or self.clause.heading, *aliases], title),
            "quote": quote,
        }
        if len(chosen) == 1:
            rule["award"] = {"kind": "fixed", "amount": paid[0]}
            rule["label"] = [p for p in (labels[0], kind) if p]
            return Cast(rule, [], start, end)
        options = [
            (f"o{n}", label, list(dict.fromkeys([*spoken_levels(label), *([f"{label}{kind}"] if kind else [])])))
            for n, label in enumerate(labels, start=1)
        ]  # fmt: skip
        by = self.inputs.levels(kind or self.told[0][column].head, options)
        rule["award"] = {
            "kind": "choice", "by": by, "together": "highest",
            "options": [{"is": o[0], "amount": p, "label": o[1]} for o, p in zip(options, paid, strict=True)],
        }  # fmt: skip
        if self.difference:
            rule["progress"] = "difference"
        return Cast(rule, [], start, end)

    def _branched(self) -> Cast:
        quote = self.text[self.start : self.end].rstrip("\n")
        literal = _Literals(quote, self.start + self.clause.start)
        columns = self.columns
        by, labels = "", [""] * len(self.told)
        if columns.naming:
            column = next((n for n in columns.naming if len({r[n].value for r in self.told}) == len(self.told)), None)
            if column is None:
                raise NotCast("表格各行没有各自的名称")
            labels = [r[column].value.strip() for r in self.told]
            options = [(f"o{n}", label, spoken_levels(label)) for n, label in enumerate(labels, start=1)]
            by = self.inputs.levels(self.told[0][column].head, options)
        branches = []
        for number, row in enumerate(self.told, start=1):
            pays = row[columns.pays]
            counted = self._counted(pays)
            when: list[dict[str, Any]] = [{"input": by, "is": f"o{number}"}] if by else []
            for ask in columns.asks:
                when += self._asked(row[ask], literal, counted)
            if not when:
                raise NotCast("表格各行没有各自的名称")
            branch: dict[str, Any] = {"id": f"b{number}", "when": when, "award": self._award(pays, literal, counted)}
            if labels[number - 1]:
                branch["label"] = labels[number - 1]
            if columns.caps is not None:
                cap = row[columns.caps]
                word = _CAPS.search(cap.head)
                assert word is not None
                per = "项目" if "项目" in cap.head else "企业"
                branch["limits"] = [{"max": literal(*cap.figures()[0]), "word": word.group(), "per": per}]
            branches.append(branch)
        title = names.title([], self.heading or self.told[0][columns.pays].head, alone=True)
        aliases = self._aliases([self.clause.heading, *filter(None, labels)], title)
        rule = {"id": "table", "title": title, "aliases": aliases, "quote": quote, "branches": branches}
        return Cast(rule, [], self.start, self.end)

    def _counted(self, pays: Cell) -> tuple[str, str] | None:
        """(input, unit) of what is counted: 每亩400元 by the column that asks for 亩."""
        each = _EACH.search(pays.value) or _EACH.search(pays.head)
        if each is None:
            return None
        asked = (h for n in self.columns.asks for h in [self.told[0][n]] if each["unit"] in h.value)
        head = next((_STARTS.sub("", cell.head) for cell in asked), "")
        return self.inputs.quantity(head or f"{each['unit']}数", unit=each["unit"]), each["unit"]

    def _award(self, pays: Cell, literal: _Literals, counted: tuple[str, str] | None) -> dict[str, Any]:
        figure, place = pays.figures()[0]
        if figure.kind == "money":
            fixed: dict[str, Any] = {"kind": "fixed", "amount": literal(figure, place)}
            return {**fixed, "times": counted[0]} if counted else fixed
        asked = [self.told[0][n] for n in self.columns.asks]
        base = next((c.head for c in asked if any(f.kind == "money" for f, _ in c.figures())), "")
        if not base:
            raise NotCast("比例的基数读不出来")
        return {"kind": "percent", "base": self.inputs.quantity(base), "rate": literal(figure, place)}

    def _asked(self, cell: Cell, literal: _Literals, counted: tuple[str, str] | None) -> Iterator[dict[str, Any]]:
        """500单以上; 200万元以上、不足1000万元; 起补面积100亩."""
        for figure, place in cell.figures():
            begin, end = place[0] - cell.at, place[1] - cell.at
            word = bound_word(cell.value, begin, end)
            starts = _STARTS.search(cell.head)
            printed = word.text if word else starts.group() if starts else ""
            if not printed:
                raise NotCast(f"“{figure.text}”是什么的界限读不出来")
            noun = bare(_STARTS.sub("", cell.head))
            mine = counted is not None and figure.unit == counted[1]
            name = counted[0] if mine and counted else self.inputs.quantity(noun, figure)
            text = printed.strip("…") if word and not (word.before and word.after) else printed
            yield {"input": name, "word": text, "value": literal(figure, place)}

    def _aliases(self, said: Sequence[str], title: str) -> list[str]:
        found = [a for text in said for a in (text, *names.tails(text)) if 2 < len(a) < 30]
        plain_ = dict.fromkeys(re.sub(r"[“”\"\s]", "", a) for a in found)
        return [a for a in plain_ if len(a) > 2 and a != title]


class _Literals:
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


def _tail(labels: Sequence[str]) -> str:
    """What the rows have in common at their ends: 工业设计中心; "" where it is short."""
    size = 0
    while all(len(t) > size and t[-1 - size] == labels[0][-1 - size] for t in labels):
        size += 1
    tail = labels[0][len(labels[0]) - size :].removeprefix("级")
    return tail if len(tail) > 2 else ""


def _cells(source: str, row: Clause) -> Row:
    line = source[row.start : row.end]
    begin = re.match(r"\s*表\d+第\d+行[\s　]*", line)
    offset = begin.end() if begin else 0
    return [
        Cell(m["head"], m["value"], row.start + offset + m.start("value"))
        for m in _CELL.finditer(line[offset:].rstrip("\n"))
    ]
