"""Fractions of cells inside polygons: closed forms, sampling, other libraries."""

from __future__ import annotations

import hpgeom
import numpy as np
import pytest
from astropy import units
from hypothesis import given, settings
from hypothesis import strategies as st
from mocpy import MOC

from dpkit.processing.vmpz.cell import cell_area, expand_runs
from dpkit.processing.vmpz.combine import degrade
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.footprint import cover_polygons, exposure_map, footprint
from dpkit.processing.vmpz.skymap import covered_area, same_map

ORDER = 12
UNIT = 2.0**-32


@pytest.fixture(params=["belt", "across RA 0", "around the north pole", "beside the south pole",
                        "corner of faces", "belt meets cap", "detector at high latitude", "sliver",
                        "wide"])  # fmt: skip
def hard(request, sky):
    return sky.hard[request.param]


@pytest.fixture(params=["L", "star", "comb across RA 0", "horseshoe at the pole"])
def concave(request, sky):
    return sky.concave[request.param]


def check_border(sky, polygons, found, *, cells=8, rms=7e-5):
    border = np.flatnonzero((found.fraction > 0.0) & (found.fraction < 1.0))
    chosen = border[:: max(1, len(border) // cells)][:cells]
    judged = sky.sampled_fraction(polygons, found.order, found.cells[chosen], depth=9)
    miss = found.fraction[chosen] - judged
    assert np.sqrt(np.mean(miss**2)) < rms
    assert np.abs(miss).max() < 3e-4


def test_area_is_that_of_the_angles(sky, hard):
    found = footprint([hard], ORDER)
    assert covered_area(found) == pytest.approx(sky.area(hard), rel=2e-5)


def test_border_cells_agree_with_sampling(sky, hard):
    check_border(sky, [hard], footprint([hard], ORDER))


def test_concave_area_is_that_of_the_angles(sky, concave):
    assert covered_area(footprint([concave], ORDER)) == pytest.approx(sky.area(concave), rel=2e-5)


def test_concave_border_cells_agree_with_sampling(sky, concave):
    check_border(sky, [concave], footprint([concave], ORDER))


def test_inner_cells_are_whole_and_outer_cells_are_not_there(sky, hard):
    found = footprint([hard], ORDER)
    places = hpgeom.angle_to_vector(*hpgeom.pixel_to_angle(1 << ORDER, found.cells))
    inside = sky.winds_around(hard, places)
    assert np.all(inside[found.fraction == 1.0])
    assert not np.any(inside[found.fraction < 1e-3])


def test_no_touched_cell_is_missing(hard):
    lon, lat = np.asarray(hard).T * units.deg
    touched = MOC.from_polygon(lon, lat, max_depth=ORDER)
    found = footprint([hard], ORDER)
    ours = MOC.from_healpix_cells(found.cells.astype(np.uint64), np.uint8(ORDER), ORDER)
    extra = ours.difference(touched).to_depth29_ranges
    missing = touched.difference(ours).to_depth29_ranges
    # mocpy writes cells that touch, we those with an area: only cells hardly met may differ.
    fraction = dict(zip(found.cells.tolist(), found.fraction.tolist(), strict=True))
    shift = 2 * (29 - ORDER)
    assert all(
        fraction[cell] < 1e-4
        for a, b in extra.astype(np.int64)
        for cell in range(a >> shift, b >> shift)
    )
    assert np.sum(missing[:, 1] - missing[:, 0]) >> shift <= 0.02 * len(found) + 2


def test_centre_in_cells_are_those_of_hpgeom(sky):
    quad = sky.square(150.0, 2.0, 0.5, 20.0)
    found = footprint([quad], ORDER)
    inside = hpgeom.query_polygon(1 << ORDER, *quad.T)
    assert np.isin(inside, found.cells).all()
    share = found.fraction[np.searchsorted(found.cells, inside)]
    assert share.min() > 0.15
    assert np.isin(found.cells[found.fraction == 1.0], inside).all()


@pytest.mark.parametrize("order", [11, 13, 14, 17])
def test_every_order_gives_the_same_area(sky, order):
    quad = sky.square(77.0, -35.0, 0.114, 33.0)
    assert covered_area(footprint([quad], order)) == pytest.approx(sky.area(quad), rel=1e-5)


@pytest.mark.parametrize("order", [0, 3, 7, 9])
def test_coarse_maps_are_degraded_fine_ones(sky, order):
    quad = sky.hard["wide"]
    found = footprint([quad], order)
    assert same_map(found, degrade(footprint([quad], 10), order))
    assert covered_area(found) == pytest.approx(sky.area(quad), rel=1e-5)


def test_a_polygon_inside_one_cell_is_its_share(sky):
    lon, lat = hpgeom.pixel_to_angle(1 << 10, 1234567)
    small = sky.square(float(lon), float(lat), 0.01, 12.0)
    found = footprint([small], 10)
    assert found.cells.tolist() == [1234567]
    assert found.fraction[0] == pytest.approx(sky.area(small) / cell_area(10), rel=1e-6)


def test_a_hemisphere_less_a_little_is_covered():
    angle = np.arange(0.0, 360.0, 15.0)
    ring = np.stack([angle, np.full(len(angle), 3.0)], axis=1)
    found = footprint([ring], 6)
    # Great circles between the vertices bulge to the pole: the triangles add up to this.
    assert covered_area(found) == pytest.approx(24 * _gore(15.0, 3.0), rel=1e-6)


def _gore(width, latitude):
    """Return the area of the triangle pole, (0, latitude), (width, latitude) [deg2]."""
    side, turn = np.radians(90.0 - latitude), np.radians(width)
    half = 2.0 * np.arctan(
        np.tan(side / 2.0) ** 2 * np.sin(turn) / (1.0 + np.tan(side / 2.0) ** 2 * np.cos(turn))
    )
    return float(half * np.degrees(1.0) ** 2)


@settings(max_examples=60)
@given(
    st.floats(0.0, 359.9),
    st.floats(-90.0, 90.0),
    st.floats(0.05, 2.0),
    st.floats(0.0, 90.0),
)
def test_any_square_has_its_area(sky, ra, dec, size, angle):
    quad = sky.square(ra, dec, size, angle)
    found = footprint([quad], 11)
    assert covered_area(found) == pytest.approx(sky.area(quad), rel=1e-4)
    assert np.all((found.fraction > 0.0) & (found.fraction <= 1.0))
    assert np.all(found.fraction / UNIT == np.rint(found.fraction / UNIT))


@settings(max_examples=40)
@given(st.integers(0, 12 * 4**10 - 1), st.sampled_from([0, 1, 2, 3]))
def test_corners_on_the_corners_of_cells(sky, cell, corner):
    lon, lat = hpgeom.boundaries(1 << 10, cell, 1)
    if abs(lat[corner]) > 89.0:
        return
    quad = np.array([
        (lon[corner], lat[corner]), (lon[corner] + 0.3, lat[corner]),
        (lon[corner] + 0.3, lat[corner] + 0.3), (lon[corner], lat[corner] + 0.3),
    ])  # fmt: skip
    assert covered_area(footprint([quad], 11)) == pytest.approx(sky.area(quad), rel=1e-4)


def test_the_union_of_overlapping_polygons_is_exact(sky):
    quads = [sky.square(10.0 + 0.01 * k, 20.0 + 0.013 * k, 0.2, 15.0 * k) for k in range(6)]
    quads.append(sky.concave["L"] + np.array([-0.3, 9.7]))
    found = footprint(quads, 13)
    check_border(sky, quads, found, cells=12)
    alone = [footprint([quad], 13) for quad in quads]
    assert covered_area(found) < sum(covered_area(one) for one in alone)


def test_the_union_of_a_polygon_with_itself_is_itself(sky):
    quad = sky.square(300.0, 60.0, 0.3, 40.0)
    once, thrice = footprint([quad], 12), footprint([quad, quad[::-1], quad], 12)
    assert np.array_equal(once.cells, thrice.cells)
    assert np.abs(once.fraction - thrice.fraction).max() <= UNIT


def test_polygons_that_share_an_edge_leave_no_seam(sky):
    west = np.array([(10.0, 0.0), (10.4, 0.03), (10.5, 0.7), (10.0, 0.6)])
    east = np.array([(10.4, 0.03), (11.0, 0.0), (11.0, 0.8), (10.5, 0.7)])
    both = np.array([(10.0, 0.0), (10.4, 0.03), (11.0, 0.0), (11.0, 0.8), (10.5, 0.7), (10.0, 0.6)])
    split, whole = footprint([west, east], 12), footprint([both], 12)
    assert np.array_equal(split.cells, whole.cells)
    assert np.abs(split.fraction - whole.fraction).max() <= 2 * UNIT


def test_the_order_of_polygons_does_not_matter(sky):
    random = np.random.default_rng(5)
    quads = [
        sky.square(*random.uniform(10, 10.5, 2), 0.2, random.uniform(0, 90)) for _ in range(20)
    ]
    first = footprint(quads, 13)
    for _ in range(3):
        random.shuffle(quads)
        assert same_map(footprint(quads, 13), first)


def test_the_number_of_exposures_is_the_sum_of_fractions(sky):
    quads = [sky.square(10.0, 20.0, 0.3), sky.square(10.1, 20.1, 0.3), sky.concave["L"]]
    found = exposure_map(quads, 12)
    total = float(np.sum(found.columns["exposures"].values)) * cell_area(12)
    assert total == pytest.approx(sum(sky.area(quad) for quad in quads), rel=1e-5)
    times = exposure_map(quads, 12, [100.0, 200.0, 50.0])
    seconds = float(np.sum(times.columns["exposures"].values)) * cell_area(12)
    expected = sum(t * sky.area(q) for t, q in zip((100.0, 200.0, 50.0), quads, strict=True))
    assert seconds == pytest.approx(expected, rel=1e-5)
    turned = exposure_map(quads[::-1], 12, [50.0, 200.0, 100.0])
    assert np.array_equal(turned.columns["exposures"].values, times.columns["exposures"].values)


def test_the_cover_of_each_polygon_stands_alone(sky):
    quads = [sky.square(10.0, 20.0, 0.3), sky.square(200.0, -70.0, 0.2)]
    cover = cover_polygons(quads, 12)
    for number, quad in enumerate(quads):
        own = cover.owner == number
        alone = footprint([quad], 12)
        cells = expand_runs(cover.first[own], cover.length[own])
        assert np.array_equal(cells, alone.cells)
        assert np.array_equal(np.repeat(cover.share[own], cover.length[own]), alone.fraction)


def test_nothing_covers_nothing():
    assert len(footprint([], 12)) == 0


def test_orders_that_make_no_sense_are_refused(sky):
    with pytest.raises(SkyMapError, match="order 30"):
        footprint([sky.hard["belt"]], 30)
    with pytest.raises(SkyMapError, match="too wide"):
        cover_polygons([sky.hard["belt"]], 9)


def test_too_many_cells_are_refused_before_they_are_made():
    ring = np.stack([np.arange(0.0, 360.0, 15.0), np.full(24, 3.0)], axis=1)
    for make in (footprint, exposure_map):
        with pytest.raises(SkyMapError, match="coarser order"):
            make([ring], 14)


def test_the_polygons_are_not_changed(sky):
    quad = sky.square(10.0, 20.0, 0.3)[::-1].copy()
    before = quad.copy()
    footprint([quad], 12)
    assert np.array_equal(quad, before)
