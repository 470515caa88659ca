"""Shares of flags from calibrated frames of VIS: those of all exposures over a tile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError, TaskError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.bitmask import VIS_BITS, bit_column, flag_fractions
from dpkit.processing.vmpz.combine import degrade
from dpkit.processing.vmpz.flagcount import FlagCounts, merge_counts, select_counts
from dpkit.processing.vmpz.flagimage import count_flags
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.imagefile import image_rows
from dpkit.processing.vmpz.masksettings import MaskSettings
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.region import lies_inside, restrict
from dpkit.processing.vmpz.skymap import SkyMap
from dpkit.processing.vmpz.tilemask import check_order_of_area
from dpkit.processing.vmpz.worldcoordinates import world_coordinates
from dpkit.product.product import Product
from dpkit_dm.vis import DpdVisCalibratedFrame

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = ["frame_bits"]

_FLAGS, _SCIENCE = ".FLG", ".SCI"


def frame_bits(
    area: MaskArea, frames: Sequence[Product[DpdVisCalibratedFrame]], settings: MaskSettings
) -> SkyMap:
    """Find which share of the pixels of all exposures in each cell has which flags.

    Parameters
    ----------
    area : MaskArea
        The tile.
    frames : sequence of Product of DpdVisCalibratedFrame
        Exposures over it, with extensions ``<detector>.FLG`` of flags; their order does not matter.
    settings : MaskSettings
        Resolution, and the flags that count.

    Returns
    -------
    SkyMap
        A column ``BIT_<number>`` for each of these flags that some pixel has; the covered
        fraction is that of the detectors together.

    Raises
    ------
    FileFormatError
        A frame has no flags.
    FlagImageError
        Flags cannot be used.
    SkyMapError
        The area has finer cells than the mask.
    TaskError
        No frame is over the area.
    """
    check_order_of_area(area, settings)
    found: list[FlagCounts] = []
    outlines: list[NDArray[np.float64]] = []
    for frame in frames:
        for counts, outline in _detectors(frame, settings):
            inside = lies_inside(counts.cells, counts.order, area.region)
            if inside.any():
                found.append(select_counts(counts, inside))
                outlines.append(outline)
    if not found:
        raise TaskError(
            f"none of {len(frames)} frames is over {area.name}",
            remedy="give frames of VIS over this tile",
        )
    counts = merge_counts(found)
    fractions = flag_fractions(counts, restrict(footprint(outlines, counts.order), area.region))
    there = [bit_column(bit) for bit in settings.bits if np.any(counts.flagged(bit))]
    chosen = {name: fractions.columns[name] for name in there}
    return degrade(replace(fractions, columns=chosen), settings.order)


def _detectors(
    frame: Product[DpdVisCalibratedFrame], settings: MaskSettings
) -> Iterator[tuple[FlagCounts, NDArray[np.float64]]]:
    """Yield the counts and the outline of each detector of a frame."""
    bits = sorted({*VIS_BITS.values(), *settings.bits})
    with frame.open("DataStorage") as hdus:
        place = str(hdus.filename() or frame.id)
        images = [hdu for hdu in hdus if hdu.name.endswith(_FLAGS)]
        if not images:
            raise FileFormatError(
                "has no extensions of flags, <detector>.FLG",
                place=place,
                remedy="give a calibrated frame of VIS",
            )
        for image in images:
            where = f"{place}[{image.name}]"
            wcs = _wcs(hdus, image, where)
            counts = count_flags(
                image_rows(image), wcs, settings.work_order, bits=bits, place=where
            )
            yield counts, image_outline(wcs, image.shape, settings.work_order, place=where)


def _wcs(hdus: Any, image: Any, place: str) -> WCS:
    """Return the world coordinates of flags: their own, or those of the image they belong to."""
    science = image.name.removesuffix(_FLAGS) + _SCIENCE
    own = "CTYPE1" in image.header or science not in hdus
    return world_coordinates(image.header if own else hdus[science].header, place=place)
