from __future__ import annotations

from dataclasses import dataclass, field

from .crires import (
    CriresDarkExposure,
    CriresDetectorId,
)

__NAMESPACE__ = "urn:dpkit:pro:criresdark"


@dataclass(slots=True, kw_only=True)
class CriresDarkDetector:
    """
    Level and noise of one detector.

    What could not be measured is left out.
    """

    class Meta:
        name = "criresDarkDetector"

    detector_id: CriresDetectorId = field(
        metadata={
            "name": "DetectorId",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )
    median_level: None | float = field(
        default=None,
        metadata={
            "name": "MedianLevel",
            "type": "Element",
            "namespace": "",
            "doc": "Average over the frames of the median of the finite pixels.",
        },
    )
    median_spread: None | float = field(
        default=None,
        metadata={
            "name": "MedianSpread",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Standard deviation, of the population, of the medians of the frames; of two "
                "frames or more."
            ),
        },
    )
    read_noise12: None | float = field(
        default=None,
        metadata={
            "name": "ReadNoise12",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Read noise of one integration: standard deviation, of the population, of the "
                "difference of frames 1 and 2 in 100 boxes of 13 x 13 pixels spread evenly over "
                "the window, the median of them times sqrt(NDIT / 2)."
            ),
        },
    )
    read_noise23: None | float = field(
        default=None,
        metadata={
            "name": "ReadNoise23",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Read noise of one integration: standard deviation, of the population, of the "
                "difference of frames 2 and 3 in 100 boxes of 13 x 13 pixels spread evenly over "
                "the window, the median of them times sqrt(NDIT / 2)."
            ),
        },
    )


@dataclass(slots=True, kw_only=True)
class CriresDarkDetectorList:
    """
    Detectors of the mosaic, normally all four.
    """

    class Meta:
        name = "criresDarkDetectorList"

    detector: list[CriresDarkDetector] = field(
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
class CriresDarkQc:
    """
    Level and noise of a set of dark exposures.
    """

    class Meta:
        name = "criresDarkQc"

    exposure: CriresDarkExposure = field(
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
    detector_list: CriresDarkDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Level and noise of each detector.",
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
