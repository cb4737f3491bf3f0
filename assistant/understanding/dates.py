"""When the matter happened: a day, month or year said outright, or 去年, 今年, 前年 against as_of."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(?<!\d)(20\d\d)年(\d{1,2})月(\d{1,2})[日号]|(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)年(\d{1,2})月(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!.{0,4}(?:号文|行动计划|政策文本))")
_RELATIVE = (("前年", -2), ("去年", -1), ("上年", -1), ("今年", 0), ("本年", 0), ("明年", 1))
# The date of the policy or of a quantity is not the date of the matter.
_HAPPENED = re.compile(r"认定|获评|评上|入选|列入|通过|投产|开工|获得|拿到|上市|入规|升规|新增|取得|获奖|评为|建成|完成")


def event_date(text: str, as_of: date) -> str | None:
    """`"2024-05-01"`, `"2024-05"` or `"2024"`; None when nothing is said of when it happened."""
    if not _HAPPENED.search(text):
        return None
    if match := _DAY.search(text):
        year, month, day = (int(part) for part in (match.groups()[:3] if match[1] else match.groups()[3:]))
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return str(year)
    if (match := _MONTH.search(text)) and 1 <= int(match[2]) <= 12:
        return f"{match[1]}-{int(match[2]):02d}"
    years = {match[1] for match in _YEAR.finditer(text)}
    if len(years) == 1:
        return years.pop()
    if not years:
        said = {as_of.year + shift for word, shift in _RELATIVE if word in text}
        if len(said) == 1:
            return str(said.pop())
    return None
