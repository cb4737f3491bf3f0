"""Properties every kind has, whatever the figures: never negative, never over the cap, monotone, unit-free."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.figures import format_money

MONEY = st.integers(min_value=0, max_value=10**11).map(F)
RISING = {
    "ladder": ("{award: {kind: ladder, by: revenue, word: 达到, steps: [[5000万元, 25万元], [1亿元, 50万元], [5亿元, 200万元]]}}", "revenue", 2_000_000),
    "percent": ("{award: {kind: percent, base: equipment, rate: 6%}, limits: [{max: 1500万元}]}", "equipment", 15_000_000),
    "per_step": ("{award: {kind: per_step, quantity: revenue, over: 1亿元, step: 2亿元, amount: 7万元}, limits: [{max: 200万元}]}", "revenue", 2_000_000),
    "match": ("{award: {kind: match, of: equipment, rate: 20%}, limits: [{max: 300万元}]}", "equipment", 3_000_000),
}  # fmt: skip


def paid(result):
    assert result.semantics in ("exact", "not_eligible")
    return F(result.amount_yuan)


@pytest.mark.parametrize("kind", RISING)
def test_never_negative_never_over_the_cap_and_monotone(calculate, kind):
    rule, name, most = RISING[kind]

    @settings(max_examples=60)
    @given(MONEY, MONEY)
    def check(one, other):
        low, high = sorted((one, other))
        first, second = paid(calculate(rule, **{name: low})), paid(calculate(rule, **{name: high}))
        assert 0 <= first <= second <= most

    check()


@settings(max_examples=60)
@given(units=st.integers(min_value=1, max_value=10**6))
def test_the_same_in_yuan_wan_and_yi(calculate, units):
    rule, name, _ = RISING["percent"]
    wan = paid(calculate(rule, **{name: f"{units}万元"}))
    assert paid(calculate(rule, **{name: f"{units}0000元"})) == wan
    assert paid(calculate(rule, **{name: format_money(F(units * 10_000))})) == wan


@settings(max_examples=60)
@given(base=st.integers(min_value=1, max_value=10**8), factor=st.integers(min_value=2, max_value=50))
def test_homogeneous_below_the_cap(calculate, base, factor):
    rule = "{award: {kind: percent, base: equipment, rate: 30%}}"
    single = calculate(rule, equipment=F(base)).result.outcome.amount.high
    assert calculate(rule, equipment=F(base * factor)).result.outcome.amount.high == single * factor


def test_ladder_differences_add_up_to_the_top_tier(calculate):
    rule = RISING["ladder"][0].replace("}}", "}, progress: difference}")
    received = F(0)
    for revenue in ("6000万元", "1.5亿元", "7亿元"):
        received += paid(calculate(rule, revenue=revenue, prior_award=received))
    assert received == 2_000_000


@settings(max_examples=60)
@given(cents=st.integers(min_value=1, max_value=10**10))
def test_split_shares_add_up_to_the_award(calculate, cents):
    funding = "{funding: [{clauses: [sample-2024], input: inside, split: 1:1.5, payers: [市本级, 新区], otherwise: 市本级, clause: a, quote: b}]}"
    result = calculate(
        "{award: {kind: percent, base: equipment}}", document=funding, equipment=F(cents, 100), inside="是"
    )
    assert sum(F(each.amount_yuan) for each in result.payer) == F(result.amount_yuan)


FACTS = {
    "{when: [{input: listed, is: 是}], award: {kind: choice, by: level, options: [{is: national, amount: 50万元}, {is: city, amount: 10万元}]}}": {"listed": "是", "level": "city"},
    "{award: {kind: percent_tiered, by: purchase, base: increase, tiers: [{between: 1-10亿元, rate: 1%}, {word: 以上, value: 10亿元, rate: 2%}]}}": {"purchase": "8亿元", "purchase_before": "6亿元"},
    "{award: {kind: declining, base: equipment, rate: 90%, decrease: 10%, years: 3年, year: nth}}": {"equipment": "100万元", "nth": "2"},
    "{award: {kind: percent, base: {of: rate, at_most: 2%, times: [insured]}, rate: 90%}}": {"rate": "1%", "insured": "1亿元"},
    "{award: {kind: per_unit, quantity: power, unit_amount: 0.15元}}": {"power": "100万度"},
    "{award: {kind: per_step, quantity: growth, step: 5%, amount: 10万元}}": {"purchase": "2亿元", "purchase_before": "1亿元"},
    "{branches: [{id: a, when: [{input: revenue, word: 达到, value: 1亿元}], award: {kind: fixed, amount: 5万元}}, {id: b, when: [{input: revenue, word: 低于, value: 1亿元}], award: {kind: percent, base: equipment, rate: 1%}}]}": {"revenue": "5000万元", "equipment": "100万元"},
}  # fmt: skip


@pytest.mark.parametrize("rule", FACTS)
def test_removing_a_fact_never_yields_a_number(calculate, rule):
    facts = FACTS[rule]
    known = calculate(rule, **facts)
    assert known.semantics == "exact"
    for name in facts:
        result = calculate(rule, **{other: value for other, value in facts.items() if other != name})
        assert result.semantics == "needs_info"
        assert result.amount_yuan is None
        assert result.missing
        # The bounds, where there are any, hold the amount that comes out once the fact is known.
        assert F(result.amount_min_yuan or 0) <= F(known.amount_yuan)
        assert result.amount_max_yuan is None or F(known.amount_yuan) <= F(result.amount_max_yuan)
