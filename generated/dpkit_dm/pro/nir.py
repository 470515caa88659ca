from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.fit import FitsFile
from ..bas.img import (
    ExposureTime,
    ImageType,
    ObservationDateTime,
    ObservationSequence,
    Pointing,
)
from ..bas.stc import SpatialFootprint
from ..ins.ins import (
    CalibrationValidPeriod,
    Filter,
    FilterName,
    Instrument,
    NispDetectorId,
)

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/nir"


@dataclass(slots=True, kw_only=True)
class NirRelPhotoFrameQuality:
    """
    What relative photometry found out about a frame.
    """

    class Meta:
        name = "nirRelPhotoFrameQuality"

    qprelex: None | float = field(
        default=None,
        metadata={
            "name": "QPRELEX",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Median ratio of the fluxes in this exposure to those in the other exposures of "
                "the observation."
            ),
        },
    )
    qprelexe: None | float = field(
        default=None,
        metadata={
            "name": "QPRELEXE",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Error of QPRELEX.",
        },
    )


@dataclass(slots=True, kw_only=True)
class NirDetector:
    """
    One detector of a frame.
    """

    class Meta:
        name = "nirDetector"

    detector_id: NispDetectorId = field(
        metadata={
            "name": "DetectorId",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )
    background: None | float = field(
        default=None,
        metadata={
            "name": "Background",
            "type": "Element",
            "namespace": "",
            "doc": "Median background of the detector.",
        },
    )


@dataclass(slots=True, kw_only=True)
class NirMasterDark:
    """
    Dark current of each detector.
    """

    class Meta:
        name = "nirMasterDark"

    filter: FilterName = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter that the calibration holds for.",
        }
    )
    validity_range: CalibrationValidPeriod = field(
        metadata={
            "name": "ValidityRange",
            "type": "Element",
            "namespace": "",
            "doc": "The time for which the calibration holds.",
        }
    )
    calibration_id: str = field(
        metadata={
            "name": "CalibrationID",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Identifier of the calibration, common to its versions.",
        }
    )
    frame_numbers: None | int = field(
        default=None,
        metadata={
            "name": "FrameNumbers",
            "type": "Element",
            "namespace": "",
            "doc": "Number of frames that were combined.",
        },
    )
    total_exposure_time: None | float = field(
        default=None,
        metadata={
            "name": "TotalExposureTime",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Sum of the exposure times.",
        },
    )
    focal_plane_temperature: None | float = field(
        default=None,
        metadata={
            "name": "FocalPlaneTemperature",
            "type": "Element",
            "namespace": "",
            "doc": "Temperature of the focal plane.",
        },
    )
    data_storage: FitsFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The dark images.",
        }
    )
    min: None | float = field(
        default=None,
        metadata={
            "name": "Min",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest value.",
        },
    )
    max: None | float = field(
        default=None,
        metadata={
            "name": "Max",
            "type": "Element",
            "namespace": "",
            "doc": "Largest value.",
        },
    )
    mean: None | float = field(
        default=None,
        metadata={
            "name": "Mean",
            "type": "Element",
            "namespace": "",
            "doc": "Mean value.",
        },
    )
    median: None | float = field(
        default=None,
        metadata={
            "name": "Median",
            "type": "Element",
            "namespace": "",
            "doc": "Median value.",
        },
    )
    mad: None | float = field(
        default=None,
        metadata={
            "name": "MAD",
            "type": "Element",
            "namespace": "",
            "doc": "Median absolute deviation.",
        },
    )
    masked_pixel_fraction: None | float = field(
        default=None,
        metadata={
            "name": "MaskedPixelFraction",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "max_inclusive": 1.0,
            "doc": "Fraction of pixels that are masked.",
        },
    )


