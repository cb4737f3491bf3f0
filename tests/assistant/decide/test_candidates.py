"""Which awards a question is about."""

import pytest

from assistant.decide.candidates import Names, chosen
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
NAMES = Names(BOOK)


def picked(searcher, text, city, **more):
    return [c.rule.id for c in chosen(NAMES.candidates(text, searcher.passages(text, text), [city]), text, **more)]


@pytest.mark.parametrize(
    ("text", "city", "clause"),
    [
        ("评上国家级小巨人奖多少", "绍兴", "shaoxing-2025/（十二）"),
        ("评上国家级小巨人奖多少", "杭州", "hangzhou-2023/（三）"),
        ("评上国家级小巨人奖多少", "长沙", "changsha-2023/10"),
        ("DCMM三级给多少", "长沙", "changsha-2023/8"),
        ("储能电站放电量奖励", "长沙", "changsha-2023/附件3/2"),
        ("整车企业采购本地零部件有补贴吗", "杭州", "hangzhou-2023/（三）"),
        ("主导制定国家标准奖多少", "绍兴", "shaoxing-2025/（二十五）"),
    ],
)
def test_the_named_award_of_the_named_city(searcher, text, city, clause):
    rules = picked(searcher, text, city)
    assert len(rules) == 1
    assert rules[0].startswith(clause + ":")


def test_each_name_of_a_list_gets_its_rule(searcher):
    text = "新列入中国品牌价值榜，又通过了能源管理体系认证，各奖多少"
    assert len(picked(searcher, text, "绍兴")) == 2


def test_a_denied_award_is_not_picked(searcher):
    rules = picked(searcher, "通过了能源管理体系认证，没有评上省级节水型企业", "绍兴")
    assert [rule.partition(":")[0] for rule in rules] == ["shaoxing-2025/（二十）"]
    assert "energy" in rules[0]


def test_what_no_award_is_about_picks_none(searcher):
    assert picked(searcher, "给员工交社保有补贴吗", "杭州") == []


def test_every_quote_lies_in_passages_of_its_clause():
    assert all(NAMES.quotes[rule_id] for rule_id in BOOK.rules)
