"""Figures of a rule file: `10万元`, `15万辆#2` (its second occurrence in the quote), `全额`, `25[万元]`.

The last is a figure whose unit the text prints once for a list (60、25、10万元): printed 25, worth 25万元.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from assistant.calculator.inputs import InputSpec
from assistant.calculator.kinds import WHOLE
from index.text import figures

_LISTED = re.compile(r"(?P<printed>[^\[\]]+)\[(?P<unit>[^\[\]]+)\]")


def split(literal: str) -> tuple[str, int | None]:
    """The printed text and which occurrence in the quote is meant, if that was said (counted from 1)."""
    match = re.fullmatch(r"(.+)#(\d+)", literal)
    whole, nth = (match.group(1), int(match.group(2))) if match else (literal, None)
    listed = _LISTED.fullmatch(whole)
    return (listed["printed"] if listed else whole), nth


def text(literal: str) -> str:
    """The figure with its unit, as it reads by itself."""
    whole = re.sub(r"#\d+$", "", literal)
    listed = _LISTED.fullmatch(whole)
    return listed["printed"] + listed["unit"] if listed else whole


@cache
def value(literal: str) -> Fraction:
    """Yuan, fraction of one, or count; 全额 is 1."""
    printed = text(literal)
    return Fraction(1) if printed == WHOLE else figures.parse(printed).value


def ends(literal: str) -> tuple[Fraction, Fraction]:
    """Both ends of a range literal.

    Raises:
        ValueError: it is no range.
    """
    figure = figures.parse(text(literal))
    if figure.kind != "range" or figure.low is None or figure.high is None:
        raise ValueError(f"“{literal}”不是一个区间（如 20—100万元）")
    return figure.low, figure.high


def sides(literal: str) -> tuple[Fraction, Fraction]:
    """Both sides of a ratio literal (1:1.5)."""
    figure = figures.parse(text(literal))
    if figure.kind != "ratio" or figure.low is None or figure.high is None:
        raise ValueError(f"“{literal}”不是一个比例（如 1:1.5）")
    return figure.low, figure.high


def against(spec: InputSpec, literal: str) -> Fraction:
    """The figure a quantity input is compared with.

    Raises:
        ValueError: a money figure for a count, a percentage for money, and so on.
    """
    figure = figures.parse(text(literal))
    kinds = {"money": ("money",), "percent": ("percent", "permille", "points")}.get(spec.type, ("quantity", "number"))
    if spec.type in ("boolean", "enum", "set", "date") or figure.kind not in kinds:
        raise ValueError(f"“{literal}”与输入“{spec.label}”（{spec.type}）的类型不合")
    return figure.value
