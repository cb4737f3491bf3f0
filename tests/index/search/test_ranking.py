"""BM25, fusion and order: the arithmetic under the search."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search.fusion import first, fused, order, standardised

scores = st.lists(st.floats(-100, 100, width=32), min_size=2, max_size=30).map(lambda x: np.array(x, np.float32))


def test_standardised_by_hand():
    assert standardised(np.array([1, 3], np.float32)).tolist() == [-1, 1]
    assert standardised(np.array([2, 2, 2], np.float32)).tolist() == [0, 0, 0]


def test_fusion_by_hand():
    dense, lexical = np.array([1, 3], np.float32), np.array([9, 5], np.float32)
    assert fused(dense, lexical, 0.75) == pytest.approx([-0.5, 0.5])


@given(scores, st.floats(0.1, 10))
def test_fusion_does_not_depend_on_the_scale_of_a_leg(leg, factor):
    leg = np.round(leg, 2)
    other = np.arange(len(leg), dtype=np.float32)
    scaled = np.asarray(leg * np.float32(factor), dtype=np.float32)
    assert np.allclose(fused(leg, other), fused(scaled, other), atol=1e-2)


@given(scores)
def test_order_is_best_first_and_ties_keep_their_place(values):
    values = np.round(values)
    ranked = order(values)
    assert sorted(ranked) == list(range(len(values)))
    for one, other in pairwise(ranked):
        assert values[one] > values[other] or (values[one] == values[other] and one < other)


@settings(deadline=None)
@given(scores, st.integers(1, 40), st.data())
def test_the_first_are_those_of_the_order(values, limit, data):
    values = np.round(values)
    assert first(values, limit).tolist() == order(values)[:limit].tolist()
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    assert first(values, limit, mask).tolist() == [row for row in order(values) if mask[row]][:limit]
