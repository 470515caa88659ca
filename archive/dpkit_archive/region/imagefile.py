"""The areas of images in FITS files, by their celestial coordinates."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dpkit.errors import ArchiveError
from dpkit.formats.fits.opening import DAMAGE, open_fits
from dpkit_archive.region import part as shape
from dpkit_archive.region.part import Part

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = ["image_parts"]

_STEPS = 16
"""Pieces of a side that may not be a great circle."""


def image_parts(path: Path) -> list[Part]:
    """Return a polygon for each area that images of a FITS file cover; images of one area once.

    Sides are followed through the distortion of an image in sixteen pieces; those of a gnomonic
    projection without any are great circles. Images without celestial coordinates have no area.

    Raises
    ------
    FileFormatError
        The file is missing, or is no FITS file.
    ArchiveError
        Coordinates cannot be understood, or are not there for all of an edge.
    """
    found: list[Part] = []
    with open_fits(path) as hdus:
        for number, hdu in enumerate(hdus):
            size = getattr(hdu, "shape", ())
            if len(size) < 2 or min(size[-2:]) < 1 or "CTYPE1" not in hdu.header:
                continue
            place = f"{path}[{hdu.name or number}]"
            outline = _outline(hdu.header, hdus, size, place)
            if outline is not None:
                found.append(_polygon(outline, place))
    return list(dict.fromkeys(found))


def _outline(header: Any, hdus: Any, size: tuple[int, ...], place: str) -> Any:
    """Return positions of the middle and along the edge, shape (n, 2); None if not celestial."""
    from astropy.io.fits import VerifyError
    from astropy.wcs import WCS, FITSFixedWarning

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FITSFixedWarning)
            wcs = WCS(header, fobj=hdus, naxis=2)
            if not wcs.has_celestial:
                return None
            sky = wcs.pixel_to_world(*_pixels(size[-1], size[-2], 1 if _is_plain(wcs) else _STEPS))
            return np.stack([sky.icrs.ra.deg, sky.icrs.dec.deg], axis=-1)
    except (VerifyError, *DAMAGE) as error:
        raise ArchiveError(
            f"has coordinates that cannot be understood: {error}",
            place=place,
            remedy="mend the header, or describe the area in the document",
        ) from None


def _is_plain(wcs: WCS) -> bool:
    """Tell whether the sides of an image are great circles."""
    gnomonic = all(str(kind).endswith("-TAN") for kind in wcs.wcs.ctype)
    return gnomonic and not wcs.has_distortion


def _pixels(width: int, height: int, steps: int) -> tuple[Any, Any]:
    """Return the middle of an image, then its edge around the outer pixels; counted from 0."""
    along = np.arange(steps) / steps
    right, up = width * along - 0.5, height * along - 0.5
    left, down = width - 1.0 - right, height - 1.0 - up
    x = np.concatenate(
        [[(width - 1) / 2], right, np.full(steps, width - 0.5), left, np.full(steps, -0.5)]
    )
    y = np.concatenate(
        [[(height - 1) / 2], np.full(steps, -0.5), up, np.full(steps, height - 0.5), down]
    )
    return x, y


def _polygon(outline: Any, place: str) -> Part:
    if not np.all(np.isfinite(outline)):
        raise ArchiveError(
            "has an edge that is not on the sky",
            place=place,
            remedy="describe the area in the document",
        )
    middle, *corners = [(float(ra), float(dec)) for ra, dec in outline]
    try:
        made = shape.polygon(corners)
    except ArchiveError as error:
        raise ArchiveError(error.message, place=place, remedy=error.remedy) from None
    # Of what is larger than a hemisphere, the polygon would be the rest of the sky.
    if np.dot(made.centre, shape.unit(*np.radians(middle))) < math.cos(made.radius):
        raise ArchiveError(
            "covers more than a hemisphere",
            place=place,
            remedy="describe the area in the document",
        )
    return made
