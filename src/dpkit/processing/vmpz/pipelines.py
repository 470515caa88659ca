"""The pipelines of VMPZ-ID for a tile in several filters, of one instrument or of all."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from dpkit.errors import TaskError
from dpkit.processing.vmpz.footprinttasks import footprint_ext, footprint_nir, footprint_vis
from dpkit.processing.vmpz.taskports import (
    PROJECT,
    BitMaskSettings,
    Bits,
    CoverageSettings,
    FootprintSettings,
    NsideWork,
    Order,
    Weights,
    how_to,
    of_bands,
    settings_of,
)
from dpkit.processing.vmpz.tasks import bit_mask, collect_tile, coverage
from dpkit.product.product import Product
from dpkit.workflow.pipeline import pipeline
from dpkit.workflow.port import port
from dpkit.workflow.splitting import gather, group
from dpkit_dm.ext import DpdExtCalibratedFrame
from dpkit_dm.mer import DpdMerMosaic, DpdMerTile
from dpkit_dm.nir import DpdNirCalibratedFrame
from dpkit_dm.vis import DpdVisObsFrame
from dpkit_dm.vmpz import (
    DpdMaskCollectionVMPZ,
    DpdMOCBitMaskVMPZ,
    DpdMOCCoverageVMPZ,
    DpdMOCFootprintMaskVMPZ,
)

__all__ = ["ext_bands", "main", "nir_bands"]


class TileMasks(NamedTuple):
    """The masks of a tile in several filters."""

    footprints: list[Product[DpdMOCFootprintMaskVMPZ]]
    bit_masks: list[Product[DpdMOCBitMaskVMPZ]] | None
    coverages: list[Product[DpdMOCCoverageVMPZ]] | None
    collection: Product[DpdMaskCollectionVMPZ]


@pipeline("VMPZ_NIR_Bands_Pipeline", version="1.0", project=PROJECT)
def nir_bands(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[list[Product[DpdNirCalibratedFrame]], port(overlaps="mer_tile")],
    mosaics: Annotated[
        list[Product[DpdMerMosaic]] | None, port(match="tile", where={"instrument": "NISP"})
    ] = None,
    footprint_parameters: FootprintSettings = None,
    bit_mask_parameters: BitMaskSettings = None,
    coverage_parameters: CoverageSettings = None,
    bands: str = "",
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> TileMasks:
    """Make the masks of a tile in all filters of NISP.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    frames : list of Product of DpdNirCalibratedFrame
        The exposures over it in all filters.
    mosaics : list of Product of DpdMerMosaic, optional
        Its mosaics with maps of flags; without one there is no bit mask and no coverage.
    bands : str, optional
        Filters that are asked for: ``NIR_Y NIR_J NIR_H``; others are left out, and what
        is missing of these is stated.
    footprint_parameters, bit_mask_parameters, coverage_parameters : Product, optional
        Settings of the three kinds of masks; those given as arguments go before them.
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.
    bits : str, optional
        Flags that spoil a pixel of the coverage; see `VMPZ_coverage`.

    Returns
    -------
    TileMasks
        The masks, and what is missing.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    seen = settings_of(how, footprint_parameters)
    counted = settings_of(how, bit_mask_parameters)
    covered = settings_of(how | {"bits": bits}, coverage_parameters)
    frames_by_band = group(of_bands(frames, bands), by="filter")
    footprints = footprint_nir.each(mer_tile=mer_tile, frames=frames_by_band, **seen)
    return _tile(mer_tile, footprints, mosaics, bands, counted, covered)


