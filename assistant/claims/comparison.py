"""A比B多20万元, A是B的两倍, A与B一样: a comparison is proved or disproved from the figures of what it compares.

Each side is the claims whose words it has; what is compared with is then taken out of the sentence, the rest of which
is read as usual.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Final

from assistant.claims.held import Disagreement, Held
from assistant.claims.levels import grades_in, levels_in
from assistant.claims.marks import Mark, Reading, unit_kind
from assistant.claims.model import Claim
from assistant.claims.tokens import tokens
from assistant.claims.words import folded

_MORE: Final = "[高多大长]|[低少小短]"
_THAN: Final = re.compile(
    rf"(?P<cut>，?(?:要|还要|更)?比(?P<other>[^，。；]{{2,40}}?)(?:的|要|还要?|更|都|也)*"
    rf"(?P<way>{_MORE})(?:出|了|些|一些|一点|得多)?)(?=[，。；的\d一二两三四五六七八九十 ]|$)"
)
_TIMES: Final = re.compile(
    r"(?P<cut>，?(?:正好|刚好|恰好)?(?:是|为|相当于|达到?)(?P<other>[^，。；]{2,40}?)的?)"
    "(?=\\d+(?:\\.\\d+)?倍|[一两二三四五六七八九十]倍|翻倍|双倍)"
)
_ALIKE: Final = re.compile(
    r"(?P<cut>，?(?:和|与|跟|同)(?P<other>[^，。；]{2,40}?)(?:完全|是|都|也)*(?:一样|相同|一致|相等|持平|同样)(?:高|多|的|大)*)"
    "(?=[，。；]|$)"
)
_OF_MONEY: Final = re.compile("奖|补|额|上限|封顶|支持|资助|标准|经费")
_OF_ELSE: Final = re.compile("门槛|条件|年限|期限|占[^，。；]*比|产量|产能|待遇|政策")
Pairs = Sequence[tuple[Fraction, Fraction]]
_UP: Final = frozenset("高多大长")
_EVERYWHERE: Final = frozenset({"奖励", "补助", "补贴", "给予", "企业", "项目", "最高", "上限", "标准"})


def compared(text: str, held: Held) -> tuple[list[tuple[int, int]], Disagreement | None]:
    """Where the comparisons stand that the clauses bear out, and the first that they contradict."""
    found: list[tuple[int, int]] = []
    for pattern, judge in ((_TIMES, _times), (_THAN, _than), (_ALIKE, _alike)):
        match = pattern.search(text)
        if match is None:
            continue
        front = re.split("[。；]", text[: match.start()])[-1]
        rest = re.split("[，。；]", text[match.end() :])[0]
        pair = _sides(front, match["other"], held)
        if pair is None or _OF_ELSE.search(front[-14:]) or not _OF_MONEY.search(front + match["other"]):
            continue
        figure = next((mark for mark in Reading(rest).marks if mark.figure.start <= 2), None)
        verdict, used = judge(match, pair, figure)
        if verdict is None:
            continue
        if not verdict:
            told = match["cut"].strip("，")
            return found, Disagreement("比较", f"按原文的数字，不能说“{told}{rest[:used]}”")
        found.append((match.start(), match.end() + used))
    return found, None


def _sides(front: str, other: str, held: Held) -> list[tuple[Fraction, Fraction]] | None:
    """The pairs of figures that are compared; None where the sides are not the clause's."""
    own = front.rpartition("，")[2]
    shared = _figures(front)
    group = _common(held, f"{front}{other}")
    printed = [mark for mark in Reading(own).marks if unit_kind(mark.figure) in ("money", "percent")]
    if printed and printed[-1].figure.value is not None:
        right = _meant(_words(other) | shared, group, other)
        return [(Fraction(printed[-1].figure.value), _value(each)) for each in right] or None
    left = _meant(_words(front), group)
    right = _meant(_words(other) | shared, group, other, without=left)
    if not left or not right:
        return None
    pairs = zip(left, right, strict=True) if len(left) == len(right) else product(left, right)
    return [(_value(a), _value(b)) for a, b in pairs]


def _common(held: Held, text: str) -> list[Claim]:
    """The claims of one kind (money, a share, a count) whose words the sentence has most of."""
    words = _words(text)
    best: list[Claim] = []
    most = 0
    for kind in ("money", "percent", "count"):
        found = [each for _, each in held.claims if _kind(each) == kind and not each.cap]
        found = [each for each in found if each.paid or kind != "money"]
        score = sum(len(words & _words(_own(each))) for each in found)
        if len(found) > 1 and score > most:
            best, most = found, score
    return best


def _kind(claim: Claim) -> str:
    return unit_kind(claim.result.figure) if claim.result and claim.result.figure.value is not None else ""


def _meant(words: set[str], group: Sequence[Claim], side: str = "", without: Sequence[Claim] = ()) -> list[Claim]:
    """The claims that the words of a side pick out: those with most of what tells them from the others."""
    every = set.intersection(*(_words(_own(each)) for each in group)) if len(group) > 1 else set()
    group = [each for each in group if each not in without]
    scores = [0 if _other(each, side) else len((_words(_own(each)) - every) & words) for each in group]
    top = max(scores, default=0)
    return [each for each, score in zip(group, scores, strict=True) if score == top] if top > 0 else []


def _other(claim: Claim, side: str) -> bool:
    """Whether the side names another level or grade than the claim."""
    levels = levels_in(claim.own)
    if levels and levels_in(side) and not levels & levels_in(side):
        return True
    families = zip(grades_in(side), grades_in(claim.own), strict=True)
    return any(ours and theirs and not ours & theirs for ours, theirs in families)


def _own(claim: Claim) -> str:
    conditions = "，".join(mark.figure.text for mark in claim.conditions)
    return f"{claim.inherited if claim.elided else ''}，{claim.own}，{conditions}"


@lru_cache(maxsize=4096)
def _words(text: str) -> set[str]:
    plain = folded(text)
    return ({t.word for t in tokens(plain) if len(t.word) > 1 and not t.joins} | _figures(text)) - _EVERYWHERE


def _figures(text: str) -> set[str]:
    return {f"{mark.figure.value}{unit_kind(mark.figure)}" for mark in Reading(text).marks}


def _value(claim: Claim) -> Fraction:
    assert claim.result is not None
    assert claim.result.figure.value is not None
    return Fraction(claim.result.figure.value)


def _than(match: re.Match[str], pairs: Pairs, figure: Mark | None) -> tuple[bool | None, int]:
    up = match["way"] in _UP
    used = figure.figure.end if figure and figure.figure.start == 0 else 0
    if used and figure and unit_kind(figure.figure) not in ("money", "percent", "points"):
        return None, 0
    true = all((a > b) if up else (a < b) for a, b in pairs)
    if used and figure and figure.figure.value is not None:
        true = true and all(abs(a - b) == figure.figure.value for a, b in pairs)
    return true, used


def _times(match: re.Match[str], pairs: Pairs, figure: Mark | None) -> tuple[bool | None, int]:
    if figure is None or figure.figure.value is None or figure.figure.unit != "倍":
        return None, 0
    return all(b and a / b == figure.figure.value for a, b in pairs), figure.figure.end


def _alike(match: re.Match[str], pairs: Pairs, figure: Mark | None) -> tuple[bool | None, int]:
    return all(a == b for a, b in pairs), 0
