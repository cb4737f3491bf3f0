"""The pieces of a rule as data: literals numbered in the quote, thresholds, ceilings, levels and what a rate is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from assistant.rulebook.claims import plain, tokens
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.nouns import alike, core, growth_of, increase_of
from assistant.rulebook.draft.said import Ceiling, Threshold, Unit
from assistant.rulebook.provenance import last_place
from index.text.figures import Figure, scan

_PER: Final = {
    "企业": "企业", "单位": "主体", "机构": "主体", "主体": "主体", "户": "企业", "家": "企业", "园区": "园区",
    "平台": "平台", "项目": "项目", "品种": "品种", "产品": "产品", "场": "场", "活动": "场", "项": "项", "届": "届",
}  # fmt: skip


class NotCast(Exception):
    """A unit that no kind of award takes; the message says why, in Chinese."""


class Pieces:
    """Of one quote: text[start:end] of a clause.

    Attributes:
        claimed: the places of the figures that were written down.
    """

    def __init__(self, text: str, inputs: Inputs, start: int, end: int) -> None:
        self.text, self.inputs = text, inputs
        self.start, self.quote = start, text[start:end]
        self.claimed: list[tuple[int, int]] = []

    def base(self, unit: Unit) -> str:
        noun = increase_of(unit.base, self.text[unit.start : unit.end])
        if noun:
            return self.inputs.increase(noun)
        money = [t for t in unit.thresholds if t.figure.kind == "money"]
        same = [t for t in money if alike(t.noun, unit.base)]
        verb = core(unit.base)
        if not same and len(money) == 1 and len(verb) == 2 and verb in money[0].said and verb not in money[0].noun:
            same = money  # 采购预浸料100万元以上的，按采购额的6%: the sum that the verb spends
        if not same:
            return self.inputs.quantity(unit.base)
        name = self.quantity(same[0])
        self.inputs.also(name, unit.base)
        return name

    def quantity(self, threshold: Threshold) -> str:
        noun = increase_of(threshold.noun, "")
        if noun and threshold.figure.kind == "money":
            return self.inputs.increase(noun)
        if threshold.figure.kind == "percent" and (grown := growth_of(threshold.noun)):
            return self.inputs.growth(grown)
        return self.inputs.quantity(threshold.noun, threshold.figure, period=threshold.period)

    def when(self, thresholds: Sequence[Threshold]) -> list[dict[str, Any]]:
        return [
            {"input": self.quantity(t), "word": t.word, "value": self.literal(t.figure, t.place)} for t in thresholds
        ]

    def unless(self, barred: Sequence[Threshold]) -> list[dict[str, Any]]:
        """Where nothing is paid; what nobody told is presumed not to be so and named in the answer."""
        return [{"not": {**each, "soft": True}} for each in self.when(barred)]

    def limit(self, ceiling: Ceiling) -> dict[str, Any]:
        words = ceiling.words
        scope = re.search(
            r"(?:单[个家户项场一条台套件]|每一?[个家户项场](?!年)|同一)(?P<what>[\u4e00-\u9fff]{0,4})", words
        )
        per = "企业"
        if scope:
            said = scope.group()
            per = next((value for key, value in _PER.items() if key in scope["what"]), "") or next(
                (value for key, value in _PER.items() if key in said), "个"
            )
        if ceiling.piece:
            per = "个"
        window = "年" if re.search("每年|年度|全年|一年|当年", words) else "累计" if "累计" in words else "次"
        return {"max": self.literal(ceiling.figure, ceiling.place), "word": ceiling.word, "per": per, "window": window}

    def most(self, unit: Unit, award: dict[str, Any]) -> list[dict[str, Any]]:
        counted = award.get("pieces") or (award.get("quantity") if unit.monthly else award.get("times"))
        found = [(most, counted) for most in unit.most if counted]
        if unit.months is not None and unit.monthly:
            found.append((unit.months, award["times"][0]))
        return [
            {"times_max": self.literal(figure, place), "by": by, "word": word, "per": "企业"}
            for (figure, place, word), by in found
        ]

    def years(self, years: tuple[Figure, tuple[int, int], str]) -> dict[str, Any]:
        figure, place, word = years
        return {
            "times_max": self.literal(figure, place),
            "by": self.inputs.year("享受第几年"),
            "word": word,
            "per": "企业",
        }

    def levels(self, unit: Unit) -> tuple[str, list[str]]:
        options = []
        for number, paid in enumerate(unit.paid, start=1):
            full = paid.item + unit.shared_noun
            short = [paid.item, *spoken_levels(paid.item)] if "级" in paid.item or not unit.shared_noun else []
            name = paid.item if short else full  # 国家 alone is the level of many things, 国家标准 is one
            also = dict.fromkeys([full, *short, *spoken_levels(full)])
            options.append((f"o{number}", name, [a for a in also if a != name]))
        label = unit.shared_noun if len(unit.shared_noun) > 1 else "级别或类别"
        return self.inputs.levels(label, options), [o[0] for o in options]

    def label(self, item: str) -> list[str]:
        """The item as the clause prints it, or its level and its noun where they stand apart."""
        printed = plain(self.text)
        if last_place(self.text, [item]) is not None:
            return [item]
        head = re.match(r"[\u4e00-\u9fff]{1,4}级", item)
        parts = [head.group(), item[head.end() :]] if head else [item]
        bare_parts = [re.sub("[（(].*$", "", p) for p in parts]
        if not all(p and plain(p) in printed for p in bare_parts):
            raise NotCast(f"级别“{item}”不是原文的字")
        return bare_parts

    def literal(self, figure: Figure, place: tuple[int, int]) -> str:
        """The figure as printed, numbered where the quote has it more than once. Raises NotCast."""
        printed = self.text[place[0] : place[1]]
        wanted = plain(printed)
        same = [t for t in tokens(self.quote) if plain(t.text) == wanted]
        mine = [n for n, t in enumerate(same, start=1) if self.start + t.start == place[0]]
        if not mine:
            raise NotCast(f"“{printed}”在引文里不是一个完整的数字")
        self.claimed.append(place)
        printed += listed_unit(figure)
        return printed if len(same) == 1 else f"{printed}#{mine[0]}"


def listed_unit(figure: Figure) -> str:
    """`[万元]` of a figure whose unit stands behind the last of its list (60、25、10万元); "" where it has its own."""
    alone = scan(figure.text, bare=True)
    if len(alone) != 1 or (alone[0].kind, alone[0].value, alone[0].unit) == (figure.kind, figure.value, figure.unit):
        return ""
    units = (
        f"{power}{unit}"
        for unit in _LISTED.get(figure.kind, (figure.unit,))
        for power in ("", "万", "亿", "百万", "千万")
    )
    for unit in units:
        found = scan(figure.text + unit, bare=True)
        if len(found) == 1 and (found[0].kind, found[0].value) == (figure.kind, figure.value):
            return f"[{unit}]"
    raise NotCast(f"“{figure.text}”的单位读不出来")


_LISTED: Final = {"money": ("元",), "percent": ("%",), "points": ("个百分点",), "permille": ("‰",)}


def counted_noun(unit: Unit, text: str) -> str:
    if unit.unit_noun:
        return unit.unit_noun
    near = text[unit.start : unit.paid[0].place[0]]
    match = re.search(rf"(?P<noun>[\u4e00-\u9fff]{{2,10}})每{re.escape(unit.unit)}", near)
    if match and not re.search("按照?$", match["noun"]):
        return match["noun"]
    return (
        f"{unit.unit}数" if unit.unit in ("人", "批次", "千瓦", "首", "件", "项", "个", "家", "户", "场") else unit.unit
    )


def spoken_levels(level: str) -> list[str]:
    """国家级 is also 国家, 省级 also 省: what people say of a level."""
    text = re.sub(r"[“”\"]", "", level)
    found = [text]
    if re.match(r"(?:国家|省|市|县|区)级", text):
        found.append(text.replace("级", "", 1))
    if re.match(r"[\u4e00-\u9fff]{2,4}市级", text):
        found.append("市级" + text.split("市级", 1)[1])
    for called in re.findall(r"[“\"]([^”\"]{2,10})[”\"]", level):  # a name in quotes is what people say
        head = re.match(r"(国家|省|市)级?", text)
        found += [called, *([f"{head[1]}级{called}", f"{head[1]}{called}"] if head else [])]
    found += [re.sub(r"(?:企业|项目|平台|中心|园区)$", "", f) for f in list(found)]
    return [f for f in dict.fromkeys(found) if len(f) > 1 and f != level]
