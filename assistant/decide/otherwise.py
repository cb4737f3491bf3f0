"""What an award would come to, were only the policy's period different: an expired text still says how it reckons."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assistant.answer import Calculation
from assistant.rulebook.load import BookRule, Rulebook
from index.text.figures import format_money

SURE = ("exact", "at_most")
NOTE = "不看期限、只按原文的其他规定测算，{most}{amount}。{how}"
_SUM = ("＝", "减去")


def otherwise(rulebook: Rulebook, rule: BookRule, facts: Mapping[str, Any], refused: Calculation) -> Calculation:
    """`refused` with a note of what the last day of the period would have given; unchanged where that is no sum."""
    validity = rulebook.library.document(rule.document_id).validity
    unmet = [condition for condition in refused.conditions if condition.met == "no"]
    only_period = bool(unmet) and all(not c.input and c.required != "不属于" for c in unmet)
    if refused.semantics != "not_eligible" or not only_period or validity.valid_to is None:
        return refused
    _, then = rulebook.evaluate(rule.id, dict(facts), validity.valid_to, None, refused.id)
    if then.semantics not in SURE or then.amount_yuan is None:
        return refused
    how = "".join(step.lstrip("①②③④⑤⑥⑦⑧⑨⑩") for step in then.steps if any(sign in step for sign in _SUM))
    note = NOTE.format(
        most="最高不超过" if then.semantics == "at_most" else "为",
        amount=format_money(Fraction(then.amount_yuan)),
        how=how,
    )
    return refused.model_copy(update={"notes": [*refused.notes, note], "option": then.option})
