import pytest

from eval.metrics.intervals import bootstrap, mean_interval, paired, sign_test, wilson
from eval.metrics.latency import percentiles


def test_wilson_against_published_values():
    # Newcombe (1998), table I: 81/263, 15/148, 0/20, 1/29, score method without continuity correction.
    for hits, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(hits, n) == pytest.approx((low, high), abs=6e-5)
    assert wilson(0, 0) == (0, 1)


def test_bootstrap_is_seeded_and_surrounds_the_mean():
    values = [0.0, 0.25, 0.5, 1.0] * 20
    low, high = bootstrap(values)
    assert (low, high) == bootstrap(values)
    assert low < 0.4375 < high
    assert bootstrap([0.5] * 9) == (0.5, 0.5)


def test_noughts_and_ones_get_wilson_other_values_the_bootstrap():
    assert mean_interval([1.0, 0.0]) == wilson(1, 2)
    assert mean_interval([0.5, 0.5]) == (0.5, 0.5)


def test_sign_test_by_hand():
    assert sign_test(0, 0) == 1
    assert sign_test(0, 5) == 2 / 32
    assert sign_test(5, 0) == 2 / 32
    assert sign_test(1, 4) == 2 * (1 + 5) / 32
    assert sign_test(3, 3) == 1


def test_paired_counts_directions():
    found = paired([1, 1, 0, 0.5], [0, 1, 1, 0.75])
    assert (found.better, found.worse) == (2, 1)
    assert found.difference == pytest.approx(0.0625)
    assert found.interval[0] < found.difference < found.interval[1]


def test_percentiles():
    found = percentiles([float(i) for i in range(1, 102)])
    assert found == {"p50": 51, "p90": 91, "p95": 96, "p99": 100, "max": 101}
