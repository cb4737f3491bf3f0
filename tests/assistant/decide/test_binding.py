"""Facts in people's words → inputs of a rule: nearest name, unit, year, negation; nothing guessed."""

from datetime import date
from fractions import Fraction

import pytest

from assistant.decide.binding import bind
from assistant.reading.told import told_of
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()


def bound(rule_id, text):
    return {b.input: b.value for b in bind(BOOK.rule(rule_id), told_of(text, date(2026, 6, 30)))}


def test_figures_go_to_the_input_of_their_year():
    facts = bound("changsha-2023/附件1/3:export-growth", "上年度出口额8000万，今年出口1个亿")
    assert facts["export_last_year"] == 80_000_000
    assert facts["export_value"] == 100_000_000


def test_a_second_figure_without_a_noun_takes_its_place_from_its_year():
    facts = bound("hangzhou-2023/（三）:local-parts-purchase", "今年采购本市零部件8亿，去年6亿")
    assert (facts["purchase"], facts["purchase_last_year"]) == (800_000_000, 600_000_000)


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("北斗企业今年1.2亿，之前领过50万元", 500_000),
        ("北斗企业前年营收3000万领了30万，今年1.2亿", 300_000),
        ("北斗企业当时已经领过5000万档的50万元，今年营收1.15亿元", 500_000),
        ("北斗企业今年营收1.2亿，以前没领过", 0),
        ("北斗企业今年1.2亿，2021年领过20万，2022年又领了30万", 500_000),
        ("北斗企业今年1.2亿，先拿了20万、后来再补过10万", 300_000),
        ("北斗企业今年1.2亿，前后领过50万，其中去年拿了30万", 500_000),
    ],
)
def test_what_was_received_before_is_no_quantity(text, paid):
    facts = bound("changsha-2023/附件6/3:beidou-revenue", text)
    assert facts["prior_award"] == paid
    assert facts["revenue"] > 100_000_000


def test_more_than_is_more_than():
    facts = bound("changsha-2023/附件6/3:beidou-revenue", "北斗企业营收今年第一次过1亿")
    assert facts["revenue"] == 100_000_000 + Fraction(1, 100)


@pytest.mark.parametrize(
    ("text", "levels"),
    [("认定为省级", "provincial"), ("国家级的", "national"), ("市里评的，市级", "city")],
)
def test_levels(text, levels):
    assert bound("shaoxing-2025/（二十）:green-title", f"绿色工厂{text}").get("level") == levels


def test_a_denied_list_is_an_empty_list_and_a_denied_fact_is_false():
    facts = bound("shaoxing-2025/（八）:equipment-investment", "设备投入500万元，没有列入任何市级计划")
    assert facts["project_lists"] == []
    assert bound("changsha-2023/附件1/2:part-revenue", "营收1.2亿，不在清单里")["on_part_list"] is False


def test_promotion_tells_the_old_level_from_the_new():
    facts = bound("shaoxing-2025/（七）:star-micro-park", "小微企业园从三星升到五星")
    assert facts["park_star"] != facts["prior_option"]


def test_several_of_one_quantity_become_a_list():
    facts = bound("changsha-2023/14:innovation-centre-project", "两个项目，一个审核后总投入2400万，一个600万")
    assert facts["audited_investment"] == [24_000_000, 6_000_000]


@pytest.mark.parametrize("text", ["", "多少钱", "12345", "一二三", "😀" * 50, "营收营收营收去年今年"])
def test_nothing_is_bound_to_nothing(text):
    for rule in BOOK.rules.values():
        for each in bind(rule, told_of(text, date(2026, 6, 30))):
            assert each.text in text or each.text == ""


@pytest.mark.parametrize(
    "told",
    ["先前拿了市级智能制造示范工厂的五十万", "去年领了市级智能制造示范工厂的50万", "之前拿到市级示范工厂的50万元"],
)
def test_what_was_received_before_is_taken_off_however_long_the_awards_name(told):
    facts = bound("changsha-2023/18:demonstration-factory", f"我们{told}，今年国家级示范工厂通过验收，还补多少")
    assert facts == {"level": "national", "prior_award": 500_000}
