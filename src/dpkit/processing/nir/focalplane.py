"""The NISP focal plane: sixteen detectors, their world coordinates and their outline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = [
    "ACTIVE_SHAPE",
    "DETECTORS",
    "PIXEL_SCALE",
    "Pointing",
    "detector_offset",
    "detector_wcs",
    "footprint",
    "sky_direction",
    "tangent_axes",
    "to_radec",
]

PIXEL_SCALE = 0.3
"""Size of a pixel on the sky [arcsec]."""

ACTIVE_SHAPE = (2040, 2040)
"""Rows and columns of the light-sensitive part of a full detector."""

DETECTORS: tuple[str, ...] = tuple(f"DET{x}{y}" for x in range(1, 5) for y in range(1, 5))
"""Names of the detectors: the first digit counts along pixel axis 1, the second along axis 2."""

# Detector pitch in units of the detector. The field of 0.722 deg x 0.763 deg leaves, beside
# 4 x 2040 pixels of 0.3 arcsec, three gaps of about 50 arcsec and of about 100 arcsec.
_PITCH = (1.0 + 168.0 / 2040.0, 1.0 + 332.0 / 2040.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pointing:
    """Where the centre of the focal plane looks.

    Parameters
    ----------
    ra, dec : float
        ICRS position of the field centre [deg].
    position_angle : float
        Direction of pixel axis 2, from north through east [deg].

    Raises
    ------
    ValueError
        If a value is not finite or `dec` is outside -90 ... 90.
    """

    ra: float
    dec: float
    position_angle: float = 0.0

    def __post_init__(self) -> None:
        values = (self.ra, self.dec, self.position_angle)
        if not np.all(np.isfinite(values)) or abs(self.dec) > 90.0:
            raise ValueError(
                f"pointing (ra, dec, position_angle) = {values}: not a place on the sky; "
                "give finite degrees with dec within -90 ... 90"
            )


def detector_offset(detector: str, shape: tuple[int, int]) -> tuple[float, float]:
    """Find where a detector's centre lies from the field centre.

    Parameters
    ----------
    detector : str
        One of `DETECTORS`.
    shape : tuple of int
        Rows and columns of the detector; the pitch scales with them, so that the gaps stay
        the same fraction of a detector.

    Returns
    -------
    tuple of float
        Offset along pixel axes 1 and 2 [pixel].

    Raises
    ------
    ValueError
        If the detector is unknown.

    Examples
    --------
    >>> detector_offset("DET23", (2040, 2040))
    (-1104.0, 1186.0)
    """
    if detector not in DETECTORS:
        raise ValueError(f"detector {detector!r}: unknown; use one of {', '.join(DETECTORS)}")
    column, row = int(detector[3]), int(detector[4])
    return ((column - 2.5) * _PITCH[0] * shape[1], (row - 2.5) * _PITCH[1] * shape[0])


def detector_wcs(pointing: Pointing, detector: str, shape: tuple[int, int] = ACTIVE_SHAPE) -> WCS:
    """Build the gnomonic world coordinate system of one detector.

    All detectors of an exposure share the tangent point, which is the pointing; the reference
    pixel carries the detector's place in the focal plane.

    Parameters
    ----------
    pointing : Pointing
        Field centre and orientation.
    detector : str
        One of `DETECTORS`.
    shape : tuple of int
        Rows and columns of the detector.

    Returns
    -------
    astropy.wcs.WCS
        RA---TAN, DEC--TAN in ICRS, degrees.

    Raises
    ------
    ValueError
        If the detector is unknown.

    References
    ----------
    Calabretta & Greisen 2002, A&A 395, 1077 (gnomonic projection).
    """
    from astropy.wcs import WCS

    x, y = detector_offset(detector, shape)
    angle = np.deg2rad(pointing.position_angle)
    sine, cosine = np.sin(angle), np.cos(angle)
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
    wcs.wcs.cunit = ["deg", "deg"]
    wcs.wcs.radesys = "ICRS"
    wcs.wcs.crval = [pointing.ra % 360.0, pointing.dec]
    wcs.wcs.crpix = [(shape[1] + 1) / 2.0 - x, (shape[0] + 1) / 2.0 - y]
    wcs.wcs.cd = PIXEL_SCALE / 3600.0 * np.array([[-cosine, sine], [sine, cosine]])
    wcs.array_shape = shape
    wcs.wcs.set()
    return wcs


def footprint(wcs_list: Sequence[WCS], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Enclose detectors in a polygon on the sky.

    The polygon is the convex hull of the detectors' outer corners on the plane tangent to their
    mean direction. Great circles are straight there, so nothing of a detector sticks out.

    Parameters
    ----------
    wcs_list : sequence of astropy.wcs.WCS
        The detectors, of one or of several exposures.
    shape : tuple of int
        Rows and columns of every detector.

    Returns
    -------
    ndarray, shape (N, 2)
        Right ascension within 0 ... 360 and declination of the corners, ICRS [deg], counted from
        east through north; the first corner is not repeated.

    Raises
    ------
    ValueError
        If no detector is given.
    """
    from scipy.spatial import ConvexHull

    if not wcs_list:
        raise ValueError("footprint of no detector: give at least one WCS")
    corners = np.concatenate([_corner_directions(wcs, shape) for wcs in wcs_list])
    centre = corners.mean(axis=0)
    centre /= np.linalg.norm(centre)
    east, north = tangent_axes(centre)
    plane = np.stack([corners @ east, corners @ north], axis=1) / (corners @ centre)[:, None]
    hull = corners[ConvexHull(plane).vertices]
    return np.stack(to_radec(hull), axis=1)


