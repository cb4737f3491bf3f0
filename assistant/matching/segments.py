"""A question cut at its commas, with the year each piece speaks of, and negation inside a piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_CUT = re.compile(
    r"[，。；？！,;?!\n]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])|其中"
    r"|(?<=[亿万元家个度辆\d])(?=(?:去年|前年|今年|上年|上一年))"  # 今年25亿去年20亿
)
_CALENDAR = re.compile(r"(?<!\d)(20\d\d)年(?=[^，。；]{0,14}\d)")
_PERIODS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"前年|上上年|大前年|前一年的前"), -2),
    (re.compile(r"去年|上年度?|上一年度?|昨年|头年|上个年度|之前最高|此前|以前|往年|原来"), -1),
    (re.compile(r"今年|当年|本年度?|这年|这次|现在|目前"), 0),
)
PRIOR = re.compile(
    r"(?:领|拿|得|享受|补|评|获)(?:过|了)|去年|前年|原来|之前|以前|此前|曾|已经?(?:领|拿|得|享|评|获|是)|上次"
)
_NEGATION = re.compile(r"(?:没有?|未|不|非|无|尚未|还没|并未|从未|没能|没被)[^，。；、]{0,8}$")
# `不超过`, `不低于` compare; `不错`, `没问题` deny nothing.
_NO_NEGATION = re.compile(r"不(?:超|低|高|少|多|满|足|到|错|止|仅|光|但|同|管|知|过)|没问题|无论")


@dataclass(frozen=True, slots=True)
class Segment:
    """`text[start:end]`; `period`: −2 前年, −1 去年, 0 今年, None where the piece names no year."""

    start: int
    end: int
    period: int | None


def segments(text: str) -> list[Segment]:
    """The pieces, in order; together they cover the text. A piece that names no year has the year of none."""
    bounds: list[tuple[int, int]] = []
    begin = 0
    for cut in _CUT.finditer(text):
        bounds.append((begin, cut.end()))
        begin = cut.end()
    bounds.append((begin, len(text) + 1))
    found = [Segment(a, b, _period(text[a:b])) for a, b in bounds if b > a]
    years = {int(year) for s in found for year in _CALENDAR.findall(text[s.start : s.end])}
    if len(years) < 2:
        return found
    return [
        s if s.period is not None else replace(s, period=_calendar(text[s.start : s.end], max(years))) for s in found
    ]


def _calendar(piece: str, latest: int) -> int | None:
    """Of `2023年营收9600万，2024年营收1.3亿` the latest year told of is this year's."""
    years = _CALENDAR.findall(piece)
    return max(int(years[0]) - latest, -3) if years else None


def _period(piece: str) -> int | None:
    found = [(match.start(), period) for pattern, period in _PERIODS if (match := pattern.search(piece))]
    return min(found)[1] if found else None


_NOT_YET = re.compile(
    r"没(?:报成|评上|批|通过|拿到|下来|成功|有?过)|未(?:通过|获批|评上|入选)|还在(?:准备|申报|评|等|走)|(?:正在)?(?:准备|筹备)(?:材料|中|申)|打算|计划(?:申|报)|想报|暂无|落选|不是"
)


def negated(text: str, start: int, parts: list[Segment], end: int | None = None) -> bool:
    """Whether the word at `start` is denied in its own piece, or (with its `end`) is said not to have come yet."""
    segment = next(s for s in parts if s.start <= start < s.end)
    before = _NO_NEGATION.sub("", text[segment.start : start])
    if _NEGATION.search(before):
        return True
    if end is None:
        return False
    following = next((s for s in parts if s.start >= segment.end), segment)
    return bool(_NOT_YET.search(text[segment.start : start] + "□" + text[end : segment.end])) or bool(
        _NOT_YET.match(text[following.start : following.end].strip())
    )


_DENIED_AFTER = re.compile(
    r"(?:的|证明|材料|名单|清单|我们|目前|暂时|现在|也|都|还|暂|倒|就)*(?:没(?!问题)|未|不是|不在|无|不具备|不符合|不满足|办不)"
)


def denied_after(text: str, end: int, parts: list[Segment]) -> bool:
    """`对接测试证明还没拿到`: the word that ends at `end` is denied by what follows it in its piece."""
    segment = next(s for s in parts if s.start < end <= s.end)
    return _DENIED_AFTER.match(text, end, segment.end) is not None
