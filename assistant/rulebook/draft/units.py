"""The awards of a clause as units: what is paid, on which thresholds, up to which ceilings, counted by what.

A unit holds figures with their places and nothing that the clause does not print. What cannot be read safely makes
the unit `unsafe`, with the reason: it is listed and not drafted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.rulebook.draft.barring import bar
from assistant.rulebook.draft.ceilings import cap, caps_of_levels, for_all, is_ceiling, of_a_piece
from assistant.rulebook.draft.left_open import OVERALL, left_open
from assistant.rulebook.draft.paid import RAISES, unit_of
from assistant.rulebook.draft.placed import Group, groups, is_quota
from assistant.rulebook.draft.rates import slice_of
from assistant.rulebook.draft.said import DIFFERENCE, Ceiling, Paid, Unit, same_quantity, stop_after

_SPLITS_PAYMENT: Final = re.compile(r"比例(?:拨付|兑付|发放|兑现|支付)|分[〇一二两三四五\d]+年|分期|拨付|兑付")
_SHARED_COST: Final = re.compile("(?:共同|分别|比例|各自)(?:承担|分担|负担)|分担|拨付.{0,4}预算")
_GIVES: Final = re.compile(
    "奖励|奖补|奖|补助|补贴|资助|给予|予以|配套|贴息|(?<!已)支持(?!的?项目进)|发放|补(?=[\\d〇%])|扶持|叠加"
)
_SUPPORTED: Final = re.compile("支持|补|奖|享受|资助")
_MORE: Final = re.compile("提高|增加|上浮|提升|加")
# What all levels pay together, what is looked at, what is passed on: said of money, and no award.
_NO_AWARD: Final = re.compile(
    "各级[^，。；]{0,16}(?:合计|总和|总额|累计)|(?:合计|总和|总额|累计)[^，。；]{0,4}(?:不超过|不高于)[^，。；]{0,16}(?:投[资入]|费用|成本)[^，。；]{0,6}$"
    "|(?:抽查|抽检|检查|核查|监测|覆盖|达标|完成)[^，。；]{0,4}(?:比例|率)"
)
_TOGETHER: Final = re.compile(
    "(?:合计|总和|总额|累计|之和)[^，。；]{0,6}(?:不[得应能可]?(?:超过|高于)|最高|上限)[^，。；]{0,16}$"
)
# What this document itself pays is no quantity of the applicant's: 按照上述标准的40%, 第1项至第4项计算的金额上浮20%.
_OWN_AWARD: Final = re.compile(
    "(?:上述|前[款项述条]|本[条款项]|该项|第[一二三四五六七八九十\\d]+[项条款])[^，。；]{0,24}$"
)
_PASSED_ON: Final = re.compile("的?(?:比例|奖金|资金|部分|奖励|补助|额度)?(?:应当?|须|要)?用于")
_RESTATES: Final = re.compile("(?:共计|总计|合计)(?:奖励|补助|给予)?$")
_BUDGET: Final = re.compile("(?:财政|经费|资金)[^，。；]{0,8}(?:安排|列支|预算|出资)|出资部分|基金")


def units(text: str) -> tuple[list[Unit], list[Ceiling]]:
    """The awards of a clause's text in reading order, and the ceilings that hold for several of them."""
    found: list[Unit] = []
    shared: list[Ceiling] = []
    given, silent = groups(text)
    cut: Group | None = None  # 不超过5000万元的部分: it waits for its rate
    for group in given:
        if group.kind == "money" and group.first.bound == "max" and re.match("的?部分按", group.after):
            cut = group
            continue
        if group.kind == "count" and found and _at_most(group, found):
            continue
        points = group.kind == "points" and _MORE.search(group.words) is not None
        if not (group.claims[0].paid or points) or _SHARED_COST.search(group.words + group.after[:14]):
            continue
        piece = re.split("[，,；;。]", group.before)[-1]
        share = group.kind in ("percent", "permille")
        if _NO_AWARD.search(piece) or (share and _TOGETHER.search(piece)) or _PASSED_ON.match(group.after):
            continue
        near = found[-1] if found else None
        if near and caps_of_levels(group, near):
            continue
        if near and (is_ceiling(group, near) or of_a_piece(group, near)):
            cap(group, found, shared, text)
            continue
        if near and near.kind != "none" and _of_this_clause(group, text):
            cap(group, found, shared, text)
            continue
        if (OVERALL.search(group.words) and group.first.bound == "max") or _BUDGET.search(group.words):
            continue
        if group.kind == "money" and near and near.kind != "none" and _RESTATES.search(group.words):
            near.unsafe = near.unsafe or "原文重述了合计数"
            continue
        if group.kind == "points" and (near is None or near.kind != "percent" or not points):
            if near:
                near.unsafe = near.unsafe or "在此基础上另有增加的百分点"
            continue
        if _splits(group):
            if near and near.kind == "fixed" and not (near.payout or near.ceiling) and len(group.marks) > 1:
                near.payout = [(mark.figure, group.place(mark)) for mark in group.marks]
                near.end = max(near.end, stop_after(text, group.end))
            if near:
                near.aside.append(group.sentence[group.lead - group.at :].strip())
            continue
        behind = re.split("[，,；;。]", group.after)[0]
        if re.match("的?基础", behind) or not (
            points or _GIVES.search(group.words + behind) or RAISES.search(group.words)
        ):
            if near and near.kind != "none" and group.kind == "money" and group.first.bound == "max":
                near.unsafe = near.unsafe or f"“{group.first.figure.text}”限的是什么读不出来"
            continue
        unit = unit_of(group, text, near if near and near.sentence == group.sentence else None)
        if cut is not None:
            slice_of(unit, cut, text)
            cut = None
        if share and not unit.raises and _OWN_AWARD.search(piece):
            unit.unsafe = unit.unsafe or "是另一项奖励的几成"
        if near and _another_level(unit, near, group):
            continue
        _led(unit, found, group)
        found.append(unit)
    bar(found, text)
    shared += for_all(found)
    _spread(found)
    found += list(left_open(text, given, silent))
    found.sort(key=lambda unit: unit.start)
    for unit in found:
        after = text[unit.start : unit.end] + _following(text, unit.end)
        unit.difference = unit.kind in ("choice", "ladder") and DIFFERENCE.search(after) is not None
    return found, shared


