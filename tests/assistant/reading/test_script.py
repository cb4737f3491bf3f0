"""Traditional characters fold one for one; a message without Chinese is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.script import in_latin, simplified


def test_traditional_is_read_as_simplified(read):
    assert simplified("紹興設備投資500萬元能補多少？") == "绍兴设备投资500万元能补多少？"
    understood = read("紹興設備投資500萬元能補多少？")
    assert understood.cities == ("绍兴",)
    (money,) = understood.facts_of("money")
    assert understood.question[money.start : money.end] == money.text


@settings(deadline=None)
@given(st.text(max_size=80))
def test_offsets_stay(text):
    assert len(simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("How much is the award for a Little Giant firm?", True),
        ("DCMM 3", False),
        ("DCMM CMMI AI 奖多少", False),
        ("123 456", False),
    ],
)
def test_another_language_is_known(text, foreign):
    assert in_latin(text) is foreign
