"""What a map is, and what is refused."""

from __future__ import annotations

import math

import healpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.processing.vmpz.cell import (
    cell_area,
    check_order,
    expand_runs,
    from_nuniq,
    to_nuniq,
    whole_cells,
)
from dpkit.processing.vmpz.convention import Convention, fraction_of, weight_of
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.skymap import Column, covered_area, make_map, same_map, select_cells


@pytest.mark.parametrize(
    ("order", "cells", "fraction", "columns", "message"),
    [
        (3, [5, 4], None, {}, "after a larger one"),
        (3, [4, 4], None, {}, "twice"),
        (0, [3, 12], None, {}, "cell 12 does not exist"),
        (0, [-1, 3], None, {}, "cell -1 does not exist"),
        (30, [1], None, {}, "order 30"),
        (-1, [1], None, {}, "order -1"),
        (3, [[1, 2]], None, {}, "no list"),
        (3, [1.5], None, {}, "no list"),
        (3, [1, 2], [1.0], {}, "fraction has the shape"),
        (3, [1, 2], [0.5, 1.5], {}, "fraction 1.5 of row 1"),
        (3, [1, 2], [np.nan, 1.0], {}, "fraction nan"),
        (3, [1, 2], None, {"a": [1.0]}, "a has the shape"),
        (3, [1], None, {"a": ["x"]}, "column a"),
    ],
)
def test_a_broken_map_is_refused(order, cells, fraction, columns, message):
    with pytest.raises(SkyMapError, match=message) as caught:
        make_map(order, cells, fraction, columns, place="m.fits")
    assert caught.value.place == "m.fits"


def test_arrays_of_a_map_are_read_only_and_those_of_the_caller_are_not():
    cells, values = np.array([1, 2]), np.array([1.0, 2.0])
    found = make_map(3, cells, None, {"a": values})
    for array in (found.cells, found.fraction, found.columns["a"].values, found.columns["a"].valid):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    cells[0] = 0
    values[0] = 3.0


def test_maps_are_the_same_by_what_is_valid():
    valid = np.array([True, False])
    first = make_map(3, [1, 2], None, {"a": Column(np.array([1.0, 2.0]), valid)})
    second = make_map(3, [1, 2], None, {"a": Column(np.array([1.0, np.nan]), valid)})
    assert same_map(first, second)
    assert not same_map(first, make_map(3, [1, 2], None, {"a": [1.0, 2.0]}))
    assert not same_map(first, make_map(4, [1, 2], None, dict(first.columns)))
    assert not same_map(first, make_map(3, [1, 2], [1, 0.5], dict(first.columns)))
    assert not same_map(first, make_map(3, [1, 3], None, dict(first.columns)))
    assert not same_map(
        first, make_map(3, [1, 2], None, {"a": Column(np.array([1.0, 2.0]), valid, "mag")})
    )


def test_area_and_selection():
    assert cell_area(5) == pytest.approx(healpy.nside2pixarea(32, degrees=True), rel=1e-14)
    found = make_map(5, [3, 9, 11], [1.0, 0.25, 0.0], {"a": [1, 2, 3]})
    assert covered_area(found) == pytest.approx(1.25 * cell_area(5))
    few = select_cells(found, np.array([True, False, True]))
    assert few.cells.tolist() == [3, 11]
    assert few.columns["a"].values.tolist() == [1, 3]
    assert 12 * 4**5 * cell_area(5) == pytest.approx(4 * math.pi * math.degrees(1) ** 2)


@given(st.lists(st.integers(0, 2**32), max_size=30), st.sampled_from(Convention))
def test_conventions_are_opposite_and_come_back_to_the_bit(numbers, convention):
    fraction = np.array(numbers, dtype=float) / 2.0**32
    weight = weight_of(fraction, convention)
    assert np.array_equal(fraction_of(weight, convention), fraction)
    other = next(c for c in Convention if c is not convention)
    assert np.array_equal(weight_of(fraction, other), 1.0 - weight)


def test_one_means_not_observed_unless_said_otherwise():
    assert weight_of(np.array([0.0, 1.0])).tolist() == [1.0, 0.0]
    with pytest.raises(SkyMapError, match=r"weight 1.5 of row 1"):
        fraction_of(np.array([1.0, 1.5]), Convention.OBSERVED_FRACTION)
    with pytest.raises(SkyMapError, match="weight nan"):
        fraction_of(np.array([np.nan]), Convention.OBSERVED_FRACTION)


@given(st.integers(0, 29), st.data())
def test_nuniq_is_four_to_the_order_plus_cell(order, data):
    cell = data.draw(st.integers(0, 12 * 4**order - 1))
    number = to_nuniq(np.array([cell]), order)
    assert number.tolist() == [4 * 4**order + cell]
    back = from_nuniq(number)
    assert (back[0].tolist(), back[1].tolist()) == ([order], [cell])


@given(st.integers(0, 28))
def test_gaps_between_orders_are_no_cells(order):
    for wrong in (16 * 4**order, 4 * 4**order - 1 if order == 0 else 0, -5):
        if wrong == 16 * 4**order:
            assert from_nuniq(np.array([wrong]))[0].tolist() == [order + 1]
            continue
        with pytest.raises(SkyMapError, match="is no cell"):
            from_nuniq(np.array([wrong]))
    with pytest.raises(SkyMapError, match="is no cell"):
        from_nuniq(np.array([4**31]))


def test_whole_numbers_of_orders():
    assert check_order(7) == 7
    with pytest.raises(SkyMapError, match=r"order 2\.5"):
        check_order(2.5)


@given(st.sets(st.integers(0, 12 * 4**3 - 1), max_size=200))
def test_the_fewest_cells_are_those_of_mocpy(cells):
    from mocpy import MOC

    numbers = np.array(sorted(cells), dtype=np.int64)
    starts = np.flatnonzero(np.diff(numbers, prepend=-2) != 1)
    stops = np.append(starts[1:], len(numbers))
    ranges = np.stack([numbers[starts], numbers[stops[: len(starts)] - 1] + 1], axis=1)
    nuniq, row = whole_cells(ranges, 3)
    if not cells:
        assert len(nuniq) == 0
        return
    moc = MOC.from_healpix_cells(numbers.astype(np.uint64), np.full(len(numbers), 3, np.uint8), 3)
    assert nuniq.tolist() == sorted(moc.uniq_hpx.tolist())
    order, number = from_nuniq(nuniq)
    first = number << (2 * (3 - order))
    assert np.all((first >= ranges[row, 0]) & (first < ranges[row, 1]))


def test_runs_are_written_out():
    assert expand_runs(np.array([], dtype=np.int64), np.array([], dtype=np.int64)).tolist() == []
    assert expand_runs(np.array([4, 2]), np.array([0, 2])).tolist() == [2, 3]
