"""Folding for matching, and the way back to the original's offsets."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.text.normalize import fold, for_matching, nfkc, strip_controls


def test_width_forms_compare_equal():
    assert nfkc("（十二）ＡＢ１２％") == "(十二)AB12%"


def test_controls_and_invisible_characters_go_but_line_ends_stay():
    assert strip_controls("小\x00巨\u200b人\u202e\n奖励\t多少\x07") == "小巨人\n奖励\t多少"


def test_matching_folds_width_case_and_blanks():
    assert for_matching(" 首台　（套）\n\x00ＡＰＰ ") == "首台 (套) app"


@given(st.text())
def test_matching_is_idempotent_and_free_of_controls(text):
    once = for_matching(text)
    assert for_matching(once) == once
    assert not any(unicodedata.category(c) == "Cc" for c in once)


def test_folded_text_leads_back_to_the_original():
    original = "奖励　㎏ １２万元"
    folded = fold(original)
    at = folded.text.index("12万")
    start, end = folded.original(at, at + 3)
    assert original[start:end] == "１２万"
    kg = folded.text.index("kg")
    assert original[slice(*folded.original(kg, kg + 2))] == "㎏"


@given(st.text())
def test_every_folded_character_has_its_origin(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(end == start + 1 <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
