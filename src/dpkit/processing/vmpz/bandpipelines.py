"""The pipelines of VMPZ-ID for a tile in one filter, one for each instrument."""

from __future__ import annotations

from typing import Annotated, NamedTuple

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
)
from dpkit.processing.vmpz.tasks import bit_mask, coverage
from dpkit.product.product import Product
from dpkit.workflow.pipeline import pipeline
from dpkit.workflow.port import port
from dpkit_dm.ext import DpdExtCalibratedFrame
from dpkit_dm.mer import DpdMerMosaic, DpdMerTile
from dpkit_dm.nir import DpdNirCalibratedFrame
from dpkit_dm.vis import DpdVisObsFrame
from dpkit_dm.vmpz import (
    DpdMOCBitMaskVMPZ,
    DpdMOCCoverageVMPZ,
    DpdMOCFootprintMaskVMPZ,
)

__all__ = ["ext_band", "nir_band", "vis_band"]


class BandMasks(NamedTuple):
    """The masks of a tile in one filter."""

    footprint: Product[DpdMOCFootprintMaskVMPZ]
    bit_mask: Product[DpdMOCBitMaskVMPZ]
    coverage: Product[DpdMOCCoverageVMPZ] | None


@pipeline("VMPZ_VIS_Pipeline", version="1.0", project=PROJECT)
def vis_band(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    observations: Annotated[list[Product[DpdVisObsFrame]], port(overlaps="mer_tile")],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    footprint_parameters: FootprintSettings = None,
    bit_mask_parameters: BitMaskSettings = None,
    coverage_parameters: CoverageSettings = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> BandMasks:
    """Make the masks of a tile in the filter of VIS.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    observations : list of Product of DpdVisObsFrame
        The exposures over it.
    mosaic : Product of DpdMerMosaic
        Its mosaic, with a map of flags.
    footprint_parameters, bit_mask_parameters, coverage_parameters : Product, optional
        Settings of the three kinds of masks; those given as arguments go before them.
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.
    bits : str, optional
        Flags that spoil a pixel of the coverage; see `VMPZ_coverage`.

    Returns
    -------
    BandMasks
        Footprint, bit mask and coverage.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    footprint = footprint_vis(mer_tile, observations, footprint_parameters, **how)
    counted = bit_mask(mer_tile, mosaic, bit_mask_parameters, **how)
    covered = coverage(mer_tile, mosaic, [footprint], coverage_parameters, bits=bits, **how)
    return BandMasks(footprint, counted, covered)


@pipeline("VMPZ_NIR_Pipeline", version="1.0", project=PROJECT)
def nir_band(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[
        list[Product[DpdNirCalibratedFrame]], port(match="filter", overlaps="mer_tile")
    ],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    footprint_parameters: FootprintSettings = None,
    bit_mask_parameters: BitMaskSettings = None,
    coverage_parameters: CoverageSettings = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> BandMasks:
    """Make the masks of a tile in one filter of NISP.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    frames : list of Product of DpdNirCalibratedFrame
        The exposures over it.
    mosaic : Product of DpdMerMosaic
        Its mosaic, with a map of flags.
    footprint_parameters, bit_mask_parameters, coverage_parameters : Product, optional
        Settings of the three kinds of masks; those given as arguments go before them.
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.
    bits : str, optional
        Flags that spoil a pixel of the coverage; see `VMPZ_coverage`.

    Returns
    -------
    BandMasks
        Footprint, bit mask and coverage.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    footprint = footprint_nir(mer_tile, frames, footprint_parameters, **how)
    counted = bit_mask(mer_tile, mosaic, bit_mask_parameters, **how)
    covered = coverage(mer_tile, mosaic, [footprint], coverage_parameters, bits=bits, **how)
    return BandMasks(footprint, counted, covered)


@pipeline("VMPZ_EXT_Pipeline", version="1.0", project=PROJECT)
def ext_band(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[
        list[Product[DpdExtCalibratedFrame]], port(match="filter", overlaps="mer_tile")
    ],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    footprint_parameters: FootprintSettings = None,
    bit_mask_parameters: BitMaskSettings = None,
    coverage_parameters: CoverageSettings = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
    bits: Bits = None,
) -> BandMasks:
    """Make the masks of a tile in one filter of a ground-based camera.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile.
    frames : list of Product of DpdExtCalibratedFrame
        The exposures over it.
    mosaic : Product of DpdMerMosaic
        Its mosaic, with a map of flags.
    footprint_parameters, bit_mask_parameters, coverage_parameters : Product, optional
        Settings of the three kinds of masks; those given as arguments go before them.
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.
    bits : str, optional
        Flags that spoil a pixel of the coverage; see `VMPZ_coverage`.

    Returns
    -------
    BandMasks
        Footprint, bit mask and coverage.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    footprint = footprint_ext(mer_tile, frames, footprint_parameters, **how)
    counted = bit_mask(mer_tile, mosaic, bit_mask_parameters, **how)
    covered = coverage(mer_tile, mosaic, [footprint], coverage_parameters, bits=bits, **how)
    return BandMasks(footprint, counted, covered)