@pipeline("VMPZ_EXT_Bands_Pipeline", version="1.0", project=PROJECT)
def ext_bands(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[
        list[Product[DpdExtCalibratedFrame]], port(match="instrument", overlaps="mer_tile")
    ],
    mosaics: Annotated[list[Product[DpdMerMosaic]] | None, port(match="tile instrument")] = None,
    footprint_parameters: FootprintSettings = None,
    bit_mask_parameters: BitMaskSettings = None,
    coverage_parameters: CoverageSettings = None,
    bands: str = "",
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> TileMasks:
    """Make the masks of a tile in all filters of a ground-based camera.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    frames : list of Product of DpdExtCalibratedFrame
        The exposures over it in all filters.
    footprint_parameters, bit_mask_parameters, coverage_parameters : Product, optional
        Settings of the three kinds of masks; those given as arguments go before them.
    mosaics, bands, moc_order, nside_work, weight_convention, bits
        See `VMPZ_NIR_Bands_Pipeline`.

    Returns
    -------
    TileMasks
        The masks, and what is missing.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    seen = settings_of(how, footprint_parameters)
    counted = settings_of(how, bit_mask_parameters)
    covered = settings_of(how | {"bits": bits}, coverage_parameters)
    frames_by_band = group(of_bands(frames, bands), by="filter")
    footprints = footprint_ext.each(mer_tile=mer_tile, frames=frames_by_band, **seen)
    return _tile(mer_tile, footprints, mosaics, bands, counted, covered)


@pipeline("VMPZ_Main", version="1.0", project=PROJECT)
def main(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    observations: Annotated[list[Product[DpdVisObsFrame]] | None, port(overlaps="mer_tile")] = None,
    nir_frames: Annotated[
        list[Product[DpdNirCalibratedFrame]] | None, port(overlaps="mer_tile")
    ] = None,
    ext_frames: Annotated[
        list[Product[DpdExtCalibratedFrame]] | None, port(overlaps="mer_tile")
    ] = None,
    mosaics: Annotated[list[Product[DpdMerMosaic]] | None, port(match="tile")] = None,
    footprint_parameters: FootprintSettings = None,
    bit_mask_parameters: BitMaskSettings = None,
    coverage_parameters: CoverageSettings = None,
    bands: str = "",
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> TileMasks:
    """Make the masks of a tile in all filters of all instruments.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    observations, nir_frames, ext_frames : list of Product, optional
        The exposures over it of VIS, of NISP and from the ground, in all filters.
    mosaics : list of Product of DpdMerMosaic, optional
        Its mosaics with maps of flags; without one there is no bit mask and no coverage.
    bands : str, optional
        Filters that are asked for: ``VIS NIR_Y NIR_J NIR_H``; others are left out, and
        what is missing of these is stated.
    footprint_parameters, bit_mask_parameters, coverage_parameters : Product, optional
        Settings of the three kinds of masks; those given as arguments go before them.
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.
    bits : str, optional
        Flags that spoil a pixel of the coverage; see `VMPZ_coverage`.

    Returns
    -------
    TileMasks
        The masks, and what is missing.

    Raises
    ------
    TaskError
        There are no exposures at all.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    seen = settings_of(how, footprint_parameters)
    counted = settings_of(how, bit_mask_parameters)
    covered = settings_of(how | {"bits": bits}, coverage_parameters)
    parts = []
    if observations is not None:
        by_band = group(of_bands(observations, bands), by="filter")
        parts.append(footprint_vis.each(mer_tile=mer_tile, observations=by_band, **seen))
    if nir_frames is not None:
        nir_by_band = group(of_bands(nir_frames, bands), by="filter")
        parts.append(footprint_nir.each(mer_tile=mer_tile, frames=nir_by_band, **seen))
    if ext_frames is not None:
        ext_by_band = group(of_bands(ext_frames, bands), by="filter")
        parts.append(footprint_ext.each(mer_tile=mer_tile, frames=ext_by_band, **seen))
    if not parts:
        raise TaskError(
            "there are no exposures over the tile",
            place="pipeline VMPZ_Main",
            remedy="give those of VIS, of NISP or from the ground",
        )
    return _tile(mer_tile, gather(parts), mosaics, bands, counted, covered)


def _tile(
    mer_tile: Any,
    footprints: Any,
    mosaics: Any,
    bands: str,
    counted: dict[str, Any],
    covered: dict[str, Any],
) -> TileMasks:
    """Go on from the footprints of a tile in several filters."""
    if mosaics is None:
        return TileMasks(footprints, None, None, collect_tile(mer_tile, footprints, bands=bands))
    chosen = of_bands(mosaics, bands)
    bits = bit_mask.each(mer_tile=mer_tile, mosaic=chosen, **counted)
    clean = coverage.each(mer_tile=mer_tile, mosaic=chosen, footprints=footprints, **covered)
    collection = collect_tile(mer_tile, footprints, bits, clean, bands=bands)
    return TileMasks(footprints, bits, clean, collection)
