"""The inverted index: what it scores, how it grows, and that it says when it is somebody else's."""

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.library import load_library
from index.store.build import embedded_text
from index.store.sparse import Sparse
from index.text.ngrams import tokens

TEXTS = [embedded_text(passage) for passage in load_library().passages]
WHOLE, BASE = Sparse.of(TEXTS), Sparse.of(TEXTS[:100])
QUESTIONS = ["绍兴小巨人奖励多少", "5G工厂补30%吗，补多少", "首台套 首台套", "戊己", "dcm", "。"]


def test_it_finds_parts_of_words_and_whole_numbers():
    sparse = Sparse.of(["新认定的智能工厂", "数字化车间奖励20万元", "DCMM 3级"])
    assert sparse.scores("智能工厂的奖励").argmax() == 0
    assert sparse.scores("20万").argmax() == 1
    assert sparse.scores("dcmm").argmax() == 2
    assert sparse.scores("dcm").tolist() == [0, 0, 0]


def test_its_scores_are_those_of_bm25s():
    oracle = bm25s.BM25(method="lucene")
    oracle.index([tokens(text) for text in TEXTS], show_progress=False)
    for text in [*QUESTIONS[:3], *TEXTS[::40]]:
        known = [token for token in tokens(text) if token in oracle.vocab_dict]
        assert np.array_equal(WHOLE.scores(text), oracle.get_scores(known))


@settings(deadline=None)
@given(st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=30), st.sets(st.integers(0, 29)))
def test_a_changed_index_scores_as_one_made_anew(kept, new):
    """Rows taken over in any order, some twice, new ones in between."""
    wanted = [TEXTS[row] for row in kept]
    taken = np.array([-1 if row >= 100 or n in new else row for n, row in enumerate(kept)])
    changed = BASE.changed(taken, [text for text, row in zip(wanted, taken, strict=True) if row < 0])
    anew = Sparse.of(wanted)
    assert len(changed) == len(anew)
    for question in QUESTIONS:
        assert np.array_equal(changed.scores(question), anew.scores(question))


def test_it_is_read_back_as_it_was_written(tmp_path):
    WHOLE.save(tmp_path / "v" / "sparse")
    again = Sparse.open(tmp_path / "v" / "sparse")
    for question in QUESTIONS:
        assert np.array_equal(again.scores(question), WHOLE.scores(question))
    assert again.frequency("奖励") == WHOLE.frequency("奖励") == sum("奖励" in tokens(text) for text in TEXTS)


def test_an_index_of_another_tokeniser_is_not_used(tmp_path):
    WHOLE.save(tmp_path / "v" / "sparse")
    words = tmp_path / "v" / "sparse" / "vocabulary.txt"
    words.write_text("0" * 16 + words.read_text("utf-8")[16:], "utf-8")
    assert Sparse.open(tmp_path / "v" / "sparse") is None
    assert Sparse.open(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    "words", ["小巨人", "国家级", "首台（套）", "5G工厂", "一次性奖励30万元", "没有这样的话在里面"]
)
def test_texts_that_hold_words_are_among_those_that_may(words):
    maybe = WHOLE.holding(words)
    assert {row for row, text in enumerate(TEXTS) if words in text} <= set(maybe.tolist())
    assert len(maybe) < len(TEXTS)


def test_words_without_a_chinese_character_may_be_anywhere():
    assert WHOLE.holding("ISO") is None
