"""Shares, middles, intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.survey.analysis.statistics import balance, interval, mean, median, percent


def test_the_worked_example_of_a_finite_population() -> None:
    # 63 of 85 answers, 99 asked: n* = 85·98/14 = 595.
    bounds = interval(63, 85, 99)
    assert bounds == pytest.approx((0.704, 0.775), abs=0.001)


def test_when_all_have_answered_there_is_no_interval() -> None:
    assert interval(9, 12, 12) is None
    assert interval(9, 12, 11) is None
    assert interval(0, 0, 11) is None


@given(base=st.integers(1, 200), silent=st.integers(1, 200), part=st.integers(0, 200))
def test_the_interval_holds_the_share_and_keeps_within_bounds(
    base: int, silent: int, part: int
) -> None:
    part = min(part, base)
    bounds = interval(part, base, base + silent)
    assert bounds is not None
    low, high = bounds
    assert 0 <= low <= part / base + 1e-9
    assert part / base - 1e-9 <= high <= 1


def test_fewer_silent_make_the_interval_narrower() -> None:
    widths = [
        high - low
        for silent in (1, 10, 100, 1000)
        for low, high in [interval(60, 80, 80 + silent) or (0, 0)]
    ]
    assert widths == sorted(widths)


def test_middles_of_counted_values() -> None:
    assert mean({1: 1, 4: 3}) == 3.25
    assert median({1: 1, 4: 3}) == 4
    assert median({1: 1, 2: 1}) == 1.5
    assert mean({}) is None
    assert median({}) is None


def test_half_a_percent_goes_up_and_balance_both_ways() -> None:
    assert percent(1, 200) == 1
    assert percent(0, 0) == 0
    assert balance(3, 1, 4) == 50
    assert balance(0, 4, 4) == -100
