"""A list of figures that is paid, read as one unit: its kind, its levels or tiers, by what it is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.marks import Mark, unit_kind
from assistant.claims.model import Claim
from assistant.rulebook.draft.ceilings import GIVES_TO, OF_ONE, core_words
from assistant.rulebook.draft.nouns import bare, core, items, object_of
from assistant.rulebook.draft.placed import Group, is_quota
from assistant.rulebook.draft.said import Ceiling, Paid, Unit, stop_after
from assistant.rulebook.draft.thresholds import noun_before, own_threshold, threshold, thresholds
from index.text.figures import Figure

_COUNTED: Final = (
    "平方米|千瓦时|千瓦|批次|人次|展位|个|家|项|件|台|套|辆|名|人|户|场|首|部|款|种|吨|亩|篇|位|条|张|座|艘|架|篇|期"
)
_EACH: Final = re.compile(
    rf"每(?:新增|净增|增加|接入|引进|培育|培养|获得|举办|完成|新建|建成)?(?:一|1)?(?P<unit>{_COUNTED})(?P<noun>[\u4e00-\u9fff]{{0,6}})"
)
_MONTHLY: Final = re.compile(
    r"每(?:平方米|[人名位户台])(?:、)?(?:每月|·月|/月)|每月每(?:平方米|[人名位户台])|每(?:平方米|[人名位户台])[^，。；]{0,4}每个?月"
)
_LOOSE: Final = re.compile(
    r"每(?!年|月|季|次|家|户|个|届|人|天|日)(?P<unit>[\u4e00-\u9fff]{1,3}?)(?=$|给予|奖励|补助|补贴)"
)
_ONE: Final = re.compile(r"每[\u4e00-\u9fff]{0,4}$")
_GROWS: Final = re.compile(r"每(?:增[长加]|提高|新增|净增|多|超过?|满)[\u4e00-\u9fff]{0,4}$")
ADDS: Final = re.compile(r"再(?!次)|额外|另(?:外)?(?=给|奖|补|按|增|加)|叠加|追加")
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
    if group.kind == "money" and (rate := _rate_before(group)) is not None:
        unit.kind, unit.ceiling = "percent", ""
        piece = re.split("[，,；;。：:]", group.sentence[: rate.figure.start])[-1]
        unit.base = bare(re.sub(r"按照?|(?:的)?比例|以", "", piece))
        unit.paid = [Paid(rate.figure, group.place(rate))]
        unit.limits = [Ceiling(mark.figure, group.place(mark), group.ceiling() or "不超过", group.words)]
        if not unit.base:
            unit.unsafe = "比例的基数读不出来"
    elif group.kind == "money":
        _money(unit, group, text, texts)
    elif group.kind == "points":
        unit.kind, unit.plus, unit.raises, unit.adds = "percent", True, True, False
        unit.paid = [Paid(mark.figure, group.place(mark))]
    elif group.kind in ("percent", "permille"):
        _rate(unit, group, texts, before)
    elif group.kind == "ratio":
        unit.kind = "match"
        unit.base = _matched(group)
        unit.paid = [Paid(m.figure, group.place(m), t) for m, t in zip(group.marks, texts, strict=True)]
    elif group.kind == "range":
        unit.kind = "range"
        unit.paid = [Paid(mark.figure, group.place(mark))]
    else:
        unit.unsafe = f"“{mark.figure.text}”不是金额、比例或配套比"
    unit.object = object_of(claim.inherited.strip("，") + "，" + group.words if claim.elided else group.words)
    _over(unit, group)
    if not unit.paid and not unit.unsafe:
        unit.unsafe = "金额与档次配不上"
    called = re.match(
        r"(?:元)?的?(?:一次性)?(?P<given>[\u4e00-\u9fff]{2,6}?(?:奖励|补助|补贴|资助|奖金|券))", group.after
    )
    unit.given = called["given"] if called and not re.match("给|按|予|再|每|分|的|一次", called["given"]) else ""
    said = group.words + re.split("[，,；;。]", group.after)[0]
    if _ORDINAL.search(said) and not all(_ORDINAL.fullmatch(p.item) for p in unit.paid):
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
    unit.years = _years(group, claim)
    if unit.years:
        unit.end = max(unit.end, stop_after(text, unit.years[1][1]))
    return unit


def _rate_before(group: Group) -> Mark | None:
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


def _matched(group: Group) -> str:
    """Whose award is topped up: 上级实际到账资金; else what was obtained (获得国家专项资金的)."""
    piece = re.split("[，,。；;]", group.before)[-1]
    near = re.match(r".*?按照?(?P<of>[\u4e00-\u9fff]*(?:资金|奖励|补助|经费)[\u4e00-\u9fff]*?)(?:的|〇|$)", piece)
    return bare(near["of"]) if near else object_of(group.words)


def _years(group: Group, claim: Claim) -> tuple[Figure, tuple[int, int], str] | None:
    """最多不超过三年: for how many years it is paid."""
    for mark in claim.conditions:
        if mark.figure.unit == "年" and mark.bound == "max" and mark.figure.start > group.first.figure.start:
            near = group.sentence[: mark.figure.start]
            word = next((w for w in ("最长不超过", "最多不超过", "不超过", "最多") if near.endswith(w)), "")
            if word:
                return mark.figure, group.place(mark), "不超过" if word.endswith("不超过") else "至多"
    return None


def _over(unit: Unit, group: Group) -> None:
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
    if unit.over is None or len(noun) < 2:
        unit.unsafe = unit.unsafe or "超出多少的部分读不出来"
        return
    unit.base, unit.unsafe = noun, "" if unit.unsafe == "比例的基数读不出来" else unit.unsafe


_EXCESS: Final = re.compile(r"(?:对(?:于)?)?(?:其)?超[过出](?:[\d.]+[万亿]?元)?(?:以上)?的?部分")


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
    _counted(unit, group, claim)


def _counted(unit: Unit, group: Group, claim: Claim) -> None:
    """By what it is paid (每项, 每平方米, 万元/个) and how many at most."""
    unit.monthly = unit.kind == "fixed" and _MONTHLY.search(group.words) is not None
    if unit.unit == "":
        near = group.words + (group.after[:6] if group.first.figure.per else "")
        match = next((m for m in reversed(list(_EACH.finditer(near)))), None)
        one = next(
            (m for m in claim.conditions if m.figure.value == 1 and _ONE.search(group.sentence[: m.figure.start])), None
        )
        loose = _LOOSE.search(group.words)
        if match is None and one is None and loose and not group.first.figure.per:
            unit.unit = loose["unit"]
        elif match:
            unit.unit = match["unit"]
            noun = re.split("给|补|奖|资|支|不|最|分别|每|〇|的|按", match["noun"])[0]
            unit.unit_noun = noun
        elif one is not None:
            unit.unit = one.figure.unit
        elif group.first.figure.per:
            unit.unit = group.first.figure.per
    for mark in claim.conditions:
        if mark.bound == "max" and unit.unit and not is_quota(group, mark) and mark.figure.kind == "quantity":
            word = group.sentence[: mark.figure.start]
            printed = next((w for w in ("最多不超过", "不超过", "最多") if re.search(w, word[-8:])), "")
            same = unit_kind(mark.figure) == "count" or mark.figure.unit == unit.unit
            if printed and unit.monthly and mark.figure.unit in ("个月", "月"):
                unit.months = (mark.figure, group.place(mark), printed)
                unit.end = max(unit.end, group.place(mark)[1] + 1)
            elif printed and same:
                unit.most.append((mark.figure, group.place(mark), printed))
                unit.end = max(unit.end, group.place(mark)[1] + 1)
            else:
                unit.unsafe = f"“{mark.figure.text}”的上限没有算法"
    unit.thresholds = [t for t in unit.thresholds if t.place not in {p for _, p, _ in unit.most}]


def _rate(unit: Unit, group: Group, texts: Sequence[str], before: Unit | None) -> None:
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
    if (
        some := re.match("(?:该|这|此)?部分(?P<rest>.*?)(?:(?:另外|额外|再)?(?:增加|提高|上浮))?$", unit.base)
    ) and before is not None:
        unit.base, unit.part = some["rest"] or before.base, True  # 该部分设备另外增加4%
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
