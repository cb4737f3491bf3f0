"""Each award kind at, below and above its figures; expected values worked out by hand."""

import pytest

from assistant.errors import InputInvalid

CHOICE = "{award: {kind: choice, by: level, options: [{is: national, amount: 50万元}, {is: provincial, amount: 30万元}, {is: city, amount: 10万元}]}, progress: difference}"
LADDER = "{award: {kind: ladder, by: revenue, word: 超过, before: revenue_before, steps: [[5000万元, 25万元], [1亿元, 50万元], [2亿元, 100万元]]}, progress: difference}"
ADDERS = "{award: {kind: percent, base: equipment, rate: 6%, adders_input: lists, adders: [{has: key, add: 2个百分点}, {has: core, add: 4个百分点}, {has: provincial}]}, limits: [{max: 1500万元, per: 项目, window: 年}]}"
TIERED = "{award: {kind: percent_tiered, by: purchase, base: increase, tiers: [{between: 1-10亿元, rate: 0.5%}, {between: 10-20亿元, rate: 1%}, {word: 以上, value: 20亿元, rate: 1.5%}]}}"
INSTALMENTS = "{award: {kind: installments, start: started, year: nth, through: until, lapse: lapse, payments: [{years: 第二年, amount: 10万元}, {years: [第三年, 第四年], amount: 10万元, unless_lapsed: true}]}}"
DECLINING = "{award: {kind: declining, base: {of: rate, at_most: 2%, times: [insured]}, rate: 90%, decrease: 10%, years: 3年, year: nth}, limits: [{max: 500万元, window: 年}]}"


def test_fixed_counts_one_when_no_count_is_given(calculate):
    rule = "{award: {kind: fixed, amount: 50万元, times: count}}"
    assert calculate(rule).amount_yuan == "500000"
    assert calculate(rule, count="3个").amount_yuan == "1500000"


@pytest.mark.parametrize(("level", "yuan"), [("national", "500000"), ("省级", "300000"), ("市级", "100000")])
def test_choice_by_id_or_label(calculate, level, yuan):
    assert calculate(CHOICE, level=level).amount_yuan == yuan


def test_choice_without_the_level_asks_and_gives_bounds(calculate):
    result = calculate(CHOICE)
    assert (result.semantics, result.amount_yuan) == ("needs_info", None)
    assert (result.amount_min_yuan, result.amount_max_yuan) == ("100000", "500000")
    assert [each.question for each in result.missing] == ["哪一级？"]


def test_promotion_pays_the_difference_and_never_less_than_nothing(calculate):
    assert calculate(CHOICE, level="national", prior_award="10万元").amount_yuan == "400000"
    nothing = calculate(CHOICE, level="city", prior_award="30万元")
    assert (nothing.semantics, nothing.amount_yuan) == ("exact", "0")


def test_several_levels_need_a_rule_for_it(calculate):
    with pytest.raises(InputInvalid, match="一次只能填一个"):
        calculate(CHOICE, level=["national", "city"])
    together = CHOICE.replace("by: level", "by: level, together: highest")
    assert calculate(together, level=["provincial", "national"]).amount_yuan == "500000"
    added = CHOICE.replace("by: level", "by: level, together: sum")
    assert calculate(added, level=["provincial", "city"]).amount_yuan == "400000"


@pytest.mark.parametrize(
    ("revenue", "semantics", "yuan"),
    [
        ("5000万元", "not_eligible", "0"),
        ("5000.01万元", "exact", "250000"),
        ("1亿元", "exact", "250000"),
        ("1.2亿元", "exact", "500000"),
        ("2亿元", "exact", "500000"),
        ("20亿元", "exact", "1000000"),
    ],
)
def test_ladder_takes_the_highest_tier_reached(calculate, revenue, semantics, yuan):
    result = calculate(LADDER, revenue=revenue)
    assert (result.semantics, result.amount_yuan) == (semantics, yuan)


def test_ladder_in_falling_order_is_the_same(calculate):
    falling = LADDER.replace(
        "[[5000万元, 25万元], [1亿元, 50万元], [2亿元, 100万元]]",
        "[[2亿元, 100万元], [1亿元, 50万元], [5000万元, 25万元]]",
    )
    for revenue in ("4000万元", "6000万元", "1.5亿元", "3亿元"):
        assert calculate(falling, revenue=revenue).amount_yuan == calculate(LADDER, revenue=revenue).amount_yuan


def test_below_the_first_tier_says_how_much_is_missing(calculate):
    result = calculate(LADDER, revenue="4980万元")
    assert [each.shortfall for each in result.conditions] == ["差20万元"]
    assert calculate(LADDER, revenue="5000万元").conditions[0].shortfall == "恰好等于，不含本数"


