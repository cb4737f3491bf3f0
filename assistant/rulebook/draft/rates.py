"""Rates: what a percentage is of, from which figure on, and what a share of another award is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.marks import Mark
from assistant.rulebook.draft.nouns import bare, core, items, object_of
from assistant.rulebook.draft.placed import Group
from assistant.rulebook.draft.said import Paid, Unit
from assistant.rulebook.draft.thresholds import noun_before, thresholds
from index.text.figures import number


def rate(unit: Unit, group: Group, texts: Sequence[str], before: Unit | None) -> None:
    unit.kind = "percent"
    piece = re.split("[，,；;。：:]", group.before)[-1]
    if (by := re.split("按照?|(?<=[^以之])以(?=[^上下])", piece)[-1]) and len(core(by)) > 1 and len(by) < len(piece):
        piece = by
    base = re.sub(r"(?:最高)?不超过|最高|按照?|给予|以|(?:的)?比例|标准|提高到|补助|补贴|奖励", "", piece)
    unit.base = "" if unit.raises or re.search(r"\d", base) else bare(base)
    if not unit.base and not unit.raises:  # 研发费用比上年增长的部分，按8%奖励
        pieces = [p for p in re.split("[，,；;。：:]", group.words)[:-1] if p.strip()]
        unit.base = re.sub("^对于?", "", pieces[-1]) if pieces else ""
        if not unit.base or re.search(r"\d", unit.base):  # 投资1亿元以上的按8%: of what the tier before it is
            tier = before is not None and before.kind == "percent" and bool(before.thresholds)
            unit.base = before.base if tier and before is not None else ""
        if not unit.base:  # 整线设备投入200万元以上的，补助15%: of the sum that is asked for
            money = {t.noun for t in unit.thresholds if t.figure.kind == "money"}
            unit.base = money.pop() if len(money) == 1 else ""
    if (
        some := re.match("(?:该|这|此)?部分(?P<rest>.*?)(?:(?:另外|额外|再)?(?:增加|提高|上浮))?$", unit.base)
    ) and before is not None:
        unit.base, unit.part = some["rest"] or before.base, True  # 该部分设备另外增加4%
    if (named := ordinals_of(group.words, len(group.claims))) and not unit.raises:
        unit.kind, unit.base = "yearly", bare(YEARS.sub("", unit.base))
        unit.paid = [Paid(m.figure, group.place(m), said) for m, said in zip(group.marks, named, strict=True)]
        unit.unsafe = "" if unit.base else "比例的基数读不出来"
        return
    if re.search("第[一二三四五六]+年|首年|次年", unit.base):
        unit.unsafe = "各年比例不同"
    if not unit.base and not unit.raises:
        unit.unsafe = "比例的基数读不出来"
    if re.search("LPR|利率|费率|税率|汇率", unit.base, re.IGNORECASE):
        unit.unsafe = "比例的基数是另一个比率"
    between = [m for m in group.claims[0].conditions if m.figure.kind == "range" and m.figure.of == "money"]
    if len(between) == 1:
        noun = noun_before(group, group.place(between[0])[0])
        unit.ranges = (between[0].figure, group.place(between[0]), noun)
    if len(group.claims) > 1:
        apart, common = items([re.sub(r"[，,。；;]?[^，,。；;]*〇.*$", "", t) or t for t in texts])
        if all(c.listed for c in group.claims) and len(set(apart)) == len(apart) and all(apart):
            unit.kind, unit.shared_noun = "rate_choice", common
            unit.paid = [Paid(m.figure, group.place(m), t) for m, t in zip(group.marks, apart, strict=True)]
            return
        unit.unsafe = "列举的级别与比例配不上"
        return
    unit.paid = [Paid(group.first.figure, group.place(group.first))]


def ordinals_of(words: str, count: int) -> list[str]:
    """第一年、第二年、第三年分别: the years told of `count` rates; 前两年按照 of one. Empty where they do not match."""
    if count > 1:
        said = [m.group() for m in YEARS.finditer(words)]
        return said if len(said) == count else []
    near = [piece for piece in re.split("[，,；;。]", words) if YEARS.search(piece)]
    told = re.search(f"{_YEAR}(?:[和、与]{_YEAR})*(?=内?(?:按|以|给|补|奖|$))", near[-1]) if near else None
    return [told.group()] if told else []


def years_in(said: str) -> tuple[int, ...]:
    """前两年 → 1, 2; 第二年和第三年 → 2, 3; 首年 → 1."""
    found: list[int] = []
    for match in YEARS.finditer(said):
        if match["first"]:
            found += range(1, int(number(match["first"])) + 1)
        else:
            found.append({"首年": 1, "次年": 2}.get(match.group()) or int(number(match["nth"])))
    return tuple(found)


_YEAR: Final = r"(?:前[两二三四五六\d]个?年|第[一二三四五六七八九十\d]个?年(?!度)|首年(?!度)|次年)"
YEARS: Final = re.compile(
    r"前(?P<first>[两二三四五六\d])个?年|第(?P<nth>[一二三四五六七八九十\d])个?年(?!度)|首年(?!度)|次年"
)


def rate_before(group: Group) -> Mark | None:
    """按照审核后总投入的50%标准给予不超过1000万元支持: the rate of which the sum is the ceiling."""
    if len(group.claims) > 1 or group.first.bound != "max":
        return None
    for mark in group.claims[0].conditions:
        between = group.sentence[mark.figure.end : group.first.figure.start]
        if (
            mark.figure.kind == "percent"
            and mark.bound == ""
            and re.fullmatch(r"(?:的)?(?:标准|比例)?[^，,；;。]{0,8}", between)
        ):
            piece = re.split("[，,；;。：:]", group.sentence[: mark.figure.start])[-1]
            if re.search("按|以", piece):
                return mark
    return None


def matched(group: Group) -> str:
    """Whose award is topped up: 上级实际到账资金; else what was obtained (获得国家专项资金的)."""
    piece = re.split("[，,。；;]", group.before)[-1]
    near = re.match(r".*?按照?(?P<of>[\u4e00-\u9fff]*(?:资金|奖励|补助|经费)[\u4e00-\u9fff]*?)(?:的|〇|$)", piece)
    return bare(near["of"]) if near else object_of(group.words)


def over(unit: Unit, group: Group, before_it: Unit | None = None) -> None:
    """对超过2000万元的部分, 超出部分: only what exceeds a figure counts."""
    if unit.kind not in ("percent", "per_step"):
        return
    stretch = group.sentence[max(group.lead - group.at, 0) : group.start - group.at]
    named = _EXCESS.search(stretch)
    if named is None:
        return
    inside = [m for m in group.claims[0].conditions if re.match("(?:以上)?的?部分", group.sentence[m.figure.end :])]
    at = named.start() + max(group.lead - group.at, 0)
    before = [t for t in unit.thresholds if t.place[1] <= group.at + at + len(named.group())]
    if inside:
        unit.over = (inside[-1].figure, group.place(inside[-1]))
    elif before:
        unit.over = (before[-1].figure, before[-1].place)
    noun = before[-1].noun if before else ""
    if inside and not noun:
        noun = noun_before(group, group.place(inside[-1])[0])
    if len(noun) < 2 and before_it is not None and before_it.slice:
        noun = before_it.base
    if unit.over is None or len(noun) < 2:
        unit.unsafe = unit.unsafe or "超出多少的部分读不出来"
        return
    unit.base, unit.unsafe = noun, "" if unit.unsafe == "比例的基数读不出来" else unit.unsafe


def slice_of(unit: Unit, first: Group, text: str) -> None:
    """不超过5000万元的部分按照6%: of the quantity that the sentence asks for, up to the figure of `first`."""
    asked = list(thresholds(first, first.claims[0], text, [], None))
    money = [t for t in asked if t.figure.kind == "money"]
    word = first.ceiling()
    if unit.kind != "percent" or len(unit.paid) != 1 or not money or word not in ("不超过", "不高于"):
        unit.unsafe = unit.unsafe or "分段的界限读不出来"
        return
    unit.base, unit.slice = money[0].noun, (first.first.figure, first.place(first.first), word)
    unit.thresholds = [*asked, *unit.thresholds]
    unit.start = unit.own = first.lead
    unit.words = first.words + unit.words
    unit.unsafe = "" if unit.unsafe == "比例的基数读不出来" else unit.unsafe


_EXCESS: Final = re.compile(r"(?:对(?:于)?)?(?:其)?超[过出](?:[\d.]+[万亿]?元)?(?:以上)?的?部分")
