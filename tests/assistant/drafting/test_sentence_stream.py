import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.sentence_stream import OUTPUT_LIMIT, SentenceCutter, split_marks
from assistant.errors import ModelUnavailable


def cut(*chunks):
    cutter = SentenceCutter()
    given_early = [sentence for chunk in chunks for sentence in cutter.feed(chunk)]
    return given_early, list(cutter.finish())


def test_a_sentence_goes_as_soon_as_what_follows_its_terminator_is_known():
    early, rest = cut("奖励{{c1}}。", "[1]", "须", "经认定。[2]")
    assert early == ["奖励{{c1}}。[1]"]
    assert rest == ["须经认定。[2]"]


def test_reasoning_is_never_shown_even_when_the_tag_is_cut_in_two_or_never_closed():
    early, rest = cut("<th", "ink>我想奖励500万元。然后", "。</think>可申领{{c1}}。[1]\n")
    assert early + rest == ["可申领{{c1}}。[1]"]
    assert cut("<think>奖励500万元。")[1] == []


def test_list_marks_headings_and_emphasis_fall_away():
    early, rest = cut("# 结论\n- **可申领**{{c1}}。[1]\n2. 须经认定。[2]")
    assert early + rest == ["结论", "可申领{{c1}}。[1]", "须经认定。[2]"]


def test_a_runaway_is_stopped():
    with pytest.raises(ModelUnavailable):
        cut("啊" * (OUTPUT_LIMIT + 1))


def test_empty_content_gives_nothing():
    assert cut("", " \n", "。。") == ([], [])


def test_marks_are_split_off():
    assert split_marks("奖励{{q1.f1}}。[2][1][2]") == ("奖励{{q1.f1}}。", (2, 1))


@given(st.text(alphabet="奖励。；\n[1]2<think>/ *-", max_size=60), st.lists(st.integers(1, 5), max_size=30))
def test_chunking_never_changes_the_sentences(text, sizes):
    chunks, rest = [], text
    for size in sizes:
        chunks.append(rest[:size])
        rest = rest[size:]
    early, late = cut(*chunks, rest)
    whole_early, whole_late = cut(text)
    assert early + late == whole_early + whole_late