def test_a_tier_reached_in_an_earlier_year_is_not_reached_for_the_first_time(calculate):
    assert calculate(LADDER, revenue="1.5亿元", revenue_before="1.2亿元").semantics == "not_eligible"
    assert calculate(LADDER, revenue="1.5亿元", revenue_before="4000万元").amount_yuan == "500000"


def test_an_earlier_lower_tier_makes_the_paid_award_a_question(calculate):
    result = calculate(LADDER, revenue="1.5亿元", revenue_before="8000万元")
    assert result.semantics == "needs_info"
    assert [each.input for each in result.missing] == ["prior_award"]
    assert (result.amount_min_yuan, result.amount_max_yuan) == ("250000", "500000")
    assert calculate(LADDER, revenue="1.5亿元", revenue_before="8000万元", prior_award="0元").amount_yuan == "500000"


def test_ladder_step_with_its_own_condition_falls_back_to_the_tier_below(calculate):
    rule = "{award: {kind: ladder, by: revenue, word: 突破…（含）, steps: [{at: 1亿元, amount: 10万元}, {at: 5亿元, amount: 20万元, when: [{input: growth, word: 以上, value: 15%}]}]}}"
    assert calculate(rule, revenue="5亿元", growth="15%").amount_yuan == "200000"
    assert calculate(rule, revenue="5亿元", growth="14.9%").amount_yuan == "100000"
    unknown = calculate(rule, revenue="5亿元")
    assert (unknown.semantics, unknown.amount_min_yuan, unknown.amount_max_yuan) == ("needs_info", "100000", "200000")


@pytest.mark.parametrize(
    ("inputs", "semantics", "figure"),
    [
        ({"equipment": "1000万元"}, "exact", "600000"),
        ({"equipment": "1000万元", "lists": "无"}, "exact", "600000"),
        ({"equipment": "1000万元", "lists": "key"}, "exact", "800000"),
        ({"equipment": "1000万元", "lists": "key,core"}, "exact", "1000000"),
        ({"equipment": "2.5亿元"}, "exact", "15000000"),
        ({"equipment": "3亿元"}, "exact", "15000000"),
    ],
)
def test_percent_with_the_highest_adder_and_a_cap(calculate, inputs, semantics, figure):
    result = calculate(ADDERS, **inputs)
    assert (result.semantics, result.amount_yuan) == (semantics, figure)


def test_an_open_adder_gives_a_floor_until_the_cap_leaves_nothing_open(calculate):
    result = calculate(ADDERS, equipment="1000万元", lists="key,provincial")
    assert (result.semantics, result.amount_yuan, result.amount_min_yuan) == ("at_least", None, "800000")
    assert calculate(ADDERS, equipment="3亿元", lists="provincial").semantics == "exact"


def test_permille_whole_base_and_rate_by_level(calculate):
    assert (
        calculate("{award: {kind: percent, base: equipment, rate: 5‰}}", equipment="5000万元").amount_yuan == "250000"
    )
    assert (
        calculate("{award: {kind: percent, base: equipment, rate: 全额}}", equipment="260万元").amount_yuan == "2600000"
    )
    assert calculate("{award: {kind: percent, base: equipment}}", equipment="3万元").amount_yuan == "30000"
    by_level = "{award: {kind: percent, base: equipment, rate: {by: level, options: [{is: national, rate: 100%}, {is: city, rate: 60%}]}}}"
    assert calculate(by_level, equipment="1万元", level="city").amount_yuan == "6000"
    assert [each.input for each in calculate(by_level, equipment="1万元").missing] == ["level"]


@pytest.mark.parametrize(
    ("now", "before", "yuan"),
    [
        ("8亿元", "6亿元", "1000000"),
        ("1亿元", "0元", "500000"),
        ("10亿元", "9亿元", "1000000"),
        ("20亿元", "19亿元", "1500000"),
    ],
)
def test_tiered_rate_on_the_increase(calculate, now, before, yuan):
    assert calculate(TIERED, purchase=now, purchase_before=before).amount_yuan == yuan


def test_tiered_rate_below_the_first_tier_or_without_an_increase(calculate):
    assert calculate(TIERED, purchase="9999万元", purchase_before="0元").semantics == "not_eligible"
    assert calculate(TIERED, purchase="8亿元", purchase_before="9亿元").semantics == "not_eligible"


@pytest.mark.parametrize(
    ("now", "semantics", "yuan"),
    [("1240万元", "exact", "400000"), ("1049万元", "not_eligible", "0"), ("1050万元", "exact", "100000")],
)
def test_whole_steps_only(calculate, now, semantics, yuan):
    rule = "{award: {kind: per_step, quantity: growth, step: 5%, amount: 10万元}}"
    result = calculate(rule, purchase=now, purchase_before="1000万元")
    assert (result.semantics, result.amount_yuan) == (semantics, yuan)


