"""测算草案: what a drafted rule computes is never sure, and says so."""

from __future__ import annotations

from typing import Final

from assistant.answer import Calculation, Total

NOTE: Final = "测算草案：这条规则由程序从条款原文读出，还没有人核对，请以条款原文和受理部门的解释为准。"


def as_draft(calculation: Calculation) -> Calculation:
    """The calculation as it may be shown: of a drafted rule at most `conditional`, with the note."""
    if not calculation.drafted or NOTE in calculation.notes:
        return calculation
    update: dict[str, object] = {"notes": [*calculation.notes, NOTE]}
    if calculation.semantics in ("exact", "at_most", "at_least", "range"):
        update |= _unsure(calculation)
    return calculation.model_copy(update=update)


def as_draft_total(total: Total | None, *, drafted: bool) -> Total | None:
    """The sum of awards of which one at least is drafted."""
    if total is None or not drafted or total.semantics not in ("exact", "at_most", "at_least", "range"):
        return total
    return total.model_copy(update=_unsure(total))


def _unsure(result: Calculation | Total) -> dict[str, object]:
    amount = result.amount_yuan
    update: dict[str, object] = {"semantics": "conditional", "amount_yuan": None}
    if result.semantics == "exact":
        update |= {"amount_min_yuan": amount, "amount_max_yuan": amount}
    elif result.semantics == "at_most":
        update |= {"amount_min_yuan": None, "amount_max_yuan": amount}
    return update
