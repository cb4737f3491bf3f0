"""A rule in one breath, of the real rules: what is paid, on what, up to how much."""

import re
from datetime import date

import pytest

from assistant.drafting.rule_words import caps_of, rule_words
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("rule_id", "words"),
    [
        ("changsha-2023/附件3/9:storage-discharge", "按实际放电量，每千瓦时0.3元，每家企业一年最高300万元"),
        ("shaoxing-2025/（二十）:circular-economy-850", "按实际完成设备投资额的8%补，每个项目最高100万元"),
        ("shaoxing-2025/（十二）:little-giant", "国家级小巨人150万元，省级中小企业10万元"),
        ("shaoxing-2025/（二十）:efficiency-leader", "省级最高30万元，市级最高20万元"),
    ],
)
def test_the_rule_is_said_as_a_colleague_says_it(rule_id, words):
    if rule_id not in BOOK.rules:
        (rule_id,) = [each for each in BOOK.rules if "0.3元" in rule_words(BOOK.rules[each])]
    assert rule_words(BOOK.rules[rule_id]) == words


def test_every_rule_has_words_and_every_figure_of_them_is_the_rules_own():
    for entry in BOOK.rules.values():
        said = rule_words(entry)
        assert said, entry.id
        assert "〔" not in said
        assert "None" not in said
        printed = "".join(re.findall(r"\d+", entry.rule.model_dump_json() + entry.file.shared.model_dump_json()))
        labels = "".join(entry.registry.spec(name).model_dump_json() for name in entry.inputs)
        for figure in re.findall(r"\d+", said):
            assert figure in printed or figure in labels, (entry.id, figure)


def test_of_several_outcomes_the_one_the_question_names_and_without_its_name():
    (entry,) = [each for each in BOOK.rules.values() if each.rule.title == "流片、掩膜、购买IP核补助"]
    assert "购买IP核" in rule_words(entry)
    asked = rule_words(entry, question="晶圆（MPW）试流片补多少")
    assert "购买IP核" not in asked
    assert "60%" in asked


def test_the_threshold_nobody_has_told_of_stands_first():
    (entry,) = [each for each in BOOK.rules.values() if each.rule.title == "制造业项目设备投资奖励"]
    assert rule_words(entry, BOOK.calculate(entry.id, {}, DAY)).startswith("实际完成设备投资额300万元及以上的，")
    known = BOOK.calculate(entry.id, {"equipment_investment": "800万元"}, DAY)
    assert not rule_words(entry, known).startswith("实际完成")


def test_ceilings_alone():
    (entry,) = [each for each in BOOK.rules.values() if each.rule.title == "第三类医疗器械注册证书产业化"]
    assert caps_of(entry) == "，每家企业一年最高200万元"
