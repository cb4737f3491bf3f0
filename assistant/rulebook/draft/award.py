"""One award as data: its kind, what is paid and by what it is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.claims.marks import unit_kind
from assistant.rulebook.draft.pieces import NotCast, Pieces, counted_noun
from assistant.rulebook.draft.said import Paid, Unit
from index.intake.word_numbers import chinese


class Award(Pieces):
    """The kinds of award, in the pieces of one quote."""

    def award(self, unit: Unit) -> dict[str, Any]:
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
                    unit.sentence[unit.sentence.find(self.text[unit.paid[0].place[0] : unit.paid[0].place[1]]) :][:12],
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
                compared = re.search("(?:比|较)(?:上|去|前)[^，。；]{0,4}$", unit.base)
                if compared:
                    name = self.inputs.increase(unit.base[: compared.start()], figure)
                elif figure.kind == "money":
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
            noun = unit.object if unit.unit in ("人", "名", "位") and unit.object else counted_noun(unit, self.text)
            noun = "面积" if unit.unit == "平方米" else noun
            name = self.inputs.quantity(noun, unit=unit.unit)
            months = self.inputs.count("月数", "个月")
            return {"kind": "per_unit", "quantity": name, "unit_amount": amount, "times": [months]}
        elif unit.unit in ("千瓦时", "平方米") and not unit.most:
            noun = counted_noun(unit, self.text)
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
        if unit.payout and award == {"kind": "fixed", "amount": amount}:
            return self._paid_out(unit, amount)
        return award

    def _paid_out(self, unit: Unit, amount: str) -> dict[str, Any]:
        """奖励500万元，分三年按40%、30%、30%拨付: the sum, and what each year brings."""
        fixed = {"kind": "fixed", "amount": amount}
        if sum(figure.value for figure, _ in unit.payout) != 1:
            return fixed
        rates = [
            {"years": [f"第{chinese(n)}年"], "rate": self.literal(*each)} for n, each in enumerate(unit.payout, start=1)
        ]
        return {"kind": "yearly", "amount": amount, "rates": rates, "year": self.inputs.year("享受第几年")}

    def _times(self, unit: Unit) -> str:
        asked = [t for t in unit.thresholds if t.figure.unit == unit.unit and unit_kind(t.figure) == unit.unit]
        if asked:  # 年出口50万美元以上的，每出口1美元奖励0.1元: what is asked for is what is counted
            return self.quantity(asked[0])
        noun = counted_noun(unit, self.text)
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
