import pytest

from assistant.drafting.wording import clipped, joined, tidy


@pytest.mark.parametrize(
    ("printed", "set_"),
    [
        ("(十二)支持企业“专精特新”发展。", "支持企业“专精特新”发展。"),
        ("对当年新增列入的,奖励50万元;", "对当年新增列入的，奖励50万元。"),
        ("——**产业规模持续壮大**。全市达到1.1万亿元", "产业规模持续壮大。全市达到1.1万亿元。"),
        ("1. **发展体系**。面向企业", "发展体系。面向企业。"),
        ("第三条　县级以上 人民政府", "县级以上人民政府。"),
        ("5.对新接入的项目", "对新接入的项目。"),
        ("按照1:1.5比例承担。。", "按照1:1.5比例承担。"),
        ("采购3,500万元", "采购3,500万元。"),
    ],
)
def test_only_the_setting_changes(printed, set_):
    assert tidy(printed) == set_


def test_tidy_is_stable():
    once = tidy("(七)支持开发区(园区)治理现代化。鼓励创建;")
    assert tidy(once) == once


def test_lists_and_clipping():
    assert joined(["甲"]) == "甲"
    assert joined(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert clipped("一二三四五", 4) == "一二三…"
    assert clipped("一 二\n三", 9) == "一 二 三"
