from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ..bas.dqc import CountFlag
from .crires import (
    CriresDetectorId,
    CriresExposure,
)

__NAMESPACE__ = "urn:dpkit:pro:criresqc"


class ExposureNorm(Enum):
    """
    What a level is divided by to give a flux.
    """

    NDIT_DIT = "ndit_dit"
    DIT = "dit"


ExposureNorm.NDIT_DIT.__doc__ = "Number of integrations times their length."
ExposureNorm.DIT.__doc__ = (
    "Length of one integration; for raw frames that are means of their integrations."
)


class FlatOutcome(Enum):
    """
    What became of the measurement of a detector.
    """

    MEASURED = "measured"
    NO_LIGHT = "no-light"
    NO_VALUE = "no-value"


FlatOutcome.MEASURED.__doc__ = "All that the number of frames allows was measured."
FlatOutcome.NO_LIGHT.__doc__ = (
    "The median of a frame is not above 0 where it should be lit: there is no master."
)
FlatOutcome.NO_VALUE.__doc__ = "A frame has no finite pixel."


class ReferenceOutcome(Enum):
    """
    Whether a flat was compared with a reference.
    """

    NONE = "none"
    COMPARED = "compared"


ReferenceOutcome.NONE.__doc__ = "No reference was given; most settings have none."
ReferenceOutcome.COMPARED.__doc__ = "It was compared with the reference of its setting."


@dataclass(slots=True, kw_only=True)
class CriresFlatDetector:
    """
    Quality parameters of one detector.

    What could not be measured is left out.
    """

    class Meta:
        name = "criresFlatDetector"

    detector_id: CriresDetectorId = field(
        metadata={
            "name": "DetectorId",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )
    outcome: FlatOutcome = field(
        metadata={
            "name": "Outcome",
            "type": "Element",
            "namespace": "",
            "doc": "What became of the measurement.",
        }
    )
    mean_level: None | float = field(
        default=None,
        metadata={
            "name": "MeanLevel",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Average over the raw frames of the median of the finite pixels of the read-out "
                "window."
            ),
        },
    )
    mean_flux: None | float = field(
        default=None,
        metadata={
            "name": "MeanFlux",
            "type": "Element",
            "namespace": "",
            "doc": "MeanLevel divided by NDIT times DIT, or by DIT alone, as ExposureNorm says.",
        },
    )
    rms_master: None | float = field(
        default=None,
        metadata={
            "name": "RmsMaster",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Standard deviation, of the population, of the finite pixels of the normalised "
                "master in the illuminated rows. Without dimension, though often printed as ADU."
            ),
        },
    )
    bad_pixels: None | int = field(
        default=None,
        metadata={
            "name": "BadPixels",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Number of pixels of the normalised master, on the whole array, strictly below "
                "LowBadPixelLimit or strictly above HighBadPixelLimit."
            ),
        },
    )
    number_overexposed: int = field(
        metadata={
            "name": "NumberOverexposed",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Number of pixels above LevelOverexposed in the raw frame with the highest median."
            ),
        }
    )
    level_overexposed: float = field(
        metadata={
            "name": "LevelOverexposed",
            "type": "Element",
            "namespace": "",
            "doc": "Limit above which a raw pixel counts as over-exposed, as it was applied.",
        }
    )
    bad_pixels_illuminated: None | int = field(
        default=None,
        metadata={
            "name": "BadPixelsIlluminated",
            "type": "Element",
            "namespace": "",
            "doc": (
                "BadPixels in the illuminated rows alone, which the dark ends of the slit do not "
                "dominate."
            ),
        },
    )
    nan_pixels: int = field(
        metadata={
            "name": "NanPixels",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Number of pixels of the master without a finite value; not counted as bad unless "
                "asked for."
            ),
        }
    )
    maximum_level: None | float = field(
        default=None,
        metadata={
            "name": "MaximumLevel",
            "type": "Element",
            "namespace": "",
            "doc": "Maximum of the raw frame with the highest median.",
        },
    )
    high_level: None | float = field(
        default=None,
        metadata={
            "name": "HighLevel",
            "type": "Element",
            "namespace": "",
            "doc": (
                "99.9 percentile of the good pixels of the raw frame with the highest median; the "
                "maximum flux that certification judges."
            ),
        },
    )
    median_snrraw: None | float = field(
        default=None,
        metadata={
            "name": "MedianSNRRaw",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Median over the illuminated, unvignetted area of the ratio of signal to noise of "
                "the master per pixel, as measured from three frames or more: sqrt(N) times mean "
                "over sample standard deviation of the frames, brought to one level of the lamp."
            ),
        },
    )
    median_snr: None | float = field(
        default=None,
        metadata={
            "name": "MedianSNR",
            "type": "Element",
            "namespace": "",
            "doc": (
                "MedianSNRRaw times sqrt(median of chi-square of N - 1 degrees / (N - 1)), which "
                "corrects for the few frames. This one is scored."
            ),
        },
    )
    median_snrsingle: None | float = field(
        default=None,
        metadata={
            "name": "MedianSNRSingle",
            "type": "Element",
            "namespace": "",
            "doc": "MedianSNR of one frame: divided by sqrt(N).",
        },
    )
    reference_ratio: None | float = field(
        default=None,
        metadata={
            "name": "ReferenceRatio",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Median of master over reference in the illuminated rows; only with a reference."
            ),
        },
    )
    reference_ratio_rms: None | float = field(
        default=None,
        metadata={
            "name": "ReferenceRatioRms",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Standard deviation, of the population, of master over reference in the "
                "illuminated rows, of the pixels that are good in both."
            ),
        },
    )
    new_bad_pixels: None | int = field(
        default=None,
        metadata={
            "name": "NewBadPixels",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels that are bad in the master and were good in the reference.",
        },
    )
    healed_pixels: None | int = field(
        default=None,
        metadata={
            "name": "HealedPixels",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels that are good in the master and were bad in the reference.",
        },
    )


