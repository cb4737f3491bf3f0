"""What stands around a kind: conditions, branches, parts, limits, exactness, exclusions, payers, output."""

import pytest

from assistant.errors import RuleInvalid

BRANCHES = """
branches:
  - {id: normal, when: [{input: revenue, word: （含）以上, value: 10亿元}], award: {kind: percent, base: equipment, rate: 10%}, limits: [{max: 500万元}], exactness: at_most, bound: 最高}
  - {id: major, overrides: [normal], when: [{input: revenue, word: （含）以上, value: 20亿元}], award: {kind: none, reason: 一事一议}}
"""
PARTS = """
exactness: at_most
bound: 不超过
parts:
  - {id: first, title: 设备, award: {kind: percent, base: equipment, rate: 60%}}
  - {id: second, title: 软件, award: {kind: percent, base: software, rate: 50%}}
limits: [{max: 500万元, window: 年}]
"""


def when(*conditions: str) -> str:
    return f"{{when: [{', '.join(conditions)}], award: {{kind: fixed, amount: 50万元}}}}"


@pytest.mark.parametrize(
    ("word", "below", "at", "above"),
    [
        ("以上", "no", "yes", "yes"),
        ("不低于", "no", "yes", "yes"),
        ("达到", "no", "yes", "yes"),
        ("超过", "no", "no", "yes"),
        ("首次突破", "no", "no", "yes"),
        ("突破…（含）", "no", "yes", "yes"),
        ("不超过", "yes", "yes", "no"),
        ("以下", "yes", "yes", "no"),
        ("低于", "yes", "no", "no"),
        ("不满", "yes", "no", "no"),
    ],
)
def test_boundary_words(calculate, word, below, at, above):
    rule = when(f"{{input: revenue, word: {word}, value: 1亿元}}")
    seen = [calculate(rule, revenue=value).conditions[0].met for value in ("9999万元", "1亿元", "10001万元")]
    assert seen == [below, at, above]


def test_equality_on_a_disputed_word_is_noted(calculate):
    rule = when("{input: revenue, word: 突破, value: 1亿元}")
    assert any("口径" in note for note in calculate(rule, revenue="1亿元").notes)
    assert not any("口径" in note for note in calculate(rule, revenue="2亿元").notes)
    sure = when("{input: revenue, word: 超过, value: 1亿元}")
    assert not any("口径" in note for note in calculate(sure, revenue="1亿元").notes)


def test_an_unknown_hard_condition_asks_and_bounds_the_award(calculate):
    result = calculate(when("{input: listed, is: 是}"))
    assert (result.semantics, result.amount_min_yuan, result.amount_max_yuan) == ("needs_info", "0", "500000")
    assert [each.input for each in result.missing] == ["listed"]


def test_a_refused_rule_asks_nothing_more(calculate):
    result = calculate(when("{input: listed, is: 是}", "{input: revenue, word: 超过, value: 1亿元}"), listed="否")
    assert (result.semantics, result.amount_yuan, result.missing) == ("not_eligible", "0", [])


def test_soft_conditions_never_block_but_refuse_when_known_not_to_hold(calculate):
    rule = when("{input: listed, is: 是, soft: true}", "{text: 符合相关条件, soft: true}")
    unknown = calculate(rule)
    assert (unknown.semantics, unknown.amount_yuan) == ("exact", "500000")
    assert [each.met for each in unknown.conditions] == ["unknown", "unknown"]
    assert any("符合相关条件" in note and "清单内" in note for note in unknown.notes)
    assert calculate(rule, listed="否").semantics == "not_eligible"


def test_either_is_enough_and_a_silent_soft_alternative_does_not_block(calculate):
    either = "{any: [{input: count, word: 达到, value: 5个, soft: true}, {input: revenue, word: 达到, value: 50亿元, soft: true}]}"
    assert calculate(when(either), count="6个").semantics == "exact"
    assert calculate(when(either), count="4个").semantics == "not_eligible"
    assert calculate(when(either), count="4个", revenue="50亿元").semantics == "exact"
    assert {each.input for each in calculate(when(either)).missing} == {"count", "revenue"}


