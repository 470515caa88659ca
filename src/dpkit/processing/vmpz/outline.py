"""The border of an image on the sky."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.cell import cell_area
from dpkit.processing.vmpz.error import FlagImageError
from dpkit.processing.vmpz.polygon import to_vectors

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = ["image_outline", "sky_at"]


def sky_at(wcs: WCS, x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    """Find where places of an image are on the sky.

    Parameters
    ----------
    wcs : astropy.wcs.WCS
        World coordinates.
    x, y : ndarray
        Columns and rows, centre of the first pixel = 0.

    Returns
    -------
    ndarray, shape (..., 2)
        Longitude and latitude [radian], NaN off the sky.
    """
    world = wcs.all_pix2world(np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float64), 0)
    sky = np.deg2rad(world[:, [wcs.wcs.lng, wcs.wcs.lat]])
    found: NDArray[np.float64] = sky.reshape(*x.shape, 2)
    return found


def image_outline(
    wcs: WCS, shape: tuple[int, int], order: int, *, place: str = ""
) -> NDArray[np.float64]:
    """Draw the border of an image on the sky.

    An edge of an image is no great circle unless the projection is gnomonic: points are put on
    it until the great circles between them leave it by less than 2e-5 of a cell.

    Parameters
    ----------
    wcs : astropy.wcs.WCS
        World coordinates.
    shape : tuple of int
        Rows and columns.
    order : int
        HEALPix order of the cells that will be compared with it.
    place : str, optional
        Name of the image, for messages.

    Returns
    -------
    ndarray, shape (V, 2)
        Vertices [deg], for `dpkit.processing.vmpz.footprint.footprint`.

    Raises
    ------
    FlagImageError
        Part of the border is not on the sky, or is too curved.
    """
    tolerance = 2e-5 * math.radians(math.sqrt(cell_area(order)))
    for pieces in (1, 2, 4, 8, 16, 32, 64, 128, 256):
        x, y = _border(shape, 2 * pieces)
        sky = sky_at(wcs, x, y)
        if not np.isfinite(sky).all():
            raise FlagImageError(
                "has a border that is not on the sky",
                place=place,
                remedy="correct the world coordinates, or cut the image",
            )
        if _sagitta(np.rad2deg(sky)) < tolerance:
            return np.rad2deg(sky[::2])
    raise FlagImageError(
        "has a border that is too curved for great circles", place=place, remedy="split the image"
    )


def _border(shape: tuple[int, int], pieces: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places along the outer border of the pixels."""
    rows, columns = shape
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], dtype=np.float64) - 0.5
    steps = np.arange(pieces)[:, None] / pieces
    line = [a + steps * (b - a) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    points = np.concatenate(line)
    return points[:, 0], points[:, 1]


def _sagitta(sky: NDArray[np.float64]) -> float:
    """Return the largest distance of every second point from the great circle beside it."""
    v = to_vectors(sky[:, 0], sky[:, 1])
    normal = np.cross(v[::2], np.roll(v, -2, axis=0)[::2])
    height = np.einsum("ij,ij->i", normal, v[1::2]) / np.linalg.norm(normal, axis=1)
    return float(np.abs(height).max())
