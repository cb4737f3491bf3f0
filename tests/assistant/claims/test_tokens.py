import pytest

from assistant.claims.tokens import tokens


@pytest.mark.parametrize("word", ["除非", "关于", "并且", "这一档"])
def test_what_only_joins_or_points(word):
    assert all(token.joins for token in tokens(word))


@pytest.mark.parametrize("word", ["每个", "各地", "备案", "财政", "必须"])
def test_what_says_something(word):
    assert not all(token.joins for token in tokens(word))


def test_tokens_lie_end_to_end():
    text = "对A类企业，奖励〇。"
    assert "".join(token.word for token in tokens(text)) == text
    assert [token.start for token in tokens(text)][1:] == [token.end for token in tokens(text)][:-1]
