"""The areas of images in FITS files, by their celestial coordinates."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from dpkit.errors import ArchiveError
from dpkit.formats.damage import DamagedError
from dpkit.formats.fits.outline import image_outline
from dpkit.formats.fits.scan import scan_fits
from dpkit_archive.region import part as shape
from dpkit_archive.region.part import Part

__all__ = ["image_parts"]

_REMEDY = "describe the area in the document"


def image_parts(path: Path) -> list[Part]:
    """Return a polygon for each area that images of a FITS file cover; images of one area once.

    Images without celestial coordinates have no area.

    Raises
    ------
    ArchiveError
        The file is missing or no FITS file, or coordinates cannot be understood, are not there
        for all of an edge, or span a hemisphere.
    """
    found: list[Part] = []
    try:
        for hdu in scan_fits(path):
            place = f"{path}[{hdu.name}]"
            try:
                outline = image_outline(hdu)
            except ValueError as error:
                raise ArchiveError(str(error), place=place, remedy=_REMEDY) from None
            if outline is not None:
                found.append(_polygon(outline, place))
    except DamagedError as error:
        remedy = "get the file anew from where it came"
        raise ArchiveError(f"cannot be read as FITS: {error}", place=path, remedy=remedy) from None
    return list(dict.fromkeys(found))


def _polygon(outline: list[tuple[float, float]], place: str) -> Part:
    middle, *edge = outline
    try:
        made = shape.polygon(edge)
    except ArchiveError as error:
        raise ArchiveError(error.message, place=place, remedy=error.remedy) from None
    # Of what is larger than a hemisphere, the polygon would be the rest of the sky.
    if np.dot(made.centre, shape.unit(*np.radians(middle))) < math.cos(made.radius):
        raise ArchiveError("covers more than a hemisphere", place=place, remedy=_REMEDY)
    return made
