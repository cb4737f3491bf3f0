from hypothesis import given
from hypothesis import strategies as st

from index.text.ngrams import tokens


def test_chinese_gives_characters_and_pairs_and_latin_words_stay_whole():
    assert tokens("5G工厂") == ["5g", "工", "厂", "工厂"]
    assert tokens("DCMM ３级") == ["dcmm", "3", "级"]
    assert tokens("补30%，最高") == ["补", "30%", "最", "高", "最高"]


@given(st.text())
def test_any_text_gives_tokens_without_blanks(text):
    assert all(token and not any(c.isspace() for c in token) for token in tokens(text))
