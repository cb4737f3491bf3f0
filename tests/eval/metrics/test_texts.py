import pytest

from eval.metrics.texts import bare, covers, figures, says


def test_bare_text_has_neither_blanks_nor_punctuation():
    assert bare("（一）“小巨人”，\n５０ 万元。") == "一小巨人50万元"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("前文。一二三四五六七八九十。后文", True),
        ("一二三四五六", True),  # 6 of 10 in one run
        ("一二三四五", False),
        ("一二三四五，六", True),  # punctuation is nothing
        ("一二三 别的 四五六七八", False),  # 5 is the longest run
    ],
)
def test_sixty_percent_of_the_quote_in_one_run(text, held):
    assert covers(text, "一二三四五六七八九十") is held


def test_no_quote_is_never_covered():
    assert not covers("一二三", "。")


@pytest.mark.parametrize(
    ("answer", "pattern", "said"),
    [
        ("最高 **50** 万元", r"最高50万", True),
        ("最高５０万元", r"最高\d+万", True),
        ("给予①50万元", r"(?<!\d)50万", True),  # a circled digit is no digit
        ("不超过15万元", r"(?<!\d)5万", False),
        ("附件（含目录", "（含", True),  # a bracket alone is taken literally
    ],
)
def test_patterns_see_the_answer_without_blanks_and_emphasis(answer, pattern, said):
    assert says(answer, pattern) is said


def test_figures_are_values_with_units():
    assert figures("奖50万元，即500,000元；15%、1.5‰、2个百分点，1.2亿") == {
        "500000", "15%", "1.5‰", "2个百分点", "120000000",
    }  # fmt: skip


def test_dates_clause_numbers_and_counts_are_no_figures():
    assert figures("2026年第12条，3家企业") == set()
