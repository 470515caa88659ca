"""Cells and exact tests agree with mocpy, cdshealpix, astropy and sampling, anywhere on the sky."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, islice, pairwise

import astropy.units as u
import healpy
import numpy as np
import pytest
from astropy.coordinates import Latitude, Longitude, SkyCoord
from cdshealpix import nested
from mocpy import MOC

from dpkit.errors import ArchiveError
from dpkit_archive.region import part as shape
from dpkit_archive.region.cellset import intersection, split_ranges
from dpkit_archive.region.cover import cells_in_caps, index_numbers, order_for, search_ranges
from dpkit_archive.region.geometry import Polygons
from dpkit_archive.region.healpix import (
    cell_borders,
    cell_centres,
    cell_of,
    cell_radii,
    cell_radius,
    cell_side,
)
from dpkit_archive.region.mocfile import nuniq_ranges
from dpkit_archive.region.relation import related

SIZES = np.radians([0.001, 0.1, 1.0, 10.0, 50.0])


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(20261120)


def overlap(first: shape.Part, second: shape.Part) -> bool:
    """Tell whether two parts overlap; both ways round, which must agree."""
    (there,), (back,) = related("overlaps", [first], second), related("overlaps", [second], first)
    assert there == back
    return there


def contains(first: shape.Part, second: shape.Part) -> bool:
    return related("contains", [first], second)[0]


def polygon(sky, corners) -> shape.Part:
    return shape.polygon([(float(ra), float(dec)) for ra, dec in sky.degrees(corners)])


def moc_of(sky, corners, depth: int) -> MOC:
    ra, dec = sky.degrees(corners).T
    return MOC.from_polygon(ra * u.deg, dec * u.deg, max_depth=depth)


def separation(first, second):
    """Return the angles between one position and several, by astropy."""
    positions = (SkyCoord(*(v.T), representation_type="cartesian") for v in (first, second))
    one, several = positions
    return one.separation(several).rad


@pytest.mark.parametrize("order", [0, 1, 3, 8, 14, 29])
def test_cells_are_those_of_cdshealpix(random, order: int) -> None:
    vectors = random.normal(size=(20_000, 3))
    vectors[:500] *= [1e-7, 1e-7, 1.0]
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    ra, dec = np.arctan2(vectors[:, 1], vectors[:, 0]), np.arcsin(vectors[:, 2])
    dec = np.arctan2(vectors[:, 2], np.hypot(vectors[:, 0], vectors[:, 1]))
    known = nested.lonlat_to_healpix(Longitude(ra * u.rad), Latitude(dec * u.rad), order)
    cells = cell_of(vectors, order)
    assert np.array_equal(cells, known.astype(np.int64))
    centre_ra, centre_dec = nested.healpix_to_lonlat(cells.astype(np.uint64), order)
    centres = cell_centres(cells, order)
    assert np.abs(np.arcsin(centres[:, 2]) - centre_dec.rad).max() < 1e-7
    apart = np.abs((np.arctan2(centres[:, 1], centres[:, 0]) - centre_ra.rad) % (2 * np.pi))
    assert (np.minimum(apart, 2 * np.pi - apart) * np.cos(centre_dec.rad)).max() < 1e-14
    borders = cell_borders(cells[:2000], order, 4)
    reach = 2 * np.arcsin(np.linalg.norm(borders - centres[:2000, None], axis=-1) / 2)
    assert reach.max() <= cell_radius(order) < 1.2 * cell_side(order)


@pytest.mark.parametrize("order", [0, 1, 4, 5, 6, 7, 9, 20])
def test_no_corner_of_a_cell_is_beyond_its_radius(random, order: int) -> None:
    last = 4**order - 1
    polar = np.arange(min(4**order, 3000))
    cells = random.integers(0, 12 * 4**order, 20_000)
    # Those at both poles are the ones that are longest.
    cells = np.concatenate([cells, last - polar, 8 * (last + 1) + polar])
    corners = healpy.boundaries(1 << order, cells, nest=True).transpose(0, 2, 1)
    centres = np.stack(healpy.pix2vec(1 << order, cells, nest=True), axis=-1)
    reach = 2 * np.arcsin(np.linalg.norm(corners - centres[:, None], axis=-1) / 2).max(axis=-1)
    radii = cell_radii(cells, order)
    # Healpy is not exact for the smallest.
    assert (reach <= radii + 1e-12).all()
    assert np.mean((reach / radii)[:20_000]) > 0.95


@pytest.mark.parametrize("radius", [0.0, 1e-7, 1e-4, 0.01, 0.3, 1.5, 3.1])
def test_no_cell_of_a_cap_is_left_out(sky, random, radius: float) -> None:
    order = order_for(radius, finer=1)
    for centre in islice(sky.centres(random), 25):
        _, cells = cells_in_caps(centre[None], np.array([radius]), order)
        distances = radius * np.append(np.sqrt(random.random(500)), [0.0, 1.0])
        points = sky.around(centre, distances, random.uniform(0, 2 * np.pi, 502))
        assert set(cell_of(points, order)) <= set(cells)
        assert len(cells) <= 60 or radius > 1


def test_many_caps_at_once_are_covered_as_one_by_one(sky, random) -> None:
    centres = np.array(list(islice(sky.centres(random), 40)))
    radii = random.uniform(0.001, 0.02, 40)
    caps, cells = cells_in_caps(centres, radii, 6)
    for number in range(40):
        _, own = cells_in_caps(centres[number : number + 1], radii[number : number + 1], 6)
        assert sorted(cells[caps == number]) == sorted(own)


def test_search_ranges_hold_exactly_what_shares_area(random) -> None:
    asked = [(5, int(cell)) for cell in random.integers(0, 12 * 4**5, 40)]
    asked += [(7, int(cell)) for cell in random.integers(0, 12 * 4**7, 40)]
    ranges = search_ranges(asked)
    for order in range(10):
        for cell in random.integers(0, 12 << (2 * order), 300).tolist():
            number = int(index_numbers(np.array([cell]), order)[0])
            found = any(low <= number <= high for low, high in ranges)
            shared = any(
                (one >> 2 * (level - order)) == cell if level >= order
                else one == (cell >> 2 * (order - level))
                for level, one in asked
            )  # fmt: skip
            assert found == shared


@pytest.mark.parametrize("size", SIZES)
def test_inside_a_polygon_is_where_it_winds_around(sky, random, size: float) -> None:
    for centre in islice(sky.centres(random), 30):
        corners = sky.star(random, centre, size)
        part = polygon(sky, corners)
        points = sky.around(
            centre, size * 1.2 * np.sqrt(random.random(400)), random.uniform(0, 2 * np.pi, 400)
        )
        polygons = Polygons.of([part])
        clear = polygons.distance(points)[0] > 1e-9
        told, known = polygons.contain(points)[0], sky.winding(corners, points)
        assert np.array_equal(told[clear], known[clear])
        # The other side of the sky is never inside.
        assert not polygons.contain(-points).any()


def test_the_distance_to_a_polygon_is_that_of_astropy(sky, random) -> None:
    for centre in islice(sky.centres(random), 10):
        corners = sky.star(random, centre, 0.1)
        border = sky.along(corners, 2000)
        points = sky.around(centre, random.uniform(0, 0.3, 20), random.uniform(0, 6.3, 20))
        told = Polygons.of([polygon(sky, corners)]).distance(points)[0]
        known = np.array([separation(point[None], border).min() for point in points])
        assert np.all(told <= known + 1e-12)
        assert np.all(told >= known - 1e-4)


@pytest.mark.parametrize("size", SIZES)
def test_polygons_overlap_as_samples_and_mocs_say(sky, random, size: float) -> None:
    undecided, answers = 0, []
    for centre in islice(sky.centres(random), 60):
        first = sky.star(random, centre, size)
        other = sky.around(
            centre, np.array(size * random.uniform(0.3, 2.0)), np.array(random.uniform(0, 6))
        )
        second = sky.star(random, other, size)
        told = overlap(polygon(sky, first), polygon(sky, second))
        answers.append(told)
        points = np.concatenate([sky.inside(random, second), sky.along(second)])
        if sky.winding(first, points).any():
            assert told
            continue
        depth = min(max(math.ceil(math.log2(cell_side(0) / size)) + 6, 6), 24)
        apart = moc_of(sky, first, depth).intersection(moc_of(sky, second, depth)).empty()
        if apart:
            assert not told
        else:
            undecided += 1
    assert undecided <= 6
    assert 0.2 < np.mean(answers) < 0.8


@pytest.mark.parametrize("size", SIZES)
def test_cones_overlap_and_lie_in_polygons_as_distances_say(sky, random, size: float) -> None:
    answers = []
    for centre in islice(sky.centres(random), 40):
        corners = sky.star(random, centre, size)
        part = polygon(sky, corners)
        for _ in range(5):
            place = sky.around(
                centre, np.array(size * random.uniform(0, 2)), np.array(random.uniform(0, 6))
            )
            radius = size * random.uniform(0, 0.8)
            ra, dec = sky.degrees(place)
            cone = shape.cone(float(ra), float(dec), math.degrees(radius))
            nearest = separation(place[None], sky.along(corners, 400)).min()
            if abs(nearest - radius) < 0.01 * size:
                continue
            within = bool(sky.winding(corners, place[None])[0])
            assert overlap(part, cone) == (within or nearest < radius)
            assert contains(part, cone) == (within and nearest > radius)
            furthest = separation(place[None], corners).max()
            if abs(furthest - radius) > 1e-9 and radius < math.pi / 2:
                assert contains(cone, part) == (furthest < radius)
            answers.append(overlap(part, cone))
    assert 0.2 < np.mean(answers) < 0.9


def test_cones_by_their_separation(sky, random) -> None:
    for centre in islice(sky.centres(random), 200):
        angle = math.pi * random.random()
        other = sky.around(centre, np.array(angle), np.array(random.uniform(0, 6)))
        radii = np.degrees(random.uniform(0, 1.2, 2))
        first, second = (
            shape.cone(*map(float, sky.degrees(place)), float(radius))
            for place, radius in zip((centre, other), radii, strict=True)
        )
        apart = math.degrees(separation(centre[None], other[None])[0])
        assert overlap(first, second) == (apart <= radii.sum())
        assert contains(first, second) == (apart + radii[1] <= radii[0])


def boxes(random, count: int):
    for number in range(count):
        low = random.uniform(-90, 60)
        high = low + random.uniform(0.5, 30)
        if number % 5 == 0:
            low, high = random.uniform(40, 85), 90.0
        begin = random.uniform(-10, 370)
        yield begin % 360, (begin + random.uniform(0.5, 200)) % 360, low, high


def in_box(limits, points, sky):
    ra, dec = sky.degrees(points).T
    begin, end, low, high = limits
    return ((ra - begin) % 360 <= (end - begin) % 360) & (dec >= low) & (dec <= high)


def test_boxes_overlap_and_contain_as_samples_say(sky, random) -> None:
    checked, answers = 0, []
    for number, limits in enumerate(boxes(random, 250)):
        box = shape.box(*limits)
        centre = next(islice(sky.centres(random), number % 5, None))
        size = random.uniform(0.02, 0.5)
        corners = sky.star(random, centre, size)
        part = polygon(sky, corners)
        told = overlap(part, box)
        answers.append(told)
        points = np.concatenate([sky.along(corners, 300), sky.inside(random, corners, 3000)])
        samples = in_box(limits, points, sky)
        ra = np.linspace(0, (limits[1] - limits[0]) % 360, 300) + limits[0]
        border = np.concatenate(
            [sky.unit(ra, np.full(300, dec)) for dec in limits[2:]]
            + [sky.unit(np.full(300, one), np.linspace(*limits[2:], 300)) for one in limits[:2]]
        )
        within = sky.winding(corners, border)
        if samples.any() or within.any():
            assert told
        gap = Polygons.of([part]).distance(border)[0].min()
        if gap > 0.02 * max(1.0, size):
            # No border near the other: inside, outside or around.
            assert told == bool(samples.any() or within.any())
            assert contains(box, part) == bool(samples.all())
            assert contains(part, box) == bool(within.all())
            checked += 1
    assert checked > 150
    assert 0.1 < np.mean(answers) < 0.9


def test_boxes_among_each_other(sky, random) -> None:
    listed = list(boxes(random, 40))
    grid = sky.unit(*np.meshgrid(np.arange(0, 360, 1.5), np.arange(-90, 90.1, 0.75)))
    grid = grid.reshape(-1, 3)
    for first in listed:
        for second in listed:
            shared = in_box(first, grid, sky) & in_box(second, grid, sky)
            told = overlap(shape.box(*first), shape.box(*second))
            if shared.any():
                assert told
            assert contains(shape.box(*first), shape.box(*second)) <= told


@pytest.mark.parametrize("order", [3, 9, 13])
def test_cells_overlap_shapes_as_mocpy_says(sky, random, order: int) -> None:
    size, undecided, answers = 2.0 * cell_side(order), 0, []
    for centre in islice(sky.centres(random), 60):
        cell = cell_of(centre[None], order)
        neighbours = np.unique(
            cell_of(sky.around(centre, size * random.random(6), 6 * random.random(6)), order)
        )
        numbers = np.concatenate([neighbours, cell])
        part = shape.cells(
            np.stack([numbers << 2 * (29 - order), (numbers + 1) << 2 * (29 - order)], 1)
        )
        moc = MOC.from_healpix_cells(
            np.unique(numbers).astype(np.uint64), np.uint8(order), max_depth=order
        )
        other = sky.around(
            centre, np.array(size * random.uniform(0.5, 2.5)), np.array(random.uniform(0, 6))
        )
        corners = sky.star(random, other, size)
        told = overlap(part, polygon(sky, corners))
        answers.append(told)
        points = np.concatenate([sky.inside(random, corners), sky.along(corners)])
        ra, dec = sky.degrees(points).T
        if moc.contains_lonlat(ra * u.deg, dec * u.deg).any():
            assert told
        elif moc.intersection(moc_of(sky, corners, min(order + 7, 24))).empty():
            assert not told
        else:
            undecided += 1
        ra, dec = map(float, sky.degrees(other))
        radius = size * random.uniform(0.1, 1.5)
        cone = shape.cone(ra, dec, math.degrees(radius))
        depth = min(order + 7, 24)
        known = MOC.from_cone(
            lon=ra * u.deg, lat=dec * u.deg, radius=radius * u.rad, max_depth=depth
        )
        points = sky.around(other, radius * np.sqrt(random.random(500)), 7 * random.random(500))
        sampled = sky.degrees(points).T
        if moc.contains_lonlat(*(one * u.deg for one in sampled)).any():
            assert overlap(part, cone)
        elif moc.intersection(known).empty():
            assert not overlap(part, cone)
    assert undecided <= 10
    assert 0.2 < np.mean(answers) < 0.95


def test_sets_of_cells_share_and_contain_as_mocpy_says(random) -> None:
    for _ in range(100):
        mocs = []
        for order in random.integers(1, 6, 2):
            numbers = np.unique(random.integers(0, 12 << (2 * order), 30)).astype(np.uint64)
            mocs.append(MOC.from_healpix_cells(numbers, np.uint8(order), max_depth=int(order)))
        first, second = (shape.cells(moc.to_depth29_ranges.astype(np.int64)) for moc in mocs)
        shared = mocs[0].intersection(mocs[1])
        assert overlap(first, second) == (not shared.empty())
        assert contains(first, second) == (shared == mocs[1])
        known = shared.to_depth29_ranges.astype(np.int64)
        found = shape.merge_ranges(intersection(first.ranges, second.ranges))
        assert np.array_equal(found, known)
        uniq = np.sort(mocs[0].uniq_hpx.astype(np.int64))
        assert np.array_equal(shape.merge_ranges(nuniq_ranges(uniq)), first.ranges)
        cells = [4 * 4**order + n for order, some in split_ranges(first.ranges, 0) for n in some]
        assert sorted(cells) == uniq.tolist()


def test_a_polygon_is_the_small_side_in_either_sense(sky) -> None:
    corners = [(359.5, -0.5), (0.5, -0.5), (0.5, 0.5), (359.5, 0.5)]
    for listed in (corners, corners[::-1], [*corners, corners[0]]):
        part = shape.polygon(listed)
        assert contains(part, shape.cone(0.0, 0.0, 0.4))
        assert not overlap(part, shape.cone(180.0, 0.0, 100.0))
    pole = shape.polygon([(0, 89), (120, 89), (240, 89)])
    assert contains(pole, shape.cone(77.0, 90.0, 0.4))


def test_corners_may_be_dense_at_one_end() -> None:
    corners = [(0.001 * n, 0.0) for n in range(100)] + [(95, 0), (95, 5)]
    part = shape.polygon(corners)
    # The long side rises by tan(dec) = tan(5) sin(ra) / sin(95): to 4.35 degrees at 60.
    assert contains(part, shape.cone(60, 4.34, 0))
    assert not overlap(part, shape.cone(60, 4.36, 0))
    assert not overlap(part, shape.cone(180, 0, 60))
    assert contains(shape.cone(47, 0, 50), part)


def test_a_polygon_may_touch_itself() -> None:
    # Two squares that meet in a corner.
    part = shape.polygon([(0, 0), (1, 1), (2, 0), (2, 2), (1, 1), (0, 2)])
    assert contains(part, shape.cone(0.3, 1.0, 0.1))
    assert contains(part, shape.cone(1.7, 1.0, 0.1))
    assert not overlap(part, shape.cone(1.0, 0.5, 0.1))
    assert overlap(part, shape.cone(1.0, 1.0, 0.0))


def crosses_itself(corners: list[tuple[float, float]]) -> bool:
    """Tell whether sides cross, in exact arithmetic on the plane that touches the sky at 0 0."""
    plane = [
        (Fraction(math.tan(ra)), Fraction(math.tan(dec) / math.cos(ra)))
        for ra, dec in np.radians(corners).tolist()
    ]
    sides = list(pairwise([*plane, plane[0]]))

    def turn(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return any(
        turn(*one, other[0]) * turn(*one, other[1]) < 0
        and turn(*other, one[0]) * turn(*other, one[1]) < 0
        for one, other in combinations(sides, 2)
    )


def test_a_polygon_that_crosses_itself_is_refused(random) -> None:
    crossing = 0
    for _ in range(200):
        corners = random.uniform(-20, 20, (int(random.integers(3, 7)), 2)).tolist()
        if crosses_itself(corners):
            crossing += 1
            with pytest.raises(ArchiveError, match="crosses itself"):
                shape.polygon(corners)
        else:
            shape.polygon(corners)
    assert 50 < crossing < 150


@pytest.mark.parametrize("count", [257, 5000])
def test_one_crossing_of_many_sides_is_found(count: int) -> None:
    turn = np.linspace(0.0, 2.0 * math.pi, count, endpoint=False)
    corners = np.stack([200.0 + 5.0 * np.cos(turn), 3.0 + 5.0 * np.sin(turn)], axis=1)
    shape.polygon(corners.tolist())
    corners[[count // 3, count // 3 + 1]] = corners[[count // 3 + 1, count // 3]]
    with pytest.raises(ArchiveError, match=r"crosses itself near 19[78]"):
        shape.polygon(corners.tolist())


def test_what_touches_overlaps() -> None:
    first = shape.polygon([(10, 0), (11, 0), (11, 1), (10, 1)])
    second = shape.polygon([(11, 0), (12, 0), (12, 1), (11, 1)])
    corner = shape.polygon([(11, 1), (12, 1), (12, 2)])
    assert overlap(first, second)
    assert overlap(first, corner)
    assert overlap(first, first)
    assert contains(first, first)
    assert not overlap(first, shape.polygon([(11.0001, 0), (12, 0), (12, 1)]))
    assert overlap(first, shape.cone(11.0, 1.0, 0.0))


def turned(sky, random, corners) -> shape.Part:
    """Return a polygon turned to anywhere on the sky, so that rounding falls as it may."""
    turn, _ = np.linalg.qr(random.normal(size=(3, 3)))
    vectors = sky.unit(*np.array(corners, float).T)
    return shape.polygon_of(vectors @ turn.T * np.linalg.det(turn))


SQUARE = [(0, 0), (3, 0), (3, 3), (0, 3)]
CUP = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
NOTCH = [(1, 1), (2, 1), (2, 3), (1, 3)]
FILLED = [(0, 0), (3, 0), (3, 3), (2, 3), (1, 3), (0, 3)]
ROOF = [(0, 0), (3, 0), (3, 3), (1.5, 1), (0, 3)]
GAP = [(0, 3), (1.5, 1), (3, 3)]
PIECE = [(0, 0), (1.5, 0), (1.5, 1), (0, 1)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (SQUARE, SQUARE, True),
        (CUP, CUP, True),
        (FILLED, CUP, True),
        (FILLED, NOTCH, True),
        (SQUARE, ROOF, True),
        (CUP, [*PIECE[:2], (1, 1), (0, 1)], True),
        (SQUARE, PIECE, True),
        (CUP, NOTCH, False),
        (ROOF, GAP, False),
        (CUP, FILLED, False),
        (ROOF, SQUARE, False),
        (NOTCH, CUP, False),
    ],
)
def test_borders_may_be_shared_by_what_contains(sky, random, first, second, expected) -> None:
    for _ in range(20):
        state = random.bit_generator.state
        parts = []
        for corners in (first, second):
            random.bit_generator.state = state
            parts.append(turned(sky, random, corners))
        assert contains(*parts) is expected


def test_boxes_and_polygons_may_share_borders() -> None:
    square = shape.polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    assert contains(square, shape.box(2, 8, 0, 5))
    assert contains(square, shape.box(0, 10, 0, 5))
    assert contains(square, shape.box(0, 10, 0, 10))
    # Between its corners the upper side is north of them.
    assert not contains(square, shape.box(0, 10, 0, 10.001))
    box = shape.box(0, 10, 0, 10)
    assert contains(box, shape.polygon([(0, 0), (10, 0), (10, 9.9), (0, 9.9)]))
    assert not contains(box, square)
    assert not contains(box, shape.polygon([(0, 0), (10.001, 0), (10, 9), (0, 9)]))


def test_a_pole_is_no_border_of_a_box() -> None:
    cap = shape.box(0, 360, 60, 90)
    around = shape.polygon([(0, 70), (90, 70), (180, 70), (270, 70)])
    assert contains(cap, shape.cone(0, 90, 1))
    assert contains(cap, shape.cone(40, 88, 5))
    assert contains(cap, around)
    assert contains(shape.box(0, 360, -90, 90), shape.cone(0, 0, 120))
    assert not contains(cap, shape.cone(40, 65, 6))
    assert not contains(shape.box(0, 90, 60, 90), shape.cone(45, 89.9, 1))


def test_a_band_does_not_contain_what_is_around_its_pole() -> None:
    around = [(0, 70), (90, 70), (180, 70), (270, 70)]
    band = shape.box(0, 360, 50, 80)
    assert not contains(band, shape.polygon(around))
    assert not contains(band, shape.cone(0, 90, 15))
    assert contains(band, shape.polygon([(0, 60), (20, 60), (20, 70)]))
    south = shape.box(0, 360, -80, -50)
    assert not contains(south, shape.polygon([(ra, -dec) for ra, dec in around]))


def test_a_cone_without_radius_is_a_point() -> None:
    pole = shape.polygon([(0, 89), (120, 89), (240, 89)])
    wrapped = shape.polygon([(359, -1), (1, -1), (1, 1), (359, 1)])
    for area, point, expected in (
        (pole, shape.cone(77, 90, 0), True),
        (pole, shape.cone(60, 89.4, 0), False),
        (pole, shape.cone(60, 89.6, 0), True),
        (wrapped, shape.cone(0, 0, 0), True),
        (wrapped, shape.cone(360, 0.999, 0), True),
        (wrapped, shape.cone(1, 1, 0), True),
        (wrapped, shape.cone(1.0001, 0, 0), False),
        (shape.box(350, 10, -5, 5), shape.cone(355, 5, 0), True),
        (shape.cone(10, 20, 1), shape.cone(10, 20.9999, 0), True),
        (shape.cone(10, 20, 1), shape.cone(10, 21.0001, 0), False),
        (shape.cone(10, 20, 0), shape.cone(370, 20, 0), True),
    ):
        assert overlap(area, point) is expected
        assert contains(area, point) is expected


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: shape.polygon([(0, 0), (1, 1)]), "no area.*three corners"),
        (lambda: shape.polygon([(0, 0), (1, 0), (1, 0), (0, 0)]), "no area"),
        (lambda: shape.polygon([(0, 0), (1, 0), (2, 0)]), "no area"),
        (lambda: shape.polygon([(10, 10), (10, 20), (10, 15)]), "no area"),
        (lambda: shape.polygon([(0, 0), (1, 0), (0, 91)]), "no position 0 91"),
        (lambda: shape.polygon([(0, 0), (1, 0), (0, math.nan)]), "not finite"),
        (lambda: shape.polygon([(0, 0), (120, 0), (240, 0)]), "no area"),
        (lambda: shape.polygon([(0, -10), (120, -10), (240, 20)]), "hemisphere.*MOC"),
        (lambda: shape.polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "itself near 0.5 0.500.*order"),
        (lambda: shape.polygon([(359, 0), (1, 1), (1, 0), (359, 1)]), "crosses itself near"),
        (lambda: shape.polygon([(0, 89), (180, 89), (90, 89), (270, 89)]), "near .* 90 "),
        (lambda: shape.cone(0, 0, -1), "radius of a cone"),
        (lambda: shape.cone(0, 0, 181), "radius of a cone"),
        (lambda: shape.cone(math.inf, 0, 1), "not finite"),
        (lambda: shape.box(1, 1, 0, 1), "no area"),
        (lambda: shape.box(1, 2, 1, 1), "no area"),
        (lambda: shape.box(1, 2, 1, 0), "no area"),
        (lambda: shape.cells(np.zeros((0, 2), np.int64)), "empty"),
        (lambda: shape.cells(np.array([[-1, 5]])), "no cell has"),
        (lambda: nuniq_ranges(np.array([3])), "NUNIQ number of no cell"),
        (lambda: nuniq_ranges(np.array([17, 2**63 - 1])), "NUNIQ number of no cell"),
    ],
)
def test_what_has_no_area_is_refused(make, message: str) -> None:
    with pytest.raises(ArchiveError, match=message):
        make()
