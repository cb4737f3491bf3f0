"""Totals over the awards as they stand in the texts."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.answer import Total
from assistant.calculator.stacking import Entry
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
DAY = date(2026, 6, 30)
SX, CS = "shaoxing-2025/", "changsha-2023/"
EQUIPMENT, HYDROGEN = SX + "（八）:equipment-investment", SX + "（三）:hydrogen-equipment"
ZONE, PARK = SX + "（三）:future-zone-equipment", SX + "（七）:digital-park-building"


def total(*awards: tuple[str, dict[str, Any]], years: list[int] | None = None) -> Total:
    entries = []
    for number, (rule_id, facts) in enumerate(awards):
        result, _ = BOOK.evaluate(rule_id, facts, DAY, None, f"c{number}")
        entries.append(Entry(f"c{number}", result, years[number] if years else None))
    return BOOK.total(entries)


def test_what_is_paid_on_top_is_added() -> None:
    both = total((EQUIPMENT, {"equipment_investment": "2000万元"}), (HYDROGEN, {"equipment_investment": "2000万元"}))
    assert (both.semantics, both.amount_yuan) == ("exact", "2400000")


def test_two_extras_on_one_investment_are_listed_and_not_summed() -> None:
    facts = {"equipment_investment": "2000万元"}
    extras = total((HYDROGEN, facts), (ZONE, facts))
    assert (extras.semantics, extras.amount_yuan) == ("undetermined", None)
    assert any("是否属于同一事项由受理部门认定" in step for step in extras.steps)


def test_a_factory_and_a_scenario_are_listed_and_not_summed() -> None:
    """第18条 and 第19条 each say 就高 within themselves, and nothing of each other."""
    both = total(
        (CS + "18:demonstration-factory", {"level": "市级"}), (CS + "19:application-scenario", {"level": "市级"})
    )
    assert (both.semantics, both.amount_yuan) == ("undetermined", None)


def test_start_and_completion_are_both_paid() -> None:
    site = {"fixed_investment": "2亿元", "independent_land": "是"}
    both = total((SX + "（九）:early-start", {**site, "days_ahead_start": "100天"}),
                 (SX + "（九）:early-completion", {**site, "days_ahead_completion": "200天"}))  # fmt: skip
    assert (both.semantics, both.amount_yuan) == ("exact", "500000")


def test_siblings_share_the_yearly_cap_of_their_clause() -> None:
    both = total(
        (CS + "附件3/1:electricity-increase", {"electricity_increase": "5000万千瓦时"}),
        (CS + "附件3/1:new-storage-plant", {"fixed_investment": "2亿元", "first_year_electricity": "1亿千瓦时"}),
    )
    assert both.amount_yuan == "10000000"  # 750 + 450, at most 1000 a year


def test_caps_of_a_project_and_of_a_year_hold_together() -> None:
    """附件3第4条: three events of 700, 600 and 500: 300 + 300 + 250, at most 800 a year."""
    result = BOOK.calculate(
        CS + "附件3/4:storage-conference", {"conference_cost": ["700万元", "600万元", "500万元"]}, DAY
    )
    assert (result.semantics, result.amount_yuan) == ("exact", "8000000")


def test_two_years_of_one_yearly_cap() -> None:
    rule = CS + "附件8/1:computing-power"
    facts = {"computing_contract": "200万元"}
    assert total((rule, facts), (rule, facts)).amount_yuan == "500000"
    assert total((rule, facts), (rule, facts), years=[2024, 2025]).amount_yuan == "1000000"


def test_what_was_paid_counts_towards_a_cumulative_cap() -> None:
    result = BOOK.calculate(
        CS + "附件2/4:security-park-platform", {"platform_service_fee": "180万元", "prior_award": "400万元"}, DAY
    )
    assert (result.semantics, result.amount_yuan) == ("exact", "1000000")


def test_several_products_add_up_to_the_cap() -> None:
    result = BOOK.calculate(CS + "附件7/2:consumer-goods-variety", {"variety_revenue": ["6000万元", "1.3亿元"]}, DAY)
    assert (result.semantics, result.amount_yuan) == ("at_most", "700000")
    result = BOOK.calculate(CS + "附件7/2:consumer-goods-variety", {"variety_revenue": ["2亿元"] * 3}, DAY)
    assert result.amount_yuan == "1000000"


def test_promotion_pays_the_difference_where_the_document_says_so() -> None:
    promoted = BOOK.calculate(SX + "（十一）:chain-leader", {"level": "省级", "prior_award": "20万元"}, DAY)
    assert promoted.amount_yuan == "800000"
    full = BOOK.calculate(CS + "附件3/6:storage-revenue", {"revenue": "105亿元", "revenue_before": "80亿元"}, DAY)
    assert (full.semantics, full.amount_yuan) == ("exact", "1000000")
    assert [reading.id for reading in full.readings] == ["tiers-in-full"]


def test_two_quality_prizes_are_not_one_number() -> None:
    """附则（五） pays one matter once; whether two prizes are one matter it does not say."""
    asked = BOOK.calculate(SX + "（二十三）:quality-award", {}, DAY)
    assert asked.semantics == "needs_info"


def test_cities_never_add_up() -> None:
    both = total((SX + "（十二）:little-giant", {"specialised_title": "小巨人"}), (CS + "10:little-giant", {}))
    assert (both.semantics, both.amount_yuan) == ("undetermined", None)
