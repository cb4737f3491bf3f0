"""The questions asked first follow from the city's rules, and what is answered is read like anything written."""

from datetime import date

import pytest

from assistant.decide.profile import Profiles
from assistant.pages.profile_form import QUESTIONS, in_words, questions
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
CITIES = sorted({BOOK.region(rule) for rule in BOOK.rules.values()})
AS_OF = date(2026, 11, 22)


@pytest.mark.parametrize("city", CITIES)
def test_there_are_five_questions_and_titles_come_first(city):
    asked = questions(BOOK, city, {})
    assert 3 <= len(asked) <= QUESTIONS
    assert asked[0].widget == "boxes"
    assert len(asked[0].options) > 3
    assert len({each.name for each in asked}) == len(asked)


@pytest.mark.parametrize("city", CITIES)
def test_the_questions_decide_more_than_any_left_out(city):
    """A figure that is asked bears on at least as many awards as any that is not."""
    rules = [rule for rule in BOOK.rules.values() if BOOK.region(rule) == city]

    def bears_on(name):
        return sum(name in rule.inputs for rule in rules)

    asked = [each.name for each in questions(BOOK, city, {}) if each.widget == "figure"]
    others = {
        name
        for rule in rules
        for name in rule.inputs
        if BOOK.inputs.spec(name).type == "money" and name not in (*asked, "prior_award", "paid_this_year")
    }
    assert min(map(bears_on, asked)) >= max(map(bears_on, others), default=0)


def test_answers_become_sentences_that_are_read():
    typed = {
        "titles": ["节水型企业"], "equipment_investment": ["500"], "equipment_investment.unit": ["万元"],
        "efficiency_grade": ["A类"], "standing": ["无"],
    }  # fmt: skip
    text = in_words(BOOK, "绍兴", typed)
    matches = Profiles(BOOK).match_text(text, "绍兴", AS_OF)
    applies = {match.rule_id: match.calculation.amount_yuan for match in matches.of("applies")}
    assert applies["shaoxing-2025/（八）:equipment-investment"] == "300000"
    assert applies["shaoxing-2025/（二十）:water-saving"] == "100000"
    assert matches.of("does_not") == []


def test_what_bars_from_everything_bars_from_everything():
    text = in_words(BOOK, "绍兴", {"titles": ["节水型企业"], "standing": ["被列入严重失信名单"]})
    assert Profiles(BOOK).match_text(text, "绍兴", AS_OF).of("applies") == []


def test_nothing_answered_says_nothing_and_foreign_values_are_ignored():
    assert in_words(BOOK, "绍兴", {}) == ""
    assert in_words(BOOK, "绍兴", {"titles": ["<b>"], "efficiency_grade": ["Z"], "equipment_investment": [" "]}) == ""
    assert "亿元" in in_words(BOOK, "绍兴", {"equipment_investment": ["1.2"], "equipment_investment.unit": ["亿元"]})
    assert "万元" in in_words(BOOK, "绍兴", {"equipment_investment": ["5"], "equipment_investment.unit": ["吨"]})
