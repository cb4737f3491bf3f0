"""What is typed while somebody speaks: figures go to the input they name, and to no other."""

from datetime import date

import pytest

from assistant.pages.fragments import MOST, by_figures, computed
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
AS_OF = date(2026, 11, 22)


def found(query, region):
    return [(each.rule.rule.title, each.calculation.amount_yuan) for each in by_figures(BOOK, query, region, AS_OF)]


@pytest.mark.parametrize("query", ["设备 800万", "设备投资800万元", "绍兴 设备款 八百万", "绍兴市设备投资 0.08亿"])
def test_a_figure_with_its_name_is_reckoned_at_once(query):
    assert found(query, "绍兴")[0] == ("制造业项目设备投资奖励", "480000")


def test_what_is_reckoned_is_what_the_form_says():
    each = by_figures(BOOK, "设备 800万", "绍兴", AS_OF)[0]
    assert each.calculation == BOOK.calculate(each.rule.id, {"equipment_investment": "800万元"}, AS_OF)
    assert each.said == ("实际完成设备投资额800万元",)


def test_words_that_are_not_the_whole_name_take_no_figure():
    assert found("研发投入 500万", "绍兴") == []  # an award on 投入 is not meant
    assert found("500万", "绍兴") == []
    assert found("设备 500人", "绍兴") == []  # a count is no sum
    assert found("设备", "绍兴") == []


def test_what_is_below_the_threshold_is_said_to_get_nothing():
    last = by_figures(BOOK, "设备 200万", "绍兴", AS_OF)[-1]
    assert last.calculation.semantics == "not_eligible"


def test_two_figures_go_to_two_inputs():
    said = {fact for each in by_figures(BOOK, "营收 5亿，实缴税金 300万", "长沙", AS_OF) for fact in each.said}
    assert {"营业收入5亿元", "年度实缴税金300万元"} <= said


def test_a_level_that_is_typed_settles_the_award():
    rule = BOOK.rules["shaoxing-2025/（二十一）:design-centre"]
    assert computed(BOOK, rule, "设计中心 省级", AS_OF).calculation.amount_yuan == "200000"
    assert not computed(BOOK, rule, "设计中心 省级还是国家级", AS_OF).settled


@pytest.mark.parametrize("query", ["", "，", "万", "设备 " + "9" * 50 + "万", "设备 -5万", "<b>设备</b> 5万"])
def test_odd_fragments_break_nothing(query):
    for region in ("长沙", "绍兴", "无"):
        assert len(by_figures(BOOK, query, region, AS_OF)) <= MOST
