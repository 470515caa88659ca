"""Statistics of values that come one after another are those of all of them."""

from __future__ import annotations

import math
from statistics import mean, median, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.qc.earlier import EarlierValues

# Squares of larger ones are no doubles, which the other library needs.
NUMBERS = st.lists(st.floats(-1e150, 1e150), min_size=1, max_size=30)


@given(NUMBERS)
def test_statistics_are_exact(values: list[float]) -> None:
    known = EarlierValues()
    for count, value in enumerate(values, 1):
        known.add(value)
        some = values[:count]
        assert (len(known), known.median, known.mean) == (count, median(some), mean(some))
        assert known.deviation == pytest.approx(pstdev(some), rel=1e-15, abs=5e-324)


@given(NUMBERS, st.randoms())
def test_order_makes_no_difference(values: list[float], chance: object) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = EarlierValues(values), EarlierValues(shuffled)
    assert (one.median, one.mean, one.deviation) == (other.median, other.mean, other.deviation)


def test_what_is_not_finite_does_not_count() -> None:
    known = EarlierValues([math.nan, 1.0, math.inf, 3.0, -math.inf])
    assert (len(known), known.median, known.mean, known.deviation) == (2, 2.0, 2.0, 1.0)


def test_a_small_spread_around_a_large_value_is_not_lost() -> None:
    # Sums of squares in doubles would give 0, or a negative number.
    known = EarlierValues([1e9 - 0.5, 1e9 + 0.5] * 50)
    assert (known.mean, known.deviation) == (1e9, 0.5)
