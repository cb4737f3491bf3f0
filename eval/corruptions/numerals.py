"""Writing a figure anew: another number in the same style, or the same number in Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from eval.corruptions.truth import value
from index.text.figures import Figure, number, scan

_DIGITS = "零一二三四五六七八九"
_ARABIC = re.compile(r"(?P<head>)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<tail>\D*)")
_CHINESE = re.compile(
    r"(?P<head>(?:百分之|千分之)?)(?P<number>[一二两三四五六七八九十][零一二两三四五六七八九十百千]*)(?P<tail>.*)"
)
_PARTS = {"%": "百分之", "‰": "千分之"}


@dataclass(frozen=True, slots=True)
class Written:
    """A figure's parts: `百分之` 三十 · 50 `万元`."""

    head: str
    number: Fraction
    tail: str
    chinese: bool

    def with_number(self, new: Fraction) -> str | None:
        """The same figure with another number; None where it cannot be written in this style."""
        if self.chinese:
            return self.head + chinese(int(new)) + self.tail if new.denominator == 1 and 0 < new < 10_000 else None
        plain = decimal(new)
        return None if plain is None else self.head + plain + self.tail


def written(text: str) -> Written | None:
    """The parts of a figure's text; None for ranges and ratios."""
    for pattern, is_chinese in ((_ARABIC, False), (_CHINESE, True)):
        if match := pattern.fullmatch(text):
            return Written(match["head"], number(match["number"]), match["tail"], is_chinese)
    return None


def decimal(new: Fraction) -> str | None:
    """`Fraction(1, 2)` → `0.5`; None without a short decimal form."""
    scaled = new * 1000
    if scaled.denominator != 1 or new <= 0:
        return None
    whole, rest = divmod(int(scaled), 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def chinese(whole: int) -> str:
    """A whole number below ten thousand: 1500 → 一千五百, 180 → 一百八十, 12 → 十二."""
    if not 0 < whole < 10_000:
        raise ValueError(f"{whole} 不在 1 到 9999 之间")
    result, gap = "", False
    for power, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = whole // power % 10
        if digit == 0:
            gap = bool(result)
            continue
        result += ("零" if gap else "") + ("两" if digit == 2 and power == 1000 else _DIGITS[digit]) + word
        gap = False
    return result.removeprefix("一") if result.startswith("一十") else result


def in_chinese(text: str) -> str | None:
    """A sentence with its figures in Chinese numerals; None when none can be, or the meaning would not stay."""
    result, position = "", 0
    figures = scan(text)
    for figure in figures:
        result += text[position : figure.start] + (_figure_in_chinese(figure) or figure.text)
        position = figure.end
    result += text[position:]
    same = [value(figure) for figure in scan(result)] == [value(figure) for figure in figures]
    return result if same and result != text else None


def _figure_in_chinese(figure: Figure) -> str | None:
    parts = written(figure.text)
    if parts is None or parts.chinese or not parts.tail:
        return None
    whole, tail = parts.number, parts.tail
    if tail == "元" and whole >= 10_000:
        whole, tail = whole / 10_000, "万元"
    if whole.denominator != 1 or not 0 < whole < 10_000:
        return None
    if tail in _PARTS:
        return _PARTS[tail] + chinese(int(whole))
    return chinese(int(whole)) + tail
