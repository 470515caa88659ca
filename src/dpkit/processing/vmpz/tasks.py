"""The tasks of VMPZ-ID for a tile: shares of flags, coverage, and what belongs together."""

from __future__ import annotations

import logging
from typing import Annotated

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import area_of_tile
from dpkit.processing.vmpz.bitmask import VIS_BITS
from dpkit.processing.vmpz.collection import collect, matching
from dpkit.processing.vmpz.framebits import frame_bits
from dpkit.processing.vmpz.maskkind import BIT_MASK, COVERAGE, FOOTPRINT
from dpkit.processing.vmpz.maskproduct import Mask, mask_product, read_mask
from dpkit.processing.vmpz.masksettings import COVERAGE_BITS, tile_settings
from dpkit.processing.vmpz.seen import Observed, seen_together, without_outlines
from dpkit.processing.vmpz.taskports import (
    PROJECT,
    SETTINGS,
    Bits,
    NsideWork,
    Order,
    Weights,
    how_to,
)
from dpkit.processing.vmpz.tilefootprint import frames_that_count
from dpkit.processing.vmpz.tilemask import tile_bits, tile_coverage
from dpkit.product.product import Product
from dpkit.workflow.task import port, task
from dpkit_dm.mer import DpdMerMosaic, DpdMerTile
from dpkit_dm.vis import DpdVisCalibratedFrame
from dpkit_dm.vmpz import (
    DpdBitMaskParamsVMPZ,
    DpdCoverageMaskParamsVMPZ,
    DpdMaskCollectionVMPZ,
    DpdMOCBitMaskVMPZ,
    DpdMOCCoverageVMPZ,
    DpdMOCFootprintMaskVMPZ,
)

__all__ = ["bit_mask", "bit_mask_vis", "collect_tile", "coverage"]

_log = logging.getLogger(__name__)


