"""A company against a whole city."""

from datetime import date

import pytest

from assistant.decide.profile import Profiles
from assistant.rulebook.load import load_rulebook

PROFILES = Profiles(load_rulebook())
DAY = date(2026, 6, 30)


def clauses(matches, verdict):
    return {match.rule_id for match in matches.of(verdict) if match.named}


def test_every_rule_of_the_city_gets_a_verdict():
    matches = PROFILES.match_text("我们是一家绍兴企业", "绍兴", DAY)
    assert len(matches.matches) == len(load_rulebook().of_document("shaoxing-2025"))
    assert not matches.of("applies")
    assert matches.total is None


def test_what_is_named_applies_and_is_summed():
    matches = PROFILES.match_text(
        "今年新列入中国品牌价值榜；通过了能源管理体系认证。去年想报数字化车间没报成。", "绍兴", DAY
    )
    assert {match.calculation.amount_yuan for match in matches.of("applies")} == {"100000", "50000"}
    assert matches.total is not None
    assert matches.total.amount_yuan == "150000"
    assert not any("车间" in match.title for match in matches.of("applies"))


def test_a_company_of_class_d_gets_nothing_and_is_told_why():
    matches = PROFILES.match_text("上年度亩均评价D类。今年新列入中国品牌价值榜。", "绍兴", DAY)
    assert not matches.of("applies")
    assert not matches.of("might")
    named = next(match for match in matches.of("does_not") if match.named)
    assert any(condition.met == "no" for condition in named.calculation.conditions)


def test_below_a_threshold_the_shortfall_is_said():
    matches = PROFILES.match_text("长沙企业，建了2个智能工位。", "长沙", DAY)
    (match,) = [m for m in matches.of("does_not") if m.named]
    assert any(condition.shortfall for condition in match.calculation.conditions)


def test_a_missing_fact_is_asked_for():
    matches = PROFILES.match_text("长沙企业，做智能化技改。", "长沙", DAY)
    assert any(match.named and match.question for match in matches.of("might"))


def test_facts_by_input_id():
    matches = PROFILES.match_facts(
        {"equipment_investment": "500万元"}, ["shaoxing-2025/（八）:equipment-investment"], "绍兴", DAY
    )
    (match,) = matches.of("applies")
    assert match.calculation.amount_yuan == "300000"


@pytest.mark.parametrize("city", ["长沙", "杭州", "绍兴"])
def test_any_text_gets_an_answer(city):
    for text in ["", "😀", "2024年" * 50, "没有没有没有", "营收1亿2亿3亿元，增长20%，3个，5项"]:
        PROFILES.match_text(text, city, DAY)
