"""The awards of a clause as units: what is paid, on which thresholds, up to which ceilings, counted by what.

A unit holds figures with their places and nothing that the clause does not print. What cannot be read safely makes
the unit `unsafe`, with the reason: it is listed and not drafted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, Literal

from assistant.claims.marks import Mark, unit_kind
from assistant.claims.model import Claim
from assistant.rulebook.draft.nouns import LEVEL, alike, bare, core, items, object_of
from assistant.rulebook.draft.placed import Group, bound_word, extent, groups, is_quota
from index.text.figures import Figure

Kind = Literal["fixed", "choice", "ladder", "percent", "rate_choice", "per_step", "match", "range", "none"]

_COUNTED: Final = (
    "平方米|千瓦时|千瓦|批次|人次|展位|个|家|项|件|台|套|辆|名|人|户|场|首|部|款|种|吨|亩|篇|位|条|张|座|艘|架|篇|期"
)
_EACH: Final = re.compile(
    rf"每(?:新增|净增|增加|接入|引进|培育|培养|获得|举办|完成|新建|建成)?(?:一|1)?(?P<unit>{_COUNTED})(?P<noun>[\u4e00-\u9fff]{{0,6}})"
)
_LOOSE: Final = re.compile(
    r"每(?!年|月|季|次|家|户|个|届|人|天|日)(?P<unit>[\u4e00-\u9fff]{1,3}?)(?=$|给予|奖励|补助|补贴)"
)
_ONE: Final = re.compile(r"每[\u4e00-\u9fff]{0,4}$")
_GROWS: Final = re.compile(r"每(?:增[长加]|提高|新增|净增|多|超过?)[\u4e00-\u9fff]{0,4}$")
_ADDS: Final = re.compile(r"再(?!次)|额外|另(?:外)?(?=给|奖|补|按)|叠加|追加")
_RAISES: Final = re.compile(
    r"(?:比例|标准|上限|额度|金额)?(?:提高|上浮|增加|提升|调整)(?:到|至|为)"
    r"|(?:补助|补贴|奖励)?(?:比例|标准)(?:为|按)(?=$|不超过)"
)
_SPLITS_PAYMENT: Final = re.compile(r"比例(?:拨付|兑付|发放|兑现|支付)|分[〇一二两三四五\d]+年|分期|拨付|兑付")
_SHARED_COST: Final = re.compile("(?:共同|分别|比例|各自)(?:承担|分担|负担)|分担|拨付.{0,4}预算")
# What is said of everything a company gets is no award; what is counted out of supported projects neither.
_OVERALL: Final = re.compile(
    "(?:资金|奖补|奖励|扶持|补助)总额|累计(?:获得|享受)|获得的[^，。；]{0,8}(?:资金|奖励|扶持)"
)
_GIVES: Final = re.compile(
    "奖励|奖补|奖|补助|补贴|资助|给予|予以|配套|贴息|(?<!已)支持(?!的?项目进)|发放|补(?=[\\d〇%])|扶持|叠加"
)
_ALL_OF_IT: Final = re.compile(r"合计|两[类项]|[各以]上|上述|本条|总额|累计配套|同一(?:企业|单位|主体)")
_OPEN: Final = {
    "一事一议": re.compile('[“"]?一事一议[”"]?'),
    "另行规定": re.compile(
        r"具体(?:政策)?(?:参见|详询)|按[^，。；]{2,30}(?:政策|办法|规定)执行|(?:标准|额度|金额)[^，。；]{0,6}另行"
    ),
    "适当奖励": re.compile("给予适当(?:奖励|补助|补贴)"),
    "由各地决定": re.compile("各地[^，。；]{0,10}(?:给予|予以|决定|确定)"),
}
_SUPPORTS: Final = re.compile("支持|奖|补|资助|扶持|配套")
_DURATIONS: Final = frozenset({"年", "个月", "小时"})
_ALTERNATIVE: Final = re.compile("^[^，,。；;]{0,8}或")
_NOT_LEVELS: Final = re.compile(r"^[每年月季度给予按照分别一次性]+$")
_PER_PIECE: Final = re.compile(
    r"(?:每一?|单)(?:平方米|月|台|套|件|吨|千瓦|人|名|辆|个月|亩|张|床|次|批|年每[^年]|个?[\u4e00-\u9fff]{0,4}[位架])"
    r"[^，。；]{0,8}$"
)
_OF_ONE: Final = re.compile("单[个家户项场]|同一|上述|两[类项]|总(?:额|费用|金额)")
_FEW: Final = 4
_VERB: Final = re.compile("给予|予以|发放")
_GRADE: Final = re.compile("级|类|等奖|星")
_GRADES_AND_ABOVE: Final = re.compile(
    r"(?:[0-9一二三四五A-Ea-e]|\bA+)[级类]?(?:[（(]含[）)])?(?:及以上|及其以上|（含）以上)"
)
_ORDINAL: Final = re.compile(
    r"第[一二三四五六七八九十\d]+(?:个)?年(?!度)|前[\d一二三四五六七八九十]+(?:年|名|台|个|位|家)"
)
_RESTATES: Final = re.compile("(?:共计|总计|合计)(?:奖励|补助|给予)?$")
_BUDGET: Final = re.compile("(?:财政|经费|资金)[^，。；]{0,8}(?:安排|列支|预算|出资)|出资部分|基金")
_TIERED: Final = re.compile("分档|分级|分类")
_YEARLY: Final = re.compile(r"每年|每人每年|年度")
_DIFFERENCE: Final = re.compile(
    r"补差|差额|进档|(?:已(?:经)?(?:领取?|兑现|享受|获得?|奖励)[^。；]{0,14}(?:扣除|差|补足))|就高[^。；]{0,12}扣除"
)


@dataclass(frozen=True)
class Threshold:
    """A figure the applicant has to reach or stay below."""

    noun: str
    word: str
    figure: Figure
    place: tuple[int, int]
    period: str = ""


@dataclass(frozen=True)
class Ceiling:
    """A cap on what is paid; `level`: only for that level; `shared`: one budget for all awards of the clause."""

    figure: Figure
    place: tuple[int, int]
    word: str
    words: str
    level: str = ""
    shared: bool = False


@dataclass(frozen=True)
class Paid:
    """One figure that is paid, with the item or threshold it goes with."""

    figure: Figure
    place: tuple[int, int]
    item: str = ""
    threshold: Threshold | None = None


@dataclass
class Unit:
    """One award."""

    kind: Kind
    start: int
    end: int
    paid: list[Paid]
    words: str
    sentence: str
    own: int = 0
    sentence_at: int = 0
    under: tuple[int, int] | None = None
    years: tuple[Figure, tuple[int, int], str] | None = None
    ceiling: str = ""
    object: str = ""
    given: str = ""
    shared_noun: str = ""
    base: str = ""
    thresholds: list[Threshold] = field(default_factory=list)
    limits: list[Ceiling] = field(default_factory=list)
    unit: str = ""
    unit_noun: str = ""
    step: tuple[Figure, tuple[int, int]] | None = None
    most: list[tuple[Figure, tuple[int, int], str]] = field(default_factory=list)
    yearly: bool = False
    adds: bool = False
    raises: bool = False
    difference: bool = False
    tiers: list[Threshold] = field(default_factory=list)
    ranges: tuple[Figure, tuple[int, int], str] | None = None
    reason: str = ""
    aside: list[str] = field(default_factory=list)
    unsafe: str = ""


def units(text: str) -> tuple[list[Unit], list[Ceiling]]:
    """The awards of a clause's text in reading order, and the ceilings that hold for several of them."""
    found: list[Unit] = []
    shared: list[Ceiling] = []
    given, silent = groups(text)
    for group in given:
        if not group.claims[0].paid or _SHARED_COST.search(group.words + group.after[:14]):
            continue
        near = found[-1] if found else None
        if near and (_is_ceiling(group, near) or _of_a_piece(group, near)):
            _cap(group, found, shared, text)
            continue
        if (_OVERALL.search(group.words) and group.first.bound == "max") or _BUDGET.search(group.words):
            continue
        if group.kind == "money" and near and near.kind != "none" and _RESTATES.search(group.words):
            near.unsafe = near.unsafe or "原文重述了合计数"
            continue
        if group.kind == "points" and near:
            near.unsafe = near.unsafe or "在此基础上另有增加的百分点"
            continue
        behind = re.split("[，,；;。]", group.after)[0]
        if re.match("的?基础", behind) or not (_GIVES.search(group.words + behind) or _RAISES.search(group.words)):
            continue
        if _splits(group):
            if near:
                near.aside.append(group.sentence[group.lead - group.at :].strip())
            continue
        unit = _unit(group, text, near if near and near.sentence == group.sentence else None)
        _led(unit, found, group)
        found.append(unit)
    shared += _for_all(found)
    _spread(found)
    found += list(_left_open(text, given, silent))
    found.sort(key=lambda unit: unit.start)
    for unit in found:
        after = text[unit.start : unit.end] + _following(text, unit.end)
        unit.difference = unit.kind in ("choice", "ladder") and _DIFFERENCE.search(after) is not None
    return found, shared


