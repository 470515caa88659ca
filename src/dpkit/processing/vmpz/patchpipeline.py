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
    FileForm,
    Nside,
    Order,
    Weights,
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
    bands: str = "",
    form: FileForm = "moc",
    moc_order: Order = None,
    nside_out: Nside = None,
    weight_convention: Weights | None = None,
) -> PatchMasks:
    """Put the masks of the tiles of a patch together, in all filters.

    Parameters
    ----------
    tile_list : Product of DpdMerTileList
        The tiles of the patch.
    footprints, bit_masks, coverages : list of Product
        Masks of these tiles in all filters.
    bands : str, optional
        Filters that are asked for; what is missing of them, by tile, is stated.
    form, moc_order, nside_out, weight_convention
        See `VMPZ_merge_footprint`.

    Returns
    -------
    PatchMasks
        The masks of the patch as MOCs or HEALPix maps, and what is missing.
    """
    how = {
        "form": form,
        "moc_order": moc_order,
        "nside_out": nside_out,
        "weight_convention": weight_convention,
    }
    made: dict[str, Any] = {}
    jobs: list[tuple[str, Any, Any]] = [
        ("footprints", merge_footprint, footprints),
        ("bit_masks", merge_bit_mask, bit_masks),
        ("coverages", merge_coverage, coverages),
    ]
    for name, task, masks in jobs:
        if masks is not None:
            merged = task.each(tile_list=tile_list, masks=group(masks, by="filter"), **how)
            made[f"{form}_{name}"] = merged.moc if form == "moc" else merged.healpix
    collection = collect_patch(tile_list, **made, bands=bands)
    made["collection"] = collection
    return PatchMasks(**{name: made.get(name) for name in PatchMasks._fields})  # type: ignore[arg-type]
