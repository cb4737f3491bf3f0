"""Figures that no clause prints and that follow from those it prints: sums, differences, products, counts.

What follows is proved from claims of one clause whose items the sentence names; where the items are not named, or the
figures do not come out, nothing is derived and the figure stays unsupported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from assistant.claims.coverage import MASK
from assistant.claims.held import Held
from assistant.claims.levels import grades_in, levels_in
from assistant.claims.marks import Mark, Reading, same_value, unit_kind
from assistant.claims.model import Claim
from assistant.claims.words import bigrams
from index.text.figures import Figure

SUM: Final = "(?:合计|共计|总计|一共|总共|合起来|加起来|合在一起|加总|累计|总和|之和|前后|共)"
_SUM: Final = re.compile(rf"(?P<cut>{SUM})[^，。；：]{{0,10}}$")
_GAP: Final = re.compile(
    r"(?P<cut>差额|补差|相差|差距|相差的)[^，。；]{0,12}$|差额?[^；。]{0,12}，(?P<that>即|也就是|就是|也即)[^，。；]{0,4}$"
)
_GAP_BEHIND: Final = re.compile(r"的?(?:差额|补差|差距)")
_COUNT: Final = re.compile(r"[两二三四五六七八九十]|\d{1,2}")
_EACH: Final = re.compile(r"各(?:级|地|区县|类)?[^，。；]{0,4}$")
_MOST: Final = 8
_MANY: Final = 12
_AND: Final = re.compile("、|和|以及|及|与")
_NO_COUNT: Final = frozenset({"倍", "年", "个月", "天", "小时"})
_NAMED: Final = 0.6


def derived(text: str, held: Held) -> list[tuple[tuple[int, int], ...]]:
    """Of each figure of `text` that is worked out from figures of one clause, whose items the sentence names: where it
    stands, and the word that says how it comes about.
    """
    found = []
    for mark in Reading(text).marks:
        for follows in (_total, _difference, _product, _halved, _counted):
            if spans := follows(mark, text, held):
                found.append(spans)
                break
    return found


def _total(mark: Mark, text: str, held: Held) -> tuple[tuple[int, int], ...]:
    said = _SUM.search(text[: mark.figure.start])
    if said is None or mark.figure.value is None:
        return ()
    for group in _sentences(held, mark):
        values = [claim.result.figure.value * _times(claim) for claim in group if claim.result]
        runs = [(a, b) for a in range(len(group)) for b in range(a, min(len(group), a + _MOST))]
        for a, b in runs:
            chosen = group[a : b + 1]
            if sum(values[a : b + 1]) != mark.figure.value or (b == a and _times(chosen[0]) == 1):
                continue
            if all(_named(each, group, text) for each in chosen) and not _others(chosen, group, text):
                return (said.span("cut"), (mark.figure.start, mark.figure.end))
    return ()


def _times(claim: Claim) -> int:
    """A、B和C各100名: of how many items each gets the figure."""
    head = claim.own.partition(MASK)[0]
    if not _EACH.search(head):
        return 1
    listed = re.split("、|和|及|与|以及", re.split("[，；。]", head)[-1])
    return max(len(listed), 1)


def _others(chosen: Sequence[Claim], group: Sequence[Claim], text: str) -> bool:
    """Whether the sentence names a level whose figure is not in the sum."""
    levels = {level for each in chosen for level in levels_in(each.own)}
    return bool(levels) and bool({each for other in group for each in levels_in(other.own)} & levels_in(text) - levels)


def _difference(mark: Mark, text: str, held: Held) -> tuple[tuple[int, int], ...]:
    front = text[: mark.figure.start]
    said = _GAP.search(front)
    behind = _GAP_BEHIND.match(text, mark.figure.end)
    if (said is None and behind is None) or mark.figure.value is None:
        return ()
    for group in (*_sentences(held, mark), *_clauses(held, mark)):
        named = [claim for claim in group if _named(claim, group, text)]
        for left in named:
            for right in named:
                a, b = (each.result.figure.value for each in (left, right) if each.result)
                if a is not None and b is not None and a - b == mark.figure.value:
                    spans = [(mark.figure.start, mark.figure.end)]
                    if behind:
                        spans.append(behind.span())
                    if said:
                        spans.append(said.span("that") if said["that"] else said.span("cut"))
                    return tuple(spans)
    return ()


_COMES_TO: Final = re.compile(
    r"(?P<cut>也?就?是|即|也即|等于|算下来是?|算出来是?|[一总]?共|合计|共计)[^，。；：每各\d]{0,3}$"
)
_OF_EACH: Final = re.compile("[每各单][^，。；]*$")
_ONLY: Final = re.compile("每|各|单个|单家")


def _product(mark: Mark, text: str, held: Held) -> tuple[tuple[int, int], ...]:
    """300万元按6%就是18万元; 两个平台就是100万元 of 每个50万元: both factors are said or printed, within the limits."""
    front = text[: mark.figure.start]
    comes = None if _OF_EACH.search(front) else _COMES_TO.search(front)
    value = mark.figure.value
    if comes is None or value is None or unit_kind(mark.figure) != "money":
        return ()
    said = [each.figure for each in Reading(text[: comes.start()]).marks]
    for clause in range(len(held.texts)):
        own = [claim for i, claim in held.claims if i == clause and claim.result]
        if any(_limit(claim) is not None and _limit(claim) < value for claim in own):  # type: ignore[operator]
            continue
        printed = [each.figure for each in Reading(held.texts[clause]).marks]
        rates = [
            each for each in said if _is(each, "percent", "permille") and any(same_value(each, p) for p in printed)
        ]
        sums = [each for each in said if _is(each, "money")]
        paid = [
            claim.result.figure for claim in own if claim.paid and claim.result and _is(claim.result.figure, "money")
        ]
        counts = [each for each in said if _is(each, "count")] if _ONLY.search(held.texts[clause]) else []
        pairs = [(a, b) for left, right in ((rates, sums), (counts, paid)) for a in left for b in right]
        if any(a.value is not None and b.value is not None and a.value * b.value == value for a, b in pairs):
            return (comes.span("cut"), (mark.figure.start, mark.figure.end))
    return ()


def _is(figure: Figure, *kinds: str) -> bool:
    return unit_kind(figure) in kinds


def _limit(claim: Claim) -> Fraction | None:
    mark = claim.result
    return mark.figure.value if mark and mark.bound == "max" and _is(mark.figure, "money") else None


_BOTH: Final = re.compile("[各对][^，。；]{0,4}$")


def _halved(mark: Mark, text: str, held: Held) -> tuple[tuple[int, int], ...]:
    """各占一半 of 1:1."""
    figure = mark.figure
    if figure.value != Fraction(1, 2) or not _is(figure, "percent") or not _BOTH.search(text[: figure.start]):
        return ()
    ratios = [each.figure for clause in held.texts for each in Reading(clause).marks if each.figure.kind == "ratio"]
    return ((figure.start, figure.end),) if any(each.low == each.high for each in ratios) else ()


def _counted(mark: Mark, text: str, held: Held) -> tuple[tuple[int, int], ...]:
    """国家、省、市三级; 人社、教育、工信三个部门: as many as the list right in front of it has items."""
    figure = mark.figure
    if (
        not _COUNT.match(figure.text)
        or figure.value is None
        or not 1 < figure.value <= _MANY
        or mark.bound
        or figure.unit in _NO_COUNT
    ):
        return ()
    front = re.split("[，。；：（）]", text[: figure.start])[-1]
    behind = re.match("[^，。；：]{0,6}：([^。；]+)", text[figure.end :])
    lists = [re.sub("等?[这共]?$", "", front), behind[1].partition("，")[0] if behind else ""]
    told = re.match(rf"[类级种样](?:一共|{SUM})", text[figure.end - 1 :]) and not figure.text[0].isdigit()
    if told and not front.strip("这那共"):  # …各100名，三类加起来
        lists += re.split("[，。；：（）]", text[: figure.start])
        lists.append("、".join(lists[2:]))
    found = any(len([part for part in _AND.split(each) if part]) == figure.value for each in lists)
    return ((figure.start, figure.end),) if found else ()


def _sentences(held: Held, mark: Mark) -> Iterator[list[Claim]]:
    """The claims of each sentence that give a figure of the mark's kind."""
    groups: dict[tuple[int, str], list[Claim]] = {}
    for i, claim in held.claims:
        if claim.result is None or claim.result.figure.value is None:
            continue
        if unit_kind(claim.result.figure) == unit_kind(mark.figure):
            groups.setdefault((i, claim.sentence), []).append(claim)
    # a sentence that prints a sum of its own is not summed again
    for group in groups.values():
        if not any(_SUM.search(each.own.partition(MASK)[0]) for each in group):
            yield group


