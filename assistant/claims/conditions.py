"""Figures agree when they are bounded alike and stand under the same conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from assistant.claims.held import Disagreement, Held, same
from assistant.claims.marks import Mark, Reading, unit_kind
from assistant.claims.model import Claim
from assistant.claims.words import folded


def bounds(said: Mark, printed: Mark, *, paid: bool) -> Iterable[Disagreement]:
    if _same_side(said.bound, printed.bound, paid=paid) or (said.bound == "max" and _within(printed)):
        return
    text = said.figure.text
    if said.bound == "max":
        yield Disagreement("界限", f"“{text}”在原文里不是上限，不能说“最高”“不超过”")
    elif printed.bound == "max":
        yield Disagreement("界限", f"原文是最高不超过{text}，不能说成确定的数额")
    else:
        yield Disagreement("界限", f"“{text}”的界限（以上、以下、不低于等）与原文不一致")


_TIMES: Final = frozenset({"年", "个月", "月", "天", "周", "小时"})


def _within(mark: Mark) -> bool:
    """三年内不得转让 is 三年之内: 内 says the same whatever follows it."""
    return mark.figure.unit in _TIMES and mark.tail.startswith("内")


def _same_side(said: str, printed: str, *, paid: bool) -> bool:
    if said == printed:
        return True
    if paid and said in ("over", "under"):
        return False  # what is paid is no threshold
    if {said, printed} & {"max", "under"}:
        return {said, printed} == {"max", "under"}
    if printed == "":
        return said != "floor" or not paid
    return printed in ("over", "floor") and (said in ("over", "floor") or not said)


def conditions(said: Claim, claim: Claim, held: Held, clause: int) -> Iterable[Disagreement]:
    theirs = (*claim.conditions, *((claim.result,) if claim.result else ()))
    for mark in said.conditions:
        mine = [each for each in claim.conditions if same(mark, each)] or [each for each in theirs if same(mark, each)]
        shown = mark.figure.text
        if not mine:
            kind = unit_kind(mark.figure)
            if any(unit_kind(each.figure) == kind for each in claim.conditions):
                yield Disagreement("条件", f"原文这一项的条件不是“{shown}”")
                continue
            mine = [each for each in _shared_marks(claim, held, clause) if same(mark, each)]
            if not mine:
                anywhere = any(same(mark, each) for each in figures_of(held.texts[clause]))
                why = f"原文这一项没有“{shown}”这个条件" if anywhere else f"“{shown}”不在所引条款里"
                yield Disagreement("条件" if anywhere else "数字", why)
                continue
        if not any(_side_of_condition(mark.bound, each.bound) for each in mine):
            yield Disagreement("条件", f"条件“{shown}”的界限（以上、以下等）与原文不一致")
        elif _exchanged(mark, mine, claim):
            yield Disagreement("条件", f"“{shown}”在原文里说的是另一个条件")
    if _reordered(said, claim):
        yield Disagreement("条件", "几个数的次序与原文不一致")


def _side_of_condition(said: str, printed: str) -> bool:
    return _same_side(said, printed, paid=False) and not (said in ("over", "floor", "under") and printed == "")


def _shared_marks(claim: Claim, held: Held, clause: int) -> list[Mark]:
    """Figures that speak for the claim too: of its sentence, of sentences that pay nothing, of limits."""
    found: list[Mark] = []
    for i, other in held.claims:
        if i == clause and (other.sentence == claim.sentence or not other.paid or other.cap or claim.cap):
            found += [*other.conditions, *((other.result,) if other.result else ())]
    return found


@lru_cache(maxsize=1024)
def figures_of(text: str) -> tuple[Mark, ...]:
    return Reading(text).marks


def _reordered(said: Claim, claim: Claim) -> bool:
    """A list of three figures or more, neither in the clause's order nor in the opposite one."""
    ours = [mark.figure.value for mark in said.conditions if mark.count > 2]
    theirs = [mark.figure.value for mark in claim.conditions if mark.count > 2]
    return len(ours) > 2 and set(ours) == set(theirs) and ours not in (theirs, theirs[::-1])


def _exchanged(mark: Mark, mine: Sequence[Mark], claim: Claim) -> bool:
    """The words before it are those before another condition of the same kind, and not before its own."""
    rivals = [
        each for each in claim.conditions if unit_kind(each.figure) == unit_kind(mark.figure) and not same(mark, each)
    ]
    own = max(_shared(mark.lead, each.lead) for each in mine)
    return any(_shared(mark.lead, each.lead) >= 2 > own for each in rivals)


def _shared(left: str, right: str) -> int:
    """Bigrams in common of the last characters before two figures."""
    a, b = (folded(re.split("[，；。、]", each)[-1])[-12:] for each in (left, right))
    return len({a[i : i + 2] for i in range(len(a) - 1)} & {b[i : i + 2] for i in range(len(b) - 1)})
