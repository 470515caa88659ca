"""Where on the sky an image lies, by the celestial coordinates in its header."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from dpkit.formats.fits.opening import DAMAGE

if TYPE_CHECKING:
    from astropy.wcs import WCS

    from dpkit.formats.fits.scan import Hdu

__all__ = ["image_outline"]

_STEPS = 16
"""Pieces of a side that may not be a great circle."""


def image_outline(hdu: Hdu) -> list[tuple[float, float]] | None:
    """Return the middle of an image, then positions along its edge.

    The edge is that of the outer pixels, from the first one along the first axis. Its sides are
    followed through projection and distortion in sixteen pieces; in a gnomonic projection without
    distortion they are great circles, and the four corners are enough.

    Parameters
    ----------
    hdu : Hdu
        The image; of a cube, the planes of its first two axes.

    Returns
    -------
    list of (float, float) or None
        Right ascension and declination, ICRS [deg]; None for what is no image, or has no celestial
        coordinates.

    Raises
    ------
    ValueError
        The coordinates cannot be understood, or parts of the edge are not on the sky.
    """
    size = _size(hdu)
    if size is None or "CTYPE1" not in hdu.header:
        return None
    found = _positions(hdu.header, *size)
    if found and not all(math.isfinite(value) for position in found for value in position):
        raise ValueError("has an edge that is not on the sky")
    return found


def _size(hdu: Hdu) -> tuple[int, int] | None:
    """Return the number of columns and rows of an image that has any."""
    if hdu.kind not in {"image", "compressed"}:
        return None
    prefix = "Z" if hdu.kind == "compressed" else ""
    size = [hdu.header.get(f"{prefix}NAXIS{axis}", 0) for axis in (1, 2)]
    return (size[0], size[1]) if min(size) > 0 else None


def _positions(header: Any, width: int, height: int) -> list[tuple[float, float]] | None:
    from astropy.io.fits import VerifyError
    from astropy.wcs import WCS
    from astropy.wcs.utils import pixel_to_skycoord

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wcs = WCS(header, naxis=2)
            if not wcs.has_celestial:
                return None
            pixels = _pixels(width, height, 1 if _is_plain(wcs) else _STEPS)
            sky = pixel_to_skycoord(*pixels, wcs, origin=0).icrs
    except (VerifyError, *DAMAGE) as error:
        said = str(error).strip().partition("\n")[0]
        raise ValueError(f"has coordinates that cannot be understood: {said}") from None
    return list(zip(sky.ra.deg.tolist(), sky.dec.deg.tolist(), strict=True))


def _is_plain(wcs: WCS) -> bool:
    """Tell whether the sides of an image are great circles."""
    gnomonic = all(str(kind).endswith("-TAN") for kind in wcs.wcs.ctype)
    return gnomonic and not wcs.has_distortion


def _pixels(width: int, height: int, steps: int) -> tuple[Any, Any]:
    """Return the pixel coordinates of the middle and along the edge, counted from 0."""
    import numpy as np

    along = np.arange(steps) / steps
    right, up = width * along - 0.5, height * along - 0.5
    left, down = width - 1.0 - right, height - 1.0 - up
    last, top, first = (np.full(steps, one) for one in (width - 0.5, height - 0.5, -0.5))
    x = np.concatenate([[(width - 1) / 2], right, last, left, first])
    y = np.concatenate([[(height - 1) / 2], first, up, top, down])
    return x, y
