import pytest

from assistant.claims.marks import Reading


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("顶格分别是国际标准100万元、国内标准50万元", ["max", "max"]),
        ("最多分别拿100万元和50万元；另外给20万元", ["max", "max", ""]),
        ("补助顶天五百万", ["max"]),
        ("奖补一百五十万到头", ["max"]),
        ("补助五百万", [""]),
    ],
)
def test_what_bounds_a_figure(text, bounds):
    assert [mark.bound for mark in Reading(text).marks] == bounds


def test_days_are_days_and_dates_are_none():
    term, other = Reading("在30日内拨付，三十天之内发完，2025年1月1日起").marks
    assert (term.figure.value, term.figure.unit) == (other.figure.value, other.figure.unit) == (30, "天")
