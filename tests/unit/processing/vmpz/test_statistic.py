"""Sums that merge exactly, against fractions of whole numbers."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.statistic import collect, mean, merge_statistics, total, variance

ORDER = 5


def draw(seed, count=500):
    random = np.random.default_rng(seed)
    cells = random.integers(0, 30, count)
    # Twelve decades of both signs: float sums of these depend on their order.
    values = random.normal(size=count) * 10.0 ** random.uniform(-6, 6, count)
    return cells, values, 10.0 ** random.uniform(-3, 1, count)


def same(first, second):
    return all(
        np.array_equal(getattr(first, name), getattr(second, name))
        for name in ("cells", "count", "sums", "smallest", "largest")
    )


@given(st.integers(0, 10**6), st.permutations(range(6)))
def test_any_order_and_grouping_gives_the_same_bits(seed, order):
    cells, values, weights = draw(seed)
    whole = collect(ORDER, cells, values, weights)
    parts = [collect(ORDER, cells[k::6], values[k::6], weights[k::6]) for k in order]
    flat = merge_statistics(parts)
    left = parts[0]
    for part in parts[1:]:
        left = merge_statistics([left, part])
    right = merge_statistics([parts[0], merge_statistics(parts[1:4]), merge_statistics(parts[4:])])
    assert same(flat, whole)
    assert same(left, whole)
    assert same(right, whole)


def test_float_sums_would_not_do():
    cells, values, weights = draw(1)
    chosen = np.flatnonzero(cells == cells[0])
    forward, backward = (
        sum(float(weights[k] * values[k]) for k in rows) for rows in (chosen, chosen[::-1])
    )
    assert forward != backward


def test_sums_are_exact_to_the_last_unit():
    cells, values, weights = draw(2)
    found = collect(ORDER, cells, values, weights)
    for row, cell in enumerate(found.cells):
        chosen = cells == cell
        exact = sum(Fraction(float(x)) for x in (weights * values)[chosen])
        high, middle, low = (int(limb) for limb in found.sums[row, 1])
        kept = high * Fraction(2) ** 16 + middle * Fraction(1, 2**24) + low * Fraction(1, 2**64)
        assert abs(kept - exact) <= chosen.sum() * Fraction(1, 2**65)
        assert total(found)[row] == pytest.approx(float(exact), rel=1e-15, abs=1e-17)


def test_moments_are_those_of_numpy():
    random = np.random.default_rng(3)
    cells = random.integers(0, 10, 1000)
    values, weights = random.normal(22.0, 3.0, 1000), random.uniform(0.5, 2.0, 1000)
    found = collect(ORDER, cells, values, weights)
    for row, cell in enumerate(found.cells):
        x, w = values[cells == cell], weights[cells == cell]
        centre = np.average(x, weights=w)
        assert mean(found)[row] == pytest.approx(centre, rel=1e-14)
        assert variance(found)[row] == pytest.approx(np.average((x - centre) ** 2, weights=w))
        assert (found.smallest[row], found.largest[row]) == (x.min(), x.max())
        assert found.count[row] == len(x)


def test_equal_values_have_no_variance_and_no_weight_has_no_mean():
    found = collect(ORDER, [1, 1, 2], [0.1, 0.1, 5.0], [1.0, 3.0, 0.0])
    assert variance(found)[0] == 0.0
    assert math.isnan(mean(found)[1])
    assert math.isnan(variance(found)[1])
    assert found.count.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("value", "weight"), [(np.nan, 1.0), (np.inf, 1.0), (1.0, -1.0), (1e9, 1.0), (1.0, np.nan)]
)
def test_what_cannot_be_summed_is_refused(value, weight):
    with pytest.raises(SkyMapError, match=r"\(row 1\) cannot be summed"):
        collect(ORDER, [1, 2], [1.0, value], [1.0, weight])


def test_different_orders_are_refused():
    with pytest.raises(SkyMapError, match=r"\[4, 5\]"):
        merge_statistics([collect(4, [1], [1.0]), collect(5, [1], [1.0])])
    with pytest.raises(SkyMapError, match=r"\[\]"):
        merge_statistics([])
