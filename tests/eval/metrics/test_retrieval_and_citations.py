import math

import pytest

from eval.metrics.citations import cite_precision, cite_recall, quote_length
from eval.metrics.retrieval import ndcg_at, recall_at, reciprocal_rank

A, B, C = "甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", "东南西北上下左右"


def test_recall_counts_quotes_not_clauses():
    ranking = ["别的条文", A, A + B]
    assert [recall_at(k, ranking, [A, B]) for k in (1, 2, 3)] == [0, 0.5, 1]


def test_reciprocal_rank_is_that_of_the_first_hit():
    assert reciprocal_rank(["无", "无", B, A], [A, B]) == pytest.approx(1 / 3)
    assert reciprocal_rank(["无"], [A]) == 0


def test_ndcg_by_hand():
    assert ndcg_at(10, [A, B], [A, B]) == 1
    assert ndcg_at(10, [A + B, "无"], [A, B]) == 1  # both in one clause cannot be beaten
    assert ndcg_at(10, ["无", A], [A]) == pytest.approx(1 / math.log2(3))
    # The same provision twice gains once; the quote that is missing would have stood at rank 2.
    assert ndcg_at(10, [A, A], [A, B]) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg_at(1, ["无", A], [A]) == 0


def test_citations_by_hand():
    assert cite_recall([A, C], [A, B]) == 0.5
    assert cite_precision([A, C, C], [A, B]) == pytest.approx(1 / 3)
    assert cite_precision([], [A]) == cite_recall([], [A]) == 0
    assert quote_length([A, A + B]) == 12
    assert quote_length([]) is None


def test_a_chapter_cited_whole_does_not_count():
    chapter = A + "字" * 300
    assert cite_recall([chapter], [A]) == 1
    assert cite_precision([chapter], [A]) == 0
    assert cite_precision([A + "字" * 290], [A]) == 1
    long = "字" * 200
    assert cite_precision([long + "字" * 199], [long]) == 1  # twice the longest gold quote