@dataclass(slots=True, kw_only=True)
class NirMasterFlat:
    """
    Relative response of the pixels of each detector.
    """

    class Meta:
        name = "nirMasterFlat"

    filter: FilterName = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter that the calibration holds for.",
        }
    )
    validity_range: CalibrationValidPeriod = field(
        metadata={
            "name": "ValidityRange",
            "type": "Element",
            "namespace": "",
            "doc": "The time for which the calibration holds.",
        }
    )
    calibration_id: str = field(
        metadata={
            "name": "CalibrationID",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Identifier of the calibration, common to its versions.",
        }
    )
    led_id: None | int = field(
        default=None,
        metadata={
            "name": "LedId",
            "type": "Element",
            "namespace": "",
            "doc": "Lamp of the calibration unit.",
        },
    )
    flux_id: None | int = field(
        default=None,
        metadata={
            "name": "FluxId",
            "type": "Element",
            "namespace": "",
            "doc": "Intensity level of the lamp.",
        },
    )
    data_storage: FitsFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The flat images.",
        }
    )
    min: None | float = field(
        default=None,
        metadata={
            "name": "Min",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest value.",
        },
    )
    max: None | float = field(
        default=None,
        metadata={
            "name": "Max",
            "type": "Element",
            "namespace": "",
            "doc": "Largest value.",
        },
    )
    mean: None | float = field(
        default=None,
        metadata={
            "name": "Mean",
            "type": "Element",
            "namespace": "",
            "doc": "Mean value.",
        },
    )
    median: None | float = field(
        default=None,
        metadata={
            "name": "Median",
            "type": "Element",
            "namespace": "",
            "doc": "Median value.",
        },
    )
    mad: None | float = field(
        default=None,
        metadata={
            "name": "MAD",
            "type": "Element",
            "namespace": "",
            "doc": "Median absolute deviation.",
        },
    )
    masked_pixel_fraction: None | float = field(
        default=None,
        metadata={
            "name": "MaskedPixelFraction",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "max_inclusive": 1.0,
            "doc": "Fraction of pixels that are masked.",
        },
    )


@dataclass(slots=True, kw_only=True)
class NirDetectorList:
    """
    The detectors that a frame holds; any subset of the sixteen.
    """

    class Meta:
        name = "nirDetectorList"

    detector: list[NirDetector] = field(
        default_factory=list,
        metadata={
            "name": "Detector",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "max_occurs": 16,
            "doc": "One detector.",
        },
    )


@dataclass(slots=True, kw_only=True)
class NirCalibratedFrame:
    """
    A calibrated near-infrared exposure: science, noise and data-quality image of each
    detector, in electrons, background not subtracted.
    """

    class Meta:
        name = "nirCalibratedFrame"

    exposure_time: ExposureTime = field(
        metadata={
            "name": "ExposureTime",
            "type": "Element",
            "namespace": "",
            "doc": "How long light was collected.",
        }
    )
    img_type: ImageType = field(
        metadata={
            "name": "ImgType",
            "type": "Element",
            "namespace": "",
            "doc": "Kind of image.",
        }
    )
    instrument: Instrument = field(
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "What observed.",
        }
    )
    filter: Filter = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter of the exposure.",
        }
    )
    observation_date_time: ObservationDateTime = field(
        metadata={
            "name": "ObservationDateTime",
            "type": "Element",
            "namespace": "",
            "doc": "When the exposure began.",
        }
    )
    observation_sequence: ObservationSequence = field(
        metadata={
            "name": "ObservationSequence",
            "type": "Element",
            "namespace": "",
            "doc": "Where the exposure stands in the survey.",
        }
    )
    recons_fpapointing: Pointing = field(
        metadata={
            "name": "ReconsFPAPointing",
            "type": "Element",
            "namespace": "",
            "doc": "Where the telescope pointed.",
        }
    )
    img_spatial_footprint: SpatialFootprint = field(
        metadata={
            "name": "ImgSpatialFootprint",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that the detectors cover.",
        }
    )
    detector_list: NirDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors in the file.",
        }
    )
    quality_params: None | NirRelPhotoFrameQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "What later tasks found out about the frame.",
        },
    )
    data_storage: FitsFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The images: extensions DETxy.SCI, DETxy.RMS and DETxy.DQ per detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class NirExposureCatalog:
    """
    Sources found in one exposure.
    """

    class Meta:
        name = "nirExposureCatalog"

    exposure_time: ExposureTime = field(
        metadata={
            "name": "ExposureTime",
            "type": "Element",
            "namespace": "",
            "doc": "How long light was collected.",
        }
    )
    instrument: Instrument = field(
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "What observed.",
        }
    )
    filter: Filter = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter of the exposure.",
        }
    )
    observation_date_time: ObservationDateTime = field(
        metadata={
            "name": "ObservationDateTime",
            "type": "Element",
            "namespace": "",
            "doc": "When the exposure began.",
        }
    )
    observation_sequence: ObservationSequence = field(
        metadata={
            "name": "ObservationSequence",
            "type": "Element",
            "namespace": "",
            "doc": "Where the exposure stands in the survey.",
        }
    )
    spatial_coverage: SpatialFootprint = field(
        metadata={
            "name": "SpatialCoverage",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that was searched.",
        }
    )
    detector_list: NirDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors that were searched.",
        }
    )
    input_frame: str = field(
        metadata={
            "name": "InputFrame",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the frame in which the sources were found.",
        }
    )
    number_of_sources: int = field(
        metadata={
            "name": "NumberOfSources",
            "type": "Element",
            "namespace": "",
            "doc": "Number of sources in the catalogue.",
        }
    )
    catalog_storage: FitsFile = field(
        metadata={
            "name": "CatalogStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The table of sources.",
        }
    )
