"""Coarser, finer, united and intersected maps, against healpy, healsparse and plain loops."""

from __future__ import annotations

import itertools

import healpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.processing.vmpz.combine import degrade, intersect, unite, upgrade
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.healsparsefile import to_healsparse
from dpkit.processing.vmpz.skymap import Column, covered_area, make_map, same_map

ORDER = 6
UNIT = 2.0**32


def draw_map(seed, *, order=ORDER, count=3000, region=None, unit="mag"):
    random = np.random.default_rng(seed)
    low, high = region or (0, 12 * 4**order)
    cells = np.sort(random.choice(np.arange(low, high), min(count, high - low), replace=False))
    size = len(cells)
    valid = random.random(size) < 0.8
    return make_map(
        order,
        cells,
        np.rint(random.random(size) * UNIT) / UNIT,
        {
            "depth": Column(random.normal(25.0, 0.3, size), valid, unit),
            "bits": Column(random.integers(0, 1 << 10, size).astype(np.int32), valid),
            "flag": random.random(size) < 0.3,
        },
    )


HOW = {"depth": "mean", "bits": "or", "flag": "or"}


def loop_degrade(found, order, name, how):
    """Reduce child by child."""
    shift = 2 * (found.order - order)
    column, groups = found.columns[name], {}
    for row, cell in enumerate(found.cells.tolist()):
        groups.setdefault(cell >> shift, []).append(row)
    result = {}
    for parent, rows in groups.items():
        rows = [row for row in rows if column.valid[row]]
        values = [column.values[row].item() for row in rows]
        if not rows:
            result[parent] = None
        elif how == "mean":
            weight = found.fraction[rows]
            result[parent] = float(np.dot(weight, values) / weight.sum())
        else:
            reduce = {"or": lambda a, b: a | b, "and": lambda a, b: a & b, "min": min, "max": max,
                      "sum": lambda a, b: a + b}[how]  # fmt: skip
            total = values[0]
            for value in values[1:]:
                total = reduce(total, value)
            result[parent] = total
    return result


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *itertools.product(["depth"], ["min", "max", "sum", "mean"]),
        *itertools.product(["bits"], ["or", "and", "min", "max", "sum", "mean"]),
        *itertools.product(["flag"], ["or", "and", "min", "max"]),
    ],
)
def test_values_are_reduced_over_what_is_valid(name, how):
    found = draw_map(1)
    coarse = degrade(found, 4, HOW | {name: how})
    expected = loop_degrade(found, 4, name, how)
    column = coarse.columns[name]
    assert coarse.cells.tolist() == sorted(expected)
    for cell, value, valid in zip(coarse.cells.tolist(), column.values, column.valid, strict=True):
        assert valid == (expected[cell] is not None)
        if valid:
            assert value == pytest.approx(expected[cell], rel=1e-14)


def test_fractions_agree_with_healpy():
    found = draw_map(2)
    full = np.zeros(12 * 4**ORDER)
    full[found.cells] = found.fraction
    expected = healpy.ud_grade(full, 1 << 3, order_in="NESTED", order_out="NESTED")
    coarse = degrade(found, 3, HOW)
    assert np.allclose(coarse.fraction, expected[coarse.cells], rtol=1e-13)
    assert covered_area(coarse) == pytest.approx(covered_area(found), rel=1e-14)


@pytest.mark.parametrize("how", ["mean", "max", "min"])
def test_values_agree_with_healsparse(how):
    values = np.random.default_rng(2).normal(25.0, 0.3, 3000)
    found = make_map(ORDER, draw_map(3).cells, None, {"depth": values})
    theirs = to_healsparse(found, "depth", order_coverage=2).degrade(1 << 4, reduction=how)
    ours = degrade(found, 4, how)
    assert np.array_equal(np.sort(theirs.valid_pixels), ours.cells)
    assert np.allclose(theirs[ours.cells], ours.columns["depth"].values, rtol=1e-13)
    # healsparse counts the valid children as we sum fractions.
    share = to_healsparse(found, order_coverage=2).fracdet_map(1 << 4)
    assert np.array_equal(share[ours.cells], ours.fraction)


def test_degrading_in_steps_is_degrading_at_once():
    found = draw_map(4)
    at_once = degrade(found, 2, {"depth": "max", "bits": "or", "flag": "and"})
    in_steps = degrade(degrade(found, 4, {"depth": "max", "bits": "or", "flag": "and"}), 2,
                       {"depth": "max", "bits": "or", "flag": "and"})  # fmt: skip
    assert same_map(at_once, in_steps)


@given(st.integers(0, 10**6), st.permutations(range(5)))
def test_tiles_give_the_same_patch_in_any_order(seed, order):
    tiles = [draw_map(seed + k, count=50, region=(k * 400, (k + 1) * 400)) for k in range(5)]
    expected = degrade(unite(tiles), 4, HOW)
    assert same_map(degrade(unite([tiles[k] for k in order]), 4, HOW), expected)
    nested = unite([unite([tiles[order[0]], tiles[order[1]]]), *(tiles[k] for k in order[2:])])
    assert same_map(degrade(nested, 4, HOW), expected)