def test_not_and_all(calculate):
    rule = when("{not: {all: [{input: listed, is: 是}, {input: level, is: city}]}}")
    assert calculate(rule, listed="是", level="city").semantics == "not_eligible"
    assert calculate(rule, listed="是", level="national").semantics == "exact"
    assert calculate(rule, listed="是").semantics == "needs_info"


def test_ordered_levels_and_sets(calculate):
    assert calculate(when("{input: grade, word: 及以上, value: D类}"), grade="c").semantics == "exact"
    assert calculate(when("{input: grade, word: 及以上, value: D类}"), grade="E类").semantics == "not_eligible"
    assert calculate(when("{input: lists, has: [key, core]}"), lists="core").semantics == "exact"
    assert calculate(when("{input: lists, has: [key, core]}"), lists="无").semantics == "not_eligible"


def test_branches_exactly_one_applies(calculate):
    assert calculate(BRANCHES, revenue="10亿元", equipment="4000万元").amount_yuan == "4000000"
    assert calculate(BRANCHES, revenue="10亿元", equipment="1亿元").amount_yuan == "5000000"
    assert calculate(BRANCHES, revenue="20亿元").semantics == "undetermined"
    assert calculate(BRANCHES, revenue="9亿元", equipment="1亿元").semantics == "not_eligible"
    assert [each.input for each in calculate(BRANCHES, equipment="1亿元").missing] == ["revenue"]


def test_two_live_branches_are_an_error(calculate):
    with pytest.raises(RuleInvalid, match="normal、major"):
        calculate(BRANCHES.replace("overrides: [normal], ", ""), revenue="20亿元", equipment="1亿元")


def test_parts_are_summed_under_one_cap_and_silent_parts_are_named(calculate):
    both = calculate(PARTS, equipment="200万元", software="300万元")
    assert (both.semantics, both.amount_yuan) == ("at_most", "2700000")
    one = calculate(PARTS, equipment="200万元")
    assert one.amount_yuan == "1200000"
    assert any("软件" in note for note in one.notes)
    assert calculate(PARTS, equipment="800万元", software="800万元").amount_yuan == "5000000"
    assert {each.input for each in calculate(PARTS).missing} == {"equipment", "software"}


@pytest.mark.parametrize(("spent", "yuan"), [("999万元", "4995000"), ("1000万元", "5000000"), ("1001万元", "5000000")])
def test_a_cap_just_under_and_over(calculate, spent, yuan):
    rule = "{award: {kind: percent, base: equipment, rate: 50%}, limits: [{max: 500万元}]}"
    assert calculate(rule, equipment=spent).amount_yuan == yuan


def test_a_cap_per_thing_grows_with_the_things_a_cap_per_company_does_not(calculate):
    award = "award: {kind: fixed, amount: 50万元, times: count}"
    assert calculate(f"{{{award}, limits: [{{max: 50万元, per: 产品}}]}}", count="5").amount_yuan == "2500000"
    assert calculate(f"{{{award}, limits: [{{max: 200万元, per: 企业}}]}}", count="5").amount_yuan == "2000000"


def test_what_was_paid_uses_up_cumulative_and_yearly_caps(calculate):
    award = "award: {kind: percent, base: equipment, rate: 全额}"
    total = f"{{{award}, limits: [{{max: 500万元, window: 累计}}]}}"
    assert calculate(total, equipment="260万元", prior_award="300万元").amount_yuan == "2000000"
    yearly = f"{{{award}, limits: [{{max: 500万元, window: 年}}]}}"
    assert calculate(yearly, equipment="260万元", paid_this_year="450万元").amount_yuan == "500000"
    assert calculate(yearly, equipment="260万元", prior_award="450万元").amount_yuan == "2600000"