def _clauses(held: Held, mark: Mark) -> Iterator[list[Claim]]:
    """The claims of each clause that give a figure of the mark's kind."""
    for clause in range(len(held.texts)):
        yield [claim for i, claim in held.claims if i == clause and _kind(claim) == unit_kind(mark.figure)]


def _kind(claim: Claim) -> str:
    return unit_kind(claim.result.figure) if claim.result and claim.result.figure.value is not None else ""


def _named(claim: Claim, group: Sequence[Claim], text: str) -> bool:
    """Whether the sentence says the claim's figure, or the words that tell it from its neighbours."""
    assert claim.result is not None
    if any(same_value(claim.result.figure, mark.figure) for mark in Reading(text).marks):
        return True
    grades = [each for family in grades_in(claim.own) for each in family]
    said = {each for family in grades_in(text) for each in family}
    if grades:
        return bool(set(grades) & said)
    own = set(bigrams(claim.own))
    others = [frozenset(bigrams(each.own)) for each in group if each is not claim]
    apart = own - frozenset.intersection(*others) if others else own
    levels = levels_in(claim.own)
    if levels and not levels <= levels_in(text):
        return False
    if levels and not any(levels_in(each.own) == levels for each in group if each is not claim):
        return True
    return bool(apart) and len(apart & set(bigrams(text))) >= _NAMED * len(apart)
