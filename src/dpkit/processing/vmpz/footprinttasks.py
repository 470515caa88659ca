"""The tasks of VMPZ-ID that find what was seen of a tile, by instrument, or of a patch."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, NamedTuple

from dpkit.processing.vmpz.area import area_of_list
from dpkit.processing.vmpz.combine import degrade
from dpkit.processing.vmpz.maskkind import FOOTPRINT
from dpkit.processing.vmpz.maskproduct import Mask, mask_product
from dpkit.processing.vmpz.masksettings import MaskSettings, patch_settings
from dpkit.processing.vmpz.patchmask import made_without_tiles
from dpkit.processing.vmpz.seen import (
    ext_frame,
    nir_frame,
    seen_together,
    vis_calibrated_frame,
    vis_frame,
)
from dpkit.processing.vmpz.taskports import (
    PROJECT,
    SETTINGS,
    FileForm,
    NsideOut,
    NsideWork,
    Order,
    Weights,
    by_form,
    how_to,
    how_to_merge,
)
from dpkit.processing.vmpz.tilefootprint import footprint_product, frames_that_count
from dpkit.processing.vmpz.tilemask import tile_footprint
from dpkit.product.product import Product
from dpkit.workflow.task import port, task
from dpkit_dm.ext import DpdExtCalibratedFrame
from dpkit_dm.mer import DpdMerTile, DpdMerTileList
from dpkit_dm.nir import DpdNirCalibratedFrame
from dpkit_dm.vis import DpdVisCalibratedFrame, DpdVisObsFrame
from dpkit_dm.vmpz import (
    DpdFootprintMaskParamsVMPZ,
    DpdHealpixFootprintMaskVMPZ,
    DpdMOCFootprintMaskVMPZ,
)

__all__ = [
    "footprint_ext",
    "footprint_ext_patch",
    "footprint_nir",
    "footprint_vis",
    "footprint_vis_frames",
]


class SeenPatch(NamedTuple):
    """What was seen of a patch, in the file that is asked for."""

    moc: Product[DpdMOCFootprintMaskVMPZ] | None
    healpix: Product[DpdHealpixFootprintMaskVMPZ] | None


@task("VMPZ_footprint_VIS", version="1.0", project=PROJECT)
def footprint_vis(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    observations: Annotated[list[Product[DpdVisObsFrame]], port(overlaps="mer_tile")],
    parameters: Annotated[Product[DpdFootprintMaskParamsVMPZ] | None, SETTINGS] = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
) -> Product[DpdMOCFootprintMaskVMPZ]:
    """Find which share of each cell of a tile VIS saw, from where the telescope pointed.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile; only its inner area counts.
    observations : list of Product of DpdVisObsFrame
        The exposures over it.
    parameters : Product of DpdFootprintMaskParamsVMPZ, optional
        Settings; those given as arguments go before them.
    moc_order : int, optional
        Order of the cells; 14 when nothing is said.
    nside_work : int, optional
        Resolution to compute at, a power of 2; that of the cells when nothing is said.
    weight_convention : str, optional
        What a weight means; the share that was not observed when nothing is said.

    Returns
    -------
    Product of DpdMOCFootprintMaskVMPZ
        The footprint.
    """
    given = how_to(moc_order, nside_work, weight_convention)
    return footprint_product(
        mer_tile, observations, lambda frame, _: vis_frame(frame), parameters, given,
        footprint_vis.software,
    )  # fmt: skip


@task("VMPZ_footprint_VIS_frames", version="1.0", project=PROJECT)
def footprint_vis_frames(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[list[Product[DpdVisCalibratedFrame]], port(overlaps="mer_tile")],
    parameters: Annotated[Product[DpdFootprintMaskParamsVMPZ] | None, SETTINGS] = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
) -> Product[DpdMOCFootprintMaskVMPZ]:
    """Find which share of each cell of a tile VIS saw, from the world coordinates of its images.

    Where the telescope pointed is known as soon as an exposure is taken; its world coordinates are
    measured, with the distortion of the optics, when it is calibrated.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile; only its inner area counts.
    frames : list of Product of DpdVisCalibratedFrame
        The calibrated exposures over it.
    parameters, moc_order, nside_work, weight_convention
        See `footprint_vis`.

    Returns
    -------
    Product of DpdMOCFootprintMaskVMPZ
        The footprint.
    """
    given = how_to(moc_order, nside_work, weight_convention)
    return footprint_product(
        mer_tile, frames, vis_calibrated_frame, parameters, given, footprint_vis_frames.software
    )


@task("VMPZ_footprint_NIR", version="1.0", project=PROJECT)
def footprint_nir(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[
        list[Product[DpdNirCalibratedFrame]], port(match="filter", overlaps="mer_tile")
    ],
    parameters: Annotated[Product[DpdFootprintMaskParamsVMPZ] | None, SETTINGS] = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
) -> Product[DpdMOCFootprintMaskVMPZ]:
    """Find which share of each cell of a tile NISP saw in a filter, from its world coordinates.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile; only its inner area counts.
    frames : list of Product of DpdNirCalibratedFrame
        The exposures over it in one filter.
    parameters, moc_order, nside_work, weight_convention
        See `footprint_vis`.

    Returns
    -------
    Product of DpdMOCFootprintMaskVMPZ
        The footprint.
    """
    given = how_to(moc_order, nside_work, weight_convention)
    return footprint_product(mer_tile, frames, nir_frame, parameters, given, footprint_nir.software)


@task("VMPZ_footprint_EXT", version="1.0", project=PROJECT)
def footprint_ext(
    mer_tile: Annotated[Product[DpdMerTile], port(match="tile")],
    frames: Annotated[
        list[Product[DpdExtCalibratedFrame]], port(match="filter", overlaps="mer_tile")
    ],
    parameters: Annotated[Product[DpdFootprintMaskParamsVMPZ] | None, SETTINGS] = None,
    moc_order: Order = None,
    nside_work: NsideWork = None,
    weight_convention: Weights | None = None,
) -> Product[DpdMOCFootprintMaskVMPZ]:
    """Find which share of each cell of a tile a ground-based camera saw, from its footprints.

    Parameters
    ----------
    mer_tile : Product of DpdMerTile
        The tile; only its inner area counts.
    frames : list of Product of DpdExtCalibratedFrame
        The exposures over it in one filter.
    parameters, moc_order, nside_work, weight_convention
        See `footprint_vis`.

    Returns
    -------
    Product of DpdMOCFootprintMaskVMPZ
        The footprint.
    """
    given = how_to(moc_order, nside_work, weight_convention)
    return footprint_product(
        mer_tile, frames, lambda frame, _: ext_frame(frame), parameters, given,
        footprint_ext.software,
    )  # fmt: skip


@task("VMPZ_footprint_EXT_patch", version="1.0", project=PROJECT)
def footprint_ext_patch(
    tile_list: Annotated[Product[DpdMerTileList], port(match="area")],
    frames: Annotated[
        list[Product[DpdExtCalibratedFrame]], port(match="filter", overlaps="tile_list")
    ],
    parameters: Annotated[Product[DpdFootprintMaskParamsVMPZ] | None, SETTINGS] = None,
    form: FileForm = None,
    moc_order: Order = None,
    nside_out: NsideOut = None,
    weight_convention: Weights | None = None,
) -> SeenPatch:
    """Find which share of each cell of a patch a ground-based camera saw, without its tiles.

    Parameters
    ----------
    tile_list, parameters, form, moc_order, nside_out, weight_convention
        See `merge_footprint`; the order is 14 when nothing is said.
    frames : list of Product of DpdExtCalibratedFrame
        The exposures over the patch in one filter.

    Returns
    -------
    SeenPatch
        The footprint of the patch, as from its tiles.
    """
    given = how_to_merge(form, moc_order, nside_out, weight_convention)
    area = area_of_list(tile_list)
    counted = frames_that_count(area, frames, parameters)
    seen, observed = seen_together(counted, ext_frame)
    settings = patch_settings(parameters, given, area, observed, MaskSettings())
    settings = replace(settings, work_order=max(settings.order, area.region.order))
    fine = tile_footprint(area, seen, replace(settings, order=settings.work_order))
    mask = Mask(
        kind=FOOTPRINT,
        area=area,
        observed=observed,
        maps={observed.filter: degrade(fine, settings.order)},
        settings=settings,
        completeness=made_without_tiles(area, observed.filter),
    )
    made = mask_product(mask, footprint_ext_patch.software)
    return SeenPatch(**by_form(made, settings.form))
