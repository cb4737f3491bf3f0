"""Ranges stay ranges; where a clause leaves the sum to the authorities, no sentence gives one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.gates.citation import best_sentence
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.reading import Mark, Reading, same_value, unit_kind
from assistant.gates.sources import Slot, Source

_EXACT: Final = {"exact", "not_eligible"}


_NO_CAP: Final = re.compile(
    r"(?:没有|无|不设|不受|未设|取消)[^，。；]{0,4}(?:上限|封顶|限额|限制)|上不封顶|不封顶|不限额|不限金额"
)
_WRITTEN: Final = re.compile(
    r"(?<!没有)(?<![没未不])(?:明确|清楚)地?(?:载明|写明|写了?|给出了?|给(?!予)|规定了?|定了?|列明|说明)"
    r"|(?<!没)(?<!没有)有(?:固定|明确|具体)(?:的)?(?:标准|金额|数额|比例)"
)


def hedge(checked: Checked, context: Context) -> Failure | None:
    if checked.verbatim:
        return None
    for mark in checked.marks:
        if failure := _range(mark, checked):
            return failure
    return _uncapped(checked) or _cap_left_out(checked, context) or _unwritten(checked) or _calculated(checked)


def _uncapped(checked: Checked) -> Failure | None:
    """没有上限 is not said of a clause that sets one."""
    if match := _NO_CAP.search(checked.text):
        for source in checked.sources:
            capped = [slot for slot in source.slots if slot.paid and "max" in slot.bounds]
            if capped and match.group() not in source.text:
                return Failure("hedge", f"所引条款写有上限{capped[0].figure.text}，不能说“{match.group()}”。")
    return None


def _cap_left_out(checked: Checked, context: Context) -> Failure | None:
    """A rate or a price per piece is no amount without the cap of its rule, which some sentence has to say."""
    if context.answer_text is None:
        return None
    said = Reading(context.answer_text).marks
    for mark in checked.marks:
        if re.match(r"的?基础", mark.tail) or mark.figure.kind == "points":
            continue  # 在6%的基础上增加2个百分点: neither is the rate
        for source in checked.sources:
            owed = [_caps(slot, source) for slot in source.find(mark.figure) if _open_ended(slot)]
            if owed and all(caps and not all(_says(cap, said) for cap in caps) for caps in owed):
                shown = "、".join(cap.figure.text for cap in owed[0])
                return Failure("hedge", f"只说了标准{mark.figure.text}，没有说上限{shown}。")
    return None


def _open_ended(slot: Slot) -> bool:
    """Whether what is paid grows with something: a rate, an amount for each step or piece."""
    return any(atom.role in ("rate", "award") for atom in slot.atoms)


def _caps(slot: Slot, source: Source) -> list[Slot]:
    rules = {atom.rule_id for atom in slot.atoms}
    return [
        other
        for other in source.slots
        if any(atom.role == "cap" and atom.rule_id in rules for atom in other.atoms)
        and (slot.figure.kind != "money" or other.figure.value > slot.figure.value)
    ]


def _says(cap: Slot, said: Sequence[Mark]) -> bool:
    return any(same_value(cap.figure, mark.figure) for mark in said)


def _unwritten(checked: Checked) -> Failure | None:
    """条文明确给出金额 is not said of a clause without one."""
    match = _WRITTEN.search(checked.text)
    if match is None or any(match.group() in source.text for source in checked.sources):
        return None
    nearest, _ = best_sentence(checked.text, checked.sources)
    if any(unit_kind(mark.figure) in ("money", "percent", "permille") for mark in Reading(nearest).marks):
        return None
    return Failure("hedge", f"所引条款并没有“{match.group()}”。")


def _range(mark: Mark, checked: Checked) -> Failure | None:
    """A figure that is only the end of a printed range must be called its least or most."""
    figure = mark.figure
    if figure.kind == "range" or any(source.find(figure) for source in checked.sources):
        return None
    for source in checked.sources:
        for slot in source.slots:
            if slot.figure.kind == "range" and unit_kind(slot.figure) == unit_kind(figure):
                if figure.value == slot.figure.high and mark.bound != "max":
                    return Failure("hedge", f"所引条款给的是区间{slot.figure.text}，不是确定的{figure.text}。")
                if figure.value == slot.figure.low and mark.bound != "floor":
                    return Failure("hedge", f"所引条款给的是区间{slot.figure.text}，不是确定的{figure.text}。")
    return None


def _calculated(checked: Checked) -> Failure | None:
    """The headline of a calculation is worded as sure as the calculation is."""
    calculation = checked.calculation
    if calculation is None:
        return None
    sure = calculation.semantics == "exact"
    for mark in checked.marks:
        if unit_kind(mark.figure) != "money" or mark.figure.kind == "range":
            continue
        yuan = [calculation.amount_yuan, calculation.amount_max_yuan, calculation.amount_min_yuan]
        if not any(value is not None and mark.figure.value == _fraction(value) for value in yuan):
            continue
        if calculation.semantics == "at_most" and mark.bound != "max" and not _repeats_clause(mark, checked):
            return Failure("hedge", f"测算结果是上限{mark.figure.text}，不能说成确定的数额。")
        if sure and mark.bound == "max" and not _repeats_clause(mark, checked):
            return Failure("hedge", f"测算结果是确定的{mark.figure.text}，不能说“最高”“不超过”。")
    return None


def _repeats_clause(mark: Mark, checked: Checked) -> bool:
    return any(mark.bound in slot.bounds for source in checked.sources for slot in source.find(mark.figure))


def _fraction(value: str) -> object:
    from fractions import Fraction

    return Fraction(value)
