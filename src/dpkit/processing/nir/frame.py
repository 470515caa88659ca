"""Calibrated frames: images and document of one exposure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from dpkit.errors import FileFormatError
from dpkit.processing.nir.focalplane import footprint
from dpkit.processing.nir.observation import ObservationSettings
from dpkit.processing.nir.simulate import DetectorImage, SimulatedExposure
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit.product.times import to_xml_time
from dpkit_dm.bas import (
    ExposureTime,
    FitsFile,
    ImageCategory,
    ImageFirstType,
    ImageSecondType,
    ImageTechnique,
    ImageThirdType,
    ImageType,
    ObservationDateTime,
    ObservationSequence,
    Pointing,
    Polygon,
    SkyPosition,
    SpatialFootprint,
)
from dpkit_dm.ins import (
    Filter,
    FilterName,
    Instrument,
    InstrumentName,
    NispDetectorId,
    TelescopeName,
)
from dpkit_dm.nir import DpdNirCalibratedFrame
from dpkit_dm.pro import NirCalibratedFrame, NirDetector, NirDetectorList

if TYPE_CHECKING:
    from astropy.io.fits import HDUList
    from numpy.typing import NDArray

__all__ = ["detector_images", "exposure_end", "frame_product", "sky_polygon"]

_SIMULATOR = ("dpkit", "0.1.0")
_MJD_ZERO = datetime(1858, 11, 17, tzinfo=UTC)


def frame_product(
    exposure: SimulatedExposure, settings: ObservationSettings
) -> Product[DpdNirCalibratedFrame]:
    """Make the product of a simulated exposure.

    Parameters
    ----------
    exposure : SimulatedExposure
        Images of the detectors, in electrons.
    settings : ObservationSettings
        The observation that it belongs to.

    Returns
    -------
    Product
        To be written.
    """
    return new(
        DpdNirCalibratedFrame,
        data=_data(exposure, settings),
        files={"DataStorage": _images(exposure)},
        software=_SIMULATOR,
    )


def _data(exposure: SimulatedExposure, settings: ObservationSettings) -> NirCalibratedFrame:
    images = exposure.detectors
    corners = footprint([image.wcs for image in images.values()], settings.shape)
    identity = settings.observation_id * 100 + exposure.number
    return NirCalibratedFrame(
        exposure_time=ExposureTime(value=exposure.exposure_time, unit="s"),
        img_type=ImageType(
            category=ImageCategory.SCIENCE,
            first_type=ImageFirstType.OBJECT,
            second_type=ImageSecondType.SKY,
            third_type=ImageThirdType.WIDE,
            technique=ImageTechnique.IMAGE,
        ),
        instrument=Instrument(
            instrument_name=InstrumentName.NISPSIM, telescope_name=TelescopeName.EUCLID
        ),
        filter=Filter(name=FilterName(settings.filter)),
        observation_date_time=ObservationDateTime(
            utc=to_xml_time(exposure.start),
            mjd=(exposure.start - _MJD_ZERO) / timedelta(days=1),
        ),
        observation_sequence=ObservationSequence(
            observation_id=settings.observation_id,
            dither_observation=exposure.number,
            pointing_id=identity,
            exposure=exposure.number,
            total_exposure=settings.exposures,
        ),
        recons_fpapointing=Pointing(
            ra=exposure.pointing.ra,
            dec=exposure.pointing.dec,
            position_angle=exposure.pointing.position_angle,
        ),
        img_spatial_footprint=sky_polygon(corners),
        detector_list=NirDetectorList(
            detector=[
                NirDetector(detector_id=NispDetectorId(name), background=_median(image.sci))
                for name, image in images.items()
            ]
        ),
        data_storage=to_be_written(FitsFile),
    )


def sky_polygon(corners: NDArray[np.float64]) -> SpatialFootprint:
    """Return the footprint of a polygon with corners of shape (N, 2) in degrees, ICRS."""
    vertices = [SkyPosition(c1=float(ra), c2=float(dec)) for ra, dec in corners]
    return SpatialFootprint(polygon=Polygon(vertex=vertices))


def _median(pixels: NDArray[np.float32]) -> float:
    return float(np.median(pixels))


def _images(exposure: SimulatedExposure) -> HDUList:
    from astropy.io import fits

    hdus = fits.HDUList([fits.PrimaryHDU()])
    for name, image in exposure.detectors.items():
        header = image.wcs.to_header()
        planes: dict[str, tuple[NDArray[Any], str | None]] = {
            "SCI": (image.sci, "electron"),
            "RMS": (image.rms, "electron"),
            "DQ": (image.dq, None),
        }
        for plane, (pixels, unit) in planes.items():
            hdu = fits.ImageHDU(pixels, header=header, name=f"{name}.{plane}")
            if unit is not None:
                hdu.header["BUNIT"] = (unit, "Unit of the pixels")
            hdus.append(hdu)
    return hdus


def detector_images(hdus: HDUList, names: Sequence[str]) -> Iterator[tuple[str, DetectorImage]]:
    """Yield the images of each detector of a frame, one detector in memory at a time.

    Parameters
    ----------
    hdus : HDUList
        Extensions ``DETxy.SCI``, ``DETxy.RMS`` and ``DETxy.DQ``.
    names : sequence of str
        The detectors.

    Raises
    ------
    FileFormatError
        An extension is missing.
    """
    from astropy.wcs import WCS

    missing = [
        f"{name}.{plane}"
        for name in names
        for plane in ("SCI", "RMS", "DQ")
        if f"{name}.{plane}" not in hdus
    ]
    if missing:
        raise FileFormatError(
            f"the frame has no extension {', '.join(missing)}",
            place=str(hdus.filename() or "frame"),
            remedy="document and file must have the same detectors",
        )
    for name in names:
        science, noise, quality = (hdus[f"{name}.{plane}"] for plane in ("SCI", "RMS", "DQ"))
        yield (
            name,
            DetectorImage(
                sci=np.ascontiguousarray(science.data, dtype=np.float32),
                rms=np.ascontiguousarray(noise.data, dtype=np.float32),
                dq=np.ascontiguousarray(quality.data, dtype=np.int32),
                wcs=WCS(science.header),
            ),
        )
        for hdu in (science, noise, quality):
            del hdu.data


def exposure_end(start: int, exposure_time: float) -> int:
    """Return the end of an exposure in nanoseconds of TAI, from its start and its length in s."""
    return start + round(exposure_time * 1e9)
