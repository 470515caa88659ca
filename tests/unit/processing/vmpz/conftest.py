"""Shapes on the sky that several tests use, and judges that share no code with what they judge."""

from __future__ import annotations

import math
from types import SimpleNamespace

import healpy
import numpy as np
import pytest
from astropy.wcs import WCS

from .masksurvey import Survey, masks_of

SQUARE_DEGREES = math.degrees(1.0) ** 2


def vectors(polygon):
    """Convert vertices to unit vectors."""
    lon, lat = np.radians(np.asarray(polygon, dtype=float)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def spherical_area(polygon):
    """Return the area of a simple polygon as a signed sum of spherical triangles [deg2].

    Each by Van Oosterom and Strackee (1983), which keeps its digits for small ones.
    """
    v = vectors(polygon)
    a, b, c = v[0], v[1:-1], v[2:]
    triple = np.cross(b, c) @ a
    rest = 1.0 + b @ a + np.sum(b * c, axis=1) + c @ a
    return abs(float(np.sum(2.0 * np.arctan2(triple, rest)))) * SQUARE_DEGREES


def square(ra, dec, size, angle=0.0):
    """Return the corners of a square of the tangent plane at a place."""
    half = math.radians(size) / 2.0
    corner = half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    turn = math.radians(angle)
    x = corner[:, 0] * math.cos(turn) - corner[:, 1] * math.sin(turn)
    y = corner[:, 0] * math.sin(turn) + corner[:, 1] * math.cos(turn)
    a, d = math.radians(ra), math.radians(dec)
    out = np.array([math.cos(d) * math.cos(a), math.cos(d) * math.sin(a), math.sin(d)])
    east = np.array([-math.sin(a), math.cos(a), 0.0])
    v = out + x[:, None] * east + y[:, None] * np.cross(out, east)
    lon = np.degrees(np.arctan2(v[:, 1], v[:, 0])) % 360.0
    return np.stack([lon, np.degrees(np.arctan2(v[:, 2], np.hypot(v[:, 0], v[:, 1])))], axis=1)


def winds_around(polygon, places):
    """Tell which directions a polygon winds around, by summing angles."""
    v = vectors(polygon)
    turned = np.zeros(len(places))
    for a, b in zip(v, np.roll(v, -1, axis=0), strict=True):
        turned += np.arctan2(places @ np.cross(a, b), a @ b - (places @ a) * (places @ b))
    return (np.abs(turned) > np.pi) & (places @ v.mean(axis=0) > 0.0)


def sampled_fraction(polygons, order, cells, depth=9):
    """Return the share of cells in any of several polygons by counting places in sub-cells.

    One place at random in each sub-cell: their centres would err where an edge runs along them.
    """
    random = np.random.default_rng(2)
    children = np.arange(4**depth)
    left = 2 * (29 - order - depth)
    found = []
    for cell in cells:
        finest = (((cell << (2 * depth)) + children) << left) + random.integers(
            0, 1 << left, len(children)
        )
        places = np.stack(healpy.pix2vec(1 << 29, finest, nest=True), axis=1)
        inside = np.zeros(len(places), dtype=bool)
        for polygon in polygons:
            inside |= winds_around(polygon, places)
        found.append(inside.mean())
    return np.array(found)


def tan_wcs(ra, dec, pixels, scale=0.1, angle=30.0, kind="TAN"):
    """Return world coordinates of a square image [arcsec per pixel]."""
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = [f"RA---{kind}", f"DEC--{kind}"]
    wcs.wcs.crval = [ra, dec]
    wcs.wcs.crpix = [0.5 * (pixels + 1)] * 2
    turn, step = math.radians(angle), scale / 3600.0
    wcs.wcs.cd = step * np.array(
        [[-math.cos(turn), math.sin(turn)], [math.sin(turn), math.cos(turn)]]
    )
    wcs.wcs.set()
    return wcs


HARD_POLYGONS = {
    "belt": square(150.0, 2.0, 0.5, 20.0),
    "across RA 0": square(0.02, 30.0, 0.5, 35.0),
    "around the north pole": square(40.0, 90.0, 0.6, 10.0),
    "beside the south pole": square(200.0, -89.7, 0.5, 50.0),
    "corner of faces": square(45.0, 0.0, 0.4, 5.0),
    "belt meets cap": square(20.0, 41.81, 0.5, 45.0),
    "detector at high latitude": square(310.0, -66.0, 0.114, 80.0),
    "sliver": np.array([(10.0, 10.0), (10.5, 10.2), (10.5, 10.2002)]),
    "wide": np.array([(100.0, -20.0), (112.0, -21.0), (111.0, -13.0), (101.0, -12.0)]),
}

CONCAVE_POLYGONS = {
    "L": np.array([(10, 10), (11, 10), (11, 10.4), (10.4, 10.4), (10.4, 11), (10, 11)], float),
    "star": np.array(
        [
            (200 + r * math.cos(t), -30 + r * math.sin(t))
            for t, r in zip(np.arange(10) * math.pi / 5, [0.5, 0.2] * 5, strict=True)
        ]
    ),
    "comb across RA 0": np.array(
        [(359.5, 60), (0.5, 60), (0.5, 61), (0.3, 61), (0.1, 60.2), (-0.1, 61), (-0.3, 60.1),
         (359.5, 61)]
    ),
    "horseshoe at the pole": np.array(
        [(0, 89), (60, 89), (120, 89), (180, 89), (180, 89.5), (120, 89.5), (60, 89.5), (0, 89.5)]
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def survey(tmp_path_factory):
    """Give the products of a simulated survey; nothing may change them."""
    return Survey(tmp_path_factory.mktemp("survey"))


@pytest.fixture(scope="session")
def masks(survey, tmp_path_factory):
    """Give the masks of its tiles; nothing may change them."""
    return masks_of(survey, tmp_path_factory.mktemp("masks"))


@pytest.fixture(scope="session")
def sky():
    """Give the shapes and judges."""
    return SimpleNamespace(
        square=square,
        area=spherical_area,
        vectors=vectors,
        winds_around=winds_around,
        sampled_fraction=sampled_fraction,
        tan_wcs=tan_wcs,
        hard=HARD_POLYGONS,
        concave=CONCAVE_POLYGONS,
    )
