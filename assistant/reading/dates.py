"""Points in time a question names, resolved against the day the answer is given."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.reading.model import Period
from assistant.reading.patterns import load
from index.documents.model import Span

_CN = "零〇○一二三四五六七八九"
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_FULL = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[一二][九零〇○][{_CN}]{{2}})\s?"
    r"(?:年度?(?!以[上内])(?:\s?(?P<month>1[0-2]|0?[1-9])\s?月(?:份|初|底|末)?(?:\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号])?)?"
    r"|[-/.](?P<month2>1[0-2]|0?[1-9])[-/.](?P<day2>3[01]|[12]\d|0?[1-9])(?!\d)|[-/](?P<month3>1[0-2]|0?[1-9])(?!\d))"
)
# 24年认定, 25年6月: two digits are a year only where a count of years makes no sense.
_SHORT = re.compile(
    r"(?<![\d.])(?P<year>19|2\d|30)年(?!以|内|后|来|之内|间|期|的?历史|左右|多|连续)(?P<month>(?=\d)1[0-2]|[1-9])?(?:月)?"
)
_MONTH = re.compile(r"(?<![\d年.])(?P<month>1[0-2]|[1-9])月份?(?:(?P<day>3[01]|[12]\d|[1-9])[日号])?")
_LAST_MONTH = re.compile(r"上个?月|这个月|本月|前不久|最近|刚刚")
_BARE_YEAR = re.compile(r"(?<![\d.〔［\[(（-])(?P<year>20[12]\d)(?=\s*(?:认定|投产|入规|评|列入|通过|获|新))")
_PERIODS: dict[int, Period] = {0: "this_year", -1: "last_year", -2: "year_before_last", 1: "next_year"}


@dataclass(frozen=True, slots=True)
class When:
    """A date as written. `relative` is the offset in years of a relative word (去年 → -1), None otherwise."""

    at: Span
    year: int
    month: int | None = None
    day: int | None = None
    relative: int | None = None


def find_dates(text: str, as_of: date) -> list[When]:
    """All dates and relative years of `text`, in reading order, not overlapping."""
    found: list[When] = []
    for pattern in (_FULL, _SHORT, _BARE_YEAR):
        found += [_when(match, as_of) for match in pattern.finditer(text)]
    patterns = load("dates")
    for offset in range(-3, 2):
        found += [
            _with_month(text, span, as_of.year + offset, offset) for span in patterns.spans(str(offset), text)
        ]  # fmt: skip
    found += [_when(match, as_of) for match in _MONTH.finditer(text)]
    for match in _LAST_MONTH.finditer(text):
        months = as_of.year * 12 + as_of.month - 1 - (1 if match.group().startswith("上") else 0)
        if match.group()[-1] == "月":
            found.append(When(match.span(), months // 12, months % 12 + 1))
    kept: list[When] = []
    for when in sorted(found, key=lambda w: (w.at[0], -w.at[1])):
        same = bool(kept) and not _SENTENCE_ENDS.search(text, kept[-1].at[1], when.at[0])
        if same and _OF_THE_ONE_BEFORE.fullmatch(text[slice(*when.at)]):
            when = replace(when, year=kept[-1].year - 1, relative=None)
        if (not kept or when.at[0] >= kept[-1].at[1]) and 1949 <= when.year <= 2100:
            kept.append(when)
    return kept


# 上年度1.45亿，前一年1.1亿: the year before the one just named in the same sentence.
_SENTENCE_ENDS = re.compile(r"[。！!？?；;\n]")
_OF_THE_ONE_BEFORE = re.compile(r"再?[前上]一年度?")


def _when(match: re.Match[str], as_of: date) -> When:
    groups = match.groupdict()
    written = groups.get("year")
    if written is None:
        year = as_of.year
    elif written.isdecimal():
        year = int(written) + (2000 if len(written) == 2 else 0)
    else:
        year = int("".join(str(_VALUES[c]) for c in written))
    month = next((int(groups[name]) for name in ("month", "month2", "month3") if groups.get(name)), None)
    day = next((int(groups[name]) for name in ("day", "day2") if groups.get(name)), None)
    return When(match.span(), year, month, _real_day(year, month, day))


def _with_month(text: str, span: Span, year: int, relative: int) -> When:
    """去年6月, 今年 3 月 15 日: the month belongs to the relative year."""
    match = re.compile(
        r"的?\s?(?P<month>1[0-2]|[1-9])\s?月(?:份|底|初)?(?:\s?(?P<day>3[01]|[12]\d|[1-9])\s?[日号])?"
    ).match(text, span[1])
    if not match:
        return When(span, year, relative=relative)
    month = int(match["month"])
    day = int(match["day"]) if match["day"] else None
    return When((span[0], match.end()), year, month, _real_day(year, month, day), relative)


def _real_day(year: int, month: int | None, day: int | None) -> int | None:
    try:
        return day if month and day and date(year, month, day) else None
    except ValueError:
        return None


def period_of(when: When, as_of: date) -> Period:
    """当年, 上年度, 前年 or earlier, as seen from the year of `as_of`."""
    offset = when.year - as_of.year
    return _PERIODS.get(offset, "earlier" if offset < 0 else "")


def day_in_text(text: str, dates: list[When]) -> date | None:
    """The day the text says it is (今天是2025年3月1日, 假设现在是…), if it says so."""
    asked = load("dates")["asked_as_of"]
    for when in dates:
        if when.month and asked.search(text[: when.at[0]]):
            return date(when.year, when.month, when.day or 1)
    return None
