"""A list of figures that is paid, read as one unit: its kind, its levels or tiers, by what it is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.model import Claim
from assistant.rulebook.draft.ceilings import GIVES_TO, OF_ONE, core_words
from assistant.rulebook.draft.counted import counted, years
from assistant.rulebook.draft.nouns import bare, items, object_of
from assistant.rulebook.draft.placed import Group
from assistant.rulebook.draft.rates import matched, over, rate, rate_before
from assistant.rulebook.draft.said import Ceiling, Paid, Unit, stop_after
from assistant.rulebook.draft.thresholds import own_threshold, threshold, thresholds

_GROWS: Final = re.compile(r"每(?:增[长加]|提高|新增|净增|多|超过?|满)[\u4e00-\u9fff]{0,4}$")
ADDS: Final = re.compile(r"(?<!不)再(?!次)|额外|另(?:外)?(?=给|奖|补|按|增|加)|叠加|追加")
RAISES: Final = re.compile(
    r"(?:比例|标准|上限|额度|金额)?(?:提高|上浮|增加|提升|调整)(?:到|至|为)"
    r"|(?:补助|补贴|奖励)?(?:比例|标准)(?:为|按)(?=$|不超过)"
)
_GRADES_AND_ABOVE: Final = re.compile(
    r"(?:[0-9一二三四五A-Ea-e]|\bA+)[级类]?(?:[（(]含[）)])?(?:及以上|及其以上|（含）以上)"
)
_ORDINAL: Final = re.compile(
    r"第[一二三四五六七八九十\d]+(?:个)?年(?!度)|前[\d一二两三四五六七八九十]+(?:年|名|台|个|位|家)"
)
_TIERED: Final = re.compile("分档|分级|分类")
_YEARLY: Final = re.compile(r"每年|每人每年|年度")


def unit_of(group: Group, text: str, before: Unit | None) -> Unit:
    claim, mark = group.claims[0], group.first
    start = group.lead
    end = stop_after(text, group.end)
    unit = Unit(
        "fixed",
        _trim(text, start),
        end,
        [],
        group.words,
        group.sentence,
        own=group.lead,
        sentence_at=group.at,
        ceiling=_ceiling_of(group),
    )
    unit.adds = ADDS.search(group.words) is not None
    unit.raises = RAISES.search(group.words) is not None
    unread: list[str] = []
    unit.thresholds = list(thresholds(group, claim, text, unread, before))
    if unread:
        unit.unsafe = f"“{'、'.join(unread)}”是什么的界限读不出来"
    texts = [_item(c) for c in group.claims]
    if group.kind == "money" and (share := rate_before(group)) is not None:
        unit.kind, unit.ceiling = "percent", ""
        piece = re.split("[，,；;。：:]", group.sentence[: share.figure.start])[-1]
        unit.base = bare(re.sub(r"按照?|(?:的)?比例|以", "", piece))
        unit.paid = [Paid(share.figure, group.place(share))]
        unit.limits = [Ceiling(mark.figure, group.place(mark), group.ceiling() or "不超过", group.words)]
        if not unit.base:
            unit.unsafe = "比例的基数读不出来"
    elif group.kind == "money":
        _money(unit, group, text, texts)
    elif group.kind == "points":
        unit.kind, unit.plus, unit.raises, unit.adds = "percent", True, True, False
        unit.paid = [Paid(mark.figure, group.place(mark))]
    elif group.kind in ("percent", "permille"):
        rate(unit, group, texts, before)
    elif group.kind == "ratio":
        unit.kind = "match"
        unit.base = matched(group)
        unit.paid = [Paid(m.figure, group.place(m), t) for m, t in zip(group.marks, texts, strict=True)]
    elif group.kind == "range":
        unit.kind = "range"
        unit.paid = [Paid(mark.figure, group.place(mark))]
    else:
        unit.unsafe = f"“{mark.figure.text}”不是金额、比例或配套比"
    unit.object = object_of(claim.inherited.strip("，") + "，" + group.words if claim.elided else group.words)
    over(unit, group, before)
    if not unit.paid and not unit.unsafe:
        unit.unsafe = "金额与档次配不上"
    called = re.match(
        r"(?:元)?的?(?:一次性)?(?P<given>[\u4e00-\u9fff]{2,6}?(?:奖励|补助|补贴|资助|奖金|券))", group.after
    )
    unit.given = called["given"] if called and not re.match("给|按|予|再|每|分|的|一次", called["given"]) else ""
    said = group.words + re.split("[，,；;。]", group.after)[0]
    if unit.kind != "yearly" and _ORDINAL.search(said) and not all(_ORDINAL.fullmatch(p.item) for p in unit.paid):
        unit.unsafe = unit.unsafe or "各年或各名次不同"
    if _GRADES_AND_ABOVE.search(group.words):
        unit.unsafe = unit.unsafe or "等级的界限没有输入"
    last = re.split("[，,；;。]", group.words)[-1]
    nobody = (
        not core_words(last)
        and not GIVES_TO.search(last)
        and (OF_ONE.search(last) or not re.search("奖|补|支持", last))
    )
    if unit.kind == "fixed" and unit.ceiling and nobody:
        unit.unsafe = unit.unsafe or "上限之前没有读出奖励"
    if unit.thresholds:
        early = min(t.place[0] for t in unit.thresholds)
        unit.start = min(unit.start, _trim(text, _piece_start(text, early, group.at)))
    unit.years = years(group, claim)
    if unit.years:
        unit.end = max(unit.end, stop_after(text, unit.years[1][1]))
    return unit


def _piece_start(text: str, position: int, least: int) -> int:
    """Behind the last pause before a threshold."""
    return max([m.end() for m in re.finditer("[，,；;。：:\n]", text[:position])] + [least])


def _trim(text: str, start: int) -> int:
    while start < len(text) and text[start] in " \n，,；;。、":
        start += 1
    return start


def _ceiling_of(group: Group) -> str:
    return group.ceiling() if group.first.bound == "max" else ""


def _item(claim: Claim) -> str:
    """The words of one item of a list; the whole stretch of a single figure."""
    return claim.own


def _money(unit: Unit, group: Group, text: str, texts: Sequence[str]) -> None:
    claim = group.claims[0]
    unit.yearly = _YEARLY.search(re.split("[，,]", group.words)[-1]) is not None
    step = next((m for m in claim.conditions if _GROWS.search(group.sentence[: m.figure.start])), None)
    if step is not None and len(group.claims) == 1:
        unit.thresholds = [t for t in unit.thresholds if t.figure is not step.figure]
        unit.step = (step.figure, group.place(step))
        unit.kind = "per_step"
        unit.base = bare(_GROWS.sub("", re.split("[，,；;。]", group.sentence[: step.figure.start])[-1]))
        if step.figure.kind == "quantity" and step.figure.value == 1:
            unit.kind, unit.unit, unit.unit_noun, unit.step = "fixed", step.figure.unit, unit.base, None
    elif len(group.claims) > 1 and all(own_threshold(group, c) for c in group.claims):
        unit.kind = "ladder"
    elif len(group.claims) > 1:
        unit.kind = "choice"
    if unit.kind == "ladder":
        each = [threshold(group, m, text) for c in group.claims if (m := own_threshold(group, c))]
        if any(t is None for t in each):
            unit.unsafe = "档次的界限词读不出来"
            return
        unit.paid = [
            Paid(m.figure, group.place(m), "", t) for m, t in zip(group.marks, each, strict=True) if t is not None
        ]
        own = {t.place for t in each if t is not None}
        unit.thresholds = [t for t in unit.thresholds if t.place not in own]
        unit.base = each[0].noun if each[0] else ""
    elif unit.kind == "choice":
        apart, common = items([re.sub(r"[，,。；;]?[^，,。；;]*〇.*$", "", t) or t for t in texts])
        if not all(c.listed for c in group.claims) or len(set(apart)) < len(apart) or not all(apart):
            unit.unsafe = "列举的级别与金额配不上"
            return
        unit.shared_noun = re.sub("[的，,]+$", "", common)
        unit.paid = [Paid(m.figure, group.place(m), t) for m, t in zip(group.marks, apart, strict=True)]
    else:
        unit.paid = [Paid(group.first.figure, group.place(group.first))]
        listed = [m for m in claim.conditions if m.count > 1 and m.bound in ("over", "floor")]
        if listed and not (unit.ceiling and _TIERED.search(group.words)):
            unit.unsafe = "一列界限只有一个金额"
        elif listed:
            tiers = [threshold(group, m, text) for m in listed]
            unit.tiers = [t for t in tiers if t is not None]
            unit.thresholds = [t for t in unit.thresholds if t.place not in {x.place for x in unit.tiers}]
            if len(unit.tiers) < len(listed):
                unit.unsafe = "档次的界限词读不出来"
    counted(unit, group, claim)