def _led(unit: Unit, found: Sequence[Unit], group: Group) -> None:
    """对…50%以上的企业，在甲上市的…，在乙上市的…: whether the first condition holds for the next is not guessed."""
    first = next((u for u in found if u.sentence == unit.sentence and u.start // 1 >= group.at), None)
    if first is None or not first.thresholds or unit.raises or unit.adds:
        return
    if re.match("对|当年|新|获|首次|认定|列入|入选|评为|年|通过", group.words.lstrip("，,；; ")):
        return
    if not all(any(same_quantity(t, o) for t in unit.thresholds) for o in first.thresholds):
        unit.unsafe = unit.unsafe or "前面的条件是否也适用读不出来"


def _following(text: str, end: int) -> str:
    return re.split(r"(?<=[。])", text[end : end + 120])[0]


def _for_all(found: Sequence[Unit]) -> list[Ceiling]:
    """The ceiling of a sentence that holds every award of the clause is one budget for all of them."""
    under = {unit.under for unit in found if unit.kind != "none"}
    if len(found) < 2 or len(under) != 1 or None in under:
        return []
    (place,) = under
    ceilings = [c for unit in found for c in unit.limits if c.place == place]
    for unit in found:
        unit.limits = [c for c in unit.limits if c.place != place]
        unit.under = None
    return ceilings[:1]


def _spread(found: Sequence[Unit]) -> None:
    """What cannot be cast may be another tier of its neighbour (提前90天以上的…): neither is cast alone.

    Neighbours are the figures between two ；, and of the same sentence those that hang on the same quantity.
    """
    for unit in [u for u in found if u.unsafe]:
        for other in found:
            near = other.sentence == unit.sentence and (
                _part(other) == _part(unit) or (bool(other.thresholds) and abs(_part(other) - _part(unit)) == 1)
            )
            if near and not other.unsafe:
                other.unsafe = unit.unsafe


def _part(unit: Unit) -> int:
    """Between which two ； of its sentence its figure stands."""
    at = unit.paid[0].place[0] if unit.paid else unit.own
    return len(re.findall("[；;]", unit.sentence[: max(at - unit.sentence_at, 0)]))


def _splits(group: Group) -> bool:
    near = group.words + group.after[:12]
    return group.kind == "percent" and _SPLITS_PAYMENT.search(near) is not None


def _is_ceiling(group: Group, near: Unit) -> bool:
    """Whether a sum limits what stands before it: it names nobody of its own (单个企业每年最高…, …10%、最高…)."""
    claim = group.claims[0]
    if group.kind != "money" or group.first.bound != "max" or len(group.claims) != 1 or near.kind == "none":
        return False
    pieces = [p for p in re.split("[，,；;。]", group.words) if p.strip()]
    last = pieces[-1] if pieces else ""
    same = near.sentence == group.sentence
    told = max((place[1] for place in (*(p.place for p in near.paid), *(c.place for c in near.limits))), default=0)
    goes_on = same and group.lead <= told and not group.words.startswith(("，", ",", "、"))
    behind = "".join(pieces[1:] if goes_on else pieces)
    if _OF_ONE.search(last) and len(core_words(last)) <= _FEW and not _VERB.search(last):
        return True  # 奖励品种以认定结果为准，单个企业每年奖励最高不超过…
    if not same or (_GRADE.search(group.words) and near.kind == "fixed" and near.ceiling):
        return False
    return (claim.cap or claim.elided or not core_words(behind)) and len(core_words(behind)) <= _FEW


def _of_a_piece(group: Group, near: Unit) -> bool:
    """按租金的50%补贴，每平方米每月不超过25元."""
    ceiling = group.kind == "money" and group.first.bound == "max" and near.kind == "percent"
    return ceiling and near.sentence == group.sentence and _PER_PIECE.search(group.words) is not None


def core_words(words: str) -> str:
    """What is left of a stretch when scope, verbs and time are taken out."""
    text = re.sub(
        r"单[个家户项场一]|每[个家户项场年]|同一|当年|贴息|额|上限|提高(?:到|至|为)|总(?:额|费用|金额)|费用|活动|企业|单位|机构|项目|平台|年度|累计|合计|总额|额度|奖励|补助|补贴|增加|给予|最高|不超过|[\W\d]|的",
        "",
        words,
    )
    return re.sub("[每年]", "", text)


def _cap(group: Group, found: list[Unit], shared: list[Ceiling], text: str) -> None:
    mark = group.first
    level = LEVEL.search(group.words)
    own_sentence = group.at > found[-1].start and group.at >= found[-1].end - 1
    ceiling = Ceiling(
        mark.figure, group.place(mark), group.ceiling() or "不超过", group.words, level.group() if level else ""
    )
    alike_units = [u for u in found if u.kind != "none" and not u.raises]
    several = [u for u in alike_units if u.sentence == group.sentence]
    whole = re.search("(?:单[个家户]|同一)(?:企业|单位|主体).{0,2}(?:每年|年度|全年)|企业年度", group.words) is not None
    if own_sentence and len(alike_units) > 1 and (whole or _ALL_OF_IT.search(group.words)):
        shared.append(ceiling)
        return
    if len(several) > 1 and whole and not any(u.limits for u in several):
        ceiling = replace(ceiling, shared=True)
        for unit in several:
            unit.under = ceiling.place
    if found[-1].kind == "percent" and _PER_PIECE.search(group.words.replace("每年", "")):
        found[-1].unsafe = found[-1].unsafe or "每件的上限没有算法"
    own = max((m.end() for m in re.finditer("[；;。\n]", text[: ceiling.place[0]])), default=0)
    if not ceiling.shared and found[-1].paid and found[-1].paid[0].place[0] < own:
        ceiling = replace(ceiling, shared=True)  # a stretch of its own: it holds for all tiers before it
    found[-1].limits.append(ceiling)
    found[-1].end = max(found[-1].end, _stop(text, ceiling.place[1]))


def _stop(text: str, position: int) -> int:
    match = re.search(r"[，,；;。\n]", text[position:])
    return position + match.end() if match else len(text)


def _unit(group: Group, text: str, before: Unit | None) -> Unit:
    claim, mark = group.claims[0], group.first
    start = group.lead if not claim.inherited else group.at
    end = _stop(text, group.end)
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
    unit.adds = _ADDS.search(group.words) is not None
    unit.raises = _RAISES.search(group.words) is not None
    unread: list[str] = []
    unit.thresholds = list(_thresholds(group, claim, text, unread, before))
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
    if not unit.paid and not unit.unsafe:
        unit.unsafe = "金额与档次配不上"
    called = re.match(
        r"(?:元)?的?(?:一次性)?(?P<given>[\u4e00-\u9fff]{2,6}?(?:奖励|补助|补贴|资助|奖金|券))", group.after
    )
    unit.given = called["given"] if called and not re.match("给|按|予|再|每|分|的|一次", called["given"]) else ""
    said = group.words + re.split("[，,；;。]", group.after)[0]
    if _ORDINAL.search(said):
        unit.unsafe = unit.unsafe or "各年或各名次不同"
    if _GRADES_AND_ABOVE.search(group.words):
        unit.unsafe = unit.unsafe or "等级的界限没有输入"
    last = re.split("[，,；;。]", group.words)[-1]
    nobody = (
        not core_words(last) and not _VERB.search(last) and (_OF_ONE.search(last) or not re.search("奖|补|支持", last))
    )
    if unit.kind == "fixed" and unit.ceiling and nobody:
        unit.unsafe = unit.unsafe or "上限之前没有读出奖励"
    unit.years = _years(group, claim)
    if unit.years:
        unit.end = max(unit.end, _stop(text, unit.years[1][1]))
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
    elif len(group.claims) > 1 and all(_own_threshold(group, c) for c in group.claims):
        unit.kind = "ladder"
    elif len(group.claims) > 1:
        unit.kind = "choice"
    if unit.kind == "ladder":
        each = [_threshold(group, m, text) for c in group.claims if (m := _own_threshold(group, c))]
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
            tiers = [_threshold(group, m, text) for m in listed]
            unit.tiers = [t for t in tiers if t is not None]
            unit.thresholds = [t for t in unit.thresholds if t.place not in {x.place for x in unit.tiers}]
            if len(unit.tiers) < len(listed):
                unit.unsafe = "档次的界限词读不出来"
    _counted(unit, group, claim)


def _counted(unit: Unit, group: Group, claim: Claim) -> None:
    """By what it is paid (每项, 每平方米, 万元/个) and how many at most."""
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
            if printed and same:
                unit.most.append((mark.figure, group.place(mark), printed))
                unit.end = max(unit.end, group.place(mark)[1] + 1)
            else:
                unit.unsafe = f"“{mark.figure.text}”的上限没有算法"
    unit.thresholds = [t for t in unit.thresholds if t.place not in {p for _, p, _ in unit.most}]


def _rate(unit: Unit, group: Group, texts: Sequence[str], before: Unit | None) -> None:
    unit.kind = "percent"
    piece = re.split("[，,；;。：:]", group.before)[-1]
    base = re.sub(r"(?:最高)?不超过|最高|按照?|给予|以|(?:的)?比例|标准|提高到|补助|补贴|奖励", "", piece)
    unit.base = "" if unit.raises or re.search(r"\d", base) else bare(base)
    if not unit.base and not unit.raises:  # 研发费用比上年增长的部分，按8%奖励
        pieces = [p for p in re.split("[，,；;。：:]", group.words)[:-1] if p.strip()]
        unit.base = re.sub("^对于?", "", pieces[-1]) if pieces else ""
        if not unit.base or re.search(r"\d", unit.base):  # 投资1亿元以上的按8%: of what the tier before it is
            tier = before is not None and before.kind == "percent" and bool(before.thresholds)
            unit.base = before.base if tier and before is not None else ""
    if re.search("第[一二三四五六]+年|首年|次年", unit.base):
        unit.unsafe = "各年比例不同"
    if not unit.base and not unit.raises:
        unit.unsafe = "比例的基数读不出来"
    if re.search("LPR|利率|费率|税率|汇率", unit.base, re.IGNORECASE):
        unit.unsafe = "比例的基数是另一个比率"
    between = [m for m in group.claims[0].conditions if m.figure.kind == "range" and m.figure.of == "money"]
    if len(between) == 1:
        noun = _noun_before(group, group.place(between[0])[0])
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


# ---- thresholds ---------------------------------------------------------------------------------------------------


def _own_threshold(group: Group, claim: Claim) -> Mark | None:
    """Of a list of figures the threshold that goes with this one: a list of as many thresholds stands before it."""
    if not claim.listed:
        return None
    mine = [m for m in claim.conditions if m.count == len(group.claims) and m.figure.kind != "range"]
    apart = [m for m in claim.conditions if m not in group.claims[0].conditions or claim is group.claims[0]]
    chosen = [m for m in mine if m in apart] or mine
    return chosen[0] if chosen and chosen[0].bound in ("over", "floor") else None


def _threshold(group: Group, mark: Mark, text: str) -> Threshold | None:
    begin, end = extent(group, mark)
    word = bound_word(text, begin, end)
    if word is None:
        begin, end = group.place(mark)
        word = bound_word(text, begin, end)
    if word is None:
        return None
    noun = _noun_before(group, begin - len(word.before))
    if mark.figure.kind == "quantity" and (len(noun) < 2 or re.fullmatch("建设|组织|参加|拥有|培育|引进|超过", noun)):
        behind = re.match(r"[\u4e00-\u9fff]{2,12}", text[end + len(word.after) :])
        noun = bare(re.split("的|参加|参与", behind.group())[0]) if behind else noun
    return Threshold(
        noun,
        word.text.strip("…") if word.before == "" or word.after == "" else word.text,
        mark.figure,
        group.place(mark),
        "上年度" if re.search("上一?年度?", re.split("[，,；;。]", group.sentence[: mark.figure.start])[-1]) else "",
    )


def _noun_before(group: Group, position: int) -> str:
    before = re.sub("[（(][^（）()]*[）)]", "", group.sentence[: max(position - group.at, 0)])
    return bare(re.split("[，,；;。：:（(]", before)[-1])


def _thresholds(group: Group, claim: Claim, text: str, unread: list[str], before: Unit | None) -> Iterator[Threshold]:
    last: list[Threshold] = list(before.thresholds) if before else []
    for mark in claim.conditions:
        if (
            mark.figure.kind in ("number", "range", "ratio")
            or mark.bound == ""
            or (mark.bound == "max" and is_quota(group, mark))
        ):
            continue
        if mark.figure.unit in _DURATIONS:
            continue  # how long, told by the clause's own words
        if mark.bound == "max" and mark.figure.start > group.first.figure.start:
            continue
        found = _threshold(group, mark, text)
        if found is None:
            unread.append(mark.figure.text)
            continue
        if len(found.noun) < 2:  # 200万元以上、不足2000万元
            same = [t for t in last if unit_kind(t.figure) == unit_kind(found.figure)]
            if not same or (same[-1] in (before.thresholds if before else ()) and same[-1].word != found.word):
                unread.append(mark.figure.text)
                continue
            found = replace(found, noun=same[-1].noun)
        last.append(found)
        yield found


def alternatives(unit: Unit, text: str) -> bool:
    """Whether 或 stands between two of its thresholds: not all of them have to be reached."""
    places = sorted(t.place for t in unit.thresholds)
    return any(_ALTERNATIVE.search(text[a[1] : b[0]]) for a, b in pairwise(places))


# ---- what the text leaves open --------------------------------------------------------------------------------


def _left_open(text: str, given: Sequence[Group], silent: Sequence[tuple[int, Claim]]) -> Iterator[Unit]:
    places = {group.at: group for group in given}
    spoken = {at: claim.sentence for at, claim in silent} | {group.at: group.sentence for group in given}
    for at, sentence in sorted(spoken.items()):
        for reason, pattern in _OPEN.items():
            match = pattern.search(sentence)
            if match is None or not _SUPPORTS.search(sentence) or _OVERALL.search(sentence):
                continue
            piece = max((m.end() for m in re.finditer("[；;。]", sentence[: match.start()])), default=0)
            stop = _stop_sentence(sentence, match.end())
            if any(piece <= g.start - at < stop for g in given if g.at == at and g.claims[0].paid):
                continue
            unit = Unit(
                "none",
                at + piece,
                at + stop,
                [],
                sentence[piece : match.start()],
                sentence,
                own=at + piece,
                reason=reason,
            )
            unit.object = object_of(unit.words)
            group = places.get(at)
            if group is not None and not group.claims[0].paid:
                unit.thresholds = [t for m in group.marks if (t := _threshold(group, m, text)) and len(t.noun) > 1]
            yield unit
            break


def _stop_sentence(sentence: str, position: int) -> int:
    match = re.search("[；;。]", sentence[position:])
    return position + match.end() if match else len(sentence)


def same_quantity(one: Threshold, other: Threshold) -> bool:
    return alike(one.noun, other.noun) and unit_kind(one.figure) == unit_kind(other.figure)


__all__ = ["Ceiling", "Paid", "Threshold", "Unit", "alternatives", "core", "units"]
