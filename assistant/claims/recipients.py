"""Who is paid: 给予承担委托生产任务的企业…奖励, 奖励上市许可持有人, 由…获得, 对…给予."""

from __future__ import annotations

import re
from typing import Final

from assistant.claims.words import bigrams, folded

_KINDS: Final = (
    "企业|单位|主体|机构|园区|基地|个人|人员|持有人|平台|中心|团队|协会|供应商|公司|运营方|建设方|院校|组织"
    "|用户|实验室|员工|家属|本人"
)
_WHO: Final = rf"[^，。；〇（）]{{0,20}}?(?:{_KINDS})"
_GIVES: Final = "(?:给予|奖给|发给|补给|奖励给?|补助给?|补贴给?)"
_FORMS: Final = (
    re.compile(
        rf"{_GIVES}(?P<who>{_WHO})(?:一次性|每年|年度|资金|最高|不超过)*(?:〇|[^，。；〇]{{0,6}}(?:奖励|补助|补贴|支持))"
    ),
    re.compile(rf"(?:奖励|补助|补贴)(?:的是|给)?(?P<who>{_WHO})(?=[，。；]|$)"),
    re.compile(rf"(?:奖励|补助|补贴)(?:的是|给)?(?P<who>{_WHO})(?=(?:一次性|最高|最多|不超过)*〇)"),
    re.compile(rf"〇[^，。；〇]{{0,6}}?(?:发给|奖给|补给|给到?|归)(?P<who>{_WHO})(?=[，。；]|$)"),
    re.compile(rf"由(?P<who>{_WHO})(?:获得|享受|领取|拿到?|取得)"),
    re.compile(rf"(?:^|，|每年)对(?P<who>{_WHO})(?:分品种|按|给予|一次性|予以|每年|最高)[^。；]{{0,60}}(?:〇|奖|补)"),
)
_ANYBODY: Final = frozenset(
    {"企业", "单位", "主体", "机构", "公司", "相关企业", "符合条件的企业", "相关单位", "申报单位", "个人"}
)
_POINTS: Final = re.compile("^(?:每[个家名]|该|这[家个]|上述|其|相关|给|予)+")
_GENERIC: Final = re.compile(f"(?:{_KINDS})$")


def recipient(own: str) -> str:
    """Who the words round a figure say is paid; "" where they do not say it, or say anybody."""
    text = re.sub("（[^（）]*）", "", folded(own))
    for form in _FORMS:
        if match := form.search(text):
            return "" if match["who"] in _ANYBODY else match["who"]
    return ""


def another(ours: str, theirs: str) -> bool:
    """Whether two recipients have neither their kind nor half of the words of the one's name in common."""
    ours, theirs = _POINTS.sub("", ours), _POINTS.sub("", theirs)
    kind, other = _GENERIC.search(ours), _GENERIC.search(theirs)
    if (kind and kind.group() in theirs) or (other and other.group() in ours):
        return False
    name = set(bigrams(_GENERIC.sub("", ours)))
    return 2 * len(name & set(bigrams(theirs))) < max(len(name), 1)
