"""一亩补三千 for 每亩3000元: one of what the clause pays by is each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.words import folded

_UNITS: Final = (
    "年|个?月|季度?|天|亩|吨|千瓦时|度|户|家|张|辆|台|场|座|床|人|项|个|种|件|套|篇|部|集|趟|列|班|公里|平方米|平米"
)
# 满一年, 一年内, 第一年, 其中一家, 一次性: of these one is counted
_ONE: Final = re.compile(
    rf"(?<![满第首头过这那同某另任每唯有之何十百千万上下前后再仅])一(?P<unit>{_UNITS})(?![内后之以前级期性制半来])"
)


def spread(text: str, clauses: Sequence[str]) -> str:
    """`text`, no longer and no shorter, with 每 for 一 before what a clause has each of."""
    printed = "".join(map(folded, clauses))

    def of_each(match: re.Match[str]) -> str:
        unit = match["unit"]
        if "每" in text[max(match.start() - 3, 0) : match.start()]:
            return match.group()  # 每放一度电
        forms = {unit, {"度": "千瓦时", "平米": "平方米", "月": "个月"}.get(unit, unit)}
        each = any(f"每{form}" in printed or f"单{form}" in printed or f"/{form}" in printed for form in forms)
        return f"每{unit}" if each or (unit == "年" and "年度" in printed) else match.group()

    return _ONE.sub(of_each, text)
