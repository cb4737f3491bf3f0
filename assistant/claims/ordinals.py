"""Which year, batch or place: 第三年 is not 第二年, 第二、三、四年 are three of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.claims.words import folded
from index.text.figures import number

_N: Final = r"[一二三四五六七八九十]+|\d{1,2}"
ORDINALS: Final = re.compile(
    rf"第(?P<first>{_N})(?P<more>(?:(?:[、和及或与到至]|以及)第?(?:{_N}))*)个?(?P<unit>年|季度|月|批|名|届|档|次|期|阶段|步|位)"
)
_ONE_OF: Final = re.compile(rf"(?P<to>[到至]第?)?(?P<n>{_N})")
# 首年, 次年: years that have a name
_NAMED: Final = {1: re.compile("首年|头一?年"), 2: re.compile("次年|来年|翌年|第2年|下一年")}
_LASTS: Final = re.compile(rf"(?P<n>{_N}|两)年")


def strange(said: str, clauses: Sequence[str]) -> str:
    """Why an ordinal of `said` is none of the clauses', in Chinese; "" when all are."""
    printed = "".join(map(folded, clauses))
    theirs = set(_ordinals(printed))
    theirs |= {(n, "年") for n, name in _NAMED.items() if name.search(printed)}
    lasts = max((_value(match["n"]) for match in _LASTS.finditer(ORDINALS.sub("", printed))), default=0)
    for n, unit in _ordinals(folded(said)):
        once = (n, unit) == (1, "次")  # 第一次 is 首次, a word
        if not once and (n, unit) not in theirs and not (unit == "年" and n <= lasts):
            return f"原文没有“第{n}{unit}”"
    return ""


def _ordinals(text: str) -> Iterator[tuple[int, str]]:
    for match in ORDINALS.finditer(text):
        last = _value(match["first"])
        yield last, match["unit"]
        for other in _ONE_OF.finditer(match["more"]):
            n = _value(other["n"])
            yield from ((each, match["unit"]) for each in (range(last + 1, n + 1) if other["to"] else (n,)))
            last = n


def _value(written: str) -> int:
    return int(number(written))
