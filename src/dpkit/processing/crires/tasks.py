"""The quality control of CRIRES flats as a task."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from dpkit.errors import TaskError
from dpkit.processing.crires.association import associate, block_product
from dpkit.processing.crires.flatquality import measure_flats
from dpkit.processing.crires.flatsetting import ExposureNorm, FlatSettings
from dpkit.processing.crires.frame import detector_images, in_order, read_flats
from dpkit.processing.crires.master import Combination, Normalisation
from dpkit.processing.crires.procedure import FLAT, FLAT_VERSIONS
from dpkit.processing.crires.product import FlatMaker
from dpkit.processing.crires.reference import compare_all, reference_product
from dpkit.product.product import Product
from dpkit.workflow.frontend import Word, frontend
from dpkit.workflow.procedure import qc_procedure
from dpkit.workflow.task import parameter, port, task
from dpkit_dm.crires import (
    DpdCriresAssociationBlock,
    DpdCriresBadPixelMap,
    DpdCriresFlatFrame,
    DpdCriresFlatQc,
    DpdCriresFlatReference,
    DpdCriresMasterFlat,
    DpdCriresSnrMap,
)

__all__ = ["FlatProducts", "crires_associate", "crires_flat", "crires_flat_reference"]


class FlatProducts(NamedTuple):
    """What the measurement of a set of flats gives.

    Attributes
    ----------
    master_flat : Product of DpdCriresMasterFlat, optional
        None when one was given.
    bad_pixel_map : Product of DpdCriresBadPixelMap
        Of the master.
    snr_map : Product of DpdCriresSnrMap, optional
        Of three frames or more.
    quality : Product of DpdCriresFlatQc
        The quality parameters of each detector.
    """

    master_flat: Product[DpdCriresMasterFlat] | None
    bad_pixel_map: Product[DpdCriresBadPixelMap]
    snr_map: Product[DpdCriresSnrMap] | None
    quality: Product[DpdCriresFlatQc]


@qc_procedure(FLAT)
@task(
    "crires_flat",
    version="2.0",
    project="CRIRES",
    versions=FLAT_VERSIONS,
    frontend=frontend(
        script="crires_flat",
        options={
            "-a --ab": Word(name="block", help="Association block: its name or its document."),
            "-i --interactive": Word(
                name="interactive",
                help="Show the plots of the block, and ask before anything is written.",
                default=False,
            ),
            "--folder": Word(
                name="folder",
                help="Folder of the products of the block.  [default: that of its document, "
                "or $DFS_PRODUCT/FLAT/$DATE]",
            ),
        },
        finder="dpkit.processing.crires.blockfolder:find_block",
        finish="dpkit.processing.crires.blockfolder:draw_block",
        ask="interactive",
    ),
)
def crires_flat(
    frames: Annotated[list[Product[DpdCriresFlatFrame]], port(match="setting")],
    master: Product[DpdCriresMasterFlat] | None = None,
    reference: Annotated[
        Product[DpdCriresFlatReference] | None, port(match="setting", at="frames")
    ] = None,
    exposure_norm: Literal["ndit_dit", "dit"] = "ndit_dit",
    normalisation: Literal["per_detector", "mosaic"] = "per_detector",
    combination: Literal["mean", "median"] = "mean",
    low_limit: Annotated[float, parameter(minimum=0)] = FlatSettings().low_limit,
    high_limit: Annotated[float, parameter(above=0)] = FlatSettings().high_limit,
    overexposure_limit: Annotated[
        float, parameter(unit="adu", above=0)
    ] = FlatSettings().overexposure_limit,
    nan_is_bad: bool = False,
) -> FlatProducts:
    """Measure the quality of a set of flats, and make the master when none is given.

    Parameters
    ----------
    frames : list of Product of DpdCriresFlatFrame
        Raw frames of one setting, window and exposure time; one or more.
    master : Product of DpdCriresMasterFlat, optional
        Master made of them elsewhere.
    reference : Product of DpdCriresFlatReference, optional
        What the master is compared with, of the same setting; most settings have none.
    exposure_norm : str
        Whether the level is divided by NDIT times DIT, or by DIT, to give the flux.
    normalisation : str
        Whether the master of a detector is divided by its own median or by that of the mosaic.
    combination : str
        Mean or median of the frames.
    low_limit : float
        A pixel of the master strictly below it is bad.
    high_limit : float
        A pixel of the master strictly above it is bad.
    overexposure_limit : float
        A raw pixel above it is over-exposed [adu].
    nan_is_bad : bool
        Whether a pixel of the master without a value counts as bad.

    Returns
    -------
    FlatProducts
        Master, bad pixels, signal to noise of three frames or more, and quality.

    Raises
    ------
    TaskError
        The frames are of several settings, windows or exposure times, or master or reference are
        not of their setting and window.
    """
    try:
        settings = FlatSettings(
            exposure_norm=ExposureNorm(exposure_norm),
            normalisation=Normalisation(normalisation),
            combination=Combination(combination),
            low_limit=low_limit,
            high_limit=high_limit,
            overexposure_limit=overexposure_limit,
            nan_is_bad=nan_is_bad,
        )
        flats = read_flats(frames)
        if master is not None:
            _refuse_other(frames[0], master)
        images = None if master is None else detector_images(master)
        measured = measure_flats(flats, settings, masters=images)
        comparisons = compare_all(frames[0], measured, reference)
    except ValueError as error:
        raise TaskError(str(error), place=crires_flat.name) from error
    maker = FlatMaker(
        frames=in_order(frames),
        measured=measured,
        settings=settings,
        software=crires_flat.software,
        reference=reference,
        comparisons=comparisons,
    )
    used = maker.master() if master is None else master
    bad_pixels, snr = maker.bad_pixels(used), maker.snr(used)
    quality = maker.quality(used, bad_pixels, snr)
    return FlatProducts(used if master is None else None, bad_pixels, snr, quality)


@task("crires_flat_reference", version="1.0", project="CRIRES")
def crires_flat_reference(
    master: Product[DpdCriresMasterFlat],
    bad_pixel_map: Product[DpdCriresBadPixelMap],
    use_after: str = "",
    remark: str = "",
) -> Product[DpdCriresFlatReference]:
    """Make a master flat the reference of its setting.

    Parameters
    ----------
    master : Product of DpdCriresMasterFlat
        Of one of the settings that have references.
    bad_pixel_map : Product of DpdCriresBadPixelMap
        Its bad pixels.
    use_after : str
        Time from which flats are compared with it, such as 2011-01-05T00:00:00Z; the start of its
        own frames by default.
    remark : str
        Why this one was chosen.

    Returns
    -------
    Product of DpdCriresFlatReference
        It holds in the archive once it is certified.

    Raises
    ------
    TaskError
        The setting has no references, the map is of another master, or the time is none.
    """
    try:
        return reference_product(
            master,
            bad_pixel_map,
            software=crires_flat_reference.software,
            use_after=use_after or None,
            remark=remark or None,
        )
    except ValueError as error:
        raise TaskError(str(error), place=crires_flat_reference.name) from error


@task("crires_associate", version="1.0", project="CRIRES")
def crires_associate(
    frames: list[Product[DpdCriresFlatFrame]],
    reference: Product[DpdCriresFlatReference] | None = None,
) -> list[Product[DpdCriresAssociationBlock]]:
    """Sort raw flats into association blocks.

    Parameters
    ----------
    frames : list of Product of DpdCriresFlatFrame
        Raw frames, of several nights and settings.
    reference : Product of DpdCriresFlatReference, optional
        What the blocks of its setting are compared with.

    Returns
    -------
    list of Product of DpdCriresAssociationBlock
        One for the frames of each night, setting, window and exposure time.
    """
    blocks = []
    for block in associate(frames):
        theirs = reference is not None and _setting(reference) == _setting(block[0])
        used = [("reference", reference.id)] if theirs and reference is not None else []
        blocks.append(block_product(block, software=crires_associate.software, associated=used))
    return blocks


def _setting(product: Product[DpdCriresFlatFrame] | Product[DpdCriresFlatReference]) -> str:
    return product.content.data.exposure.setting.setting_name


def _refuse_other(frame: Product[DpdCriresFlatFrame], master: Product[DpdCriresMasterFlat]) -> None:
    ours, theirs = frame.content.data.exposure, master.content.data.exposure
    for what, wanted, given in (
        ("setting", ours.setting.setting_name, theirs.setting.setting_name),
        ("window", ours.window, theirs.window),
    ):
        if wanted != given:
            raise TaskError(
                f"the master {master.id} is of another {what} than the frames",
                remedy="give the master of these frames, or none",
            )
