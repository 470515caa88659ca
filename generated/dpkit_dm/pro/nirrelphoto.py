from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.dqc import RangeFlag
from ..ins.ins import (
    CalibrationValidPeriod,
    FilterName,
    NispDetectorId,
)

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/nirrelphoto"


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
