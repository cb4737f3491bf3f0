"""What an award is paid on top of stands beside it, under the same facts, in both directions."""

from datetime import date

from assistant.pages.related import related
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
AS_OF = date(2026, 11, 22)
BASE = BOOK.rules["shaoxing-2025/（八）:equipment-investment"]
VALUES = {"equipment_investment": "500万元"}


def test_the_base_award_stands_beside_what_is_paid_on_top_of_it():
    on_top = next(rule for rule in BOOK.rules.values() if any(BASE.id in each.rules for each in rule.rule.stack))
    (base,) = [each for each in related(BOOK, on_top, VALUES, AS_OF) if each.title == BASE.rule.title]
    assert base.calculation.amount_yuan == "300000"
    assert base.how == "本项在这一项之上另加"
    assert "equipment_investment=500" in base.url


def test_the_base_award_names_what_is_paid_on_top():
    found = related(BOOK, BASE, VALUES, AS_OF)
    assert {each.how for each in found} == {"这一项在本项之上另加"}
    assert len(found) == 2


def test_an_award_that_stands_alone_has_none():
    assert related(BOOK, BOOK.rules["shaoxing-2025/（二十）:water-saving"], {}, AS_OF) == []
