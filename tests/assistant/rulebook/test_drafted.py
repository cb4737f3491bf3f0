"""A drafted rule's amount is never sure, and is called a draft."""

from datetime import date

from assistant.rulebook.drafted import NOTE
from assistant.rulebook.served import served_rulebook


def test_what_a_draft_computes_is_conditional(library):
    book = served_rulebook(library)
    rule = book.rules["guiyang-2026/（二）:rate"]
    (spent,) = [name for name in rule.inputs if rule.registry.spec(name).label == "设备投资"]
    calculation = book.calculate(rule.id, {spent: "1000万元"}, date(2026, 6, 1))
    assert (calculation.semantics, calculation.amount_yuan) == ("conditional", None)
    assert (calculation.amount_min_yuan, calculation.amount_max_yuan) == ("1200000", "1200000")
    assert NOTE in calculation.notes
