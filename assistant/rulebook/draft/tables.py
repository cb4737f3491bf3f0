"""A table of awards: its columns told apart by what stands in them, its rows made levels or branches.

One column pays (a sum, a rate, a sum for each piece), one may cap, some ask for a figure, the others name the row. Rows
that are named only are levels of one award, or of one award for each kind where a second column tells the kind; rows
that ask, count or cap are branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, Final

from assistant.calculator import literals
from assistant.rulebook.claims import plain
from assistant.rulebook.draft import names
from assistant.rulebook.draft.forms import Cast
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.nouns import LEVEL, bare
from assistant.rulebook.draft.pieces import NotCast, spoken_levels
from assistant.rulebook.draft.placed import bound_word
from assistant.rulebook.draft.said import DIFFERENCE
from assistant.rulebook.draft.table_cells import (
    CAPS,
    EACH,
    STARTS,
    Cell,
    Columns,
    Literals,
    Row,
    cells,
    columns_of,
    tail,
)
from assistant.rulebook.provenance import LISTED_BELOW
from index.documents.model import Clause, PolicyDocument


def table(
    document: PolicyDocument, clause: Clause, rows: Sequence[Clause], inputs: Inputs, text: str, heading: str
) -> list[Cast]:
    """The rows of one clause's table as rules. Raises NotCast."""
    told = [cells(document.source, row) for row in rows]
    if len(told) < 2 or any(len(r) != len(told[0]) for r in told):
        raise NotCast("表格各行的列数不同")
    start, end = rows[0].start - clause.start, rows[-1].end - clause.start
    made = _Table(clause, told, columns_of(told), inputs, text, heading, start, end)
    return list(made.casts(rows))


