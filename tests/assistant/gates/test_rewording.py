"""What the head releases and what stays with the slots, over real clauses."""

import pytest

from assistant.gates.rewording import LEAST, kept, pair, reworded, score
from eval.rewording import digest

CLAUSE = "县级以上人民政府制定对先进制造业企业利益有重大影响的政策，应当事先征求相关企业的意见。"
PAID = "对新评定的省级农业龙头企业，一次性奖励20万元，由市财政承担。"


def test_the_head_was_trained_on_the_files_as_they_are():
    """Else: `python -m eval.rewording`."""
    heads, trained_on = kept()
    assert heads
    assert trained_on == digest()


def test_a_pair_is_read_token_by_token():
    read = pair("政策出台前要听取企业意见", [CLAUSE])
    assert read.same.shape == (len(read.said), len(read.clause))
    assert read.seen.shape == (len(read.said), 5)
    assert read.same.max() == 1.0


def test_a_long_clause_is_read_where_the_sentence_belongs():
    long = "。".join(["推动产业集群发展"] * 80) + "。" + CLAUSE
    read = pair("制定政策应当事先征求相关企业的意见", [long[-600:]])
    assert read.same.any(axis=1).mean() > 0.5


def test_said_otherwise_scores_below_said_wrongly():
    right = score("政府出台对企业影响大的政策，要事先听取企业的意见。", (CLAUSE,))
    wrong = score("政府出台对企业影响大的政策，要事先征求行业协会的意见。", (CLAUSE,))
    assert right < wrong
    assert reworded("政府出台对企业影响大的政策，要事先听取企业的意见。", (CLAUSE,)) == (right < LEAST)


@pytest.mark.parametrize("clauses", [(PAID,), (CLAUSE, PAID)])
def test_it_scores_the_same_every_time(clauses):
    text = "刚评上省级农业龙头的企业能拿20万元。"
    first = score(text, clauses)
    score.cache_clear()
    assert score(text, clauses) == first
