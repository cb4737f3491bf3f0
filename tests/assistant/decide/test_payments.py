"""Earlier payments: of which year they are, and of which of several awards."""

from datetime import date

from assistant.decide.binding import bind
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD
from assistant.decide.payments import paid_for
from assistant.reading.told import told_of
from assistant.rulebook.load import load_rulebook
from index.vocabulary.lexicon import Mention

BOOK = load_rulebook()
CHIPS = "changsha-2023/附件2/1:chip-development"


def facts(rule_id, text):
    return {b.input: b.value for b in bind(BOOK.rule(rule_id), told_of(text, date(2024, 6, 30)))}


def test_what_was_paid_this_year_counts_against_the_cap_of_the_year():
    assert facts(CHIPS, "MPW试流片400万，年初已经到账120万")[PAID_THIS_YEAR] == 1_200_000
    assert PAID_THIS_YEAR not in facts(CHIPS, "MPW试流片400万，前年领过120万")


def test_of_several_awards_the_payment_comes_off_the_one_whose_sum_it_is():
    text = "新评省级绿色工厂；清洁生产那五万当年就给过了"
    ids = ["shaoxing-2025/（二十）:green-title", "shaoxing-2025/（二十）:clean-production"]
    rules = {i: BOOK.rule(i) for i in ids}
    told = told_of(text, date(2026, 6, 30))
    bounds = {i: bind(rule, told) for i, rule in rules.items()}
    assert all(any(b.input == PRIOR_AWARD for b in own) for own in bounds.values())
    names = {ids[0]: [Mention("", "", "绿色工厂", 4, 8)], ids[1]: [Mention("", "", "清洁生产", 9, 13)]}
    owned = paid_for(rules, bounds, names)
    assert [i for i in ids if any(b.input == PRIOR_AWARD for b in owned[i])] == [ids[1]]
