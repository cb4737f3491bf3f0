"""Slots read off the stretch of text round a figure: how often it is paid, what it is counted by, a share of what."""

from __future__ import annotations

import re
from typing import Final

from assistant.claims.coverage import MASK
from assistant.claims.model import Claim
from assistant.claims.words import folded

_FREQUENCY: Final = {
    "每年": re.compile("每一?年|年度|全年|一年|单年|按年|年年|逐年"),
    "每季度": re.compile("每个?季|按季|季度"),
    "每月": re.compile("每个?月|按月|月度|单月"),
    "每次": re.compile("每次|逐次"),
}
_SELECTS: Final = re.compile(
    "认定|评选|遴选|评定|征集|举办|组织|培育|引进|培训|计划|采购|收入|产量|产值|税|销售|考核|营业"
)
_SCOPE: Final = re.compile(
    r"(?<!清)(?:单个|每一?个|单家|每一?家|每一?项|单项(?!冠军)|单一|每一?种|每一?场|每一?名|每一?套|每|单|同一)"
    r"(?P<what>企业|园区|项目|产品|品种|平台|电站|活动|场次|单位|机构|场|项|个|家|件|辆|台|套|名|人|户|次|(?<=个)[\u4e00-\u9fff]{2})?"
)
_COUNTER: Final = re.compile(r"(?:单|每)一?(?P<what>[个家项种场次台套辆名人户])")
_NO_SCOPE: Final = re.compile("[年月季天千平增新]|奖|补|给|最|不|一|可|再|分|资|支")
_PER: Final = re.compile(r"[/／]\s?(家|项|个|场)")
_SAME: Final = {"家": "企业", "户": "企业", "场次": "场", "活动": "场", "件": "个", "名": "人", "平台": "平台"}
_SHARES: Final = frozenset({"percent", "permille"})
_NO_BASE: Final = re.compile(
    r"[\u4e00-\u9fff]*(?:按照?|以|其|为|是|给予?|奖励?|补助|补贴|补|支持|资助|配套|比例|超过|最高|上限|企业|单位|机构|主体)"
)


def frequency(own: str) -> frozenset[str]:
    """How often the figure is paid: in its own stretch between two pauses, unless something else is yearly."""
    text = folded(own)
    pieces = re.split("[，；。]", text)
    near = [piece for piece in pieces if MASK in piece][-1:] or pieces[-1:]
    found = set()
    for name, pattern in _FREQUENCY.items():
        for match in pattern.finditer(near[0]):
            behind = near[0][match.end() :].partition(MASK)[0]
            if match.end() <= near[0].rfind(MASK) and not _SELECTS.search(behind) and not behind.startswith("内"):
                found.add(name)
    return frozenset(found)


def scope(own: str) -> frozenset[str]:
    """What the figure is counted by, one counter for all that mean the same; empty when nothing is said."""
    text = folded(own)
    piece = ([each for each in re.split("[，；。]", text) if MASK in each][-1:] or [text])[0]
    found = set()
    for match in _SCOPE.finditer(piece):
        what = match["what"] or ""
        if not what or _NO_SCOPE.search(what):
            counter = _COUNTER.match(match.group())
            what = counter["what"] if counter else ""
        if what:
            found.add(_SAME.get(what, what))
    found |= {_SAME.get(match[1], match[1]) for match in _PER.finditer(piece)}
    return frozenset(found)


_EXCLUSIVE: Final = (
    ("年", "月", "季度", "日", "周"),
    ("全国", "全球", "全省", "全市", "世界", "国内", "国际", "省内", "市内", "全县"),
    ("境内", "境外"),
)


def other_modifier(said: str, printed: str) -> tuple[str, str] | None:
    """年租金 where the clause has 月租金, 全球第一 where it has 全国第一: (what the clause has, what was said)."""
    said, printed = folded(said), folded(printed)
    for group in _EXCLUSIVE:
        for word in group:
            for match in re.finditer(f"{word}([\u4e00-\u9fff]{{2}})", said):
                if match.group() in printed or match.group() in "年度 年内 月份 日内 年后":
                    continue
                for other in group:
                    if other != word and other + match[1] in printed:
                        return other + match[1], match.group()
    return None


def distributes(own: str) -> bool:
    """各不超过6个: each of several gets the figure."""
    return re.search(r"(?<!的)各(?![级地区县类项])[^，。；〇]{0,6}〇", folded(own)) is not None


def scope_words(claim: Claim) -> frozenset[str]:
    return scope(claim.tail) if claim.tail else frozenset()


def base(claim: Claim) -> str:
    """What a percentage is a share of, where the words in front of it say so."""
    if claim.result is None or (claim.result.figure.of or claim.result.figure.kind) not in _SHARES:
        return ""
    front = re.split("[，；。：、（）]", folded(claim.own).rpartition(MASK)[0])[-1].removesuffix("的")
    found, times = _NO_BASE.subn("", front, count=1)
    return found if times and re.fullmatch(r"[\u4e00-\u9fff]{2,14}", found) else ""
