"""Products of the exposures of a simulated survey."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.flagmap import sky_background, sky_rms
from dpkit.processing.vmpz.focalplane import Exposure, detector_wcs, field_polygon
from dpkit.processing.vmpz.survey import BANDS, Survey
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit.product.times import to_xml_time
from dpkit_dm.bas import (
    ExposureTime,
    FitsFile,
    FrameType,
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
from dpkit_dm.ext import DpdExtCalibratedFrame
from dpkit_dm.ins import (
    Filter,
    FilterDescription,
    FilterName,
    Instrument,
    InstrumentName,
    NispDetectorId,
    ObservingInstrument,
    TelescopeName,
)
from dpkit_dm.nir import DpdNirCalibratedFrame
from dpkit_dm.pro import (
    ExtCalibratedFrame,
    NirCalibratedFrame,
    NirDetector,
    NirDetectorList,
    VisObsFrame,
)
from dpkit_dm.vis import DpdVisObsFrame

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["SIMULATOR", "frame_type", "instrument_of", "sky_footprint", "survey_frames"]

SIMULATOR = ("dpkit", "0.1.0")

DITHERS = 4
_START = datetime(2026, 3, 1, tzinfo=UTC)
_MJD_ZERO = datetime(1858, 11, 17, tzinfo=UTC)
_LENGTH = {"VIS": 560.52, "NISP": 87.2, "EXT": 90.0}
_NAMES = {"VIS": ("VIS", "Euclid"), "NISP": ("NISP", "Euclid"), "EXT": ("DECam", "Blanco")}
_DETECTOR_SHAPE = (16, 16)  # the images of frames are not looked at, only where they are


def survey_frames(survey: Survey, dataset: str) -> Iterator[Product[Any]]:
    """Make the products of all exposures of a survey.

    Parameters
    ----------
    survey : Survey
        The survey.
    dataset : str
        Campaign that they belong to.

    Yields
    ------
    Product
        Observation frames of VIS, calibrated frames of NISP and from the ground.
    """
    for band, exposures in survey.exposures.items():
        for number, exposure in enumerate(exposures):
            taken = _taken(band, number, exposure)
            if exposure.instrument == "VIS":
                yield _vis(band, exposure, taken, dataset)
            elif exposure.instrument == "NISP":
                yield _nir(survey, band, exposure, taken, dataset)
            else:
                yield _ext(band, taken, dataset)


def sky_footprint(corners: NDArray[np.float64]) -> SpatialFootprint:
    """Return the footprint of a polygon with corners of shape (V, 2) [deg]."""
    vertices = [SkyPosition(c1=float(ra), c2=float(dec)) for ra, dec in corners]
    return SpatialFootprint(polygon=Polygon(vertex=vertices))


def instrument_of(band: str) -> ObservingInstrument:
    """Return what sees a band."""
    name, telescope = _NAMES[BANDS[band]]
    return ObservingInstrument(instrument_name=name, telescope_name=telescope)


def frame_type() -> FrameType:
    """Return the type of an image of the sky."""
    return FrameType(
        category=ImageCategory.SCIENCE,
        first_type="OBJECT",
        second_type=ImageSecondType.SKY,
        third_type=ImageThirdType.WIDE,
        technique=ImageTechnique.IMAGE,
    )


def _taken(band: str, number: int, exposure: Exposure) -> dict[str, Any]:
    """Return when and where an exposure was taken."""
    field, dither = divmod(number, DITHERS)
    later = timedelta(seconds=100.0 * list(BANDS).index(band))
    start = _START + timedelta(seconds=4400.0 * field + 1100.0 * dither) + later
    return {
        "exposure_time": ExposureTime(value=_LENGTH[exposure.instrument], unit="s"),
        "img_spatial_footprint": sky_footprint(field_polygon(exposure)),
        "observation_date_time": ObservationDateTime(
            utc=to_xml_time(start), mjd=(start - _MJD_ZERO) / timedelta(days=1)
        ),
        "observation_sequence": ObservationSequence(
            observation_id=field + 1,
            pointing_id=100 * (field + 1) + dither + 1,
            exposure=dither + 1,
            total_exposure=DITHERS,
        ),
    }


def _pointing(exposure: Exposure) -> Pointing:
    return Pointing(ra=exposure.ra, dec=exposure.dec, position_angle=exposure.position_angle)


def _vis(
    band: str, exposure: Exposure, taken: dict[str, Any], dataset: str
) -> Product[DpdVisObsFrame]:
    data = VisObsFrame(
        **taken,
        instrument=instrument_of(band),
        filter=FilterDescription(name=band),
        recons_fpapointing=_pointing(exposure),
    )
    return new(DpdVisObsFrame, data=data, software=SIMULATOR, dataset=dataset)


def _ext(band: str, taken: dict[str, Any], dataset: str) -> Product[DpdExtCalibratedFrame]:
    data = ExtCalibratedFrame(
        **taken,
        img_type=frame_type(),
        instrument=instrument_of(band),
        filter=FilterDescription(name=band),
    )
    return new(DpdExtCalibratedFrame, data=data, software=SIMULATOR, dataset=dataset)


def _nir(
    survey: Survey, band: str, exposure: Exposure, taken: dict[str, Any], dataset: str
) -> Product[DpdNirCalibratedFrame]:
    names = [f"DET{place % 4 + 1}{place // 4 + 1}" for place in range(16)]
    data = NirCalibratedFrame(
        **taken,
        img_type=ImageType(
            category=ImageCategory.SCIENCE,
            first_type=ImageFirstType.OBJECT,
            second_type=ImageSecondType.SKY,
            third_type=ImageThirdType.WIDE,
            technique=ImageTechnique.IMAGE,
        ),
        instrument=Instrument(
            instrument_name=InstrumentName.NISP, telescope_name=TelescopeName.EUCLID
        ),
        filter=Filter(name=FilterName(band)),
        recons_fpapointing=_pointing(exposure),
        detector_list=NirDetectorList(
            detector=[NirDetector(detector_id=NispDetectorId(name)) for name in names]
        ),
        data_storage=to_be_written(FitsFile),
    )
    return new(
        DpdNirCalibratedFrame,
        data=data,
        files={"DataStorage": _detector_images(survey, band, exposure, names)},
        software=SIMULATOR,
        dataset=dataset,
    )


def _detector_images(survey: Survey, band: str, exposure: Exposure, names: list[str]) -> HDUList:
    """Draw small images of the sky, with the world coordinates of the detectors."""
    from astropy.io import fits

    hdus = fits.HDUList([fits.PrimaryHDU()])
    place = (exposure.ra, exposure.dec)
    noise = np.float32(sky_rms(survey, band, place, 1))
    level = np.float32(sky_background(survey, band, place))
    for name, wcs in zip(names, detector_wcs(exposure, _DETECTOR_SHAPE), strict=True):
        header = wcs.to_header()
        planes = {
            "SCI": np.full(_DETECTOR_SHAPE, level),
            "RMS": np.full(_DETECTOR_SHAPE, noise),
            "DQ": np.zeros(_DETECTOR_SHAPE, dtype=np.int32),
        }
        for plane, pixels in planes.items():
            hdu = fits.ImageHDU(pixels, header=header, name=f"{name}.{plane}")
            if plane != "DQ":
                hdu.header["BUNIT"] = "electron"
            hdus.append(hdu)
    return hdus
