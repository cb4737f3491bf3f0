"""What of a clause is for the office and not for the caller: who leads, who helps, in brackets."""

from __future__ import annotations

import re
from typing import Final

_BUREAU: Final = re.compile(r"[（(]牵头(?:单位|部门)?[^（）()]{0,80}[）)]。?")


def without_bureau(text: str) -> str:
    """The rule without the bracket that says which office leads it.

    >>> without_bureau("补20%、最高100万元。（牵头单位：市经信局，配合单位：市财政局）。")
    '补20%、最高100万元。'
    """
    rest = _BUREAU.sub("", text)
    return text if not rest.strip("。：") else rest if rest.endswith(("。", "？", "！", "”")) else f"{rest}。"


def bureau_of(text: str) -> str:
    """Only what the bracket says; "" where there is none.

    >>> bureau_of("补20%、最高100万元。（牵头单位：市经信局，配合单位：市财政局）。")
    '牵头单位：市经信局，配合单位：市财政局'
    """
    found = _BUREAU.search(text)
    return found.group().strip("（）()。") if found else ""
