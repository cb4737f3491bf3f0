"""A ceiling is never said not to exist, nor left out where what is paid grows without it."""

from __future__ import annotations

import re
from typing import Final

from assistant.calculator.listing import Atom
from assistant.claims.marks import Reading, same_value
from assistant.gates.model import Checked, Context
from assistant.gates.sources import Slot, Source
from assistant.gates.words import plain

_UNLIMITED: Final = re.compile(
    r"(?:不|没有?|无|未|取消)(?:再)?(?:设|设置|设定|有|作|做|规定)?(?:任何|金额|额度|最高|总额|奖励)?(?:上限|封顶|限额|限制额)"
    r"|上不封顶|不封顶|不限(?:金?额|额度|总额)|(?:上限|封顶|限额)(?:没有|不设|取消)|多少都(?:能|可以?)|无限额"
)
_DENIED: Final = re.compile(r"(?:不是|并非|不能说|并不是|没说|未说)[^，。；]{0,6}$")
_STARTING_POINT: Final = re.compile(
    r"的?(?:基础|基准)"
)  # 在6%的基础上增加2个百分点: what is added to, not what is paid


def caps(checked: Checked, context: Context) -> str:
    """No cap is denied; where the whole answer is known, a rate with a cap says the cap somewhere in it."""
    if not checked.cited or checked.verbatim:
        return ""
    for match in _UNLIMITED.finditer(checked.text):
        if _DENIED.search(checked.text[: match.start()]):
            continue
        if not any(plain(match.group()) in source.plain for source in checked.sources):
            return f"所引条款没有说“{match.group()}”。"
    return _left_out(checked, context)


def _left_out(checked: Checked, context: Context) -> str:
    if context.answer_text is None:
        return ""
    said = Reading(context.answer_text).marks
    for mark in checked.marks:
        if _STARTING_POINT.match(mark.tail):
            continue
        limits = [
            caps for source in checked.sources for slot in source.find(mark.figure) if (caps := _limits(source, slot))
        ]
        owed = [[each for each in caps if not any(same_value(each.figure, m.figure) for m in said)] for caps in limits]
        if owed and all(owed):
            told = owed[0][0].figure.text
            return f"“{mark.figure.text}”有上限{told}，回答里没有说。"
    return ""


def _limits(source: Source, slot: Slot) -> list[Slot]:
    """The caps on what grows at this figure."""
    growing = [atom for atom in slot.atoms if _grows(atom, slot)]
    return [
        other
        for other in source.slots
        if any(_limits_atom(cap_, atom) for cap_ in other.atoms if cap_.role == "cap" for atom in growing)
    ]


def _grows(atom: Atom, slot: Slot) -> bool:
    """Whether what is paid at the figure grows with something: a rate, a unit price, a step; no addition to a rate."""
    return (atom.role == "rate" and slot.figure.kind != "points") or atom.path.endswith(".step")


def _limits_atom(cap_: Atom, atom: Atom) -> bool:
    """Whether the cap limits the award the atom stands in: of its rule, and of its branch or part where it has one."""
    if cap_.rule_id != atom.rule_id or "limits[" not in cap_.path:
        return False
    scope = cap_.path.partition("limits[")[0]
    return scope in ("", "shared.") or atom.path.startswith(scope)
