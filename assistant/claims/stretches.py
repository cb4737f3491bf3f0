"""Where the stretch of text about a figure begins and ends, and whether the figure is paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.coverage import MASK
from assistant.claims.marks import BOUND_WORDS, LIMIT_WORDS, Mark, Reading, unit_kind

_PAUSE: Final = re.compile("[，,；;。！？!?\n]")
_STOP: Final = re.compile("[；;。！？!?\n]")
_JOINT: Final = re.compile("、|和|及|与")
_PAID_KINDS: Final = frozenset({"money", "percent", "permille", "points", "ratio"})
ASKED: Final = re.compile(
    r"(?:达到?|突破|超过|完成|增长|每增加?|占|投资额?|投入|收入|营收|产值|采购额|出口额|税金|产能|产量)[^，。；、的]{0,4}$"
)
_GIVES: Final = re.compile(r"奖|补|给予|支持|资助|配套|不超过|最高|基础上")
_GIVES_NEXT: Final = re.compile(
    r"[^，。；\d]{0,6}(?:奖励?|补助?|给予?|配套|得|拿)[^，。；\d]{0,8}(?:\d|[一二两三四五六七八九十百]+[十百千万亿元])"
)
_SHARE: Final = re.compile("占[^，。；]*(?:比重|比例|比|的)?(?:不低于|不少于|至少)$")  # 占营业收入比重不低于5%的企业
# 按采购额2%给予补助: a rate, though what stands before it is a measure.
_AT_RATE: Final = re.compile(r"按照?|以")
_PAID_AT: Final = re.compile(r"的?(?:比例|标准|额度)?(?:给予|予以|进行|一次性)?(?:奖|补|资助|支持|配套|贴)")
_WORDS: Final = re.compile("一[年次家个项笔条类种档届场户名]|两[级项类种者]")
_COUNTED: Final = re.compile("[以之]?内|[之以]?后|[以及]|左右")
_STEP: Final = re.compile(r"每(?:增[长加]|新增|提高|满)[^，。；\d奖补给]{0,6}$")
_GOES_ON: Final = re.compile("以|由|并|具体|其中|含|从|且|奖励|同一|用于|晋级|进档")


def figures(sentence: str) -> tuple[Mark, ...]:
    """The figures of a sentence; names (415X, 4151) and 一年, 一次, 两项 as words of a sentence are none."""
    return tuple(
        mark
        for mark in Reading(sentence).marks
        if mark.figure.kind != "number"
        and mark.figure.unit != "级"  # a grade is a word: 2级、3级、4级 are items of a list
        and not (_WORDS.fullmatch(mark.figure.text) and not _COUNTED.match(sentence[mark.figure.end :]))
    )


def results(sentence: str, marks: Sequence[Mark]) -> list[list[Mark]]:
    """The lists of figures that are paid; where nothing is, all of them."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if not groups or mark.index == 0 or groups[-1][-1].index + 1 != mark.index:
            groups.append([])
        groups[-1].append(mark)
    paid = [group for group in groups if pays(sentence, group)] if _GIVES.search(sentence) else []
    return paid or groups


def pays(sentence: str, group: Sequence[Mark]) -> bool:
    first = group[0]
    if unit_kind(first.figure) not in _PAID_KINDS or any(mark.bound in ("over", "under") for mark in group):
        return False
    lead = sentence[: first.figure.start]
    near = _PAUSE.split(lead)[-1]
    if _STEP.search(near):
        return False
    if first.bound == "floor" and unit_kind(first.figure) == "percent" and _SHARE.search(near):
        return False
    behind = re.match(r"[^，。；]{0,10}", sentence[group[-1].figure.end :])
    if re.match(r"的?基础", behind.group() if behind else ""):
        return False
    if not _GIVES.search(near) and first.bound != "max" and _GIVES_NEXT.match(sentence[group[-1].figure.end :]):
        return False  # 200亿元奖800万元
    if unit_kind(first.figure) in ("percent", "permille") and (
        _GIVES.search(near) or (_AT_RATE.search(near) and _PAID_AT.match(sentence[group[-1].figure.end :]))
    ):
        return True
    asked = ASKED.search(near)
    gives = [match.start() for match in _GIVES.finditer(near)]
    return (
        asked is None
        or (bool(gives) and gives[-1] >= asked.start())
        or (first.bound == "max" and LIMIT_WORDS.search(near) is not None)
    )


def piece_start(sentence: str, position: int) -> int:
    return max((match.end() for match in _PAUSE.finditer(sentence, 0, position)), default=0)


def piece_end(sentence: str, last: Mark, following: int) -> int:
    """The end of the figure's stretch: the next pause, or the figure itself where another one follows before it.

    What is counted stands behind its number: 1个3000亿级园区、5个千亿级园区.
    """
    position = last.figure.end
    pause = _PAUSE.search(sentence, position)
    end = pause.end() if pause else len(sentence)
    if end <= following or following == len(sentence):
        return end
    if unit_kind(last.figure) == "count" and (joints := list(_JOINT.finditer(sentence, position, following))):
        return joints[-1].start()
    return position


def tail_end(sentence: str, end: int, following: int) -> int:
    if following >= len(sentence):
        return len(sentence)
    stop = _STOP.search(sentence, max(end - 1, 0))
    return stop.end() if stop and end - 1 < stop.start() < following else end


def shared_end(sentence: str, groups: Sequence[Sequence[Mark]]) -> str:
    """按“智能工厂”200万元、“数字化车间”80万元的标准给予一次性补助: the end is said of each figure."""
    position = groups[0][-1].figure.end
    pause = _PAUSE.search(sentence, position)
    end = pause.start() if pause else len(sentence)
    last = max((g[-1].figure.end for g in groups if g[-1].figure.end <= end), default=position)
    return sentence[last:end]


def aside(sentence: str, begin: int, following: int) -> str:
    """Stretches between two figures that go on about the first: 以购买服务方式…, 由…, 具体…."""
    if following >= len(sentence):
        return ""
    kept = []
    for piece in _PAUSE.split(sentence[begin:following])[:-1]:
        if not _GOES_ON.match(piece):
            break
        kept.append(piece)
    return "，".join(kept)


def masked(text: str, marks: Sequence[Mark], base: int = 0) -> str:
    """The text with 〇 for its figures, the words that bound them taken out."""
    out = []
    position = 0
    for mark in sorted(marks, key=lambda each: each.figure.start):
        start, end = mark.figure.start - base, mark.figure.end - base
        if start < position:
            continue
        out += [text[position:start], MASK]
        position = end
    out.append(text[position:])
    return BOUND_WORDS.sub(lambda m: m.group().replace(m["word"], "") if m["word"] else MASK, "".join(out))
