import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.parts import split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("绍兴小巨人奖励多少？", []),
        ("两个问题：①长沙二级节点奖多少？②三个智能工位奖多少？", ["长沙二级节点奖多少", "三个智能工位奖多少"]),
        ("1. 长沙小巨人多少 2. 绍兴小巨人多少", ["长沙小巨人多少", "绍兴小巨人多少"]),
        ("小巨人奖励多少？首台套奖励多少？", ["小巨人奖励多少", "首台套奖励多少"]),
        ("绍兴小巨人奖500万，对吗？", []),
    ],
)
def test_questions_are_taken_apart(text, parts):
    whole, *found = split(text)
    assert whole == text
    assert [part for part in found if part != "两个问题"] == parts


def test_in_a_description_what_is_denied_is_not_looked_for():
    text = "我们在绍兴做袜机。评上了省级智能工厂。没有做过标识解析节点。参与了行业标准。没有退规能拿多少钱？"
    parts = split(text)[1:]
    assert "没有做过标识解析节点" not in parts
    assert "没有退规能拿多少钱" in parts


@given(st.text(max_size=300))
def test_the_whole_comes_first_and_parts_are_its_pieces(text):
    whole, *parts = split(text)
    assert whole == text
    assert all(part in text for part in parts)
    assert len(parts) != 1
