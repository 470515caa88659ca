from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.dqc import RangeFlag
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
class NirRelPhotoExpFactor:
    """
    Photometric offset of one exposure.
    """

    class Meta:
        name = "nirRelPhotoExpFactor"

    value: float = field(
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Median ratio of the fluxes of sources in this exposure to those in each other "
                "exposure; close to 1. A flux ratio, not a magnitude."
            ),
        }
    )
    error: None | float = field(
        default=None,
        metadata={
            "name": "Error",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Standard error of the value.",
        },
    )
    exposure: int = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the exposure.",
        }
    )


@dataclass(slots=True, kw_only=True)
class NirRelPhotoExpPair:
    """
    Comparison of two exposures.
    """

    class Meta:
        name = "nirRelPhotoExpPair"

    first: int = field(
        metadata={
            "name": "First",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the exposure whose fluxes are divided.",
        }
    )
    second: int = field(
        metadata={
            "name": "Second",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the exposure whose fluxes divide.",
        }
    )
    matches: int = field(
        metadata={
            "name": "Matches",
            "type": "Element",
            "namespace": "",
            "doc": "Number of sources that both exposures have in common.",
        }
    )
    used: int = field(
        metadata={
            "name": "Used",
            "type": "Element",
            "namespace": "",
            "doc": "Number of sources left after clipping.",
        }
    )
    ratio: None | float = field(
        default=None,
        metadata={
            "name": "Ratio",
            "type": "Element",
            "namespace": "",
            "doc": "Median flux ratio after clipping; absent when the comparison failed.",
        },
    )
    error: None | float = field(
        default=None,
        metadata={
            "name": "Error",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Standard error of the ratio.",
        },
    )
    failure: None | str = field(
        default=None,
        metadata={
            "name": "Failure",
            "type": "Element",
            "namespace": "",
            "doc": "Why the comparison failed.",
        },
    )


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
class NirRelPhotoParams:
    """
    Parameters of the relative photometry among exposures.
    """

    class Meta:
        name = "nirRelPhotoParams"

    parameter_set_name: str = field(
        metadata={
            "name": "ParameterSetName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the set of parameters.",
        }
    )
    match_radius: None | float = field(
        default=None,
        metadata={
            "name": "MatchRadius",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Largest distance between the positions of one source in two exposures.",
        },
    )
    minimum_snr: None | float = field(
        default=None,
        metadata={
            "name": "MinimumSNR",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Smallest ratio of flux to error of a source that is used.",
        },
    )
    clip_sigma: None | float = field(
        default=None,
        metadata={
            "name": "ClipSigma",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": (
                "Distance from the median, in robust standard deviations, beyond which a flux "
                "ratio is left out."
            ),
        },
    )
    minimum_matches: None | int = field(
        default=None,
        metadata={
            "name": "MinimumMatches",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest number of sources that a pair of exposures must have in common.",
        },
    )
    validity_margin: None | float = field(
        default=None,
        metadata={
            "name": "ValidityMargin",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "How far the validity reaches beyond the first and the last exposure.",
        },
    )
    minimum_factor: None | float = field(
        default=None,
        metadata={
            "name": "MinimumFactor",
            "type": "Element",
            "namespace": "",
            "doc": "Smallest good factor.",
        },
    )
    maximum_factor: None | float = field(
        default=None,
        metadata={
            "name": "MaximumFactor",
            "type": "Element",
            "namespace": "",
            "doc": "Largest good factor.",
        },
    )
    maximum_detector_deviation: None | float = field(
        default=None,
        metadata={
            "name": "MaximumDetectorDeviation",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Largest good deviation of one detector from its exposure.",
        },
    )