def _of_this_clause(group: Group, text: str) -> bool:
    """同一企业每年获得的标准研制奖励最高120万元, in the clause on 标准研制奖励: a ceiling of this award, not of all."""
    named = _RECEIVED.search(group.words)
    one = group.kind == "money" and group.first.bound == "max" and len(group.marks) == 1
    return one and named is not None and named["of"] in text[: group.lead]


_RECEIVED: Final = re.compile("(?:获得|享受)的?(?P<of>[\u4e00-\u9fff]{3,12}?(?:奖励|补助|补贴|奖补|资助|贴息))")


def _at_most(group: Group, found: Sequence[Unit]) -> bool:
    """同一企业备案、登记的大模型合计最多支持3个: a sentence of its own that says how many at most are paid for."""
    mark = group.first
    printed = next(
        (w for w in ("最多不超过", "不超过", "最多") if re.search(rf"{w}[^，。；\d]{{0,4}}$", group.before)), ""
    )
    alike_units = [u for u in found if u.kind != "none" and u.unit == mark.figure.unit and not u.most]
    if (
        is_quota(group, mark)
        or len(group.marks) != 1
        or mark.bound != "max"
        or not printed
        or group.at < found[-1].sentence_at + 1
    ):
        return False
    if not alike_units and _SUPPORTED.search(re.split("[，,；;]", group.before)[-1]):
        found[-1].unsafe = found[-1].unsafe or f"“{mark.figure.text}”限的是什么读不出来"
    for unit in alike_units:
        unit.most.append((mark.figure, group.place(mark), printed))
        unit.bar_end = max(unit.bar_end, group.at + stop_after(group.sentence, mark.figure.end))
    return bool(alike_units)


def _another_level(unit: Unit, near: Unit, group: Group) -> bool:
    """国家级、省级技术中心分别奖励200万元、60万元，市级的奖励15万元: a level that is told behind the others."""
    told = re.fullmatch(
        r"[，,；;、\s]*(?P<level>[\u4e00-\u9fff]{1,4}级)的?[，,]?(?:给予|奖励|补助|一次性)*", group.words
    )
    plain = not (unit.thresholds or unit.unit or unit.ceiling or unit.adds or unit.raises or unit.unsafe or unit.most)
    if told is None or near.kind != "choice" or near.unsafe or near.sentence != unit.sentence or not plain:
        return False
    if near.ceiling or near.unit or not all(re.search("级", p.item) for p in near.paid):
        return False
    near.paid.append(Paid(group.first.figure, group.place(group.first), told["level"]))
    near.end = max(near.end, unit.end)
    return True


def _led(unit: Unit, found: Sequence[Unit], group: Group) -> None:
    """对…50%以上的企业，在甲上市的…，在乙上市的…: whether the first condition holds for the next is not guessed."""
    first = next((u for u in found if u.sentence == unit.sentence and u.start // 1 >= group.at), None)
    if first is None or not first.thresholds or unit.raises or unit.adds or (first.slice and unit.over):
        return
    if re.match("对|当年|新|获|首次|认定|列入|入选|评为|年|通过", group.words.lstrip("，,；; ")):
        return
    if not all(any(same_quantity(t, o) for t in unit.thresholds) for o in first.thresholds):
        unit.unsafe = unit.unsafe or "前面的条件是否也适用读不出来"


def _following(text: str, end: int) -> str:
    return re.split(r"(?<=[。])", text[end : end + 120])[0]


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
