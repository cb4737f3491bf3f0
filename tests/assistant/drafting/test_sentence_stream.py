import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.sentence_stream import OUTPUT_LIMIT, SentenceCutter, split_marks
from assistant.errors import ModelUnavailable


def cut(*chunks):
    cutter = SentenceCutter()
    given_early = [sentence for chunk in chunks for sentence in cutter.feed(chunk)]
    return given_early, list(cutter.finish())


def sentences(*chunks):
    early, late = cut(*chunks)
    return early + late


def test_a_sentence_goes_as_soon_as_nothing_that_arrives_can_belong_to_it():
    early, rest = cut("奖励{{c1}}。", "[1]", "须", "经认定。[2]")
    assert early == ["奖励{{c1}}。[1]"]
    assert rest == ["须经认定。[2]"]


@pytest.mark.parametrize("behind", ["[", "[1", "[1]", " ", "”", "！", "[1] "])
def test_it_waits_while_a_mark_may_still_follow(behind):
    assert cut("奖励{{c1}}。" + behind)[0] == []


def test_a_mark_that_comes_in_three_pieces_stays_with_its_sentence():
    pieces = ["奖励{{c1}}", "。", "[", "1", "]", "如此", "前", "。", "[", "2", "]"]
    assert cut(*pieces) == (["奖励{{c1}}。[1]"], ["如此前。[2]"])


def test_reasoning_is_never_shown_even_when_the_tag_is_cut_in_two_or_never_closed():
    early, rest = cut("<th", "ink>我想奖励500万元。然后", "。</think>可申领{{c1}}。[1]\n")
    assert early + rest == ["可申领{{c1}}。[1]"]
    assert cut("<think>奖励500万元。")[1] == []
    assert sentences("低于<3档的。[1]") == ["低于<3档的。[1]"]


def test_list_marks_headings_and_emphasis_fall_away():
    early, rest = cut("# 结论\n- **可申领**{{c1}}。[1]\n2. 须经认定。[2]")
    assert early + rest == ["结论", "可申领{{c1}}。[1]", "须经认定。[2]"]


@pytest.mark.parametrize("size", [1, 7, OUTPUT_LIMIT + 100])
def test_a_runaway_is_stopped_and_what_ended_before_is_kept(size):
    text = "可申领{{c1}}。[1]\n" + "啊" * OUTPUT_LIMIT
    cutter, found, stopped = SentenceCutter(), [], False
    try:
        for start in range(0, len(text), size):
            for sentence in cutter.feed(text[start : start + size]):
                found.append(sentence)
    except ModelUnavailable as error:
        stopped = error.code == "model_runaway"
    assert stopped
    assert found == ["可申领{{c1}}。[1]"]


def test_empty_content_gives_nothing():
    assert cut("", " \n", "。。") == ([], [])


def test_marks_are_split_off():
    assert split_marks("奖励{{q1.f1}}。[2][1][2]") == ("奖励{{q1.f1}}。", (2, 1))


def test_line_ends_and_surrogates_are_mended_wherever_they_are_cut():
    assert sentences("甲。[1]\r", "\n乙。[2]\r丙。[3]") == ["甲。[1]", "乙。[2]", "丙。[3]"]
    assert sentences("好\ud83d", "\ude00的。[1]") == ["好😀的。[1]"]
    assert sentences("好\ud83d的。[1]\ude00") == ["好\N{REPLACEMENT CHARACTER}的。[1]", "\N{REPLACEMENT CHARACTER}"]
    "".join(sentences("\ud83d", "\ud83d。")).encode()


PIECES = ["奖励", "150", "万元", "。", "；", "？", "”", "）", "\n", "\r\n", "\r", "[1]", "[12]", "[", "]", "1", "[1234]", "<think>",
          "</think>", "<thi", "<", ">", "/", " ", "*", "-", "# ", "\ud83d", "\ude00", "😀", "{{q1.f1}}", "第一句"]  # fmt: skip


def test_a_thousand_random_chunkings_give_equal_results():
    chance = random.Random(20)
    for _ in range(1000):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 40)))
        whole = sentences(text)
        edges = sorted(chance.sample(range(len(text) + 1), chance.randint(0, len(text))))
        chunks = [text[a:b] for a, b in zip([0, *edges], [*edges, len(text)], strict=True)]
        assert sentences(*chunks) == sentences(*text) == whole, (text, chunks)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.lists(st.integers(1, 5), max_size=60))
def test_chunking_never_changes_the_sentences(text, sizes):
    chunks, rest = [], text
    for size in sizes:
        chunks.append(rest[:size])
        rest = rest[size:]
    assert sentences(*chunks, rest) == sentences(text)