def test_steps_above_a_floor(calculate):
    rule = "{award: {kind: per_step, quantity: revenue, over: 500亿元, step: 100亿元, amount: 50万元}, exactness: at_most, bound: 最高不超过}"
    assert calculate(rule, revenue="720亿元").amount_yuan == "1000000"
    assert calculate(rule, revenue="720亿元").semantics == "at_most"
    assert calculate(rule, revenue="599亿元").semantics == "not_eligible"


def test_per_unit_with_a_factor(calculate):
    assert (
        calculate("{award: {kind: per_unit, quantity: power, unit_amount: 0.15元}}", power="3600万度").amount_yuan
        == "5400000"
    )
    rule = "{award: {kind: per_unit, quantity: power, unit_amount: 0.15元, factor: 30%}}"
    assert calculate(rule, power="1000万千瓦时").amount_yuan == "450000"


@pytest.mark.parametrize(("nth", "yuan"), [("第一年", "1350000"), ("第二年", "1200000"), ("第三年", "1050000")])
def test_declining_by_points_with_a_cap_on_the_base(calculate, nth, yuan):
    assert calculate(DECLINING, rate="1.5%", insured="1亿元", nth=nth).amount_yuan == yuan


def test_declining_relative_over_and_unknown_year(calculate):
    relative = DECLINING.replace("years: 3年", "years: 3年, manner: relative")
    assert calculate(relative, rate="1.5%", insured="1亿元", nth="3").amount_yuan == "1093500"
    assert calculate(DECLINING, rate="3%", insured="1亿元", nth="1").amount_yuan == "1800000"
    assert calculate(DECLINING, rate="1.5%", insured="1亿元", nth="4").semantics == "not_eligible"
    unknown = calculate(DECLINING, rate="1.5%", insured="1亿元")
    assert (unknown.amount_min_yuan, unknown.amount_max_yuan) == ("1050000", "1350000")
    assert [each.amount_yuan for each in unknown.schedule] == ["1350000", "1200000", "1050000"]


@pytest.mark.parametrize(
    ("inputs", "yuan"),
    [
        ({}, "300000"),
        ({"started": "2023", "until": "2026"}, "300000"),
        ({"started": "2023", "until": "2025"}, "200000"),
        ({"started": "2023", "until": "2023"}, "0"),
        ({"nth": "第三年"}, "100000"),
        ({"lapse": "第三年"}, "100000"),
        ({"lapse": "第四年"}, "200000"),
    ],
)
def test_installments(calculate, inputs, yuan):
    assert calculate(INSTALMENTS, **inputs).amount_yuan == yuan


def test_installments_name_the_calendar_years(calculate):
    schedule = calculate(INSTALMENTS, started="2023").schedule
    assert [(each.label, each.year, each.amount_yuan) for each in schedule] == [
        ("第二年", 2024, "100000"), ("第三年", 2025, "100000"), ("第四年", 2026, "100000"),
    ]  # fmt: skip


def test_installments_through_a_year_need_the_first(calculate):
    assert [each.input for each in calculate(INSTALMENTS, until="2026").missing] == ["started"]


def test_match_by_rate_and_by_ratio(calculate):
    assert calculate("{award: {kind: match, of: equipment, rate: 20%}}", equipment="500万元").amount_yuan == "1000000"
    ratio = "{award: {kind: match, of: [equipment, software], ratio: 1：1}}"
    assert calculate(ratio, equipment="500万元").amount_yuan == "5000000"
    assert calculate(ratio, equipment="500万元", software="100万元").amount_yuan == "6000000"


def test_a_range_stays_a_range(calculate):
    result = calculate("{award: {kind: range, between: 20—100万元}}")
    assert (result.semantics, result.amount_yuan) == ("range", None)
    assert (result.amount_min_yuan, result.amount_max_yuan) == ("200000", "1000000")


def test_up_to_is_a_ceiling_or_undetermined(calculate):
    tiers = "tiers: {by: revenue, word: 首次突破, steps: [1000万元, 2000万元]}"
    assert calculate("{award: {kind: up_to, max: 50万元, times: count}}", count="2个").amount_yuan == "1000000"
    capped = calculate(f"{{award: {{kind: up_to, max: 500万元, {tiers}}}}}", revenue="1500万元")
    assert (capped.semantics, capped.amount_yuan) == ("at_most", "5000000")
    below = calculate(f"{{award: {{kind: up_to, max: 500万元, {tiers}}}}}", revenue="1000万元")
    assert below.semantics == "not_eligible"
    free = calculate(f"{{award: {{kind: up_to, {tiers}}}}}", revenue="1500万元")
    assert (free.semantics, free.amount_yuan, free.amount_max_yuan) == ("undetermined", None, None)


def test_none_gives_no_figure(calculate):
    result = calculate("{award: {kind: none, reason: 一事一议}}")
    assert (result.semantics, result.amount_yuan) == ("undetermined", None)
    assert "一事一议" in result.steps[-1]
