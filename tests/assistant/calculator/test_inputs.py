"""What the registry reads, and how it refuses: in Chinese, naming what is allowed."""

from fractions import Fraction as F

import pytest
from pydantic import ValidationError

from assistant.errors import InputInvalid


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("revenue", "1.2亿元", 120_000_000),
        ("revenue", "一亿两千万", 120_000_000),
        ("revenue", F(5, 2), F(5, 2)),
        ("rate", "5‰", F(1, 200)),
        ("rate", "24个点", F(6, 25)),
        ("growth", "-5%", F(-1, 20)),
        ("power", "850万度", 8_500_000),
        ("power", "850万", 8_500_000),
        ("count", "三家", 3),
        ("count", "3", 3),
        ("count", 3, 3),
        ("count", "12万", 120_000),
        ("days", "180天", 180),
        ("nth", "第三年", 3),
        ("nth", "首年", 1),
        ("started", "2024年", 2024),
        ("listed", "是", True),
        ("listed", "否", False),
        ("listed", True, True),
        ("level", "省级", "provincial"),
        ("level", "provincial,city", ("provincial", "city")),
        ("grade", "D类", "d"),
        ("lists", "key,市重点,core", frozenset({"key", "core"})),
        ("lists", "无", frozenset()),
        ("lists", [], frozenset()),
    ],
)
def test_reads(registry, name, raw, value):
    assert registry.parse(name, raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("revenue", 1.5, "浮点"),
        ("revenue", 500, "缺少单位"),
        ("revenue", "500", "缺少单位"),
        ("revenue", "-5万元", "负数"),
        ("revenue", "3天", "单位不对"),
        ("revenue", "10^30元", "读不出"),
        ("revenue", "1" + "0" * 30 + "元", "太大"),
        ("revenue", "20—100万元", "单位不对"),
        ("revenue", "很多", "读不出"),
        ("revenue", True, "是非题"),
        ("rate", "0.6", "缺少单位"),
        ("count", "3天", "单位不对"),
        ("count", "2.5", "整数"),
        ("power", "100元", "单位不对"),
        ("listed", "也许", "是或否"),
        ("level", "县级", "没有这个选项"),
        ("lists", "key,别的", "没有这个选项"),
    ],
)
def test_refuses(registry, name, raw, why):
    with pytest.raises(InputInvalid, match=why) as refused:
        registry.parse(name, raw)
    assert registry.spec(name).label in refused.value.message
    assert refused.value.log


def test_a_refused_option_names_the_options(registry):
    with pytest.raises(InputInvalid, match="国家级（national）、省级（provincial）、市级（city）"):
        registry.parse("level", "县级")


def test_unknown_input(registry):
    with pytest.raises(InputInvalid, match="没有名为“nonsense”的输入"):
        registry.parse("nonsense", "1")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("revenue", "1.2亿元"),
        ("revenue", "0.15元"),
        ("rate", "5‰"),
        ("power", "850万度"),
        ("count", "12万"),
        ("nth", "第三年"),
        ("started", "2024年"),
        ("listed", "否"),
        ("level", "省级"),
        ("lists", "无"),
    ],
)
def test_what_is_shown_can_be_read_again(registry, name, raw):
    value = registry.parse(name, raw)
    assert registry.parse(name, registry.show(name, value)) == value


def test_the_model_of_a_rule_takes_money_as_a_string_only(registry):
    model = registry.model("Sample", ["revenue", "level", "lists", "listed"])
    schema = model.model_json_schema()
    assert schema["properties"]["revenue"]["anyOf"][0]["pattern"] == r"^\d+(\.\d+)?(元|万元|亿元)$"
    assert schema["properties"]["level"]["anyOf"][0]["enum"] == ["national", "provincial", "city"]
    assert schema["properties"]["revenue"]["description"] == "营业收入是多少？"
    assert model(revenue="1.2亿元").revenue == "1.2亿元"
    for wrong in ({"revenue": 5.0}, {"revenue": 500}, {"revenue": "500"}, {"other": "1"}, {"level": "县级"}):
        with pytest.raises(ValidationError):
            model(**wrong)


def test_a_given_value_wins_over_the_derived_one(calculate):
    rule = "{award: {kind: per_step, quantity: growth, step: 5%, amount: 10万元}}"
    assert calculate(rule, growth="10%", purchase="2亿元", purchase_before="1亿元").amount_yuan == "200000"
    assert calculate(rule, purchase="2亿元", purchase_before="1亿元").amount_yuan == "2000000"


def test_a_missing_derived_value_is_asked_by_the_part_that_is_missing(calculate):
    rule = "{award: {kind: per_step, quantity: growth, step: 5%, amount: 10万元}}"
    assert [each.input for each in calculate(rule, purchase="2亿元").missing] == ["purchase_before"]
    assert [each.input for each in calculate(rule).missing] == ["purchase", "purchase_before"]
