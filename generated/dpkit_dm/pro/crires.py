from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDate, XmlDateTime

from ..sys.lean.sys import DataFile

__NAMESPACE__ = "urn:dpkit:pro:crires"


class Combination(Enum):
    """
    How the frames of a set become one.
    """

    MEAN = "mean"
    MEDIAN = "median"


Combination.MEAN.__doc__ = "Mean of the frames."
Combination.MEDIAN.__doc__ = "Median of the frames."


@dataclass(slots=True, kw_only=True)
class CriresAssociatedProduct:
    """
    A product that a block was associated with.
    """

    class Meta:
        name = "criresAssociatedProduct"

    role: str = field(
        metadata={
            "name": "Role",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "What it is used as, such as dark or reference.",
        }
    )
    product: str = field(
        metadata={
            "name": "Product",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the product.",
        }
    )


class CriresDetectorId(Enum):
    """
    Detector of the mosaic, counted along dispersion.
    """

    VALUE_1 = "1"
    VALUE_2 = "2"
    VALUE_3 = "3"
    VALUE_4 = "4"


class CriresRawType(Enum):
    """
    Kind of raw frames that are processed together.
    """

    FLAT = "FLAT"
    FLT_WIN = "FLT_WIN"


CriresRawType.FLAT.__doc__ = "Flat exposures of the whole lower half of the detectors."
CriresRawType.FLT_WIN.__doc__ = "Flat exposures of a read-out window."


