"""Words that exclude each other: one side asked for, the other told."""

import pytest

from assistant.reading.contrasts import contrast, pairs


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("厂房是租赁来的", "独立供地重大制造业项目"),
        ("集团搬过来的旧仪器", "新购研发设备"),
        ("供应商报价400万", "实际交易额"),
        ("立项时报的总投入", "经审核的总投入"),
        ("这回是第二次做流片", "首次流片"),
        ("牵头的是另一家", "牵头企业"),
        ("我们只是参编单位", "主导制定标准"),
    ],
)
def test_the_other_side_is_told(said, asked):
    assert contrast(said, asked)
    assert contrast(asked, said)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("新购的研发设备", "新购研发设备"),
        ("累计折旧两千万", "新购研发设备"),
        ("租赁厂房改成了独立供地", "独立供地"),
        ("我们主导制定", "主导或参与制定标准"),
        ("今年产值三亿", "年产值"),
    ],
)
def test_the_same_side_both_sides_and_neither_exclude_nothing(said, asked):
    assert not contrast(said, asked)


def test_no_word_stands_on_both_sides():
    for one, other in pairs():
        for side, against in ((one, other), (other, one)):
            words = [w for w in side.pattern.replace("(", "|").replace(")", "|").split("|") if w.isalpha()]
            assert words
            assert not [w for w in words if len(w) > 1 and against.fullmatch(w)]
