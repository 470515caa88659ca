"""Thresholds, fixed and statistical."""

import math

import pytest

from dpkit.qc.earlier import EarlierValues
from dpkit.qc.error import ThresholdError
from dpkit.qc.threshold import Threshold, around_mean, around_median


@pytest.mark.parametrize(("value", "inside"), [(1.0, True), (2.0, True), (0.999, False)])
def test_limits_are_inside(value, inside):
    assert Threshold(parameter="a", lower=1.0, upper=2.0).holds(value) is inside


def test_nothing_is_inside_that_is_no_number():
    assert not Threshold(parameter="a", lower=-math.inf, upper=math.inf).holds(math.nan)


@pytest.mark.parametrize(("lower", "upper"), [(2.0, 1.0), (math.nan, 1.0)])
def test_reversed_limits_are_refused(lower, upper):
    with pytest.raises(ThresholdError, match="above upper limit"):
        Threshold(parameter="a", lower=lower, upper=upper)


def test_sigmas_around_the_median():
    # Deviations from the mean 4: 3, 2, 1, 1, 5; their squares sum to 40, of 5 values 8.
    found = around_median("a", EarlierValues([1.0, 2.0, 3.0, 5.0, 9.0]), 3.0)
    assert (found.lower, found.upper) == (
        pytest.approx(3.0 - 3.0 * math.sqrt(8.0)),
        pytest.approx(3.0 + 3.0 * math.sqrt(8.0)),
    )


def test_fraction_around_a_negative_mean():
    found = around_mean("a", EarlierValues([-10.0] * 6), 0.1, {"setting": "s"})
    assert (found.lower, found.upper, found.where) == (-11.0, -9.0, {"setting": "s"})


@pytest.mark.parametrize("around", [around_mean, around_median])
def test_few_rows_give_no_threshold(around):
    assert around("a", EarlierValues([1.0, 1.0, 1.0, 1.0, math.nan]), 3.0) is None
    assert around("a", EarlierValues([1.0, 1.0, 1.0, 1.0, 1.0]), 3.0) is not None
