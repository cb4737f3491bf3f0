"""Totals: shared budgets, pairwise relations, what is listed and not summed."""

import pytest

from assistant.calculator.stacking import Entry, total

FIXED = "{award: {kind: fixed, amount: %s}}"
PERCENT = "{award: {kind: percent, base: equipment, rate: 30%%}, exactness: at_most, bound: 不超过, limits: [{max: %s, per: 企业, window: %s}]}"


@pytest.fixture
def add(registry):
    def run(*results, years=None):
        entries = [
            Entry(f"c{number}", each.result, years[number - 1] if years else None)
            for number, each in enumerate(results, start=1)
        ]
        return total(entries, registry)

    return run


def test_different_awards_are_added(calculate, rule_file, add):
    first = calculate(rule_file(FIXED % "50万元", slug="a"))
    second = calculate(rule_file(FIXED % "300万元", slug="b", clause="sample-2024/2"))
    result = add(first, second)
    assert (result.semantics, result.amount_yuan, result.parts) == ("exact", "3500000", ["c1", "c2"])


def test_a_ceiling_in_the_sum_makes_it_a_ceiling_a_range_makes_it_a_range(calculate, rule_file, add):
    sure = calculate(rule_file(FIXED % "50万元", slug="a"))
    ceiling = calculate(rule_file("{award: {kind: up_to, max: 20万元}}", slug="b"))
    between = calculate(rule_file("{award: {kind: range, between: 20—100万元}}", slug="c"))
    assert (add(sure, ceiling).semantics, add(sure, ceiling).amount_yuan) == ("at_most", "700000")
    ranged = add(sure, between)
    assert (ranged.semantics, ranged.amount_min_yuan, ranged.amount_max_yuan) == ("range", "700000", "1500000")


def test_an_undetermined_part_never_gives_one_number(calculate, rule_file, add):
    result = add(
        calculate(rule_file(FIXED % "50万元", slug="a")),
        calculate(rule_file("{award: {kind: none, reason: 由各地决定}}", slug="b")),
    )
    assert (result.semantics, result.amount_yuan, result.amount_min_yuan) == ("undetermined", None, "500000")


def test_two_projects_of_one_company_share_its_yearly_cap(calculate, add):
    rule = PERCENT % ("150万元", "年")
    result = add(calculate(rule, equipment="200万元"), calculate(rule, equipment="400万元"))
    assert (result.semantics, result.amount_yuan) == ("at_most", "1500000")


def test_two_years_each_have_their_own_yearly_cap_but_one_cumulative_cap(calculate, add):
    yearly, ever = PERCENT % ("150万元", "年"), PERCENT % ("150万元", "累计")
    spent = ("400万元", "800万元")
    assert add(*(calculate(yearly, equipment=each) for each in spent), years=[2024, 2025]).amount_yuan == "2700000"
    assert add(*(calculate(ever, equipment=each) for each in spent), years=[2024, 2025]).amount_yuan == "1500000"


def test_siblings_share_the_budget_of_their_file(calculate, rule_file, add):
    shared = "{limits: [{max: 500万元, per: 企业, window: 年}]}"
    first = calculate(rule_file("{award: {kind: fixed, amount: 100万元, times: count}}", shared, "a"), count="2")
    second = calculate(rule_file(FIXED % "500万元", shared, "b"))
    assert add(first, second).amount_yuan == "5000000"


@pytest.mark.parametrize("relation", ["highest", "difference", "same_matter"])
def test_of_two_that_exclude_each_other_the_higher_counts(calculate, rule_file, add, relation):
    first = calculate(rule_file(FIXED % "50万元", slug="a"))
    stack = f"stack: [{{relation: {relation}, rules: ['sample-2024/1:a']}}]"
    second = calculate(rule_file(f"{{award: {{kind: fixed, amount: 30万元}}, {stack}}}", slug="b"))
    assert add(first, second).amount_yuan == "500000"
    assert add(second, first).amount_yuan == "500000"


def test_two_rates_on_one_base_are_added_only_when_the_text_says_so(calculate, rule_file, add):
    base = "{award: {kind: percent, base: equipment, rate: 6%%}%s}"
    first = calculate(rule_file(base % "", slug="a"), equipment="2000万元")
    silent = calculate(rule_file(base % "", slug="b"), equipment="2000万元")
    said = calculate(
        rule_file(base % ", stack: [{relation: adds_to, rules: ['sample-2024/1:a']}]", slug="b"), equipment="2000万元"
    )
    open_question = add(first, silent)
    assert (open_question.semantics, open_question.amount_yuan) == ("undetermined", None)
    assert "是否属于同一事项由受理部门认定" in open_question.steps[0]
    assert add(first, said).amount_yuan == "2400000"


def test_cities_never_stack(calculate, rule_file, add):
    first = calculate(rule_file(FIXED % "50万元"))
    second = calculate(rule_file(FIXED % "100万元", clause="other-2024/1"))
    assert add(first, second).amount_yuan is None


def test_a_missing_fact_in_a_part_gives_bounds(calculate, rule_file, add):
    first = calculate(rule_file(FIXED % "50万元", slug="a"))
    second = calculate(rule_file("{when: [{input: listed, is: 是}], award: {kind: fixed, amount: 30万元}}", slug="b"))
    result = add(first, second)
    assert (result.semantics, result.amount_min_yuan, result.amount_max_yuan) == ("needs_info", "500000", "800000")
