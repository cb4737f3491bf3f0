"""A unit that stands once for a column or a table is every bare figure's."""

import pytest

from index.intake.table_units import with_units

LEVELS = "表1第1行　级别：国家级，奖励金额{head}：{a}。\n表1第2行　级别：省级，奖励金额{head}：{b}。"


@pytest.mark.parametrize("head", ["（万元）", "(单位：万元)", "/万元", "（万元/家）"])
def test_the_unit_of_the_head_is_the_cells(head):
    said = with_units(LEVELS.format(head=head, a="220", b="70"))
    unit = "万元/家" if "家" in head else "万元"
    assert [f"：{n}{unit}。" in said for n in (220, 70)] == [True, True]


@pytest.mark.parametrize("above", ["单位：万元", "表1　奖励标准（单位：万元）"])
def test_the_unit_of_the_caption_is_that_of_columns_without_one(above):
    rows = "表1第1行　排名：1，企业家数（家）：3，标准：50。\n表1第2行　排名：2，企业家数（家）：4，标准：30以上。"
    said = with_units(f"按下表奖励：\n{above}\n{rows}")
    assert said.splitlines()[-2:] == [
        "表1第1行　排名：1，企业家数（家）：3家，标准：50万元。",
        "表1第2行　排名：2，企业家数（家）：4家，标准：30万元以上。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        LEVELS.format(head="", a="220万元", b="70万元"),
        LEVELS.format(head="（选填）", a="220", b="70"),
        LEVELS.format(head="（万元）", a="由评审确定", b="—"),
        "一、奖励220，单位：万元。",
    ],
)
def test_nothing_else_is_touched(text):
    assert with_units(text) == text


def test_another_table_keeps_its_own():
    rows = (
        LEVELS.format(head="（万元）", a="220", b="70")
        + "\n说明。\n"
        + LEVELS.format(head="", a="5", b="6").replace("表1", "表2")
    )
    assert "奖励金额：5。" in with_units(rows)