@given(st.permutations(range(4)), st.sampled_from(["max", "sum"]))
def test_overlapping_maps_unite_in_any_order(order, overlap):
    maps = [draw_map(k, count=600, region=(0, 900)) for k in range(4)]
    how = {"depth": "mean", "bits": "or", "flag": "and"}
    expected = unite(maps, how, overlap=overlap)
    assert same_map(unite([maps[k] for k in order], how, overlap=overlap), expected)
    total = {"depth": "sum", "bits": "sum", "flag": "or"}
    assert same_map(
        unite([maps[k] for k in order], total, overlap=overlap),
        unite(maps, total, overlap=overlap),
    )
    for cell in expected.cells[::97]:
        shares = [m.fraction[m.cells == cell] for m in maps if cell in m.cells]
        share = expected.fraction[expected.cells == cell][0]
        assert share == (np.max(shares) if overlap == "max" else min(1.0, np.sum(shares)))


def test_negative_and_integer_values_have_extremes():
    first = make_map(3, [1, 2], None, {"a": np.array([-5, -7], np.int16)})
    second = make_map(3, [2, 3], None, {"a": np.array([-9, -1], np.int16)})
    found = unite([first, second], "max", overlap="max")
    assert found.columns["a"].values.tolist() == [-5, -7, -1]
    assert unite([first, second], "min", overlap="max").columns["a"].values.tolist() == [-5, -9, -1]


def test_overlap_is_refused_unless_it_is_said_what_it_means():
    with pytest.raises(SkyMapError, match=r"maps \[0, 2\] overlap: all have cell 7"):
        unite([make_map(3, [5, 7]), make_map(3, [6]), make_map(3, [7])])


def test_intersections_keep_common_cells_and_columns():
    first = make_map(3, [1, 2, 5], [0.5, 1.0, 1.0], {"a": [1.0, 2.0, 3.0]})
    second = make_map(3, [2, 5, 6], [0.25, 1.0, 1.0], {"a": [9.0, 1.0, 1.0], "b": [1, 2, 3]})
    found = intersect([first, second])
    assert found.cells.tolist() == [2, 5]
    assert found.fraction.tolist() == [0.25, 1.0]
    assert found.columns["a"].values.tolist() == [9.0, 3.0]
    assert found.columns["b"].values.tolist() == [1, 2]
    assert same_map(found, intersect([second, first]))
    assert len(intersect([first, make_map(3, [])])) == 0


def test_finer_maps_have_the_values_of_their_parents():
    found = draw_map(5, count=50)
    fine = upgrade(found, ORDER + 2)
    assert len(fine) == 16 * 50
    assert covered_area(fine) == pytest.approx(covered_area(found), rel=1e-14)
    back = degrade(fine, ORDER, {"depth": "max", "bits": "or", "flag": "or"})
    assert np.array_equal(back.fraction, found.fraction)
    valid = found.columns["depth"].valid
    assert np.array_equal(back.columns["depth"].values[valid], found.columns["depth"].values[valid])
    assert np.array_equal(back.columns["bits"].valid, valid)


def test_nothing_given_is_changed():
    maps = [draw_map(6, region=(0, 20000)), draw_map(7, region=(10000, 30000))]
    before = [(m.cells.copy(), m.fraction.copy(), m.columns["depth"].values.copy()) for m in maps]
    degrade(maps[0], 3, HOW)
    upgrade(maps[0], 7)
    unite(maps, HOW, overlap="max")
    intersect(maps, HOW)
    for m, (cells, fraction, depth) in zip(maps, before, strict=True):
        assert np.array_equal(m.cells, cells)
        assert np.array_equal(m.fraction, fraction)
        assert np.array_equal(m.columns["depth"].values, depth)


def test_empty_maps_stay_empty():
    empty = make_map(5, [], None, {"a": np.empty(0)})
    assert len(degrade(empty, 3)) == len(upgrade(empty, 7)) == len(unite([empty, empty])) == 0
    assert degrade(empty, 3).columns["a"].values.dtype == float


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: degrade(m, 7), "use upgrade"),
        (lambda m: upgrade(m, 5), "use degrade"),
        (lambda m: upgrade(m, 20), "coarser order"),
        (lambda m: degrade(m, 3, "or"), "does not fit column depth"),
        (lambda m: degrade(m, 3, {"depth": "mean"}), "no operation None for column bits"),
        (lambda m: degrade(m, 3, "median"), "no operation 'median'"),
        (lambda m: degrade(m, 3, {"depth": "mean", "bits": "or", "flag": "sum"}), "column flag"),
        (lambda m: unite([m, degrade(m, 5, HOW)]), r"orders \[5, 6\]"),
        (lambda m: unite([m, make_map(6, [1])], overlap="max"), "columns"),
        (lambda _: unite([]), "no maps"),
        (lambda m: unite([m, draw_map(8, unit="Jy")], HOW, overlap="max"), "units"),
    ],
)
def test_what_makes_no_sense_is_refused(call, message):
    with pytest.raises(SkyMapError, match=message):
        call(draw_map(9))
