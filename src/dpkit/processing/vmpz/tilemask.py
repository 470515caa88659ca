"""Masks of a tile: footprint, shares of flags, coverage; only of its inner area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.bitmask import (
    VIS_BITS,
    bit_column,
    coverage_mask,
    flag_fractions,
    selection_mask,
)
from dpkit.processing.vmpz.combine import degrade
from dpkit.processing.vmpz.error import FlagImageError, PolygonError, SkyMapError
from dpkit.processing.vmpz.flagcount import FlagCounts, select_counts
from dpkit.processing.vmpz.flagimage import count_flags
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.imagefile import image_rows
from dpkit.processing.vmpz.masksettings import MaskSettings
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.patch import change_order
from dpkit.processing.vmpz.polygon import convex_parts
from dpkit.processing.vmpz.region import lies_inside, region_area, restrict
from dpkit.processing.vmpz.seen import Seen
from dpkit.processing.vmpz.skymap import SkyMap, covered_area, make_map
from dpkit.processing.vmpz.worldcoordinates import world_coordinates
from dpkit.product.product import Product
from dpkit_dm.mer import DpdMerMosaic

__all__ = ["check_order_of_area", "tile_bits", "tile_coverage", "tile_footprint"]


def check_order_of_area(area: MaskArea, settings: MaskSettings) -> None:
    """Refuse masks whose cells would reach beyond an area.

    Raises
    ------
    SkyMapError
        The area has finer cells than the mask.
    """
    if settings.order < area.region.order:
        raise SkyMapError(
            f"a mask of order {settings.order} has larger cells than {area.name}, whose area is "
            f"made of cells of order {area.region.order}",
            remedy=f"ask for order {area.region.order} or finer; a patch may be coarser",
        )


def tile_footprint(area: MaskArea, seen: Sequence[Seen], settings: MaskSettings) -> SkyMap:
    """Find which share of each cell of an area exposures saw.

    Parameters
    ----------
    area : MaskArea
        The area.
    seen : sequence of Seen
        The exposures of one filter; their order does not matter.
    settings : MaskSettings
        Resolution.

    Returns
    -------
    SkyMap
        The cells that were seen, in part or whole.

    Raises
    ------
    PolygonError
        The outline of a detector has no inside; names its exposure.
    SkyMapError
        The area has finer cells than the mask.
    """
    check_order_of_area(area, settings)
    polygons = [polygon for one in seen for polygon in _checked(one)]
    whole = footprint(polygons, settings.work_order)
    return degrade(restrict(whole, area.region), settings.order)


def _checked(seen: Seen) -> tuple[NDArray[np.float64], ...]:
    """Return the outlines of an exposure; one without an inside is refused by its name."""
    try:
        convex_parts(seen.polygons)
    except PolygonError as error:
        raise PolygonError(error.message, place=seen.product, remedy=error.remedy) from None
    return seen.polygons


def tile_bits(area: MaskArea, mosaic: Product[DpdMerMosaic], settings: MaskSettings) -> SkyMap:
    """Find which share of the pixels of each cell has which flags.

    Parameters
    ----------
    area : MaskArea
        The tile of the mosaic.
    mosaic : Product of DpdMerMosaic
        A mosaic with a map of flags.
    settings : MaskSettings
        Resolution, and the flags that count.

    Returns
    -------
    SkyMap
        A column ``BIT_<number>`` for each of these flags that some pixel has.

    Raises
    ------
    FlagImageError
        The map of flags cannot be used.
    SkyMapError
        The area has finer cells than the mask.
    """
    check_order_of_area(area, settings)
    counts, covered = _count(area, mosaic, settings, ())
    fractions = flag_fractions(counts, covered)
    there = [bit_column(bit) for bit in settings.bits if np.any(counts.flagged(bit))]
    chosen = {name: fractions.columns[name] for name in there}
    return degrade(replace(fractions, columns=chosen), settings.order)


def tile_coverage(
    area: MaskArea, mosaic: Product[DpdMerMosaic], seen: SkyMap, settings: MaskSettings
) -> SkyMap:
    """Find which share of each cell was seen and has none of the selected flags.

    Parameters
    ----------
    area : MaskArea
        The tile of the mosaic.
    mosaic : Product of DpdMerMosaic
        A mosaic with a map of flags.
    seen : SkyMap
        Footprint of the tile, at any order.
    settings : MaskSettings
        Resolution, and the flags that spoil a pixel.

    Returns
    -------
    SkyMap
        The cells of the footprint, those that are spoiled wholly too.

    Raises
    ------
    FlagImageError
        The map of flags cannot be used.
    SkyMapError
        The area has finer cells than the mask.
    """
    check_order_of_area(area, settings)
    mask = selection_mask(settings.bits)
    counts, covered = _count(area, mosaic, settings, (mask,))
    clean = degrade(coverage_mask(counts, covered, mask), settings.order)
    # Beside the cells of the footprint nothing is covered, and in one no more than was seen.
    return _bounded(clean, change_order(seen, settings.order))


def _bounded(clean: SkyMap, seen: SkyMap) -> SkyMap:
    """Return the cells that were seen with the smaller of two fractions."""
    fraction = np.zeros(len(seen))
    if len(clean):
        place = np.minimum(np.searchsorted(clean.cells, seen.cells), len(clean) - 1)
        there = clean.cells[place] == seen.cells
        fraction[there] = clean.fraction[place[there]]
    return make_map(seen.order, seen.cells, np.minimum(fraction, seen.fraction))


def _count(
    area: MaskArea, mosaic: Product[DpdMerMosaic], settings: MaskSettings, masks: tuple[int, ...]
) -> tuple[FlagCounts, SkyMap]:
    """Count the flags of a mosaic in the cells of an area, and cover these by its image."""
    bits = sorted({*VIS_BITS.values(), *settings.bits})
    with mosaic.open("FlagStorage") as hdus:
        place = str(hdus.filename() or mosaic.id)
        image = _flag_image(hdus, place)
        wcs, shape = world_coordinates(image.header, place=place), image.shape
        counts = count_flags(
            image_rows(image), wcs, settings.work_order, bits=bits, masks=masks, place=place
        )
    outline = image_outline(wcs, shape, settings.work_order, place=place)
    covered = restrict(footprint([outline], settings.work_order), area.region)
    _check_cover(area, covered, place)
    inside = lies_inside(counts.cells, counts.order, area.region)
    return select_counts(counts, inside), covered


def _check_cover(area: MaskArea, covered: SkyMap, place: str) -> None:
    """Refuse an image that is smaller than the inner area of its tile, or somewhere else."""
    share = covered_area(covered) / region_area(area.region)
    if share < 1.0 - 1e-6:
        raise FlagImageError(
            f"covers {100.0 * share:.4g} percent of the inner area of {area.name}",
            place=place,
            remedy="give the whole map of flags of this tile, with its world coordinates",
        )


def _flag_image(hdus: Any, place: str) -> Any:
    if "FLAG" not in hdus:
        raise FileFormatError(
            "has no extension FLAG", place=place, remedy="give a map of flags with this extension"
        )
    return hdus["FLAG"]