def test_at_most_so_many_years(calculate):
    rule = "{award: {kind: up_to, max: 30万元, times: count}, limits: [{times_max: 三年, by: count}]}"
    assert calculate(rule, count="3").amount_yuan == "900000"
    assert calculate(rule, count="5").amount_yuan == "900000"
    by_year = "{award: {kind: fixed, amount: 30万元}, limits: [{times_max: 三年, by: nth}]}"
    assert calculate(by_year, nth="3").amount_yuan == "300000"
    assert calculate(by_year, nth="4").semantics == "not_eligible"


def test_exclusions_refuse_only_when_known_and_not_excepted(calculate):
    document = "{exclusions: [{id: d, text: D类企业, clause: a, quote: D类企业不予享受, when: [{input: excluded_class, is: 是}], unless: [{input: newly_listed, is: 是}]}]}"
    rule = "{award: {kind: fixed, amount: 50万元}}"
    assert calculate(rule, document=document).semantics == "exact"
    assert calculate(rule, document=document, excluded_class="是").semantics == "not_eligible"
    assert calculate(rule, document=document, excluded_class="是", newly_listed="是").semantics == "exact"


FUNDING = "{funding: [{clauses: [sample-2024], input: inside, split: 1:1.5, payers: [市本级, 新区], otherwise: 市本级, clause: a, quote: b}]}"


def test_the_split_changes_who_pays_never_how_much(calculate):
    rule = "{award: {kind: fixed, amount: 100万元}}"
    inside = calculate(rule, document=FUNDING, inside="是")
    assert [(each.who, each.amount_yuan) for each in inside.payer] == [("市本级", "400000"), ("新区", "600000")]
    outside = calculate(rule, document=FUNDING, inside="否")
    assert [(each.who, each.amount_yuan) for each in outside.payer] == [("市本级", "1000000")]
    assert {calculate(rule, document=FUNDING).amount_yuan, inside.amount_yuan, outside.amount_yuan} == {"1000000"}


def test_document_default_difference_holds_for_fixed_awards_too(calculate):
    rule = "{award: {kind: fixed, amount: 150万元}}"
    assert calculate(rule, document="{progress: difference}", prior_award="10万元").amount_yuan == "1400000"
    assert calculate(rule, prior_award="10万元").amount_yuan == "1500000"


def test_amounts_are_rounded_once_and_say_so(calculate):
    rule = "{award: {kind: percent, base: equipment, rate: 5‰}}"
    rounded = calculate(rule, equipment="1.01元")
    assert rounded.amount_yuan == "0.01"
    assert "金额四舍五入到分。" in rounded.notes
    assert "金额四舍五入到分。" not in calculate(rule, equipment="200元").notes


def test_steps_read_aloud(calculate):
    rule = "{when: [{input: purchase_before, word: 不低于, value: 1000万元}], award: {kind: per_step, quantity: growth, step: 5%, amount: 10万元}, limits: [{max: 200万元}]}"
    assert calculate(rule, purchase="1240万元", purchase_before="1000万元").steps == [
        "依据《样例政策》第1条。",
        "①上年采购额1000万元，符合“不低于1000万元”。",
        "②增长率＝（1240万元－1000万元）÷1000万元＝24%。",
        "③增长率24%，原文以5%为一档、每档10万元，含4个整档（不足一档不计，本系统口径）。",
        "④4×10万元＝40万元。",
        "⑤未超过“不超过200万元”。",
        "结果：40万元。",
    ]


def test_a_default_is_assumed_and_said(calculate):
    rule = "{award: {kind: percent, base: {of: rate, times: [insured, months]}, rate: 全额}}"
    result = calculate(rule, rate="1%", insured="100元")
    assert result.amount_yuan == "12"
    assert any("月数没说" in note for note in result.notes)
