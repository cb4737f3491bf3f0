"""Numbering styles of the genre as a grammar: how a numbered line opens, what its number is worth.

A style is data. Which levels a document uses, and in which order, is found from the document itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.documents.model import ClauseKind
from index.text.normalize import nfkc

_CHINESE = "零〇一二三四五六七八九十百"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_NUMBER = rf"(?P<n>[{_CHINESE}]+|\d{{1,3}})"
_BOLD = r"(?:\*\*)?"
# What follows `1.1` where it is a quantity at a line's start (1.1万亿元), not a number.
_UNITS = r"万|亿|千|百|元|倍|米|吨|个百分点|个月|平方|公里|[%％‰]"
# What follows 第八条 where it is a cross-reference, not the article itself.
_REFERS = "规第、至和及与或所的中之款项，,。；;）)"


def chinese_number(text: str) -> int:
    """`二十七` → 27, `27` → 27. Raises ValueError for anything else."""
    text = nfkc(text).replace("两", "二")
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            raise ValueError(f"not a Chinese number: {text}")
    return total + digit


@dataclass(frozen=True, slots=True)
class Style:
    """One way of numbering.

    Attributes:
        opens: matches at the start of a line (after blanks); group `n` is the number, the match is the marker.
        rank: outer styles have the smaller rank.
        kind: what a node of this style is.
    """

    name: str
    opens: re.Pattern[str]
    rank: float
    kind: ClauseKind

    def locator(self, marker: str) -> str:
        """The locator of one number: as printed, brackets full width, plain digits for `1.`."""
        return _LOCATORS[self.name](marker)

    def label(self, marker: str) -> str:
        """How the number alone is cited: 第9条, 第（十二）条, 第一部分."""
        printed = self.locator(marker)
        if printed.startswith(("第", "附", "表")):
            return printed
        return f"第{printed}部分" if self.kind is ClauseKind.PART else f"第{printed}条"


def _plain(marker: str) -> str:
    return re.sub(r"[\s*.．、　]", "", marker)


def _bracketed(marker: str) -> str:
    return "（" + re.sub(r"[\s*()（）、.．]", "", marker) + "）"


def _half(marker: str) -> str:
    return re.sub(r"[\s*)）]", "", marker) + "）"


def _decimal(marker: str) -> str:
    return nfkc(marker).strip().rstrip("、.")


_LOCATORS = {
    "annex": _plain,
    "division": _plain,
    "chapter": _plain,
    "section": _plain,
    "article": _plain,
    "part": _plain,
    "bracket": _bracketed,
    "bracketed digit": _bracketed,
    "half bracket": _half,
    "circled": _plain,
    "digit": _plain,
    "bare": _plain,
    "decimal3": _decimal,
    "decimal2": _decimal,
    "row": _plain,
}

ARTICLE, ROW = "article", "row"
# （三）项, （三）款 and （三）至（五） cite a number; （三）项目 and （三）条件 open with one.
_NOT_CITED = r"(?!条(?![件例])|款(?!项)|项(?!目)|[至到、和及或][（(])"
# 附件1：某办法 has its title on its line; 附件：某表 is a list.
_TITLED = rf"(?<=[{_CHINESE}0-9])[\s：:　]+[^。；，]{{2,40}}$"
_AFTER_DOT = rf"(?P<n>\d{{1,2}})(?![\d.])(?!\s*(?:\d|{_UNITS}|$))"
_HEAD = r"(?=\s|[\u4e00-\u9fff]{2,20}$)"
# `三、四、五星级` and `一、二、三等奖` open with a number and 、 but go on listing: the lookahead refuses them.
STYLES: tuple[Style, ...] = (
    Style("row", re.compile(r"表\d{1,3}第(?P<n>\d{1,4})行[\s　]"), 50, ClauseKind.ROW),
    Style(
        "annex",
        re.compile(rf"附[件表]\s*(?P<n>\d{{1,2}}|[{_CHINESE}]{{1,3}})?(?=[\s：:]*$|{_TITLED})"),
        0,
        ClauseKind.PART,
    ),
    Style("division", re.compile(rf"第{_NUMBER}(?:编|部分){_HEAD}"), 1, ClauseKind.PART),
    Style("chapter", re.compile(rf"第{_NUMBER}章{_HEAD}"), 1.2, ClauseKind.PART),
    Style("section", re.compile(rf"第{_NUMBER}节{_HEAD}"), 1.4, ClauseKind.PART),
    Style("article", re.compile(rf"{_BOLD}第{_NUMBER}条(?![{_REFERS}])\s*"), 2, ClauseKind.CLAUSE),
    Style("part", re.compile(rf"{_BOLD}(?P<n>[{_CHINESE}]+)\s?[、．.](?![{_CHINESE}]+[、等级星])"), 3, ClauseKind.PART),
    Style(
        "bracket", re.compile(rf"{_BOLD}[（(]\s?(?P<n>[{_CHINESE}]+)\s?[)）]{_NOT_CITED}[、．.]?"), 4, ClauseKind.CLAUSE
    ),
    Style("decimal3", re.compile(rf"(?P<p>\d{{1,2}}\.\d{{1,2}})\.{_AFTER_DOT}"), 7, ClauseKind.ITEM),
    Style("decimal2", re.compile(rf"(?P<p>\d{{1,2}})\.{_AFTER_DOT}"), 6, ClauseKind.CLAUSE),
    Style("digit", re.compile(rf"{_BOLD}(?P<n>\d{{1,2}})[.．、](?!\d)"), 5, ClauseKind.CLAUSE),
    # `1 总则` counts only beside `1.1 …`: alone it is as likely the rest of a broken line.
    Style("bare", re.compile(r"(?P<n>\d{1,2})[\s　]+(?=[\u4e00-\u9fff])"), 5, ClauseKind.PART),
    # （1） lies below 1. and is no part of the run （一）, （二）.
    Style("bracketed digit", re.compile(rf"[（(](?P<n>\d{{1,2}})[)）]{_NOT_CITED}"), 8, ClauseKind.ITEM),
    Style("half bracket", re.compile(rf"(?P<n>\d{{1,2}})[)）]{_NOT_CITED}"), 9, ClauseKind.ITEM),
    Style("circled", re.compile(r"(?P<n>[①-⑳])"), 10, ClauseKind.ITEM),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbered opening found at a line's start; `text` is as printed, `end` its length in the line."""

    style: Style
    number: int
    text: str
    prefix: str
    end: int


def marker_at(line: str) -> Marker | None:
    """The marker a line opens with, if any (blanks in front are allowed)."""
    indent = len(line) - len(line.lstrip())
    for style in STYLES:
        match = style.opens.match(line, indent)
        if match:
            prefix = nfkc(match.groupdict().get("p") or "")
            return Marker(style, chinese_number(match["n"] or "1"), match.group(), prefix, match.end())
    return None