_BOUNDED: Final = re.compile(r"\d.*(?:以[上下内]|不)")
_GRADE: Final = re.compile("[A-Za-z甲乙丙丁一二三四五]+[级档类等]")


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
        by_the_piece = any(EACH.search(r[columns.pays].value) for r in self.told)
        rates = any(f.kind != "money" for r in self.told for f, _ in r[columns.pays].figures())
        if (word := self._reached()) is not None:
            yield self._ladder(word)
            return
        cells_ = [row[n].value for row in self.told for n in columns.naming]
        if unread := next((value for value in cells_ if _BOUNDED.search(value)), ""):
            raise NotCast(f"“{unread}”是什么的界限读不出来")
        if columns.asks or columns.caps is not None or rates or by_the_piece:
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
        """(column of the kind, column of the level) where two columns name a row: 绿色工厂, 省级.

        The kind is the column that says the same over several rows, of which the other tells each apart.
        """
        naming = self.columns.naming
        levels = [n for n in naming if all(LEVEL.search(r[n].value) and len(r[n].value) < 8 for r in self.told)]
        others = [n for n in naming if n not in levels]
        if len(levels) == 1 and len(others) == 1:
            return others[0], levels[0]
        for kind, level in permutations(naming, 2):
            pairs = {(r[kind].value, r[level].value) for r in self.told}
            if len({r[kind].value for r in self.told}) < len(self.told) == len(pairs):
                return kind, level
        return None

    def _reached(self) -> str | None:
        """首次达到下列台阶的，按照下表: the word by which the figures of the one column that asks are reached."""
        columns = self.columns
        if columns.caps is not None or columns.naming or len(columns.asks) != 1:
            return None
        (ask,) = columns.asks
        if STARTS.search(self.told[0][ask].head) or self._counted(self.told[0][columns.pays]):
            return None
        for row in self.told:
            asked, paid = row[ask].figures(), row[columns.pays].figures()
            alone = len(asked) == 1 and asked[0][0].text == row[ask].value.strip() and asked[0][0].kind != "range"
            if not alone or len(paid) != 1 or paid[0][0].kind != "money" or CAPS.search(row[columns.pays].value):
                return None
        said = re.search(rf"(?P<word>达到|突破|超过|满){LISTED_BELOW}", plain(self.text[: self.start]))
        return said["word"] if said else None

    # -- rules ----------------------------------------------------------------------------------------------

    def _ladder(self, word: str) -> Cast:
        """年度产值 5000万元, 2亿元…: steps of one quantity; the quote begins with the sentence over the table."""
        (ask,) = self.columns.asks
        said = re.search(rf"{word}{LISTED_BELOW}", plain(self.text[: self.start]))
        assert said is not None
        begin = max((m.end() for m in re.finditer("[。；;\n]", self.text[: said.start()])), default=0)
        quote = self.text[begin : self.end].strip("\n")
        literal = Literals(quote, self.text.index(quote, begin) + self.clause.start)
        head = self.told[0][ask].head
        by = self.inputs.quantity(bare(head) or head, self.told[0][ask].figures()[0][0])
        steps = [[literal(*r[ask].figures()[0]), literal(*r[self.columns.pays].figures()[0])] for r in self.told]
        title = names.title([], self.heading or head, alone=True)
        rule: dict[str, Any] = {
            "id": "table", "title": title, "aliases": self._aliases([self.clause.heading, head], title),
            "quote": quote, "award": {"kind": "ladder", "by": by, "word": word, "steps": steps},
        }  # fmt: skip
        if self.difference:
            rule["progress"] = "difference"
        return Cast(rule, [], self.start, self.end)

    def _levels(
        self, mine: Sequence[int], naming: Sequence[int], start: int, end: int, heading: str, kind: str = ""
    ) -> Cast:
        quote = self.text[start:end].rstrip("\n")
        literal = Literals(quote, start + self.clause.start)
        chosen = [self.told[n] for n in mine]
        column = next((n for n in naming if len({r[n].value for r in chosen}) == len(chosen)), None)
        if column is None:
            raise NotCast("表格各行没有各自的名称")
        labels = [r[column].value.strip() for r in chosen]
        paid = [literal(*r[self.columns.pays].figures()[0]) for r in chosen]
        aliases = [f"{label}{kind}" for label in labels] if kind else labels
        shared = tail(labels)
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
        options = [self._option(n, label, kind) for n, label in enumerate(labels, start=1)]
        by = self.inputs.levels(kind or self.told[0][column].head, options)
        rule["award"] = {
            "kind": "choice", "by": by, "together": "highest",
            "options": [
                {"is": o[0], "amount": p, "label": label} for o, p, label in zip(options, paid, labels, strict=True)
            ],
        }  # fmt: skip
        if self.difference:
            rule["progress"] = "difference"
        return Cast(rule, [], start, end)

    def _option(self, n: int, label: str, kind: str) -> tuple[str, str, list[str]]:
        """省级 of 质量标杆企业, which is also called 省级质量标杆."""
        short = re.sub("(?:企业|单位|项目|机构|平台|产品)$", "", kind)
        also = [f"{label}{name}" for name in (kind, short)] if kind else []
        return f"o{n}", label, list(dict.fromkeys([*spoken_levels(label), *also]))

    def _branched(self) -> Cast:
        quote = self.text[self.start : self.end].rstrip("\n")
        literal = Literals(quote, self.start + self.clause.start)
        columns = self.columns
        by, labels = "", [""] * len(self.told)
        if columns.naming:
            column = next((n for n in columns.naming if len({r[n].value for r in self.told}) == len(self.told)), None)
            if column is None:
                raise NotCast("表格各行没有各自的名称")
            labels = [r[column].value.strip() for r in self.told]
            options = [(f"o{n}", label, spoken_levels(label)) for n, label in enumerate(labels, start=1)]
            graded = columns.asks and all(_GRADE.fullmatch(label) for label in labels)
            by = "" if graded else self.inputs.levels(self.told[0][column].head, options)
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
                word = CAPS.search(cap.head)
                assert word is not None
                per = "项目" if "项目" in cap.head else "企业"
                branch["limits"] = [{"max": literal(*cap.figures()[0]), "word": word.group(), "per": per}]
            branches.append(branch)
        if not by and columns.asks and labels[0]:  # A级 asks for more than B级: who reaches both has the higher
            paid = [literals.value(branch["award"].get("amount", "0元")) for branch in branches]
            for better, worse in permutations(range(len(branches)), 2):
                if paid[better] > paid[worse]:
                    branches[better].setdefault("overrides", []).append(branches[worse]["id"])
        title = names.title([], self.heading or self.told[0][columns.pays].head, alone=True)
        aliases = self._aliases([self.clause.heading, *filter(None, labels)], title)
        rule = {"id": "table", "title": title, "aliases": aliases, "quote": quote, "branches": branches}
        return Cast(rule, [], self.start, self.end)

    def _counted(self, pays: Cell) -> tuple[str, str] | None:
        """(input, unit) of what is counted: 每亩400元 by the column that asks for 亩."""
        each = EACH.search(pays.value) or EACH.search(pays.head)
        if each is None:
            return None
        asked = (h for n in self.columns.asks for h in [self.told[0][n]] if each["unit"] in h.value)
        head = next((STARTS.sub("", cell.head) for cell in asked), "")
        return self.inputs.quantity(head or f"{each['unit']}数", unit=each["unit"]), each["unit"]

    def _award(self, pays: Cell, literal: Literals, counted: tuple[str, str] | None) -> dict[str, Any]:
        figure, place = pays.figures()[0]
        if figure.kind == "money":
            fixed: dict[str, Any] = {"kind": "fixed", "amount": literal(figure, place)}
            return {**fixed, "times": counted[0]} if counted else fixed
        asked = [self.told[0][n] for n in self.columns.asks]
        base = next((c.head for c in asked if any(f.kind == "money" for f, _ in c.figures())), "")
        if not base:
            raise NotCast("比例的基数读不出来")
        return {"kind": "percent", "base": self.inputs.quantity(base), "rate": literal(figure, place)}

    def _asked(self, cell: Cell, literal: Literals, counted: tuple[str, str] | None) -> Iterator[dict[str, Any]]:
        """500单以上; 200万元以上、不足1000万元; 起补面积100亩."""
        for figure, place in cell.figures():
            begin, end = place[0] - cell.at, place[1] - cell.at
            word = bound_word(cell.value, begin, end)
            starts = STARTS.search(cell.head)
            printed = word.text if word else starts.group() if starts else ""
            if not printed:
                raise NotCast(f"“{figure.text}”是什么的界限读不出来")
            noun = bare(STARTS.sub("", cell.head))
            mine = counted is not None and figure.unit == counted[1]
            name = counted[0] if mine and counted else self.inputs.quantity(noun, figure)
            text = printed.strip("…") if word and not (word.before and word.after) else printed
            yield {"input": name, "word": text, "value": literal(figure, place)}

    def _aliases(self, said: Sequence[str], title: str) -> list[str]:
        found = [a for text in said for a in (text, *names.tails(text)) if 2 < len(a) < 30]
        plain_ = dict.fromkeys(re.sub(r"[“”\"\s]", "", a) for a in found)
        return [a for a in plain_ if len(a) > 2 and a != title]
