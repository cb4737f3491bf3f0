"""Ranges stay ranges; where a clause leaves the sum to the authorities, no sentence gives one."""

from __future__ import annotations

import re
from typing import Final

from assistant.gates.citation import best_sentence
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.reading import Mark, Reading, unit_kind

_WRITTEN: Final = re.compile(
    r"(?<!没有)(?<![没未不])(?:明确|清楚|已经?|确实|都|均)地?(?:载明|写明|写了?|给出了?|给(?!予)|规定了?|定(?:了|$|[，。；金数])|列明|说明)"
    r"|(?<!没)(?<!没有)有(?:固定|明确|具体)(?:的)?(?:标准|金额|数额|比例)"
)


def hedge(checked: Checked, context: Context) -> Failure | None:
    if checked.verbatim:
        return None
    for mark in checked.marks:
        if failure := _range(mark, checked):
            return failure
    return _unwritten(checked) or _calculated(checked)


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
        if unit_kind(mark.figure) != "money" or mark.figure.kind == "range" or _in_a_sum(mark, checked.text):
            continue
        yuan = [calculation.amount_yuan, calculation.amount_max_yuan, calculation.amount_min_yuan]
        if not any(value is not None and mark.figure.value == _fraction(value) for value in yuan):
            continue
        if calculation.semantics == "at_most" and mark.bound != "max" and not _repeats_clause(mark, checked):
            return Failure("hedge", f"测算结果是上限{mark.figure.text}，不能说成确定的数额。")
        if sure and mark.bound == "max" and not _repeats_clause(mark, checked):
            return Failure("hedge", f"测算结果是确定的{mark.figure.text}，不能说“最高”“不超过”。")
    return None


def _in_a_sum(mark: Mark, text: str) -> bool:
    """1500万元×10%＝150万元: a step on the way, which says how the headline came about."""
    return text[: mark.figure.start].endswith("＝") or text[mark.figure.end :].startswith(("×", "＝"))


def _repeats_clause(mark: Mark, checked: Checked) -> bool:
    return any(mark.bound in slot.bounds for source in checked.sources for slot in source.find(mark.figure))


def _fraction(value: str) -> object:
    from fractions import Fraction

    return Fraction(value)