def _corner_directions(wcs: WCS, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return the unit vectors of a detector's four outer corners, shape (4, 3)."""
    x = np.array([0.5, shape[1] + 0.5, shape[1] + 0.5, 0.5])
    y = np.array([0.5, 0.5, shape[0] + 0.5, shape[0] + 0.5])
    ra, dec = wcs.all_pix2world(x, y, 1)
    return sky_direction(ra, dec)


def sky_direction(
    ra: NDArray[np.float64] | float, dec: NDArray[np.float64] | float
) -> NDArray[np.float64]:
    """Turn sky positions into unit vectors, which know neither a wrap nor a pole.

    Parameters
    ----------
    ra, dec : ndarray or float, shape (N,)
        Position [deg].

    Returns
    -------
    ndarray, shape (N, 3)
        Unit vectors.
    """
    lon, lat = np.deg2rad(ra), np.deg2rad(dec)
    parts: Iterable[NDArray[np.float64]] = (
        np.cos(lat) * np.cos(lon),
        np.cos(lat) * np.sin(lon),
        np.sin(lat) * np.ones_like(lon),
    )
    return np.stack(list(parts), axis=-1)


def to_radec(
    direction: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turn vectors into sky positions.

    Parameters
    ----------
    direction : ndarray, shape (..., 3)
        Vectors of any length but zero.

    Returns
    -------
    ra, dec : ndarray, shape (...)
        Position [deg], right ascension within 0 ... 360.
    """
    x, y, z = np.moveaxis(direction, -1, 0)
    return np.rad2deg(np.arctan2(y, x)) % 360.0, np.rad2deg(np.arctan2(z, np.hypot(x, y)))


def tangent_axes(
    centre: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find the directions of east and north at a place.

    Parameters
    ----------
    centre : ndarray, shape (3,)
        Unit vector of the place.

    Returns
    -------
    east, north : ndarray, shape (3,)
        Unit vectors; at a pole, north is the one of the meridian of right ascension 0.
    """
    distance = np.hypot(centre[0], centre[1])
    cosine, sine = centre[:2] / distance if distance > 0.0 else (1.0, 0.0)
    east = np.array([-sine, cosine, 0.0])
    return east, np.cross(centre, east)
