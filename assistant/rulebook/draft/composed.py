"""Several figures that are one rule: a rate that is raised, branches, tiers, parts, a ceiling over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.rulebook.draft.asked import asked
from assistant.rulebook.draft.award import Award
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.pieces import NotCast, spoken_levels
from assistant.rulebook.draft.rates import years_in
from assistant.rulebook.draft.said import Ceiling, Threshold, Unit, same_quantity
from index.intake.word_numbers import chinese


class Made(Award):
    """The forms of award, in the pieces of one quote.

    Args:
        joint: the units are kinds of expense under the `shared` ceilings.
    """

    def __init__(
        self, text: str, inputs: Inputs, start: int, end: int, *, joint: bool = False, shared: Sequence[Ceiling] = ()
    ) -> None:  # fmt: skip
        super().__init__(text, inputs, start, end)
        self._joined, self._shared = joint, shared

    def body(self, units: list[Unit]) -> dict[str, Any]:
        main = units[0]
        if len(units) > 1 and self._joined:
            return self._joint(units)
        raised = [u for u in units if u.raises]
        added = [u for u in units[1:] if u.adds and not u.raises]
        if main.kind == "yearly":
            return self._yearly(units)
        if main.slice:
            return self._sliced(units)
        if raised:
            return self._raised(main, raised)
        if added:
            return self._parts(main, added)
        if main.ranges:
            return self._tiered(units)
        if len(units) > 1:
            return self._branches(units)
        return self._one(main)

    def _one(self, unit: Unit) -> dict[str, Any]:
        if len({c.level for c in unit.limits if c.level}) > 1:
            return self._by_level(unit)
        body: dict[str, Any] = {}
        if when := self.when(unit.thresholds):
            body["when"] = when
        body["award"] = self.award(unit)
        limits = [self.limit(c) for c in unit.limits]
        if unit.kind in ("fixed", "choice", "ladder", "percent"):
            limits += self.most(unit, body["award"])
        if unit.years:
            limits.append(self.years(unit.years))
        if limits:
            body["limits"] = limits
        if unit.ceiling and not (unit.kind == "fixed" and body["award"]["kind"] == "up_to"):
            body["exactness"], body["bound"] = "at_most", unit.ceiling
        if unit.difference:
            body["progress"] = "difference"
        if unit.kind == "fixed" and body["award"]["kind"] == "up_to":
            body["exactness"], body["bound"] = "at_most", unit.ceiling
        return body

    def _branches(self, units: list[Unit]) -> dict[str, Any]:
        branches = []
        for number, unit in enumerate(units, start=1):
            branch: dict[str, Any] = {
                "id": f"b{number}",
                "when": self.when(unit.thresholds),
                "award": self.award(unit),
            }
            if not branch["when"]:
                raise NotCast("几档中有一档没有界限")
            if unit.ceiling:
                branch["exactness"], branch["bound"] = "at_most", unit.ceiling
            if own := [self.limit(c) for c in unit.limits if not c.shared]:
                branch["limits"] = own
            branches.append(branch)
        for number, unit in enumerate(units):
            over = [f"b{n + 1}" for n, other in enumerate(units) if n != number and _above(unit, other)]
            if over:
                branches[number]["overrides"] = over
        body: dict[str, Any] = {"branches": branches}
        if rest := [self.limit(c) for u in units for c in u.limits if c.shared]:
            body["limits"] = rest
        return body

    def _tiered(self, units: list[Unit]) -> dict[str, Any]:
        """采购额为1-10亿元的按0.5%，10-20亿元的按1%，20亿元以上的按1.5%."""
        if len(units) < 2:
            raise NotCast("只有一档的区间")
        tiers: list[dict[str, Any]] = []
        for unit in units:
            paid = unit.paid[0]
            rate = self.literal(paid.figure, paid.place)
            if unit.ranges:
                tiers.append({"between": self.literal(*unit.ranges[:2]), "rate": rate})
            else:
                (at,) = unit.thresholds
                tiers.append({"word": at.word, "value": self.literal(at.figure, at.place), "rate": rate})
        first = units[0]
        assert first.ranges is not None
        by = self.inputs.quantity(first.ranges[2], period="当年")
        body: dict[str, Any] = {"award": {"kind": "percent_tiered", "by": by, "base": self.base(first), "tiers": tiers}}
        if limits := [self.limit(c) for u in units for c in u.limits]:
            body["limits"] = limits
        return body

    def _yearly(self, units: list[Unit]) -> dict[str, Any]:
        """前两年80%、第三年40%, 每年最高60万元: the rate of each year, and what one year pays at most."""
        told = [(years_in(paid.item), paid) for unit in units for paid in unit.paid]
        if sorted(year for years, _ in told for year in years) != list(range(1, sum(len(y) for y, _ in told) + 1)):
            raise NotCast("各年的比例读不全")
        main = units[0]
        rates = [
            {"years": [f"第{chinese(year)}年" for year in years], "rate": self.literal(paid.figure, paid.place)}
            for years, paid in told
        ]
        award: dict[str, Any] = {"kind": "yearly", "base": self.base(main), "rates": rates,
                                 "year": self.inputs.year("享受第几年")}  # fmt: skip
        limits = [c for u in units for c in u.limits]
        each = [c for c in limits if re.search("每年|年度", c.words)]
        if len(limits) > 1 or len(each) != len(limits):
            raise NotCast("各年合计的上限没有算法")
        for ceiling in each:
            award |= {"most": self.literal(ceiling.figure, ceiling.place), "word": ceiling.word}
        body: dict[str, Any] = {"award": award}
        if when := self.when([t for u in units for t in u.thresholds]):
            body = {"when": when, **body}
        return body

    def _sliced(self, units: list[Unit]) -> dict[str, Any]:
        """不超过5000万元的部分按6%，超过5000万元的部分按9%: each rate on its own slice of one sum."""
        low, high = units[0], units[-1]
        if len(units) != 2 or low.slice is None or high.over is None:
            raise NotCast("分段的下一段读不出来")
        base = self.base(low)
        figure, place, word = low.slice
        at, above = self.literal(figure, place), self.literal(*high.over)
        rates = [self.literal(u.paid[0].figure, u.paid[0].place) for u in units]
        parts: list[dict[str, Any]] = [
            {"id": "p1", "title": f"{word}{figure.text}的部分",
             "award": {"kind": "percent", "base": {"of": base, "at_most": at, "word": word}, "rate": rates[0]}},
            {"id": "p2", "title": f"超过{high.over[0].text}的部分",
             "award": {"kind": "percent", "base": {"of": base, "over": above}, "rate": rates[1]}},
        ]  # fmt: skip
        body: dict[str, Any] = {"parts": parts}
        if when := self.when(low.thresholds):
            body = {"when": when, **body}
        if limits := [self.limit(c) for u in units for c in u.limits]:
            body["limits"] = limits
        return body

    def _by_level(self, unit: Unit) -> dict[str, Any]:
        """国家级项目最高500万元，省级项目最高300万元: the level decides the ceiling."""
        if unit.kind == "rate_choice":
            return self._rates_by_level(unit)
        levels = [c.level for c in unit.limits if c.level]
        options = [(f"o{n}", level, spoken_levels(level)) for n, level in enumerate(levels, start=1)]
        by = self.inputs.levels("级别", options)
        award = self.award(unit)
        branches = [
            {"id": f"b{n}", "when": [{"input": by, "is": f"o{n}"}, *self.when(unit.thresholds)], "award": award,
             "limits": [self.limit(c)]}
            for n, c in enumerate((c for c in unit.limits if c.level), start=1)
        ]  # fmt: skip
        return {"branches": branches}

    def _rates_by_level(self, unit: Unit) -> dict[str, Any]:
        """国家级、省级分别按15%、8%，最高分别为400万元、150万元: each level has its rate and its ceiling."""
        by, ids = self.levels(unit)
        when, base = self.when(unit.thresholds), self.base(unit)
        branches = []
        for number, (option, paid) in enumerate(zip(ids, unit.paid, strict=True), start=1):
            rate = self.literal(paid.figure, paid.place)
            branches.append(
                {"id": f"b{number}", "when": [{"input": by, "is": option}, *when],
                 "award": {"kind": "percent", "base": base, "rate": rate}, "label": self.label(paid.item),
                 "limits": [self.limit(c) for c in unit.limits if c.level in ("", paid.item)]}
            )  # fmt: skip
        return {"branches": branches}

    def _raised(self, main: Unit, raised: list[Unit]) -> dict[str, Any]:
        """属于…的，比例提高到30%，上限提高到150万元."""
        if main.kind != "percent" or len(raised) != 1:
            raise NotCast("提高的比例不知道在哪一项之上")
        (up,) = raised
        base, award = self.base(main), self.award(main)
        when = self.when(main.thresholds)
        condition = self.when(up.thresholds)
        if not condition:
            said = [p.strip() for p in re.split("[，,]", up.words)[:-1] if p.strip() not in ("", "其中", "对")]
            phrase = re.sub("^(?:其中|对)", "", said[-1]).removesuffix("的") if said else ""
            if not 2 < len(phrase) < 30:
                raise NotCast("提高比例的条件读不出来")
            condition = [{"input": self.inputs.fact(phrase, phrase), "is": "是"}]
        paid = up.paid[0]
        more: dict[str, Any] = {"kind": "percent", "base": base, "rate": self.literal(paid.figure, paid.place)}
        if up.plus:
            own = main.paid[0]
            more = {**more, "rate": self.literal(own.figure, own.place), "plus": more["rate"]}
        scoped = re.compile("单[个家户项场]|每[个家户项场]|同一")
        up.limits = [
            c if scoped.search(c.words) or not main.limits else replace(c, words=f"{main.limits[0].words}，{c.words}")
            for c in up.limits
        ]
        if not up.limits:
            up.limits = [c for c in main.limits if not c.shared]
        otherwise = [*when, {"not": condition[0]}]
        branches: list[dict[str, Any]] = [
            {"id": "b1", "when": otherwise, "award": award},
            {"id": "b2", "when": [*when, *condition], "award": more},
        ]
        for branch, unit in zip(branches, (main, up), strict=True):
            if limits := [self.limit(c) for c in unit.limits if not c.shared]:
                branch["limits"] = limits
        body: dict[str, Any] = {"branches": branches}
        if rest := [self.limit(c) for u in (main, up) for c in u.limits if c.shared]:
            body["limits"] = rest
        return body

    def _parts(self, main: Unit, added: list[Unit]) -> dict[str, Any]:
        parts = []
        if any(u.ceiling and u.kind != "percent" for u in (main, *added)):
            raise NotCast("分项中有上限")
        if main.kind == "none":
            raise NotCast("再给予的奖励之前没有金额")
        for number, unit in enumerate([main, *added], start=1):
            award = self.award(unit)
            if award["kind"] == "per_step" and (start := _over(main, unit)) is not None:
                award["over"], award["quantity"] = self.literal(start.figure, start.place), self.quantity(start)
                self.inputs.also(award["quantity"], unit.base)
            part: dict[str, Any] = {
                "id": f"p{number}",
                "title": unit.object[:20] or unit.base or "奖励",
                "award": award,
            }
            if unit is not main and (when := [*self.when(unit.thresholds), *self._spoken(unit)]):
                part["when"] = when
            if limits := [self.limit(c) for c in unit.limits]:
                part["limits"] = limits
            parts.append(part)
        body: dict[str, Any] = {"parts": parts}
        if when := self.when(main.thresholds):
            body = {"when": when, **body}
        return body

    def _spoken(self, unit: Unit) -> list[dict[str, Any]]:
        """What is paid on top on a condition in words (连续两年在库的，再奖励) is paid to who says that he meets it."""
        if unit.thresholds or unit.kind != "fixed" or unit.unit:
            return []
        return [{"input": self.inputs.condition(text), "is": "是", "text": text} for text in asked(unit)]

    def _joint(self, units: list[Unit]) -> dict[str, Any]:
        """Several kinds of expense under one ceiling (两类补贴全年合计不超过600万元): parts of one award."""
        parts = []
        for number, unit in enumerate(units, start=1):
            base = self.inputs.part_of(unit.object, unit.base)
            paid = unit.paid[0]
            part: dict[str, Any] = {
                "id": f"p{number}", "title": unit.object[:20],
                "award": {"kind": "percent", "base": base, "rate": self.literal(paid.figure, paid.place)},
            }  # fmt: skip
            if when := self.when(unit.thresholds):
                part["when"] = when
            if limits := [self.limit(c) for c in unit.limits]:
                part["limits"] = limits
            parts.append(part)
        return {"parts": parts, "limits": [self.limit(c) for c in self._shared]}


def _above(one: Unit, other: Unit) -> bool:
    """Whether `one` begins where `other` has begun already: its threshold is the higher one and both may hold."""
    return any(
        same_quantity(a, b) and a.figure.value > b.figure.value
        for a in one.thresholds[:1]
        for b in other.thresholds[:1]
    ) and len(other.thresholds) == 1  # fmt: skip


def _over(main: Unit, step: Unit) -> Threshold | None:
    """满20场 … 每增加10场: from where the steps are counted."""
    return next((t for t in main.thresholds if step.step and t.figure.unit == step.step[0].unit), None)
