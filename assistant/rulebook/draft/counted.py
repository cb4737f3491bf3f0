"""By what an award is paid (每项, 每平方米, 万元/个), how many at most, and for how many years."""

from __future__ import annotations

import re
from typing import Final

from assistant.claims.marks import unit_kind
from assistant.claims.model import Claim
from assistant.rulebook.draft.placed import Group, is_quota
from assistant.rulebook.draft.said import Unit
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


def counted(unit: Unit, group: Group, claim: Claim) -> None:
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
            # 合计最多支持3个, 每家企业最多支持5个工坊: a verb may stand between
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


def years(group: Group, claim: Claim) -> tuple[Figure, tuple[int, int], str] | None:
    """最多不超过三年: for how many years it is paid."""
    for mark in claim.conditions:
        if mark.figure.unit == "年" and mark.bound == "max" and mark.figure.start > group.first.figure.start:
            near = group.sentence[: mark.figure.start]
            word = next((w for w in ("最长不超过", "最多不超过", "不超过", "最多") if near.endswith(w)), "")
            if word:
                return mark.figure, group.place(mark), "不超过" if word.endswith("不超过") else "至多"
    return None
