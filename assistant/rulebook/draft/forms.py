"""A unit cast into a rule: the award's kind with its figures, conditions, ceilings and inputs.

Everything that a rule file holds is written as the clause prints it; a figure that stands more than once in the quote
is numbered. What no kind takes is refused with the reason, never bent to fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from assistant.claims.marks import unit_kind
from assistant.rulebook.draft import names
from assistant.rulebook.draft.asked import asked, left_out
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.nouns import LEVEL
from assistant.rulebook.draft.pieces import NotCast, Pieces, counted_noun, spoken_levels
from assistant.rulebook.draft.said import Ceiling, Paid, Threshold, Unit, alternatives, same_quantity

_EVERYWHERE: Final = 6  # a name that often in a document is its subject and no award's
_SLUGS: Final = {
    "fixed": "award", "choice": "levels", "ladder": "ladder", "percent": "rate", "rate_choice": "rates",
    "per_step": "growth", "match": "match", "range": "range", "none": "open",
}  # fmt: skip


@dataclass
class Cast:
    """A rule as data, the units it was made of, and the figures it claims."""

    rule: dict[str, Any]
    units: list[Unit]
    start: int
    end: int
    claimed: list[tuple[int, int]] = field(default_factory=list)


class Caster:
    """Casts the units of one clause."""

    def __init__(
        self, text: str, heading: str, inputs: Inputs, shared: Sequence[Ceiling], *, alone: bool,
        common: str = "", source: str = "",
    ) -> None:  # fmt: skip
        self.text, self.heading, self.inputs, self.common = text, heading, inputs, common
        self.shared, self.alone = shared, alone
        self.source = source
        self.starts: list[int] = []
        self.joint = False

    def cast(self, units: list[Unit]) -> Cast:
        """One rule for units that belong together. Raises NotCast."""
        for unit in units:
            if unit.unsafe:
                raise NotCast(unit.unsafe)
            if alternatives(unit, self.text):
                raise NotCast("几个界限之间是“或”")
        for unit in units:
            if unit.under and all(c.place != unit.under for u in units for c in u.limits):
                raise NotCast("与同一句里的其他奖励共用一个上限")
        start, end = min(u.start for u in units), self._to_the_end(units)
        if self.joint and len(units) > 1:
            end = max(end, *(_behind(self.text, c.place[1]) for c in self.shared))
        made = Made(self, start, end)
        body = made.body(units)
        if len(units) == 1 and units[0].kind != "none":
            conditions: list[dict[str, Any]] = [
                {"input": self.inputs.condition(text), "is": "是", "text": text, "soft": True}
                for text in dict.fromkeys(asked(units[0], self.text[units[0].end : self._paragraph(units[0].end)]))
            ]
            out = dict.fromkeys(left_out(units[0], self.text, self.source))
            conditions += [{"text": text, "soft": True} for text in out]
            if conditions:
                body = {"when": [*body.pop("when", []), *conditions], **body}
        name = names.title(units, self.heading, alone=self.alone, common=self.common)
        rule: dict[str, Any] = {"title": name}
        if also := names.aliases(units, self.heading, name, alone=self.alone, common=self.common):
            rule["aliases"] = [a for a in also if self.source.count(a) < _EVERYWHERE]
        named = [a for n in self.inputs.specs if n in repr(body) for a in self.inputs.specs[n].get("aliases", [])]
        said = [*sorted(named, key=len)[:14], *names.spoken(self.text[start:end], [name])]
        if words := names.keywords(units, self.heading, self.common, said):
            rule["keywords"] = words
        rule["quote"] = self.text[start:end].strip("\n")
        rule.update(body)
        asides = [a for u in units for a in u.aside]
        if asides:
            rule["notes"] = [a.strip("，,；;。 ") + "。" for a in asides]
        slug = _SLUGS[units[0].kind]
        return Cast({"id": slug, **rule}, units, start, end, made.claimed)

    def _paragraph(self, position: int) -> int:
        """The end of the paragraph, or of the award where the next one begins before it."""
        stop = self.text.find("\n", position)
        ends = [stop if stop >= 0 else len(self.text), *(s for s in self.starts if s > position)]
        return min(ends)

    def _to_the_end(self, units: list[Unit]) -> int:
        """What follows in the same sentence and belongs to no other award is part of the quote (不累计计算)."""
        end = max(u.end for u in units)
        stop = re.search("[；;。\n]", self.text[end - 1 :])
        to = end - 1 + stop.end() if stop else len(self.text)
        return end if any(end <= start < to for start in self.starts) else max(end, to)


class Made(Pieces):
    """The forms of award, in the pieces of one quote."""

    def __init__(self, caster: Caster, start: int, end: int) -> None:
        super().__init__(caster.text, caster.inputs, start, end)
        self.caster = caster

    def body(self, units: list[Unit]) -> dict[str, Any]:
        main = units[0]
        if len(units) > 1 and self.caster.joint:
            return self._joint(units)
        raised = [u for u in units if u.raises]
        added = [u for u in units[1:] if u.adds and not u.raises]
        if raised:
            return self._raised(main, raised)
        if added:
            return self._parts(main, added)
        if main.ranges:
            return self._tiered(units)
        if len(units) > 1:
            return self._branches(units)
        return self._one(main)

    # -- forms ------------------------------------------------------------------------------------------------------

    def _one(self, unit: Unit) -> dict[str, Any]:
        if len({c.level for c in unit.limits if c.level}) > 1:
            return self._by_level(unit)
        body: dict[str, Any] = {}
        if when := self.when(unit.thresholds):
            body["when"] = when
        body["award"] = self._award(unit)
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

    def _award(self, unit: Unit) -> dict[str, Any]:
        match unit.kind:
            case "fixed":
                return self._fixed(unit)
            case "choice":
                by, ids = self.levels(unit)
                options = [
                    {"is": i, "amount": self.literal(p.figure, p.place), "label": self.label(p.item)}
                    for i, p in zip(ids, unit.paid, strict=True)
                ]
                award: dict[str, Any] = {"kind": "choice", "by": by, "options": options}
                if unit.unit:
                    award["times"] = self._times(unit)
                elif unit.difference or unit.sentence:
                    award["together"] = "highest"
                return award
            case "ladder":
                return self._ladder(unit.paid, unit)
            case "percent":
                if re.search(
                    "配套",
                    unit.sentence[
                        unit.sentence.find(self.caster.text[unit.paid[0].place[0] : unit.paid[0].place[1]]) :
                    ][:12],
                ) and re.search("奖|补|资金", unit.base):
                    return {
                        "kind": "match",
                        "of": self.inputs.quantity(unit.base),
                        "rate": self.literal(unit.paid[0].figure, unit.paid[0].place),
                    }
                return self._percent(unit)
            case "rate_choice":
                by, ids = self.levels(unit)
                rates = [
                    {"is": i, "rate": self.literal(p.figure, p.place), "label": self.label(p.item)}
                    for i, p in zip(ids, unit.paid, strict=True)
                ]
                return {"kind": "percent", "base": self.base(unit), "rate": {"by": by, "options": rates}}
            case "per_step":
                assert unit.step is not None
                figure, place = unit.step
                if not unit.base:
                    raise NotCast("每增长的是什么读不出来")
                grows = figure.kind == "percent"
                name = self.inputs.growth(unit.base) if grows else self.inputs.quantity(unit.base, figure)
                if figure.kind == "money":
                    name = self.inputs.increase(unit.base)
                if unit.ceiling:
                    raise NotCast("每一档的金额是上限")
                paid = unit.paid[0]
                steps = {"kind": "per_step", "quantity": name, "step": self.literal(figure, place),
                         "amount": self.literal(paid.figure, paid.place)}  # fmt: skip
                if unit.over is not None:
                    steps |= {"over": self.literal(*unit.over), "quantity": self._exceeding(unit)}
                return steps
            case "match":
                paid = unit.paid[0]
                if len(unit.base) < 2:
                    raise NotCast("配套的对象读不出来")
                return {
                    "kind": "match",
                    "of": self.inputs.quantity(unit.base),
                    "ratio": self.literal(paid.figure, paid.place),
                }
            case "range":
                return {"kind": "range", "between": self.literal(unit.paid[0].figure, unit.paid[0].place)}
            case _:
                return {"kind": "none", "reason": unit.reason}

    def _percent(self, unit: Unit) -> dict[str, Any]:
        rate = self.literal(unit.paid[0].figure, unit.paid[0].place)
        award: dict[str, Any] = {"kind": "percent", "base": "", "rate": rate}
        if unit.part:
            award["base"] = self.inputs.part_of(unit.object, unit.base)
        elif unit.over is not None:
            award["base"] = {"of": self._exceeding(unit), "over": self.literal(*unit.over)}
        else:
            award["base"] = self.base(unit)
        if unit.piece is not None:
            word, noun = unit.piece
            award["pieces"] = self.inputs.quantity(noun or f"{word}数", unit=word)
        return award

    def _exceeding(self, unit: Unit) -> str:
        """The quantity of which only what exceeds a figure counts."""
        same = [t for t in unit.thresholds if t.noun == unit.base]
        return self.quantity(same[0]) if same else self.inputs.quantity(unit.base)

    def _fixed(self, unit: Unit) -> dict[str, Any]:
        paid = unit.paid[0]
        amount = self.literal(paid.figure, paid.place)
        award: dict[str, Any]
        if unit.ceiling:
            award = {"kind": "up_to", "max": amount, "word": unit.ceiling}
            if unit.tiers:
                by, word = self.quantity(unit.tiers[0]), unit.tiers[0].word
                award["tiers"] = {
                    "by": by,
                    "word": word,
                    "steps": [self.literal(t.figure, t.place) for t in unit.tiers],
                }
        elif unit.monthly:
            noun = (
                unit.object if unit.unit in ("人", "名", "位") and unit.object else counted_noun(unit, self.caster.text)
            )
            noun = "面积" if unit.unit == "平方米" else noun
            name = self.inputs.quantity(noun, unit=unit.unit)
            months = self.inputs.count("月数", "个月")
            return {"kind": "per_unit", "quantity": name, "unit_amount": amount, "times": [months]}
        elif unit.unit in ("千瓦时", "平方米") and not unit.most:
            noun = counted_noun(unit, self.caster.text)
            name = self.inputs.quantity(noun, unit=unit.unit)
            return {"kind": "per_unit", "quantity": name, "unit_amount": amount}
        else:
            award = {"kind": "fixed", "amount": amount}
        if unit.unit and re.search("每[人名]每年", unit.words):
            people = self.inputs.count("人数", "人")
            years = self.inputs.count("补贴年数", "年", default="1年")
            award["times"] = self.inputs.product("人数与年数之积", [people, years], unit="人")
            if unit.most:
                raise NotCast("按人按年计算，又限人数")
        elif unit.unit:
            award["times"] = self._times(unit)
        return award

    def _times(self, unit: Unit) -> str:
        asked = [t for t in unit.thresholds if t.figure.unit == unit.unit and unit_kind(t.figure) == unit.unit]
        if asked:  # 年出口50万美元以上的，每出口1美元奖励0.1元: what is asked for is what is counted
            return self.quantity(asked[0])
        noun = counted_noun(unit, self.caster.text)
        return self.inputs.quantity(noun, unit=unit.unit)

    def _ladder(self, paid: Sequence[Paid], unit: Unit) -> dict[str, Any]:
        first = paid[0].threshold
        assert first is not None
        by = self.quantity(first)
        words = {p.threshold.word for p in paid if p.threshold}
        steps = [
            [self.literal(p.threshold.figure, p.threshold.place), self.literal(p.figure, p.place)]
            for p in paid
            if p.threshold
        ]
        if len(words) > 1:
            raise NotCast("各档的界限词不同")
        award = {"kind": "ladder", "by": by, "word": first.word, "steps": steps}
        if unit.unit:
            award["times"] = self._times(unit)
        return award

    def _branches(self, units: list[Unit]) -> dict[str, Any]:
        branches = []
        for number, unit in enumerate(units, start=1):
            branch: dict[str, Any] = {
                "id": f"b{number}",
                "when": self.when(unit.thresholds),
                "award": self._award(unit),
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

    def _by_level(self, unit: Unit) -> dict[str, Any]:
        """国家级项目最高500万元，省级项目最高300万元: the level decides the ceiling."""
        levels = [c.level for c in unit.limits if c.level]
        options = [(f"o{n}", level, spoken_levels(level)) for n, level in enumerate(levels, start=1)]
        by = self.inputs.levels("级别", options)
        award = self._award(unit)
        branches = [
            {"id": f"b{n}", "when": [{"input": by, "is": f"o{n}"}, *self.when(unit.thresholds)], "award": award,
             "limits": [self.limit(c)]}
            for n, c in enumerate((c for c in unit.limits if c.level), start=1)
        ]  # fmt: skip
        return {"branches": branches}

    def _raised(self, main: Unit, raised: list[Unit]) -> dict[str, Any]:
        """属于…的，比例提高到30%，上限提高到150万元."""
        if main.kind != "percent" or len(raised) != 1:
            raise NotCast("提高的比例不知道在哪一项之上")
        (up,) = raised
        base, award = self.base(main), self._award(main)
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
            award = self._award(unit)
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
        return {"parts": parts, "limits": [self.limit(c) for c in self.caster.shared]}


def _behind(text: str, position: int) -> int:
    stop = re.search("[；;。\n]", text[position:])
    return position + stop.end() if stop else len(text)


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


__all__ = ["LEVEL", "Cast", "Caster", "NotCast"]
