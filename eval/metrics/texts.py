"""What it means that a text holds a quote, that an answer says a thing, and which figures it shows."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# Share of a quote that has to stand in a text as one run. Quotes are cut by punctuation in many ways; a run of
# 60 % cannot come from a neighbouring provision, which repeats the formula and changes the award.
RUN_PERCENT = 60

_PUNCTUATION = re.compile(r"[\s\u3000,，。；;：:、“”\"'‘’（）()《》〈〉\[\]【】—\-·.]+")
_CIRCLED = re.compile(r"[①-⑳⑴-⒛]")
_MARKS = re.compile(r"[\s*_`]+")
_FIGURE = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万亿|亿|万|千)?(?P<unit>元|%|‰|个百分点)?")
_SCALES = {"千": Decimal(10) ** 3, "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": Decimal(10) ** 12}
_RATIOS = ("%", "‰", "个百分点")


def bare(text: str) -> str:
    """NFKC without blanks, punctuation and brackets."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))


def covers(text: str, quote: str) -> bool:
    """`text` holds `quote`: at least 60 % of it, as one run of characters, both taken without punctuation."""
    haystack, needle = bare(text), bare(quote)
    if not needle:
        return False
    run = -(-len(needle) * RUN_PERCENT // 100)
    return any(needle[start : start + run] in haystack for start in range(len(needle) - run + 1))


def without_circled(text: str) -> str:
    """NFKC; ①⑵ become blanks first, for NFKC would glue them to the number behind them as a digit."""
    return unicodedata.normalize("NFKC", _CIRCLED.sub(" ", text))


def spoken(answer: str) -> str:
    """The answer as the patterns see it: NFKC, no blanks, no markdown emphasis."""
    return _MARKS.sub("", without_circled(answer))


def says(answer: str, pattern: str) -> bool:
    """The answer matches the regular expression `pattern`, or holds it literally."""
    text = spoken(answer)
    written = re.sub(r"\s+", "", unicodedata.normalize("NFKC", pattern))
    try:
        if re.search(written, text):
            return True
    except re.error:  # a literal with a bracket in it
        pass
    return spoken(pattern) in text


def shown_value(value: Decimal) -> str:
    """A number without exponent and trailing zeros: one spelling a value."""
    return format(value.normalize(), "f")


def figures(text: str) -> set[str]:
    """Money, rates and ratios of a text as values: 50万元 and 500,000元 are "500000", 15% is "15%".

    A bare number is no figure here: dates, clause numbers and counts carry no unit of this kind.
    """
    found: set[str] = set()
    for match in _FIGURE.finditer(without_circled(text).replace(",", "")):
        scale, unit = match["scale"], match["unit"]
        if scale or unit:
            value = Decimal(match["number"]) * _SCALES.get(scale, Decimal(1))
            found.add(shown_value(value) + (unit if unit in _RATIOS else ""))
    return found
