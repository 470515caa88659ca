"""The tasks of NIR relative photometry among exposures."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np

from dpkit.errors import ProductError, TaskError
from dpkit.processing.nir.calibration import (
    CalibrationSettings,
    calibration_product,
    calibration_settings,
    catalogs_by_exposure,
    validity,
)
from dpkit.processing.nir.catalog import catalog_product, read_sources
from dpkit.processing.nir.extract import (
    ExtractionSettings,
    concatenate_detectors,
    extract_sources,
)
from dpkit.processing.nir.frame import detector_images
from dpkit.processing.nir.relative import relative_factors
from dpkit.product.creation import new
from dpkit.product.product import Product
from dpkit.workflow.task import parameter, port, task
from dpkit_dm.nir import (
    DpdNirCalibratedFrame,
    DpdNirExposureCatalog,
    DpdNirRelPhotoExpCalibration,
    DpdNirRelPhotoParams,
)
from dpkit_dm.pro import NirRelPhotoExpFactor, NirRelPhotoFrameQuality

__all__ = [
    "apply_relative_calibrations",
    "calculate_relative_exposures",
    "extract_exposure_catalog",
]

PROJECT = "NIR_RelativePhotometry"


@task("NIR_extract_exposure_catalog", version="1.0", project=PROJECT)
def extract_exposure_catalog(
    frame: Annotated[Product[DpdNirCalibratedFrame], port(match="observation exposure filter")],
    threshold: Annotated[float, parameter(above=0)] = ExtractionSettings().threshold,
    aperture_radius: Annotated[
        float, parameter(unit="pixel", above=0)
    ] = ExtractionSettings().aperture_radius,
) -> Product[DpdNirExposureCatalog]:
    """Find the sources in a calibrated frame and measure their fluxes.

    Parameters
    ----------
    frame : Product of DpdNirCalibratedFrame
        One exposure, any number of detectors.
    threshold : float
        Detection threshold per pixel, in standard deviations of the noise.
    aperture_radius : float
        Radius of the photometric aperture [pixel].

    Returns
    -------
    Product of DpdNirExposureCatalog
        Positions in ICRS, fluxes in electrons with errors, and flags.
    """
    detectors = [str(name) for name in frame.keys["detector"]]
    sources, backgrounds = [], {}
    try:
        settings = ExtractionSettings(threshold=threshold, aperture_radius=aperture_radius)
        with frame.open("DataStorage") as hdus:
            for name, image in detector_images(hdus, detectors):
                found = extract_sources(image.sci, image.rms, image.dq, image.wcs, name, settings)
                sources.append(found)
                backgrounds[name] = float(np.median(image.sci))
    except ValueError as error:
        raise TaskError(str(error), place=extract_exposure_catalog.name) from error
    return catalog_product(
        frame, concatenate_detectors(sources), backgrounds, extract_exposure_catalog.software
    )


@task("NIR_calculate_relative_exposures", version="1.0", project=PROJECT)
def calculate_relative_exposures(
    catalogs: Annotated[
        list[Product[DpdNirExposureCatalog]],
        port(match="observation filter", count="TotalExposure"),
    ],
    parameters: Annotated[Product[DpdNirRelPhotoParams] | None, port(sets="Data")] = None,
    neighbours: Annotated[
        list[Product[DpdNirRelPhotoExpCalibration]] | None,
        port(match="filter"),
    ] = None,
    match_radius: Annotated[
        float, parameter(unit="arcsec", above=0)
    ] = CalibrationSettings().match_radius,
    minimum_snr: Annotated[float, parameter(minimum=0)] = CalibrationSettings().minimum_snr,
    clip_sigma: Annotated[float, parameter(above=0)] = CalibrationSettings().clip_sigma,
    minimum_matches: Annotated[int, parameter(minimum=2)] = CalibrationSettings().minimum_matches,
    validity_margin: Annotated[
        float, parameter(unit="s", minimum=0)
    ] = CalibrationSettings().validity_margin,
) -> Product[DpdNirRelPhotoExpCalibration]:
    """Compare the fluxes of the same sources in all exposures of an observation.

    The factor of an exposure is the median, over its pairs with the other exposures, of the
    sigma-clipped median flux ratio of their common sources: a ratio of fluxes, not a difference
    of magnitudes; it multiplies the flux and is close to 1.

    Parameters
    ----------
    catalogs : list of Product of DpdNirExposureCatalog
        One catalogue of each exposure of one observation in one filter; two or more.
    parameters : Product of DpdNirRelPhotoParams, optional
        Settings; those given as arguments go before them.
    neighbours : list of Product of DpdNirRelPhotoExpCalibration, optional
        Calibrations of other observations, where widening the validity ends.
    match_radius : float, optional
        Largest distance between the positions of one source [arcsec].
    minimum_snr : float, optional
        Smallest ratio of flux to error of a source that is used.
    clip_sigma : float, optional
        Distance from the median beyond which ratios are clipped [standard deviations].
    minimum_matches : int, optional
        Smallest number of common sources of a pair.
    validity_margin : float, optional
        How far the validity reaches beyond the first and the last exposure [s].

    Returns
    -------
    Product of DpdNirRelPhotoExpCalibration
        One factor per exposure; pairs that failed are recorded with the reason.

    Raises
    ------
    TaskError
        There are fewer than two exposures, catalogues of several observations, or an exposure
        that overlaps no other.
    """
    given = {
        "match_radius": match_radius,
        "minimum_snr": minimum_snr,
        "clip_sigma": clip_sigma,
        "minimum_matches": minimum_matches,
        "validity_margin": validity_margin,
    }
    exposures = catalogs_by_exposure(catalogs)
    sources = {number: read_sources(catalog) for number, catalog in exposures.items()}
    try:
        settings = calibration_settings(parameters, given)
        result = relative_factors(sources, settings.relative)
    except ValueError as error:
        raise TaskError(str(error), place=calculate_relative_exposures.name) from error
    ordered = list(exposures.values())
    period = validity(ordered, settings.validity_margin, neighbours or [])
    return calibration_product(
        ordered, result, period, settings, calculate_relative_exposures.software
    )


@task("NIR_apply_relative_calibrations", version="1.0", project=PROJECT)
def apply_relative_calibrations(
    frames: Annotated[list[Product[DpdNirCalibratedFrame]], port(match="observation filter")],
    calibration: Annotated[
        Product[DpdNirRelPhotoExpCalibration], port(match="observation filter", at="frames")
    ],
) -> list[Product[DpdNirCalibratedFrame]]:
    """Write the factor of each exposure into its frame as a quality parameter.

    QPRELEX and its error QPRELEXE enter the document and the main header of a new version of
    each frame. The pixels stay as they are: the factor is a measure of quality, no correction.

    Parameters
    ----------
    frames : list of Product of DpdNirCalibratedFrame
        Exposures of the observation.
    calibration : Product of DpdNirRelPhotoExpCalibration
        Calibration of the same observation and filter.

    Returns
    -------
    list of Product of DpdNirCalibratedFrame
        New versions of the frames.

    Raises
    ------
    TaskError
        A frame is of another observation or filter, or the calibration lacks its exposure.
    """
    return [_apply(frame, calibration) for frame in frames]


def _apply(
    frame: Product[DpdNirCalibratedFrame], calibration: Product[DpdNirRelPhotoExpCalibration]
) -> Product[DpdNirCalibratedFrame]:
    factor = _factor(frame, calibration)
    quality = NirRelPhotoFrameQuality(qprelex=factor.value, qprelexe=factor.error)
    return new(
        DpdNirCalibratedFrame,
        data=replace(frame.content.data, quality_params=quality),
        files={"DataStorage": frame.files["DataStorage"].location},
        software=apply_relative_calibrations.software,
        dataset=frame.role("dataset"),
    )


def _factor(
    frame: Product[DpdNirCalibratedFrame], calibration: Product[DpdNirRelPhotoExpCalibration]
) -> NirRelPhotoExpFactor:
    for name in ("observation", "filter"):
        ours, theirs = frame.keys[name][0], calibration.keys[name][0]
        if ours != theirs:
            raise TaskError(
                f"frame {frame.id} is of {name} {ours}, the calibration of {theirs}",
                remedy=f"give the calibration of {name} {ours}",
            )
    number = frame.content.data.observation_sequence.exposure
    for factor in calibration.content.data.correction_factor_list.correction_factor:
        if factor.exposure == number:
            return factor
    raise ProductError(
        f"the calibration {calibration.id} has no factor of exposure {number}",
        remedy="calculate it from all exposures of the observation",
    )
