"""Days and periods in a policy's own words: 自印发之日起施行，有效期3年 · 有效期至 · 执行期限 · 征求意见截止."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.documents.numbering import chinese_number

_DIGIT = {c: str(n % 10) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "Ｏ": "0", "零": "0"}
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
DAY = re.compile(
    rf"(?P<y>(?:19|20)\d\d|[二一][〇○Ｏ零九一][〇○Ｏ零一二三四五六七八九]{{2}})\s*(?:年\s*(?P<m>{_N})\s*月\s*(?P<d>{_N})\s*日"
    r"|[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})(?!\d))"
)
_MONTH = re.compile(rf"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>{_N})\s*月(?!\s*{_N}\s*日)(?P<end>底|末)?")
_YEAR_END = re.compile(r"(?P<y>(?:19|20)\d\d)\s*年\s*(?:年?底|年末|末)")
_SELF = (
    r"本\w{0,14}?(?:政策|措施|办法|意见|规定|细则|方案|计划|通知|条例|规划|公告|通告|指南|决定|规则|规程|条款|若干|文件|"
    r"《[^》]+》)"
)
_EFFECT = "施行|实施|执行|生效|试行"
_ISSUED = "印发|发布|公布|颁布|下发|发文|出台|公开发布|签发"
_FROM_ISSUE = re.compile(
    rf"(?:自|从)?(?:{_ISSUED})之日(?:起)?(?:(?:满|后)?\s*(?P<days>{_N})\s*(?:个)?(?:自然)?日后?)?(?:起)?[^。；，]{{0,6}}?(?:{_EFFECT}|有效)?"
)
_FROM = re.compile(rf"(?:自|从|于|由)?\s*{DAY.pattern}\s*(?:零时)?\s*(?:开始|起|始)?\s*(?:正式|开始)?\s*(?:{_EFFECT})")
_YEARS = re.compile(
    rf"(?:有效期|执行期|试行期|实施期|政策期|施行期|适用期)(?:限)?(?:暂定|暂)?(?:为|是|:|：)?\s*(?P<n>{_N})\s*(?P<unit>年|个月)"
    rf"|(?:试行|暂行|有效|执行)\s*(?P<n2>{_N})\s*(?P<unit2>年|个月)|期限(?:为)?\s*(?P<n3>{_N})\s*(?P<unit3>年|个月)"
)
_UNTIL = re.compile(
    rf"(?:有效期|执行期|试行期|实施期|政策期|期限|施行|实施|执行|有效|试行)(?:限|间)?[^。；，]{{0,16}}?(?:至|到|截至|截止到?|止于|—|-|－|~|～)\s*{DAY.pattern}"
)
_START = DAY.pattern.replace("?P<", "?P<a")
_RANGE = re.compile(
    rf"(?:期限|有效期|执行期|实施期|执行时间|实施时间|政策期|有效时间|期间)[^。；，]{{0,10}}?{_START}\s*(?:起)?\s*"
    rf"(?:至|到|—|–|-|－|~|～)+\s*{DAY.pattern}"
)
# What else has a period in a policy: applications, subsidies, buildings.
_OTHER = re.compile(
    r"申报(?:时间|期|截止|材料)|受理(?:时间|期)|公示|补(?:贴|助)期|贴息期|建设期|报名|奖励期|租期|合同期|保修|统计期|服务期|考核期|孵化期"
)
_COMMENT = re.compile(r"征求意见|意见反馈|反馈|意见征集|提出意见|征集意见|修改意见|意见建议|意见和建议")


@dataclass(frozen=True, slots=True)
class Stated:
    """A period found in one sentence. `years` counts months; `from_issue` days after the issue, None where not said."""

    first: date | None = None
    last: date | None = None
    months: int | None = None
    from_issue: int | None = None


def day_in(text: str) -> date | None:
    """The first day written in `text`."""
    return next((found for match in DAY.finditer(text) if (found := _day(match))), None)


def days_in(text: str) -> list[tuple[date, int, int]]:
    """Every day in `text` with its place."""
    return [(found, m.start(), m.end()) for m in DAY.finditer(text) if (found := _day(m))]


def stated_period(sentence: str) -> Stated | None:
    """The period that a sentence gives the document it stands in, None where it gives none."""
    other = _OTHER.search(sentence)
    if other and not re.search(rf"{_SELF}[^，。；]{{0,12}}(?:{_EFFECT}|有效)|有效期", sentence):
        return None
    first = last = None
    months = from_issue = None
    if match := _RANGE.search(sentence):
        first, last = _day_named(match, "a"), _day(match)
    if not first and (match := _FROM.search(sentence)):
        first = _day(match)
    if not last and (match := _UNTIL.search(sentence)):
        last = _day(match)
    if not last and (
        match := re.search(
            r"(?:有效期|执行|实施|期限)[^。；，]{0,8}(?:至|到)\s*(?P<rest>(?:19|20)\d\d年[^，。；]{0,6})", sentence
        )
    ):
        last = _month_end(match["rest"])
    if not last and (match := _YEARS.search(sentence)):
        number, unit = next((match[f"n{k}"], match[f"unit{k}"]) for k in ("", "2", "3") if match[f"n{k}"])
        months = chinese_number(number) * (12 if unit == "年" else 1)
    if not first and (match := _FROM_ISSUE.search(sentence)) and re.search(rf"{_EFFECT}|有效", sentence):
        from_issue = chinese_number(match["days"]) if match["days"] else 0
    if not (first or last or months or from_issue is not None):
        return None
    if months and not (first or from_issue is not None or re.search(rf"{_SELF}|^\W*(?:有效期|试行)", sentence)):
        return None  # 有效期3年 of a certificate
    if last and not first and not re.search(rf"{_SELF}|有效期|(?:自|起)[^。]*(?:{_EFFECT})|执行期限", sentence):
        return None
    if first and not last and not months and not re.search(rf"{_SELF}|起\s*(?:正式)?(?:{_EFFECT})", sentence):
        return None
    return Stated(first, last, months, from_issue)


def comments_until(sentence: str) -> date | None:
    """The last day for comments on a draft."""
    if not _COMMENT.search(sentence):
        return None
    found = days_in(sentence)
    return found[-1][0] if found else None


def last_day(first: date, months: int) -> date:
    """The day before the anniversary: 自2024年4月1日起施行，有效期5年 ends on 2029-03-31."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    for back in range(4):  # 29 February
        try:
            return date(year, month + 1, first.day - back) - timedelta(days=0 if back else 1)
        except ValueError:
            continue
    raise AssertionError("no such month")


def _day(match: re.Match[str]) -> date | None:
    return _day_named(match, "")


def _day_named(match: re.Match[str], prefix: str) -> date | None:
    groups = match.groupdict()
    year = "".join(_DIGIT.get(c, c) for c in groups[f"{prefix}y"] or "")
    month = groups[f"{prefix}m"] or groups[f"{prefix}m2"]
    day = groups[f"{prefix}d"] or groups[f"{prefix}d2"]
    try:
        return date(int(year), chinese_number(month or ""), chinese_number(day or ""))
    except ValueError:
        return None


def _month_end(text: str) -> date | None:
    if match := _YEAR_END.match(text):
        return date(int(match["y"]), 12, 31)
    if match := _MONTH.match(text):
        month = chinese_number(match["m"])
        if 1 <= month <= 12:
            return date(int(match["y"]) + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return None
