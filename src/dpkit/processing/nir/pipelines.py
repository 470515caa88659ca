"""The pipelines of NIR relative photometry: one observation in one filter, and a whole field."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from dpkit.processing.nir.tasks import (
    PROJECT,
    apply_relative_calibrations,
    calculate_relative_exposures,
    extract_exposure_catalog,
)
from dpkit.product.product import Product
from dpkit.workflow.pipeline import pipeline
from dpkit.workflow.port import port
from dpkit.workflow.splitting import gather, group
from dpkit_dm.nir import (
    DpdNirCalibratedFrame,
    DpdNirExposureCatalog,
    DpdNirRelPhotoExpCalibration,
    DpdNirRelPhotoParams,
)

__all__ = ["process_field", "process_observation"]


class ObservationPhotometry(NamedTuple):
    """What is made of one observation in one filter."""

    catalogs: list[Product[DpdNirExposureCatalog]]
    calibration: Product[DpdNirRelPhotoExpCalibration]
    calibrated_frames: list[Product[DpdNirCalibratedFrame]]


class FieldPhotometry(NamedTuple):
    """What is made of a field."""

    catalogs: list[Product[DpdNirExposureCatalog]]
    calibrations: list[Product[DpdNirRelPhotoExpCalibration]]
    calibrated_frames: list[Product[DpdNirCalibratedFrame]]


@pipeline("NIR_RelativePhotometry_Pipeline", version="1.0", project=PROJECT)
def process_observation(
    frames: Annotated[list[Product[DpdNirCalibratedFrame]], port(match="observation filter")],
    parameters: Product[DpdNirRelPhotoParams] | None = None,
) -> ObservationPhotometry:
    """Measure the relative photometry of one observation in one filter, and note it in its frames.

    Parameters
    ----------
    frames : list of Product of DpdNirCalibratedFrame
        The exposures; two or more.
    parameters : Product of DpdNirRelPhotoParams, optional
        Settings of the comparison.

    Returns
    -------
    ObservationPhotometry
        A catalogue and a new version of each frame, and the calibration.
    """
    catalogs = extract_exposure_catalog.each(frame=frames)
    calibration = calculate_relative_exposures(catalogs, parameters)
    calibrated = apply_relative_calibrations(frames, calibration)
    return ObservationPhotometry(catalogs, calibration, calibrated)


@pipeline("NIR_ProcessField_Pipeline", version="1.0", project=PROJECT)
def process_field(
    frames: list[Product[DpdNirCalibratedFrame]],
    parameters: Product[DpdNirRelPhotoParams] | None = None,
) -> FieldPhotometry:
    """Measure the relative photometry of all observations and filters of a field.

    Parameters
    ----------
    frames : list of Product of DpdNirCalibratedFrame
        The exposures of any number of observations and filters.
    parameters : Product of DpdNirRelPhotoParams, optional
        Settings of the comparison.

    Returns
    -------
    FieldPhotometry
        All catalogues, a calibration of each observation and filter, and the new frames.
    """
    made = process_observation.each(
        frames=group(frames, by="observation filter"), parameters=parameters
    )
    return FieldPhotometry(gather(made.catalogs), made.calibration, gather(made.calibrated_frames))