@dataclass(slots=True, kw_only=True)
class CriresSetting:
    """
    Setting of the instrument: what flats must have in common to be compared.
    """

    class Meta:
        name = "criresSetting"

    setting_name: str = field(
        metadata={
            "name": "SettingName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": (
                "Reference wavelength, baffle position and lamp, such as 2199.100_15.000_Emitter; "
                "numbers with three decimals."
            ),
        }
    )
    reference_wavelength: float = field(
        metadata={
            "name": "ReferenceWavelength",
            "type": "Element",
            "namespace": "",
            "doc": "Reference wavelength.",
        }
    )
    baffle_position: float = field(
        metadata={
            "name": "BafflePosition",
            "type": "Element",
            "namespace": "",
            "doc": "Position of the baffle.",
        }
    )
    lamp: str = field(
        metadata={
            "name": "Lamp",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "pattern": r"[!-~]+",
            "doc": "Lamp that was on.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresWindow:
    """
    Part of the detectors that is read out, the same on all of them.
    """

    class Meta:
        name = "criresWindow"

    start_x: int = field(
        metadata={
            "name": "StartX",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 1,
            "max_inclusive": 1024,
            "doc": "First column, the first of the detector is 1.",
        }
    )
    start_y: int = field(
        metadata={
            "name": "StartY",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 1,
            "max_inclusive": 1024,
            "doc": "First row, the first of the detector is 1.",
        }
    )
    columns: int = field(
        metadata={
            "name": "Columns",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 1,
            "max_inclusive": 1024,
            "doc": "Number of columns.",
        }
    )
    rows: int = field(
        metadata={
            "name": "Rows",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 1,
            "max_inclusive": 1024,
            "doc": "Number of rows.",
        }
    )


class Normalisation(Enum):
    """
    What a master is divided by.
    """

    PER_DETECTOR = "per_detector"
    MOSAIC = "mosaic"


Normalisation.PER_DETECTOR.__doc__ = "The median of each detector by itself."
Normalisation.MOSAIC.__doc__ = (
    "One median of all detectors, which keeps the gain from detector to detector."
)


@dataclass(slots=True, kw_only=True)
class CriresDarkExposure:
    """
    How the dark frames of a set were taken; of several, the first of them.
    """

    class Meta:
        name = "criresDarkExposure"

    instrument: str = field(
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Instrument.",
        }
    )
    setting_name: str = field(
        metadata={
            "name": "SettingName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": (
                "What darks must have in common to be compared: DIT with three decimals and NDIT, "
                "such as dark_5.000_2."
            ),
        }
    )
    first_raw_file: str = field(
        metadata={
            "name": "FirstRawFile",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the first raw file in the archive, without suffix.",
        }
    )
    observation_start: XmlDateTime = field(
        metadata={
            "name": "ObservationStart",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the first exposure, UTC.",
        }
    )
    mjd_obs: float = field(
        metadata={
            "name": "MjdObs",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Start of the first exposure as modified Julian date, UTC, with the digits of the "
                "header."
            ),
        }
    )
    dit: float = field(
        metadata={
            "name": "DIT",
            "type": "Element",
            "namespace": "",
            "min_exclusive": 0.0,
            "max_inclusive": 100000.0,
            "doc": "Length of one integration.",
        }
    )
    ndit: int = field(
        metadata={
            "name": "NDIT",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 1,
            "doc": "Number of integrations.",
        }
    )
    window: CriresWindow = field(
        metadata={
            "name": "Window",
            "type": "Element",
            "namespace": "",
            "doc": "What is read of each detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresDetector:
    """
    One detector of a file.
    """

    class Meta:
        name = "criresDetector"

    detector_id: CriresDetectorId = field(
        metadata={
            "name": "DetectorId",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresExposure:
    """
    How the frames of a set were taken; of several, the first of them.
    """

    class Meta:
        name = "criresExposure"

    instrument: str = field(
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Instrument.",
        }
    )
    setting: CriresSetting = field(
        metadata={
            "name": "Setting",
            "type": "Element",
            "namespace": "",
            "doc": "Setting of the instrument.",
        }
    )
    first_raw_file: str = field(
        metadata={
            "name": "FirstRawFile",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the first raw file in the archive, without suffix.",
        }
    )
    observation_start: XmlDateTime = field(
        metadata={
            "name": "ObservationStart",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the first exposure, UTC.",
        }
    )
    mjd_obs: float = field(
        metadata={
            "name": "MjdObs",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Start of the first exposure as modified Julian date, UTC, with the digits of the "
                "header."
            ),
        }
    )
    dit: float = field(
        metadata={
            "name": "DIT",
            "type": "Element",
            "namespace": "",
            "min_exclusive": 0.0,
            "max_inclusive": 100000.0,
            "doc": "Length of one integration.",
        }
    )
    ndit: int = field(
        metadata={
            "name": "NDIT",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 1,
            "doc": "Number of integrations.",
        }
    )
    window: CriresWindow = field(
        metadata={
            "name": "Window",
            "type": "Element",
            "namespace": "",
            "doc": "What is read of each detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresAssociationBlock:
    """
    Raw frames that are processed together, and what they are processed with.
    """

    class Meta:
        name = "criresAssociationBlock"

    block_name: str = field(
        metadata={
            "name": "BlockName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the block.",
        }
    )
    civil_date: XmlDate = field(
        metadata={
            "name": "CivilDate",
            "type": "Element",
            "namespace": "",
            "doc": "Date of the night; it changes at 21:00 UT.",
        }
    )
    raw_type: CriresRawType = field(
        metadata={
            "name": "RawType",
            "type": "Element",
            "namespace": "",
            "doc": "Kind of its raw frames.",
        }
    )
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
    raw_frame: list[str] = field(
        default_factory=list,
        metadata={
            "name": "RawFrame",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of a raw frame, in order of time.",
        },
    )
    associated: list[CriresAssociatedProduct] = field(
        default_factory=list,
        metadata={
            "name": "Associated",
            "type": "Element",
            "namespace": "",
            "doc": "A product that is used with the raw frames.",
        },
    )


@dataclass(slots=True, kw_only=True)
class CriresDetectorList:
    """
    Detectors of the mosaic, normally all four.
    """

    class Meta:
        name = "criresDetectorList"

    detector: list[CriresDetector] = field(
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
class CriresFlatReference:
    """
    Master flat and bad-pixel map with which flats of a setting are compared.
    """

    class Meta:
        name = "criresFlatReference"

    exposure: CriresExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "How the frames of the reference were taken.",
        }
    )
    master_flat: str = field(
        metadata={
            "name": "MasterFlat",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the master flat that became the reference.",
        }
    )
    bad_pixel_map: str = field(
        metadata={
            "name": "BadPixelMap",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the bad-pixel map that became the reference.",
        }
    )
    use_after: XmlDateTime = field(
        metadata={
            "name": "UseAfter",
            "type": "Element",
            "namespace": "",
            "doc": "Time from which flats are compared with it, UTC.",
        }
    )
    remark: None | str = field(
        default=None,
        metadata={
            "name": "Remark",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Why this one was chosen.",
        },
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "Master and bad-pixel map: two images per detector, CHIPn.INT1 and CHIPn.BPM.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresBadPixelMap:
    """
    Bad pixels of a master flat.
    """

    class Meta:
        name = "criresBadPixelMap"

    exposure: CriresExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "How the frames of the master were taken.",
        }
    )
    detector_list: CriresDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors of the map.",
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
    nan_is_bad: bool = field(
        metadata={
            "name": "NanIsBad",
            "type": "Element",
            "namespace": "",
            "doc": "Whether a pixel of the master without a finite value is bad.",
        }
    )
    master_flat: str = field(
        metadata={
            "name": "MasterFlat",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the master flat.",
        }
    )
    valid_from: XmlDateTime = field(
        metadata={
            "name": "ValidFrom",
            "type": "Element",
            "namespace": "",
            "doc": "Time for which the map is made: the start of the first exposure, UTC.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The map, 1 for bad: one image per detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresDarkFrame:
    """
    One raw dark exposure.
    """

    class Meta:
        name = "criresDarkFrame"

    exposure: CriresDarkExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "How the frame was taken; its raw file is the frame itself.",
        }
    )
    detector_list: CriresDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors that were read.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The raw frame: one image per detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresFlatFrame:
    """
    One raw flat exposure.
    """

    class Meta:
        name = "criresFlatFrame"

    exposure: CriresExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "How the frame was taken; its raw file is the frame itself.",
        }
    )
    detector_list: CriresDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors that were read.",
        }
    )
    raw_type: CriresRawType = field(
        metadata={
            "name": "RawType",
            "type": "Element",
            "namespace": "",
            "doc": "Kind of raw frame.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The raw frame: one image per detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresMasterFlat:
    """
    Normalised response of the detectors to a lamp.
    """

    class Meta:
        name = "criresMasterFlat"

    exposure: CriresExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "How the frames were taken.",
        }
    )
    detector_list: CriresDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors of the master.",
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
    normalisation: Normalisation = field(
        metadata={
            "name": "Normalisation",
            "type": "Element",
            "namespace": "",
            "doc": "What the master is divided by.",
        }
    )
    combination: Combination = field(
        metadata={
            "name": "Combination",
            "type": "Element",
            "namespace": "",
            "doc": "How the frames became one.",
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
            "doc": "Id of a raw frame that the master is made of.",
        },
    )
    valid_from: XmlDateTime = field(
        metadata={
            "name": "ValidFrom",
            "type": "Element",
            "namespace": "",
            "doc": "Time for which the master is made: the start of its first exposure, UTC.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The master, around 1: one image per detector.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresSnrMap:
    """
    Ratio of signal to noise per pixel, of the master made of a set of three flats or more.
    """

    class Meta:
        name = "criresSnrMap"

    exposure: CriresExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "How the frames were taken.",
        }
    )
    detector_list: CriresDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Detectors of the map.",
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
    master_flat: str = field(
        metadata={
            "name": "MasterFlat",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the master flat.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Ratio as measured, not corrected for the small number of frames: one image per "
                "detector."
            ),
        }
    )
