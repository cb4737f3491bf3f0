"""Figures written anew: the number changes and the style stays, or the style changes and the number stays."""

from fractions import Fraction

import pytest

from eval.corruptions.numerals import chinese, in_chinese, written
from eval.corruptions.truth import value
from index.text.figures import parse, scan


@pytest.mark.parametrize(
    ("whole", "words"),
    [(2, "二"), (10, "十"), (15, "十五"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (180, "一百八十"),
     (1500, "一千五百"), (2000, "两千"), (1005, "一千零五")],
)  # fmt: skip
def test_whole_numbers_in_words_and_back(whole, words):
    assert chinese(whole) == words
    assert parse(f"{words}万元").value == whole * 10_000


@pytest.mark.parametrize("whole", [0, -1, 10_000])
def test_numbers_out_of_range_are_refused(whole):
    with pytest.raises(ValueError, match="1 到 9999"):
        chinese(whole)


@pytest.mark.parametrize(
    ("text", "new", "result"),
    [
        ("50万元", Fraction(60), "60万元"),
        ("五十万元", Fraction(60), "六十万元"),
        ("0.15元", Fraction(3, 2), "1.5元"),
        ("百分之三十", Fraction(3), "百分之三"),
        ("1,000万元", Fraction(100), "100万元"),
        ("五十万元", Fraction(1, 2), None),
        ("50万元", Fraction(1, 3), None),
    ],
)
def test_another_number_in_the_same_style(text, new, result):
    assert written(text).with_number(new) == result


@pytest.mark.parametrize("text", ["20—100万元", "1:1.5", "1-10亿元"])
def test_ranges_and_ratios_are_left_alone(text):
    assert written(text) is None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("奖励50万元[1]。", "奖励五十万元[1]。"),
        ("按5‰奖励，最高1000万元", "按千分之五奖励，最高一千万元"),
        ("一次性奖励1,500,000元", "一次性奖励一百五十万元"),
        ("提前180天，补30%", "提前一百八十天，补百分之三十"),
        ("每千瓦时0.15元", None),
        ("没有数字", None),
    ],
)
def test_a_sentence_in_chinese_numerals_means_the_same(text, result):
    assert in_chinese(text) == result
    if result:
        assert [value(f) for f in scan(text)] == [value(f) for f in scan(result)]
