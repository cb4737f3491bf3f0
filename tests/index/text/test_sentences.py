"""Sentences of policy texts: where they end and where they must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import sentence_spans


def sentences(text: str, **options: bool) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, **options)]


def test_full_and_half_width_semicolons_end_a_sentence():
    assert sentences("奖励20万元；奖励10万元;补助5万元。") == ["奖励20万元；", "奖励10万元;", "补助5万元。"]


def test_semicolons_can_be_left_inside():
    assert sentences("奖励20万元；奖励10万元。另行制定。", semicolons=False) == [
        "奖励20万元；奖励10万元。",
        "另行制定。",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "参见《关于A；关于B。的意见》等政策。",
        "按照“应补尽补；从优。”的原则支持。",
        "单个项目（含扩建；不含搬迁。）奖励50万元。",
        "名单(含纺织;不含化工)的,奖励50万元。",
        "给予0.15元奖励,比例为1.5,增长3.5%。",
    ],
)
def test_nothing_ends_inside_brackets_quotes_or_decimals(sentence):
    assert sentences(sentence) == [sentence]


def test_a_doubled_stop_stays_with_its_sentence():
    assert sentences("最高50万元的奖励。。鼓励走出去。") == ["最高50万元的奖励。。", "鼓励走出去。"]


def test_a_closing_quote_stays_with_its_sentence():
    assert sentences("他说可以。”然后离开。") == ["他说可以。”", "然后离开。"]


def test_a_bracket_left_open_does_not_swallow_the_rest():
    text = "奖励（含税50万元。" + "鼓励企业做大做强。" * 30
    assert len(sentences(text)) > 10


@given(st.text(alphabet="甲乙1。；;！？《》“”（）()[]\n ,.、", max_size=80), st.booleans())
def test_sentences_partition_any_text(text, semicolons):
    spans = sentence_spans(text, semicolons=semicolons)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)


@given(st.text(alphabet="甲。；《》（）\n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_of_a_text_is_cut_within_its_bounds(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    spans = sentence_spans(text, start, end)
    assert "".join(text[a:b] for a, b in spans) == text[start:end]


def test_a_bracket_left_open_counts_for_nothing():
    assert sentences("奖励（含税50万元。再奖励20万元。") == ["奖励（含税50万元。", "再奖励20万元。"]


def test_brackets_of_different_width_pair():
    assert sentences("企业(含园区；含平台）奖励。") == ["企业(含园区；含平台）奖励。"]
