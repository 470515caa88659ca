"""Where the detectors of an exposure look: polygons of VIS, NISP and a ground-based camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.polygon import to_vectors

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = [
    "INSTRUMENTS",
    "Exposure",
    "deproject",
    "detector_polygons",
    "detector_wcs",
    "field_polygon",
    "project",
    "strip_polygons",
]


@dataclass(frozen=True, slots=True)
class _Mosaic:
    """Detectors in columns and rows [deg]: how many, their size and their pitch."""

    columns: int
    rows: int
    size: tuple[float, float]
    pitch: tuple[float, float]


# VIS: 6 x 6 of 4096 x 4132 pixels of 0.1 arcsec in a field of 0.709 x 0.787 deg.
# NISP: 4 x 4 of 2040 x 2040 pixels of 0.3 arcsec in a field of 0.722 x 0.763 deg.
INSTRUMENTS: dict[str, _Mosaic | None] = {
    "VIS": _Mosaic(6, 6, (0.11378, 0.11478), (0.11904, 0.13444)),
    "NISP": _Mosaic(4, 4, (0.17, 0.17), (0.184, 0.1977)),
    "EXT": None,
}
"""Instruments; one without a mosaic has a single outline, which is not convex."""

# Outline of the ground-based camera [deg]: a cross of chips, as its spatial footprint states it.
_CROSS = np.array(
    [
        (-0.3, -0.5), (0.3, -0.5), (0.3, -0.3), (0.5, -0.3), (0.5, 0.3), (0.3, 0.3),
        (0.3, 0.5), (-0.3, 0.5), (-0.3, 0.3), (-0.5, 0.3), (-0.5, -0.3), (-0.3, -0.3),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Where one exposure looks.

    Parameters
    ----------
    instrument : str
        One of `INSTRUMENTS`.
    ra, dec : float
        ICRS position of the field centre [deg].
    position_angle : float
        Direction of the second axis of the focal plane, from north through east [deg].
    """

    instrument: str
    ra: float
    dec: float
    position_angle: float = 0.0


def detector_polygons(exposure: Exposure) -> NDArray[np.float64]:
    """Find the outlines of the detectors of an exposure.

    Parameters
    ----------
    exposure : Exposure
        The exposure; its projection is gnomonic, so that straight edges are great circles.

    Returns
    -------
    ndarray, shape (D, V, 2)
        Right ascension and declination of the corners of each detector [deg].

    Raises
    ------
    SkyMapError
        The instrument is not known.
    """
    mosaic = _mosaic(exposure.instrument)
    if mosaic is None:
        return _to_sky(exposure, _CROSS[None])
    return _to_sky(exposure, _corners(mosaic, (-0.5, 0.5)))


