"""What is typed into a form and what the calculator gets."""

import pytest

from assistant.pages.forms import read
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
EQUIPMENT = BOOK.rule("shaoxing-2025/（八）:equipment-investment")
EXPORT = BOOK.rule("changsha-2023/附件1/3:export-growth")
LITTLE_GIANT = BOOK.rule("shaoxing-2025/（十二）:little-giant")


def field(form, input_id):
    return next(each for group in form.groups for each in group.fields if each.id == input_id)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("500", "万元", "500万元"),
        ("500", "", "500万元"),
        ("5,000,000", "元", "5,000,000元"),
        ("1.2亿元", "万元", "1.2亿元"),
        ("500", "<script>", "500万元"),
        ("200；400万元", "万元", "200万元;400万元"),
    ],
)
def test_money_gets_the_unit_chosen_beside_it(text, unit, value):
    form = read(EQUIPMENT, {"equipment_investment": [text], "equipment_investment.unit": [unit]})
    if ";" in value:  # several things at once are the calculator's to split
        assert form.values == {} or form.values["equipment_investment"] == value
    else:
        assert form.values == {"equipment_investment": value}
        assert form.errors == {}


def test_a_value_from_a_link_stands_apart_from_its_unit():
    form = read(EQUIPMENT, {"equipment_investment": ["1200万元"]})
    shown = field(form, "equipment_investment")
    assert (shown.text, shown.unit) == ("1200", "万元")


def test_what_cannot_be_read_is_said_at_its_field_and_counts_as_unknown():
    form = read(EQUIPMENT, {"equipment_investment": ["很多"], "paid_this_year": ["3万元"]})
    assert form.values == {"paid_this_year": "3万元"}
    assert "设备投资额" in form.errors["equipment_investment"]
    assert field(form, "equipment_investment").text == "很多"


def test_an_empty_form_knows_nothing():
    form = read(EQUIPMENT, {"equipment_investment": ["  "], "project_lists": [""]})
    assert form.values == {}
    assert form.errors == {}


def test_none_of_the_lists_is_an_answer_and_silence_is_not():
    assert read(EQUIPMENT, {"project_lists": ["无"]}).values == {"project_lists": "无"}
    assert [c.chosen for c in field(read(EQUIPMENT, {}), "project_lists").choices] == [False] * 4


def test_levels_are_known_by_id_and_by_name():
    for typed in ("little_giant", "国家级小巨人"):
        form = read(LITTLE_GIANT, {"specialised_title": [typed]})
        assert [c.chosen for c in field(form, "specialised_title").choices].count(True) == 1


def test_a_percentage_needs_no_sign():
    assert read(EXPORT, {"export_growth": ["24"]}).values == {"export_growth": "24%"}
    assert field(read(EXPORT, {"export_growth": ["24%"]}), "export_growth").text == "24"


def test_what_a_figure_is_computed_from_is_asked_as_well():
    names = [each.id for group in read(EXPORT, {}).groups for each in group.fields]
    assert names[:3] == ["export_last_year", "export_growth", "export_value"]
    assert field(read(EXPORT, {}), "export_growth").derived == ("当年度产品出口额", "上年度产品出口额")


def test_what_bars_from_a_whole_document_stands_apart():
    groups = {group.id: [each.id for each in group.fields] for group in read(LITTLE_GIANT, {}).groups}
    assert groups["facts"] == ["specialised_title"]
    assert groups["earlier"] == ["prior_award"]
    assert "serious_dishonesty" in groups["gates"]


def test_keys_that_are_no_input_are_ignored_and_long_values_cut():
    form = read(LITTLE_GIANT, {"fragment": ["1"], "revenue": ["1亿元"], "prior_award": ["9" * 5_000]})
    assert form.values == {}
    assert len(field(form, "prior_award").text) <= 210


@pytest.mark.parametrize("rule_id", sorted(BOOK.rules))
def test_every_rule_has_a_form_for_each_of_its_inputs(rule_id):
    rule = BOOK.rule(rule_id)
    shown = {each.id for group in read(rule, {}).groups for each in group.fields}
    assert set(rule.inputs) <= shown