@task("VMPZ_bit_mask", version="1.0", project=PROJECT)
def bit_mask(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    parameters: Annotated[Product[DpdBitMaskParamsVMPZ] | None, SETTINGS] = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> Product[DpdMOCBitMaskVMPZ]:
    """Find which share of the pixels of each cell of a tile has which flags.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile; only its inner area counts.
    mosaic : Product of DpdMerMosaic
        Its mosaic in one filter, with a map of flags.
    parameters : Product of DpdBitMaskParamsVMPZ, optional
        Settings; those given as arguments go before them.
    moc_order, nside_work, weight_convention
        See `footprint_vis`.
    bits : str, optional
        Flags that count, by number or name: ``0 4 NO_DATA``; all of VIS when nothing is said.

    Returns
    -------
    Product of DpdMOCBitMaskVMPZ
        A column for each of these flags that some pixel has.
    """
    area, observed = area_of_tile(mer_tile), _observed(mer_tile, mosaic)
    given = how_to(moc_order, nside_work, weight_convention) | {"bits": bits}
    settings = tile_settings(parameters, given, area, observed, tuple(sorted(VIS_BITS.values())))
    mask = Mask(
        kind=BIT_MASK,
        area=area,
        observed=observed,
        maps={observed.filter: tile_bits(area, mosaic, settings)},
        settings=settings,
    )
    return mask_product(mask, bit_mask.software)


@task("VMPZ_bit_mask_VIS", version="1.0", project=PROJECT)
def bit_mask_vis(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[list[Product[DpdVisCalibratedFrame]], port(overlaps="mer_tile")],
    parameters: Annotated[Product[DpdBitMaskParamsVMPZ] | None, SETTINGS] = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> Product[DpdMOCBitMaskVMPZ]:
    """Find which share of the pixels of the exposures of VIS in each cell has which flags.

    The mask of a mosaic says what its pixels are; this one says what went into them.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile; only its inner area counts.
    frames : list of Product of DpdVisCalibratedFrame
        The exposures over it, with flags.
    parameters, moc_order, nside_work, weight_convention, bits
        See `VMPZ_bit_mask`.

    Returns
    -------
    Product of DpdMOCBitMaskVMPZ
        A column for each of these flags that some pixel has.
    """
    area = area_of_tile(mer_tile)
    counted = frames_that_count(area, frames, parameters)
    _, observed = seen_together(counted, without_outlines)
    given = how_to(moc_order, nside_work, weight_convention) | {"bits": bits}
    settings = tile_settings(parameters, given, area, observed, tuple(sorted(VIS_BITS.values())))
    mask = Mask(
        kind=BIT_MASK,
        area=area,
        observed=observed,
        maps={observed.filter: frame_bits(area, counted, settings)},
        settings=settings,
    )
    return mask_product(mask, bit_mask_vis.software)


@task("VMPZ_coverage", version="1.0", project=PROJECT)
def coverage(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    footprints: Annotated[
        list[Product[DpdMOCFootprintMaskVMPZ]],
        port(match="tile filter", where={"stage": "TILE"}),
    ],
    parameters: Annotated[Product[DpdCoverageMaskParamsVMPZ] | None, SETTINGS] = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> Product[DpdMOCCoverageVMPZ] | None:
    """Find which share of each cell of a tile was observed and has none of the selected flags.

    Both are measured on the same pixels. The cells are those of the footprint.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile; only its inner area counts.
    mosaic : Product of DpdMerMosaic
        Its mosaic in one filter, with a map of flags.
    footprints : list of Product of DpdMOCFootprintMaskVMPZ
        Footprints of the tile; that of the filter of the mosaic counts.
    parameters : Product of DpdCoverageMaskParamsVMPZ, optional
        Settings; those given as arguments go before them.
    moc_order, nside_work, weight_convention
        See `footprint_vis`.
    bits : str, optional
        Flags that spoil a pixel, by number or name; those of bad pixels, halos of stars and no
        data when nothing is said.

    Returns
    -------
    Product of DpdMOCCoverageVMPZ or None
        The coverage; nothing, which the log says, without a footprint of that filter.
    """
    area, observed = area_of_tile(mer_tile), _observed(mer_tile, mosaic)
    seen = matching(footprints, area, observed.filter)
    if seen is None:
        _log.warning("no footprint of tile %s in %s: no coverage", area.name, observed.filter)
        return None
    given = how_to(moc_order, nside_work, weight_convention) | {"bits": bits}
    settings = tile_settings(parameters, given, area, observed, COVERAGE_BITS)
    mask = Mask(
        kind=COVERAGE,
        area=area,
        observed=observed,
        maps={observed.filter: tile_coverage(area, mosaic, read_mask(seen), settings)},
        settings=settings,
    )
    return mask_product(mask, coverage.software)


def _observed(mer_tile: Product[DpdMerTile], mosaic: Product[DpdMerMosaic]) -> Observed:
    """Return what a mosaic was observed with; one of another tile or campaign is refused."""
    data, tile = mosaic.content.data, mer_tile.content.data.tile_index
    if data.tile_index != tile:
        raise TaskError(
            f"is of tile {data.tile_index}, not of {tile}",
            place=mosaic.id,
            remedy="give the mosaic of this tile",
        )
    if mosaic.role("dataset") != mer_tile.role("dataset"):
        raise TaskError(
            f"is of {mosaic.role('dataset')}, the tile {tile} of {mer_tile.role('dataset')}",
            place=mosaic.id,
            remedy="give products of one release",
        )
    said = data.instrument
    return Observed(
        filter=data.filter.name,
        instrument=None if said is None else said.instrument_name,
        telescope=None if said is None else said.telescope_name,
    )


@task("VMPZ_collect_tile", version="1.0", project=PROJECT)
def collect_tile(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    footprints: Annotated[
        list[Product[DpdMOCFootprintMaskVMPZ]] | None,
        port(match="tile", where={"stage": "TILE"}),
    ] = None,
    bit_masks: Annotated[
        list[Product[DpdMOCBitMaskVMPZ]] | None,
        port(match="tile", where={"stage": "TILE"}),
    ] = None,
    coverages: Annotated[
        list[Product[DpdMOCCoverageVMPZ]] | None,
        port(match="tile", where={"stage": "TILE"}),
    ] = None,
    bands: str = "",
) -> Product[DpdMaskCollectionVMPZ]:
    """State which masks of a tile belong together, and which of those asked for are missing.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    footprints, bit_masks, coverages : list of Product, optional
        Its masks in all filters.
    bands : str, optional
        Filters that are asked for: ``VIS NIR_H``, those of the masks when nothing is said; masks
        in others are left out.

    Returns
    -------
    Product of DpdMaskCollectionVMPZ
        The ids of the masks, and the tile, filter and kind of each that is missing.

    Raises
    ------
    TaskError
        A mask is of another tile; there is nothing.
    """
    groups = {FOOTPRINT: footprints, BIT_MASK: bit_masks, COVERAGE: coverages}
    return collect(area_of_tile(mer_tile), groups, bands, collect_tile.software)