@dataclass(slots=True, kw_only=True)
class OverexposureFlag(CountFlag):
    """
    Raised when pixels are over-exposed.
    """

    class Meta:
        name = "overexposureFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/DetectorList/Detector/NumberOverexposed",
        metadata={
            "type": "Attribute",
            "required": True,
        },
    )
    min_limit: int = field(
        default=0,
        metadata={
            "name": "minLimit",
            "type": "Attribute",
        },
    )
    max_limit: int = field(
        default=0,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class CriresFlatDetectorList:
    """
    Detectors of the mosaic, normally all four.
    """

    class Meta:
        name = "criresFlatDetectorList"

    detector: list[CriresFlatDetector] = field(
        default_factory=list,
        metadata={
            "name": "Detector",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "max_occurs": 4,
            "doc": "One detector.",
        },
    )


@dataclass(slots=True, kw_only=True)
class SqfCriresFlatQc:
    """
    Quality flags of a flat.
    """

    class Meta:
        name = "sqfCriresFlatQc"

    pixels_overexposed: OverexposureFlag = field(
        metadata={
            "name": "PixelsOverexposed",
            "type": "Element",
            "namespace": "",
            "doc": "Pixels are over-exposed.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresFlatQc:
    """
    Quality of a set of flat exposures and of the master made of them.
    """

    class Meta:
        name = "criresFlatQc"

    exposure: CriresExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "How the frames were taken.",
        }
    )
    frame_number: int = field(
        metadata={
            "name": "FrameNumber",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 1,
            "doc": "Number of raw frames.",
        }
    )
    exposure_norm: ExposureNorm = field(
        metadata={
            "name": "ExposureNorm",
            "type": "Element",
            "namespace": "",
            "doc": "What the level is divided by to give the flux.",
        }
    )
    low_bad_pixel_limit: float = field(
        metadata={
            "name": "LowBadPixelLimit",
            "type": "Element",
            "namespace": "",
            "doc": "Value of the master strictly below which a pixel is bad.",
        }
    )
    high_bad_pixel_limit: float = field(
        metadata={
            "name": "HighBadPixelLimit",
            "type": "Element",
            "namespace": "",
            "doc": "Value of the master strictly above which a pixel is bad.",
        }
    )
    detector_list: CriresFlatDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Quality parameters of each detector.",
        }
    )
    raw_frame: list[str] = field(
        default_factory=list,
        metadata={
            "name": "RawFrame",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of a raw frame that was measured.",
        },
    )
    master_flat: str = field(
        metadata={
            "name": "MasterFlat",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the master flat that was measured.",
        }
    )
    bad_pixel_map: str = field(
        metadata={
            "name": "BadPixelMap",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the map of its bad pixels.",
        }
    )
    snr_map: None | str = field(
        default=None,
        metadata={
            "name": "SnrMap",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the map of signal to noise, of three frames or more.",
        },
    )
    reference_outcome: ReferenceOutcome = field(
        metadata={
            "name": "ReferenceOutcome",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the flat was compared with a reference.",
        }
    )
    reference: None | str = field(
        default=None,
        metadata={
            "name": "Reference",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the reference it was compared with.",
        },
    )
