"""Areas come from the world coordinates of images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from astropy.coordinates import SkyCoord
from astropy.wcs import WCS

from dpkit.adoption.footprint import corners_of, polygon_fields
from dpkit.adoption.source import open_source
from dpkit.errors import SchemaError
from dpkit.processing.nir.focalplane import footprint
from dpkit.schema.dictionary import product_entry

Frame = Callable[..., Path]


def header(
    ra: float, dec: float, *, x: float = 0.0, y: float = 0.0, kind: str = "RA", scale: float = 0.01
) -> dict[str, object]:
    """Return world coordinates of an image of 20 by 10 pixels, x pixels from its reference."""
    names = ("RA---TAN", "DEC--TAN") if kind == "RA" else ("GLON-TAN", "GLAT-TAN")
    said = {"CTYPE1": names[0], "CTYPE2": names[1], "CRVAL1": ra, "CRVAL2": dec}
    place = {"CRPIX1": 10.5 - x, "CRPIX2": 5.5 - y, "CDELT1": -scale, "CDELT2": scale}
    return {**said, **place, "CUNIT1": "deg", "CUNIT2": "deg", "RADESYS": "ICRS"}


def sorted_sky(corners: object) -> np.ndarray:
    found = np.asarray(corners, float)
    return found[np.lexsort(found.T.round(9))]


@pytest.mark.parametrize(("ra", "dec"), [(52.9, -28.1), (0.05, 0.0), (180.0, 89.9)])
def test_the_hull_of_two_detectors_is_that_of_the_simulator(
    frame: Frame, ra: float, dec: float
) -> None:
    """Another implementation, with scipy and arrays, has the same corners in the same turn."""
    headers = [header(ra, dec), header(ra, dec, x=25.0, y=3.0)]
    path = frame(images={"A.SCI": headers[0], "B.SCI": headers[1], "B.DQ": header(10, 10)})
    found = corners_of(open_source(path), "*.SCI")
    expected = footprint([WCS(one) for one in headers], (10, 20))
    np.testing.assert_allclose(sorted_sky(found), sorted_sky(expected), atol=1e-9)
    first = int(np.argmin(np.abs(expected - found[0]).sum(axis=1)))
    np.testing.assert_allclose(found, np.roll(expected, -first, axis=0), atol=1e-9)


def test_corners_in_other_coordinates_are_turned_into_icrs(frame: Frame) -> None:
    path = frame(images={"SCI": header(120.0, 30.0, kind="GLON")})
    found = corners_of(open_source(path), "SCI")
    wcs = WCS(header(120.0, 30.0, kind="GLON"))
    lon, lat = wcs.all_pix2world([0.5, 20.5, 20.5, 0.5], [0.5, 0.5, 10.5, 10.5], 1)
    sky = SkyCoord(lon, lat, unit="deg", frame="galactic").icrs
    expected = np.stack([sky.ra.deg, sky.dec.deg], axis=1)
    np.testing.assert_allclose(sorted_sky(found), sorted_sky(expected), atol=1e-9)


def test_images_are_named_by_name_or_number(frame: Frame) -> None:
    path = frame(images={"SCI": header(10.0, 10.0), "DQ": header(50.0, 10.0)})
    assert corners_of(open_source(path), "1") == corners_of(open_source(path), "SCI")
    assert corners_of(open_source(path), "NONE") == []


@pytest.mark.parametrize(
    ("images", "message"),
    [
        ({"SCI": {}}, "has no celestial coordinates"),
        ({"SCI": {**header(10, 10), "CTYPE1": "RA---XYZ"}}, "cannot be used"),
        ({"A": header(10, 0), "B": header(190, 0)}, "sky"),
        ({"SCI": header(10, 10, scale=3e4)}, "half of the sky"),
    ],
)
def test_what_has_no_area_says_why(
    images: dict[str, dict[str, object]], message: str, frame: Frame
) -> None:
    with pytest.raises(ValueError, match=message):
        corners_of(open_source(frame(images=images)), "*")


def test_corners_are_known_by_their_meaning() -> None:
    for product, path in (
        ("DpdNirCalibratedFrame", "Data/ImgSpatialFootprint/Polygon"),
        ("DpdRomanImage", "Data/SpatialFootprint/Polygon"),
    ):
        ra, dec = polygon_fields(product_entry(product), path)
        assert ra.split("/")[0] == dec.split("/")[0] == "Vertex"
    with pytest.raises(SchemaError, match="has no corners"):
        polygon_fields(product_entry("DpdRomanImage"), "Data/Exposure")
