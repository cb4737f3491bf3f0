"""What counts in, what is left out, and whether one may be had on top of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.nearest import nearest_sentence
from assistant.claims.tokens import tokens

_INCLUDES: Final = re.compile(r"(不|未)?(?:均|都|已)?(?:含|包括|包含|计入)([一-鿿]{2,6})")
_OUT_OF_SUM: Final = re.compile("不(?:计算|包括|包含|算|计)?(?:在内|在里面|进去|入)|另外|另行|之外")
_ADDS_UP: Final = re.compile(
    r"(?<![不未没])(?:可以?|能够?|均可|都可|允许)(?:以)?(?:叠加|累计|累加|累积|合并|重复|兼得|兼享|分别享受|分别拿|各享受|都享受|都拿|同时(?:享受|领取|拿))"
)
_PAID_TWICE: Final = re.compile("(?:分别|各自|合并|叠加|同时|都|两[级份头])(?:发放|享受|领取|领到|兑现|给予|拿到?)")
_ONCE: Final = re.compile(r"就高|不重复|差额|补差|不叠加|不累计|只能[^，。；]{0,4}(?:其一|一项|一种)|二选一|择一")
_ONLY_ONE: Final = re.compile(
    "只(?:能|可|给|会)?(?:享受|奖励?|补助?|给予?|领取?|拿|算|选)?(?:其中)?一[次项个份]"
    "|不[能得可]?(?:以)?(?:累计|叠加|累加)"
)
_MAY_ADD_UP: Final = re.compile("(?<![不得])可以?(?:同时)?(?:累计|叠加|累加)")
_LEAVES_OUT: Final = re.compile(
    "不在[^，。；]{0,14}?(?:范围|之列|之内|对象|内)(?!的)|不(?:包括|包含|含|涉及|覆盖|涵盖|适用于?)|排除|除外|例外|不算"
)
_OF_SCOPE: Final = re.compile("本?政策|适用|范围|条款|之列|计划|条例|领域|对象|企业|项目")
_NAMES_BEHIND: Final = ("包括", "包含", "含", "涉及", "覆盖", "涵盖", "适用")
_REACH: Final = 14  # characters of what an exception names
_MOSTLY: Final = 0.6


def counted_in(text: str, printed: Sequence[str]) -> str:
    """含省内奖励 and 不含省内奖励, 省内奖励不计算在内."""
    signs: dict[str, set[bool]] = {}
    for source in printed:
        for match in _INCLUDES.finditer(source):
            signs.setdefault(match[2][:2], set()).add(bool(match[1]))
    for match in _INCLUDES.finditer(text):
        if (held := signs.get(match[2][:2])) and bool(match[1]) not in held:
            return f"“{match.group()}”与原文相反"
    for piece in re.split("[，。；]", text):
        out = _OUT_OF_SUM.search(piece)
        for word, held in signs.items():
            if out and word in piece and held == {False}:
                return f"原文包括“{word}”，句中却说“{out.group()}”"
    return ""


def excluded(text: str, printed: Sequence[str]) -> str:
    """What a sentence leaves out the clause leaves out too."""
    for piece in re.split("[，。；]", text):
        match = _LEAVES_OUT.search(piece)
        if match is None:
            continue
        behind = match.group()[1:3] in _NAMES_BEHIND
        rest = piece[match.end() :][:6] if behind else piece[: match.start()][-_REACH:]
        rest = _OF_SCOPE.sub(" ", rest)
        words = {each.word for each in tokens(rest) if len(each.word) > 1 and not each.joins}
        if not words or not any(_share(words, source) >= _MOSTLY for source in printed):
            continue
        if not any(_share(words, window) >= _MOSTLY for source in printed for window in _windows(source)):
            return f"原文没有把“{sorted(words, key=len)[-1]}”排除在外"
    return ""


def _windows(source: str) -> list[str]:
    """What stands with each exception of a clause: the bracket it is in, else its stretch between two pauses."""
    found = []
    for match in _LEAVES_OUT.finditer(source):
        opens, closes = source.rfind("（", 0, match.start()), source.find("）", match.end())
        if opens >= 0 and closes >= 0 and "）" not in source[opens : match.start()]:
            found.append(source[opens:closes])
            continue
        begin = max(source.rfind(each, 0, match.start()) for each in "，。；") + 1
        ends = [at for each in "，。；" if (at := source.find(each, match.end())) >= 0]
        found.append(source[begin : min(ends, default=len(source))])
    return found


def _share(words: set[str], text: str) -> float:
    return sum(word in text for word in words) / len(words)


def added_up(text: str, printed: Sequence[str]) -> str:
    """可以叠加 where the clause pays the higher or the difference only, 只奖励一次 where it lets add up."""
    nearest, _ = nearest_sentence(text, printed)
    adds = any(re.search("(?<![不得])(?:叠加|累计)", source) for source in printed)
    if (match := _ADDS_UP.search(text)) and not adds and any(_ONCE.search(source) for source in printed):
        return f"原文不能“{match.group()}”"
    if (match := _PAID_TWICE.search(text)) and "就高" in nearest and "就高" not in text:
        return f"原文就高奖励，不是“{match.group()}”"
    may = any(_MAY_ADD_UP.search(source) for source in printed) and not any(_ONCE.search(source) for source in printed)
    if may and (match := _ONLY_ONE.search(text)):
        return f"原文可以累计，句中却说“{match.group()}”"
    return ""
