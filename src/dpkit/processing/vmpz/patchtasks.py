"""The tasks of VMPZ-ID for a patch of the sky: the masks of its tiles put together."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea, area_of_list
from dpkit.processing.vmpz.collection import collect
from dpkit.processing.vmpz.combined import combine_filters
from dpkit.processing.vmpz.convention import Convention
from dpkit.processing.vmpz.maskkind import BIT_MASK, COMBINED, COVERAGE, FOOTPRINT, MaskKind
from dpkit.processing.vmpz.maskproduct import Mask, mask_product
from dpkit.processing.vmpz.masksettings import patch_settings
from dpkit.processing.vmpz.patchmask import (
    masks_by_tile,
    observed_together,
    patch_map,
    settings_of_tiles,
    stated,
)
from dpkit.processing.vmpz.taskports import (
    PROJECT,
    SETTINGS,
    FileForm,
    NsideOut,
    Order,
    Weights,
    by_form,
    how_to_merge,
)
from dpkit.product.product import Product
from dpkit.workflow.task import port, task
from dpkit_dm.mer import DpdMerTileList
from dpkit_dm.vmpz import (
    DpdBitMaskParamsVMPZ,
    DpdCoverageMaskParamsVMPZ,
    DpdFootprintMaskParamsVMPZ,
    DpdHealpixBitMaskVMPZ,
    DpdHealpixCoverageVMPZ,
    DpdHealpixFootprintMaskVMPZ,
    DpdMaskCollectionVMPZ,
    DpdMOCBitMaskVMPZ,
    DpdMOCCoverageVMPZ,
    DpdMOCFootprintMaskVMPZ,
)

__all__ = [
    "collect_patch",
    "combine_patch",
    "merge_bit_mask",
    "merge_coverage",
    "merge_footprint",
]

_log = logging.getLogger(__name__)

OF_ONE_FILTER = port(match="area", unless={"filter": COMBINED})
OF_TILES = port(match="filter", where={"stage": "TILE"}, overlaps="tile_list")


class PatchFootprint(NamedTuple):
    """The footprint of a patch, in the file that is asked for."""

    moc: Product[DpdMOCFootprintMaskVMPZ] | None
    healpix: Product[DpdHealpixFootprintMaskVMPZ] | None


class PatchCoverage(NamedTuple):
    """The coverage of a patch, in the file that is asked for."""

    moc: Product[DpdMOCCoverageVMPZ] | None
    healpix: Product[DpdHealpixCoverageVMPZ] | None


class PatchBitMask(NamedTuple):
    """The bit mask of a patch, in the file that is asked for."""

    moc: Product[DpdMOCBitMaskVMPZ] | None
    healpix: Product[DpdHealpixBitMaskVMPZ] | None


@task("VMPZ_merge_footprint", version="1.0", project=PROJECT)
def merge_footprint(
    tile_list: Annotated[Product[DpdMerTileList], port(match="area")],
    masks: Annotated[list[Product[DpdMOCFootprintMaskVMPZ]], OF_TILES],
    parameters: Annotated[Product[DpdFootprintMaskParamsVMPZ] | None, SETTINGS] = None,
    form: FileForm = None,
    moc_order: Order = None,
    nside_out: NsideOut = None,
    weight_convention: Weights | None = None,
) -> PatchFootprint:
    """Put the footprints of the tiles of a patch together.

    Parameters
    ----------
    tile_list : Product of DpdMerTileList
        The tiles of the patch.
    masks : list of Product of DpdMOCFootprintMaskVMPZ
        Footprints of these tiles in one filter; those that are missing are stated.
    parameters : Product of DpdFootprintMaskParamsVMPZ, optional
        Settings; those given as arguments go before them.
    form : str, optional
        Kind of file; a MOC when nothing is said.
    moc_order : int, optional
        Order of the cells of a MOC; that of the tiles when nothing is said.
    nside_out : int, optional
        Resolution of a HEALPix map, a power of 2; that of the tiles when nothing is said.
    weight_convention : str, optional
        What a weight means; the share that was not observed when nothing is said.

    Returns
    -------
    PatchFootprint
        The footprint of the patch.
    """
    given = how_to_merge(form, moc_order, nside_out, weight_convention)
    made = _merged(FOOTPRINT, tile_list, masks, parameters, given, merge_footprint.software)
    return PatchFootprint(**made)


@task("VMPZ_merge_coverage", version="1.0", project=PROJECT)
def merge_coverage(
    tile_list: Annotated[Product[DpdMerTileList], port(match="area")],
    masks: Annotated[list[Product[DpdMOCCoverageVMPZ]], OF_TILES],
    parameters: Annotated[Product[DpdCoverageMaskParamsVMPZ] | None, SETTINGS] = None,
    form: FileForm = None,
    moc_order: Order = None,
    nside_out: NsideOut = None,
    weight_convention: Weights | None = None,
) -> PatchCoverage:
    """Put the coverage masks of the tiles of a patch together.

    Parameters
    ----------
    tile_list, parameters, form, moc_order, nside_out, weight_convention
        See `merge_footprint`.
    masks : list of Product of DpdMOCCoverageVMPZ
        Coverage masks of these tiles in one filter, with the same flags.

    Returns
    -------
    PatchCoverage
        The coverage of the patch.
    """
    given = how_to_merge(form, moc_order, nside_out, weight_convention)
    made = _merged(COVERAGE, tile_list, masks, parameters, given, merge_coverage.software)
    return PatchCoverage(**made)


@task("VMPZ_merge_bit_mask", version="1.0", project=PROJECT)
def merge_bit_mask(
    tile_list: Annotated[Product[DpdMerTileList], port(match="area")],
    masks: Annotated[list[Product[DpdMOCBitMaskVMPZ]], OF_TILES],
    parameters: Annotated[Product[DpdBitMaskParamsVMPZ] | None, SETTINGS] = None,
    form: FileForm = None,
    moc_order: Order = None,
    nside_out: NsideOut = None,
    weight_convention: Weights | None = None,
) -> PatchBitMask:
    """Put the bit masks of the tiles of a patch together.

    The share of a flag in a coarser cell is the mean over its children, by their areas.

    Parameters
    ----------
    tile_list, parameters, form, moc_order, nside_out, weight_convention
        See `merge_footprint`.
    masks : list of Product of DpdMOCBitMaskVMPZ
        Bit masks of these tiles in one filter, with the same flags.

    Returns
    -------
    PatchBitMask
        The bit mask of the patch.
    """
    given = how_to_merge(form, moc_order, nside_out, weight_convention)
    made = _merged(BIT_MASK, tile_list, masks, parameters, given, merge_bit_mask.software)
    return PatchBitMask(**made)


def _merged(
    kind: MaskKind,
    tile_list: Product[DpdMerTileList],
    masks: Sequence[Product[Any]],
    parameters: Product[Any] | None,
    given: dict[str, Any],
    software: tuple[str, str],
) -> dict[str, Product[Any] | None]:
    """Make the mask of a patch; of the two kinds of file one is None."""
    area = area_of_list(tile_list)
    by_tile = masks_by_tile(area, masks)
    observed = observed_together(by_tile)
    settings = patch_settings(parameters, given, area, observed, settings_of_tiles(by_tile))
    _say_conventions(area, by_tile, settings.convention.value)
    mask = Mask(
        kind=kind,
        area=area,
        observed=observed,
        maps={observed.filter: patch_map(area, by_tile, settings)},
        settings=settings,
        completeness=stated(area, observed.filter, list(by_tile)),
    )
    return by_form(mask_product(mask, software), settings.form)


def _say_conventions(area: MaskArea, masks: Mapping[int, Product[Any]], made: str) -> None:
    """Say it in the log when masks of tiles are converted; each is read by its own convention."""
    for tile, mask in masks.items():
        convention = mask.content.data.weight_convention.value
        if convention != made:
            _log.warning(
                "the weights of tile %s are converted from %s to %s, that of the patch %s",
                tile, convention, made, area.name,
            )  # fmt: skip


@task("VMPZ_collect_patch", version="1.0", project=PROJECT)
def collect_patch(
    tile_list: Annotated[Product[DpdMerTileList], port(match="area")],
    moc_footprints: Annotated[
        list[Product[DpdMOCFootprintMaskVMPZ]] | None,
        port(match="area", where={"stage": "PATCH"}),
    ] = None,
    moc_bit_masks: Annotated[
        list[Product[DpdMOCBitMaskVMPZ]] | None,
        port(match="area", where={"stage": "PATCH"}),
    ] = None,
    moc_coverages: Annotated[
        list[Product[DpdMOCCoverageVMPZ]] | None,
        port(match="area", where={"stage": "PATCH"}),
    ] = None,
    healpix_footprints: Annotated[
        list[Product[DpdHealpixFootprintMaskVMPZ]] | None, OF_ONE_FILTER
    ] = None,
    healpix_bit_masks: Annotated[list[Product[DpdHealpixBitMaskVMPZ]] | None, OF_ONE_FILTER] = None,
    healpix_coverages: Annotated[
        list[Product[DpdHealpixCoverageVMPZ]] | None, OF_ONE_FILTER
    ] = None,
    bands: str = "",
) -> Product[DpdMaskCollectionVMPZ]:
    """State which masks of a patch belong together, and which of those asked for are missing.

    Parameters
    ----------
    tile_list : Product of DpdMerTileList
        The tiles of the patch.
    moc_footprints, moc_bit_masks, moc_coverages : list of Product, optional
        Its masks in all filters, as MOCs.
    healpix_footprints, healpix_bit_masks, healpix_coverages : list of Product, optional
        The same as HEALPix maps; of a filter and kind either the one or the other.
    bands : str, optional
        Filters that are asked for: ``VIS NIR_H``, those of the masks when nothing is said; masks
        in others are left out.

    Returns
    -------
    Product of DpdMaskCollectionVMPZ
        The ids of the masks, and the tile, filter and kind of each that is missing.
    """
    groups = {
        FOOTPRINT: [*(moc_footprints or ()), *(healpix_footprints or ())],
        BIT_MASK: [*(moc_bit_masks or ()), *(healpix_bit_masks or ())],
        COVERAGE: [*(moc_coverages or ()), *(healpix_coverages or ())],
    }
    return collect(area_of_list(tile_list), groups, bands, collect_patch.software)


class CombinedMasks(NamedTuple):
    """The masks of a patch, each with all its filters."""

    footprint: Product[DpdHealpixFootprintMaskVMPZ] | None
    bit_mask: Product[DpdHealpixBitMaskVMPZ] | None
    coverage: Product[DpdHealpixCoverageVMPZ] | None


@task("VMPZ_combine_patch", version="1.0", project=PROJECT)
def combine_patch(
    tile_list: Annotated[Product[DpdMerTileList], port(match="area")],
    footprints: Annotated[list[Product[DpdHealpixFootprintMaskVMPZ]] | None, OF_ONE_FILTER] = None,
    bit_masks: Annotated[list[Product[DpdHealpixBitMaskVMPZ]] | None, OF_ONE_FILTER] = None,
    coverages: Annotated[list[Product[DpdHealpixCoverageVMPZ]] | None, OF_ONE_FILTER] = None,
    bands: str = "",
    weight_convention: Weights = "UNOBSERVED_FRACTION",
) -> CombinedMasks:
    """Put the HEALPix masks of a patch in several filters into one file for each kind.

    A file has one extension for each filter, with the cells of that filter and their columns.

    Parameters
    ----------
    tile_list : Product of DpdMerTileList
        The tiles of the patch.
    footprints, bit_masks, coverages : list of Product, optional
        Its masks in single filters; those of several are left out.
    bands : str, optional
        Filters that are asked for: ``VIS NIR_H``, those of the masks when nothing is said; what
        is missing of them is stated.
    weight_convention : str, optional
        What a weight means; the share that was not observed when nothing is said.

    Returns
    -------
    CombinedMasks
        A product of the filter ``COMBINED`` for each kind of which there are masks.

    Raises
    ------
    TaskError
        There are no masks, or they do not go together.
    """
    area, convention = area_of_list(tile_list), Convention(weight_convention)
    kinds = (FOOTPRINT, footprints), (BIT_MASK, bit_masks), (COVERAGE, coverages)
    if not any(masks for _, masks in kinds):
        raise TaskError(
            f"there are no HEALPix masks of {area.name}",
            remedy="make them first: VMPZ_Patch_Pipeline with --form healpix",
        )
    made = (
        combine_filters(kind, area, masks, bands, convention, combine_patch.software)
        if masks
        else None
        for kind, masks in kinds
    )
    return CombinedMasks(*made)
