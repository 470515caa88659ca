"""The pipelines of VMPZ-ID for a tile in one filter, one for each instrument."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from dpkit.processing.vmpz.footprinttasks import footprint_ext, footprint_nir, footprint_vis
from dpkit.processing.vmpz.taskports import PROJECT, Nside, Order, Weights, how_to
from dpkit.processing.vmpz.tasks import bit_mask, coverage
from dpkit.product.product import Product
from dpkit.workflow.pipeline import pipeline
from dpkit.workflow.port import port
from dpkit_dm.ext import DpdExtCalibratedFrame
from dpkit_dm.mer import DpdMerMosaic, DpdMerTile
from dpkit_dm.nir import DpdNirCalibratedFrame
from dpkit_dm.vis import DpdVisObsFrame
from dpkit_dm.vmpz import DpdMOCBitMaskVMPZ, DpdMOCCoverageVMPZ, DpdMOCFootprintMaskVMPZ

__all__ = ["ext_band", "nir_band", "vis_band"]


class BandMasks(NamedTuple):
    """The masks of a tile in one filter."""

    footprint: Product[DpdMOCFootprintMaskVMPZ]
    bits: Product[DpdMOCBitMaskVMPZ]
    coverage: Product[DpdMOCCoverageVMPZ] | None


@pipeline("VMPZ_VIS_Pipeline", version="1.0", project=PROJECT)
def vis_band(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    observations: Annotated[list[Product[DpdVisObsFrame]], port(overlaps="mer_tile")],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    moc_order: Order = None,
    nside_work: Nside = None,
    weight_convention: Weights | None = None,
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
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.

    Returns
    -------
    BandMasks
        Footprint, bit mask and coverage.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    footprint = footprint_vis(mer_tile, observations, **how)
    return _band(mer_tile, mosaic, footprint, how)


@pipeline("VMPZ_NIR_Pipeline", version="1.0", project=PROJECT)
def nir_band(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[
        list[Product[DpdNirCalibratedFrame]], port(match="filter", overlaps="mer_tile")
    ],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    moc_order: Order = None,
    nside_work: Nside = None,
    weight_convention: Weights | None = None,
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
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.

    Returns
    -------
    BandMasks
        Footprint, bit mask and coverage.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    return _band(mer_tile, mosaic, footprint_nir(mer_tile, frames, **how), how)


@pipeline("VMPZ_EXT_Pipeline", version="1.0", project=PROJECT)
def ext_band(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[
        list[Product[DpdExtCalibratedFrame]], port(match="filter", overlaps="mer_tile")
    ],
    mosaic: Annotated[Product[DpdMerMosaic], port(match="tile filter")],
    moc_order: Order = None,
    nside_work: Nside = None,
    weight_convention: Weights | None = None,
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
    moc_order, nside_work, weight_convention
        See `VMPZ_footprint_VIS`.

    Returns
    -------
    BandMasks
        Footprint, bit mask and coverage.
    """
    how = how_to(moc_order, nside_work, weight_convention)
    return _band(mer_tile, mosaic, footprint_ext(mer_tile, frames, **how), how)


def _band(mer_tile: Any, mosaic: Any, footprint: Any, how: dict[str, Any]) -> BandMasks:
    bits = bit_mask(mer_tile, mosaic, **how)
    return BandMasks(footprint, bits, coverage(mer_tile, mosaic, [footprint], **how))