@dataclass(slots=True, kw_only=True)
class DetectorDeviationFlag(RangeFlag):
    """
    Raised when one detector deviates from its exposure by more than the limit.
    """

    class Meta:
        name = "detectorDeviationFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MaxDetectorDeviation",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )
    min_limit: float = field(
        default=0.0,
        metadata={
            "name": "minLimit",
            "type": "Attribute",
        },
    )
    max_limit: float = field(
        default=0.05,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class ExposureFactorFlag(RangeFlag):
    """
    Raised when the factor of an exposure lies outside the limits.
    """

    class Meta:
        name = "exposureFactorFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/CorrectionFactorList/CorrectionFactor/Value",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )
    min_limit: float = field(
        default=0.98,
        metadata={
            "name": "minLimit",
            "type": "Attribute",
        },
    )
    max_limit: float = field(
        default=1.02,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class MissingExposuresFlag(RangeFlag):
    """
    Raised when an exposure of the observation was not compared.
    """

    class Meta:
        name = "missingExposuresFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/QualityParams/MissingExposures",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )
    min_limit: float = field(
        default=0.0,
        metadata={
            "name": "minLimit",
            "type": "Attribute",
        },
    )
    max_limit: float = field(
        default=0.0,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
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
class NirRelPhotoDetFactor:
    """
    Photometric offset of one detector.
    """

    class Meta:
        name = "nirRelPhotoDetFactor"

    value: float = field(
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Median ratio of the fluxes of sources on this detector to those on the others."
            ),
        }
    )
    error: None | float = field(
        default=None,
        metadata={
            "name": "Error",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Standard error of the value.",
        },
    )
    detector: NispDetectorId = field(
        metadata={
            "name": "Detector",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class NirRelPhotoExpFactorList:
    """
    Photometric offsets of the exposures of one observation.
    """

    class Meta:
        name = "nirRelPhotoExpFactorList"

    correction_factor: list[NirRelPhotoExpFactor] = field(
        default_factory=list,
        metadata={
            "name": "CorrectionFactor",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "Photometric offset of one exposure.",
        },
    )


@dataclass(slots=True, kw_only=True)
class NirRelPhotoExpPairList:
    """
    Comparisons that the factors were computed from.
    """

    class Meta:
        name = "nirRelPhotoExpPairList"

    pair: list[NirRelPhotoExpPair] = field(
        default_factory=list,
        metadata={
            "name": "Pair",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "Comparison of two exposures.",
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
class NirRelPhotoDetFactorList:
    """
    Photometric offsets of the detectors.
    """

    class Meta:
        name = "nirRelPhotoDetFactorList"

    correction_factor: list[NirRelPhotoDetFactor] = field(
        default_factory=list,
        metadata={
            "name": "CorrectionFactor",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "max_occurs": 16,
            "doc": "Photometric offset of one detector.",
        },
    )


@dataclass(slots=True, kw_only=True)
class NirRelPhotoExpQuality:
    """
    Measures of quality of the comparison.
    """

    class Meta:
        name = "nirRelPhotoExpQuality"

    max_detector_deviation: None | float = field(
        default=None,
        metadata={
            "name": "MaxDetectorDeviation",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": (
                "Largest deviation from 1, over exposures and detectors, of the median flux ratio "
                "of one detector divided by that of its exposure. Shows a wrong flat on one "
                "detector, which the factors themselves, being medians over all detectors, may "
                "absorb."
            ),
        },
    )
    missing_exposures: None | int = field(
        default=None,
        metadata={
            "name": "MissingExposures",
            "type": "Element",
            "namespace": "",
            "doc": "Number of exposures of the observation that were not compared.",
        },
    )
    failed_pairs: int = field(
        metadata={
            "name": "FailedPairs",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pairs that could not be compared.",
        }
    )
    pair_list: NirRelPhotoExpPairList = field(
        metadata={
            "name": "PairList",
            "type": "Element",
            "namespace": "",
            "doc": "Comparisons that the factors were computed from.",
        }
    )


@dataclass(slots=True, kw_only=True)
class SqfNirRelPhotoExpCal:
    """
    Quality flags of the relative photometry among exposures.
    """

    class Meta:
        name = "sqfNirRelPhotoExpCal"

    exposure_factor_out_of_range: ExposureFactorFlag = field(
        metadata={
            "name": "ExposureFactorOutOfRange",
            "type": "Element",
            "namespace": "",
            "doc": "The factor of an exposure lies outside the limits.",
        }
    )
    detector_deviation_out_of_range: DetectorDeviationFlag = field(
        metadata={
            "name": "DetectorDeviationOutOfRange",
            "type": "Element",
            "namespace": "",
            "doc": (
                "One detector deviates from its exposure by more than the limit: look at its flat."
            ),
        }
    )
    exposures_missing: None | MissingExposuresFlag = field(
        default=None,
        metadata={
            "name": "ExposuresMissing",
            "type": "Element",
            "namespace": "",
            "doc": "An exposure of the observation was not compared.",
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


@dataclass(slots=True, kw_only=True)
class NirRelPhotoDetCal:
    """
    Photometric offsets among the detectors in one filter.
    """

    class Meta:
        name = "nirRelPhotoDetCal"

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
    correction_factor_list: NirRelPhotoDetFactorList = field(
        metadata={
            "name": "CorrectionFactorList",
            "type": "Element",
            "namespace": "",
            "doc": "Photometric offset of each detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class NirRelPhotoExpCal:
    """
    Photometric offsets among the exposures of one observation.
    """

    class Meta:
        name = "nirRelPhotoExpCal"

    filter: FilterName = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter of the exposures.",
        }
    )
    validity_range: CalibrationValidPeriod = field(
        metadata={
            "name": "ValidityRange",
            "type": "Element",
            "namespace": "",
            "doc": "From the start of the first exposure to the end of the last.",
        }
    )
    observation_id: int = field(
        metadata={
            "name": "ObservationId",
            "type": "Element",
            "namespace": "",
            "doc": "Observation.",
        }
    )
    correction_factor_list: NirRelPhotoExpFactorList = field(
        metadata={
            "name": "CorrectionFactorList",
            "type": "Element",
            "namespace": "",
            "doc": "Photometric offset of each exposure.",
        }
    )
    quality_params: None | NirRelPhotoExpQuality = field(
        default=None,
        metadata={
            "name": "QualityParams",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of quality of the comparison.",
        },
    )
