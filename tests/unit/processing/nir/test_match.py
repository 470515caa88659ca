import numpy as np
import pytest
from astropy.coordinates import SkyCoord

from dpkit.processing.nir.match import match_sky

# The middle of the sky, the wrap of right ascension, and places near and on the poles.
CENTRES = [(150.0, 2.0), (0.0, 0.0), (359.9999, -60.0), (10.0, 90.0), (200.0, -89.99)]


def scatter(rng, centre, number, radius):
    """Places around a centre, by astropy."""
    middle = SkyCoord(*centre, unit="deg")
    angle, distance = rng.uniform(0.0, 360.0, number), radius * np.sqrt(rng.random(number))
    places = middle.directional_offset_by(angle * middle.ra.unit, distance * middle.ra.unit)
    return places.ra.deg % 360.0, places.dec.deg


@pytest.mark.parametrize("centre", CENTRES)
def test_every_source_finds_itself_after_a_small_shift(centre):
    rng = np.random.default_rng(5)
    ra, dec = scatter(rng, centre, 400, 0.2)
    places = SkyCoord(ra, dec, unit="deg")
    moved = places.directional_offset_by(
        rng.uniform(0.0, 360.0, 400) * places.ra.unit, 0.05 / 3600.0 * places.ra.unit
    )
    order = rng.permutation(400)
    first, second = match_sky((ra, dec), (moved.ra.deg[order], moved.dec.deg[order]), 0.2)
    assert np.array_equal(first, np.arange(400))
    assert np.array_equal(order[second], np.arange(400))


def test_radius_is_an_angle_in_arcsec():
    for apart, found in ((0.49, 1), (0.51, 0)):
        here = np.array([180.0]), np.array([60.0])
        there = np.array([180.0]), np.array([60.0 + apart / 3600.0])
        assert len(match_sky(here, there, 0.5)[0]) == found


def test_right_ascension_is_not_stretched_at_high_declination():
    here = np.array([10.0]), np.array([89.0])
    # 1 arcsec of angle is 57 arcsec of right ascension here.
    there = np.array([10.0 + 57.0 / 3600.0]), np.array([89.0])
    assert len(match_sky(here, there, 1.1)[0]) == 1
    assert len(match_sky(here, there, 0.9)[0]) == 0


def test_only_mutual_neighbours_are_paired():
    # Two sources see the same one nearest; it pairs with the nearer of them.
    first = np.array([10.0, 10.0]), np.array([0.0, 0.3 / 3600.0])
    second = np.array([10.0]), np.array([0.2 / 3600.0])
    rows = match_sky(first, second, 0.5)
    assert [row.tolist() for row in rows] == [[1], [0]]


def test_matching_is_symmetric():
    rng = np.random.default_rng(8)
    first, second = (scatter(rng, (0.0, 10.0), 3000, 0.01) for _ in range(2))
    there = set(zip(*(row.tolist() for row in match_sky(first, second, 2.0)), strict=True))
    back = set(zip(*(row.tolist() for row in match_sky(second, first, 2.0)), strict=True))
    assert there == {(one, other) for other, one in back}
    assert len(there) > 100


@pytest.mark.parametrize("sizes", [(0, 5), (5, 0), (0, 0)])
def test_nothing_matches_nothing(sizes):
    first, second = ((np.zeros(size), np.zeros(size)) for size in sizes)
    assert [len(rows) for rows in match_sky(first, second, 1.0)] == [0, 0]
