from itertools import combinations

import numpy as np
import pytest
from astropy.coordinates import SkyCoord

from dpkit.processing.nir.focalplane import (
    DETECTORS,
    Pointing,
    detector_offset,
    detector_wcs,
    footprint,
    sky_direction,
    to_radec,
)

FULL = (2040, 2040)
POINTINGS = [
    Pointing(ra=52.9, dec=-28.1, position_angle=0.0),
    Pointing(ra=0.01, dec=66.0, position_angle=133.0),
    Pointing(ra=200.0, dec=89.95, position_angle=-40.0),
]


def test_sixteen_detectors_have_the_names_of_the_instrument():
    assert len(DETECTORS) == 16
    assert DETECTORS[0] == "DET11"
    assert DETECTORS[-1] == "DET44"


@pytest.mark.parametrize("shape", [FULL, (512, 512), (300, 700)])
def test_detectors_do_not_overlap_and_keep_the_fraction_of_their_gaps(shape):
    centres = {name: np.array(detector_offset(name, shape)) for name in DETECTORS}
    for one, other in combinations(DETECTORS, 2):
        apart = np.abs(centres[one] - centres[other])
        assert apart[0] > shape[1] or apart[1] > shape[0]
    gap = centres["DET22"] - centres["DET11"] - np.array(shape[::-1])
    assert gap / np.array(shape[::-1]) == pytest.approx([168 / 2040, 332 / 2040])


def test_field_of_view_is_that_of_nisp():
    # 0.722 deg x 0.763 deg between the outer edges of the outer detectors.
    low, high = (np.array(detector_offset(name, FULL)) for name in ("DET11", "DET44"))
    field = (high - low + 2040) * 0.3 / 3600.0
    assert field == pytest.approx([0.722, 0.763], abs=0.001)


@pytest.mark.parametrize("pointing", POINTINGS)
@pytest.mark.parametrize("detector", ["DET11", "DET23", "DET44"])
def test_pixels_survive_the_way_to_the_sky_and_back(pointing, detector):
    wcs = detector_wcs(pointing, detector, FULL)
    pixels = np.array([[1.0, 1.0], [2040.0, 3.0], [1020.3, 777.7]])
    assert wcs.all_world2pix(wcs.all_pix2world(pixels, 1), 1) == pytest.approx(pixels, abs=1e-6)


def test_wcs_is_gnomonic_in_icrs_around_the_pointing():
    wcs = detector_wcs(POINTINGS[0], "DET32", FULL)
    assert list(wcs.wcs.ctype) == ["RA---TAN", "DEC--TAN"]
    assert wcs.wcs.radesys == "ICRS"
    assert list(wcs.wcs.crval) == [52.9, -28.1]


@pytest.mark.parametrize("pointing", POINTINGS)
def test_pixel_axis_two_points_at_the_position_angle(pointing):
    wcs = detector_wcs(pointing, "DET22", FULL)
    x, y = wcs.wcs.crpix
    start, up, right = (
        SkyCoord(*wcs.all_pix2world(*pixel, 1), unit="deg")
        for pixel in ((x, y), (x, y + 10.0), (x + 10.0, y))
    )
    angle = pointing.position_angle
    assert np.cos(np.deg2rad(start.position_angle(up).deg - angle)) == pytest.approx(1.0)
    assert start.separation(up).arcsec == pytest.approx(3.0, rel=1e-6)
    # Seen from inside the sphere, east is to the left of north.
    west = np.deg2rad(start.position_angle(right).deg - angle)
    assert np.sin(west) == pytest.approx(-1.0)


def test_neighbouring_detectors_see_neighbouring_sky():
    left, right = (detector_wcs(POINTINGS[0], name, FULL) for name in ("DET12", "DET22"))
    # The pixel that lies one gap beyond the right edge of one is the first of the other.
    there = left.all_pix2world(2040.0 + 168.0 + 1.0, 100.0, 1)
    assert np.array(right.all_world2pix(*there, 1)) == pytest.approx([1.0, 100.0], abs=1e-6)


@pytest.mark.parametrize("pointing", POINTINGS)
def test_footprint_encloses_every_corner_of_every_detector(pointing):
    wcs_list = [detector_wcs(pointing, name, FULL) for name in DETECTORS]
    polygon = footprint(wcs_list, FULL)
    directions = sky_direction(polygon[:, 0], polygon[:, 1])
    # The inside of a convex polygon counted from east through north... is on one side of all edges.
    edges = np.cross(directions, np.roll(directions, -1, axis=0))
    x = np.array([0.5, 2040.5, 2040.5, 0.5, 1000.0])
    y = np.array([0.5, 0.5, 2040.5, 2040.5, 1000.0])
    for wcs in wcs_list:
        inside = sky_direction(*wcs.all_pix2world(x, y, 1)) @ edges.T
        assert inside.min() > -1e-12 or inside.max() < 1e-12
    assert np.all((polygon[:, 0] >= 0.0) & (polygon[:, 0] < 360.0))


def test_footprint_of_one_detector_is_its_outline():
    wcs = detector_wcs(POINTINGS[1], "DET33", (100, 200))
    polygon = footprint([wcs], (100, 200))
    corners = wcs.all_pix2world([[0.5, 0.5], [200.5, 0.5], [200.5, 100.5], [0.5, 100.5]], 1)
    apart = SkyCoord(polygon, unit="deg")[:, None].separation(SkyCoord(corners, unit="deg")[None])
    assert polygon.shape == (4, 2)
    assert apart.arcsec.min(axis=0) == pytest.approx(np.zeros(4), abs=1e-6)


def test_directions_agree_with_astropy():
    ra, dec = np.array([0.0, 123.4, 359.9]), np.array([90.0, -12.3, -89.9])
    assert sky_direction(ra, dec) == pytest.approx(
        SkyCoord(ra, dec, unit="deg").cartesian.xyz.value.T, abs=1e-15
    )
    back = to_radec(sky_direction(ra[1:], dec[1:]))
    assert back[0] == pytest.approx(ra[1:])
    assert back[1] == pytest.approx(dec[1:])


def test_unknown_detector_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"DET55.*DET11"):
        detector_wcs(POINTINGS[0], "DET55", FULL)


def test_footprint_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        footprint([], FULL)


@pytest.mark.parametrize("place", [(0.0, 91.0), (np.nan, 0.0), (0.0, -np.inf)])
def test_pointing_off_the_sky_is_refused(place):
    with pytest.raises(ValueError, match="not a place on the sky"):
        Pointing(ra=place[0], dec=place[1])
