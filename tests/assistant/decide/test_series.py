"""One quantity told of two years: the figures tell among themselves which is the later."""

from datetime import date

import pytest

from assistant.decide.binding import bind
from assistant.reading.told import told_of
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
SALES = "changsha-2023/附件6/2:beidou-sales"
POWER = "changsha-2023/附件3/1:electricity-increase"


def bound(rule_id, text, day=date(2024, 6, 30)):
    return {b.input: b.value for b in bind(BOOK.rule(rule_id), told_of(text, day))}


@pytest.mark.parametrize(
    "text",
    [
        "北斗终端上年度销售1.45亿，前一年1.1亿",
        "北斗终端2023年卖了1.45亿元，2022年卖了1.1亿元",
        "北斗终端的销售2022年是1.1亿，2023年是1.45亿",
        "北斗终端去年销售1.45亿，前年1.1亿",
        "北斗终端销售由1.1亿增长到1.45亿",
    ],
)
def test_the_later_year_goes_to_the_later_input(text):
    facts = bound(SALES, text)
    assert (facts["beidou_sales"], facts["beidou_sales_before"]) == (145_000_000, 110_000_000)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_it_does_not_matter_when_the_question_is_asked(year):
    facts = bound(POWER, "2022年用电1.2亿度，2023年用电1.56亿度", date(year, 6, 30))
    assert facts["electricity_last_year"] == 156_000_000
    assert facts["electricity_year_before"] == 120_000_000


def test_every_pair_of_the_rule_is_told_by_the_same_two_figures():
    facts = bound("changsha-2023/附件7/1:consumer-goods-revenue", "食品厂营收从0.95亿做到5.1亿")
    assert facts["revenue"] == 510_000_000
    assert facts["revenue_last_year"] == facts["revenue_before"] == 95_000_000


def test_an_award_that_looks_at_one_year_takes_the_later_figure():
    facts = bound("hangzhou-2023/（三）:new-model", "这款新车去年产量5万辆，今年产量11万辆")
    assert facts["model_output"] == 110_000


def test_a_step_that_is_passed_is_passed_in_a_series_too():
    text = "北斗企业营收前年3000万，领了30万，营收今年第一次过1亿"
    facts = bound("changsha-2023/附件6/3:beidou-revenue", text, date(2026, 6, 30))
    assert facts["revenue"] > 100_000_000


def test_figures_of_two_nouns_are_no_series():
    facts = bound(SALES, "北斗终端2022年注册资本5000万，2023年销售1.45亿")
    assert facts.get("beidou_sales_before") is None
