"""The pipeline of VMPZ-ID for a patch of the sky."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from dpkit.processing.vmpz.patchtasks import (
    collect_patch,
    merge_bit_mask,
    merge_coverage,
    merge_footprint,
)
from dpkit.processing.vmpz.taskports import (
    PROJECT,
    BitMaskSettings,
    CoverageSettings,
    FileForm,
    FootprintSettings,
    NsideOut,
    Order,
    Weights,
    how_to_merge,
    of_bands,
    settings_of,
)
from dpkit.product.product import Product
from dpkit.workflow.pipeline import pipeline
from dpkit.workflow.port import port
from dpkit.workflow.splitting import group
from dpkit_dm.mer import DpdMerTileList
from dpkit_dm.vmpz import (
    DpdHealpixBitMaskVMPZ,
    DpdHealpixCoverageVMPZ,
    DpdHealpixFootprintMaskVMPZ,
    DpdMaskCollectionVMPZ,
    DpdMOCBitMaskVMPZ,
    DpdMOCCoverageVMPZ,
    DpdMOCFootprintMaskVMPZ,
)

__all__ = ["patch"]

OF_PATCH = port(where={"stage": "TILE"}, overlaps="tile_list")


class PatchMasks(NamedTuple):
    """The masks of a patch in several filters."""

    moc_footprints: list[Product[DpdMOCFootprintMaskVMPZ]] | None
    moc_bit_masks: list[Product[DpdMOCBitMaskVMPZ]] | None
    moc_coverages: list[Product[DpdMOCCoverageVMPZ]] | None
    healpix_footprints: list[Product[DpdHealpixFootprintMaskVMPZ]] | None
    healpix_bit_masks: list[Product[DpdHealpixBitMaskVMPZ]] | None
    healpix_coverages: list[Product[DpdHealpixCoverageVMPZ]] | None
    collection: Product[DpdMaskCollectionVMPZ]


@pipeline("VMPZ_Patch_Pipeline", version="1.0", project=PROJECT)
def patch(
    tile_list: Annotated[Product[DpdMerTileList], port(match="area")],
    footprints: Annotated[list[Product[DpdMOCFootprintMaskVMPZ]], OF_PATCH],
    bit_masks: Annotated[list[Product[DpdMOCBitMaskVMPZ]] | None, OF_PATCH] = None,
    coverages: Annotated[list[Product[DpdMOCCoverageVMPZ]] | None, OF_PATCH] = None,
    footprint_parameters: FootprintSettings = None,
    bit_mask_parameters: BitMaskSettings = None,
    coverage_parameters: CoverageSettings = None,
    bands: str = "",
    form: FileForm = None,
    moc_order: Order = None,
    nside_out: NsideOut = None,
    weight_convention: Weights | None = None,
) -> PatchMasks:
    """Put the masks of the tiles of a patch together, in all filters.

    Parameters
    ----------
    tile_list : Product of DpdMerTileList
        The tiles of the patch.
    footprints, bit_masks, coverages : list of Product
        Masks of these tiles in all filters.
    footprint_parameters, bit_mask_parameters, coverage_parameters : Product, optional
        Settings of the three kinds of masks; those given as arguments go before them.
    bands : str, optional
        Filters that are asked for; others are left out, and what is missing of these, by tile, is
        stated.
    form, moc_order, nside_out, weight_convention
        See `VMPZ_merge_footprint`.

    Returns
    -------
    PatchMasks
        The masks of the patch as MOCs or HEALPix maps, and what is missing.
    """
    how = how_to_merge(form, moc_order, nside_out, weight_convention)
    made: dict[str, Any] = {}
    jobs: list[tuple[str, Any, Any, Any]] = [
        ("footprints", merge_footprint, footprints, footprint_parameters),
        ("bit_masks", merge_bit_mask, bit_masks, bit_mask_parameters),
        ("coverages", merge_coverage, coverages, coverage_parameters),
    ]
    for name, task, masks, parameters in jobs:
        if masks is not None:
            said = settings_of(how, parameters)
            merged = task.each(
                tile_list=tile_list, masks=group(of_bands(masks, bands), by="filter"), **said
            )
            # Which of the two there will be is said by the parameters, too.
            made |= {f"moc_{name}": merged.moc, f"healpix_{name}": merged.healpix}
    collection = collect_patch(tile_list, **made, bands=bands)
    made["collection"] = collection
    return PatchMasks(**{name: made.get(name) for name in PatchMasks._fields})  # type: ignore[arg-type]