def field_polygon(exposure: Exposure) -> NDArray[np.float64]:
    """Find the outline of the whole field of an exposure, gaps between detectors included.

    Parameters
    ----------
    exposure : Exposure
        The exposure.

    Returns
    -------
    ndarray, shape (V, 2)
        Right ascension and declination of its corners [deg].

    Raises
    ------
    SkyMapError
        The instrument is not known.
    """
    mosaic = _mosaic(exposure.instrument)
    if mosaic is None:
        return _to_sky(exposure, _CROSS)
    corners = _corners(mosaic, (-0.5, 0.5)).reshape(-1, 2)
    (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
    outer = np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
    return _to_sky(exposure, outer)


def detector_wcs(exposure: Exposure, shape: tuple[int, int]) -> list[WCS]:
    """Build the gnomonic world coordinates of the detectors of an exposure.

    Parameters
    ----------
    exposure : Exposure
        An exposure of an instrument with a mosaic.
    shape : tuple of int
        Rows and columns of the image of a detector, which covers it whatever the shape.

    Returns
    -------
    list of astropy.wcs.WCS
        In the order of `detector_polygons`.

    Raises
    ------
    SkyMapError
        The instrument has no mosaic.
    """
    from astropy.wcs import WCS

    mosaic = _mosaic(exposure.instrument)
    if mosaic is None:
        raise SkyMapError(f"instrument {exposure.instrument} has no detectors with images")
    step = np.array([mosaic.size[0] / shape[1], mosaic.size[1] / shape[0]])
    angle = np.deg2rad(exposure.position_angle)
    turn = np.array([(-np.cos(angle), np.sin(angle)), (np.sin(angle), np.cos(angle))])
    found = []
    for centre in _corners(mosaic, (-0.5, 0.5)).mean(axis=1):
        wcs = WCS(naxis=2)
        wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
        wcs.wcs.cunit = ["deg", "deg"]
        wcs.wcs.crval = [exposure.ra, exposure.dec]
        wcs.wcs.crpix = 0.5 * (np.array(shape[::-1]) + 1) - centre / step
        wcs.wcs.cd = turn * step
        wcs.wcs.radesys = "ICRS"
        wcs.array_shape = shape
        wcs.wcs.set()
        found.append(wcs)
    return found


def strip_polygons(exposure: Exposure, places: ArrayLike, width: float) -> NDArray[np.float64]:
    """Find the outlines of strips along the columns of detectors, such as bad columns.

    Parameters
    ----------
    exposure : Exposure
        An exposure of an instrument with a mosaic.
    places : array_like, shape (D,)
        Where the strip lies in each detector, from -0.5 to 0.5 of its width.
    width : float
        Width, in units of that of the detector.

    Returns
    -------
    ndarray, shape (D, 4, 2)
        Right ascension and declination of the corners of each strip [deg].

    Raises
    ------
    SkyMapError
        The instrument has no mosaic.
    """
    mosaic = _mosaic(exposure.instrument)
    if mosaic is None:
        raise SkyMapError(f"instrument {exposure.instrument} has no detectors with columns")
    place = np.asarray(places, dtype=np.float64)[:, None, None]
    corners = _corners(mosaic, (-0.5 * width, 0.5 * width))
    corners[..., :1] += place * mosaic.size[0]
    return _to_sky(exposure, corners)


def _mosaic(instrument: str) -> _Mosaic | None:
    if instrument not in INSTRUMENTS:
        raise SkyMapError(
            f"instrument {instrument!r} is not known", remedy=f"use one of {list(INSTRUMENTS)}"
        )
    return INSTRUMENTS[instrument]


def _corners(mosaic: _Mosaic, across: tuple[float, float]) -> NDArray[np.float64]:
    """Return corners of all detectors in the focal plane, cut to a part of their width."""
    x = (np.arange(mosaic.columns) - 0.5 * (mosaic.columns - 1)) * mosaic.pitch[0]
    y = (np.arange(mosaic.rows) - 0.5 * (mosaic.rows - 1)) * mosaic.pitch[1]
    centres = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 1, 2)
    low, high = across
    unit = np.array([(low, -0.5), (high, -0.5), (high, 0.5), (low, 0.5)])
    found: NDArray[np.float64] = centres + unit * mosaic.size
    return found


def _to_sky(exposure: Exposure, corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn places in the focal plane by the position angle and put them on the sky."""
    angle = np.deg2rad(exposure.position_angle)
    x, y = corners[..., 0], corners[..., 1]
    east, north = y * np.sin(angle) - x * np.cos(angle), y * np.cos(angle) + x * np.sin(angle)
    return deproject((exposure.ra, exposure.dec), np.stack([east, north], axis=-1))


def deproject(centre: tuple[float, float], plane: ArrayLike) -> NDArray[np.float64]:
    """Put places of a tangent plane on the sky.

    Parameters
    ----------
    centre : tuple of float
        Right ascension and declination of the tangent point [deg].
    plane : array_like, shape (..., 2)
        Places to the east and north [deg of the plane].

    Returns
    -------
    ndarray, shape (..., 2)
        Right ascension and declination [deg].
    """
    place = np.deg2rad(np.asarray(plane, dtype=np.float64))
    axes = _axes(centre)
    vector = axes[2] + place[..., :1] * axes[0] + place[..., 1:] * axes[1]
    ra = np.rad2deg(np.arctan2(vector[..., 1], vector[..., 0])) % 360.0
    dec = np.rad2deg(np.arctan2(vector[..., 2], np.hypot(vector[..., 0], vector[..., 1])))
    return np.stack([ra, dec], axis=-1)


def project(centre: tuple[float, float], sky: ArrayLike) -> NDArray[np.float64]:
    """Put places on the sky into a tangent plane; the reverse of `deproject`.

    Parameters
    ----------
    centre : tuple of float
        Right ascension and declination of the tangent point [deg].
    sky : array_like, shape (..., 2)
        Right ascension and declination [deg], less than 90 deg from the centre.

    Returns
    -------
    ndarray, shape (..., 2)
        Places to the east and north [deg of the plane].
    """
    place = np.asarray(sky, dtype=np.float64)
    inner = to_vectors(place[..., 0], place[..., 1]) @ _axes(centre).T
    return np.rad2deg(inner[..., :2] / inner[..., 2:])


def _axes(centre: Sequence[float]) -> NDArray[np.float64]:
    """Return the directions of east, north and the tangent point."""
    ra, dec = np.deg2rad(centre)
    east = (-np.sin(ra), np.cos(ra), 0.0)
    north = (-np.sin(dec) * np.cos(ra), -np.sin(dec) * np.sin(ra), np.cos(dec))
    out = (np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec))
    return np.array([east, north, out])
