from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from ..bas.dqc import CountFlag
from ..sys.lean.sys import DataFile

__NAMESPACE__ = "urn:dpkit:pro:crires"


class CriresDetectorId(Enum):
    """
    Detector of the mosaic, counted along dispersion.
    """

    VALUE_1 = "1"
    VALUE_2 = "2"
    VALUE_3 = "3"
    VALUE_4 = "4"


@dataclass(slots=True, kw_only=True)
class CriresSetting:
    """
    Setting of the instrument.
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
                "Reference wavelength, baffle position and lamp, such as 2199.100_15.000_Emitter."
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
            "doc": "Lamp that was on.",
        }
    )


class ExposureNorm(Enum):
    """
    What a level is divided by to give a flux.
    """

    NDIT_DIT = "ndit_dit"
    DIT = "dit"


ExposureNorm.NDIT_DIT.__doc__ = "Number of integrations times their length."
ExposureNorm.DIT.__doc__ = "Length of one integration; for raw frames that are means."


@dataclass(slots=True, kw_only=True)
class CriresFlatDetector:
    """
    Measures of quality of one detector.
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
    mean_level: float = field(
        metadata={
            "name": "MeanLevel",
            "type": "Element",
            "namespace": "",
            "doc": "Mean over the raw frames of their median.",
        }
    )
    mean_flux: float = field(
        metadata={
            "name": "MeanFlux",
            "type": "Element",
            "namespace": "",
            "doc": "Mean level over the exposure time.",
        }
    )
    rms_master: float = field(
        metadata={
            "name": "RmsMaster",
            "type": "Element",
            "namespace": "",
            "doc": "Standard deviation of the normalised master.",
        }
    )
    bad_pixels: int = field(
        metadata={
            "name": "BadPixels",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels of the master outside the limits.",
        }
    )
    number_overexposed: int = field(
        metadata={
            "name": "NumberOverexposed",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels above the limit in the brightest raw frame.",
        }
    )
    level_overexposed: float = field(
        metadata={
            "name": "LevelOverexposed",
            "type": "Element",
            "namespace": "",
            "doc": "Level above which a pixel counts as over-exposed.",
        }
    )
    maximum_level: None | float = field(
        default=None,
        metadata={
            "name": "MaximumLevel",
            "type": "Element",
            "namespace": "",
            "doc": "Largest value of the raw frames.",
        },
    )
    bad_pixels_illuminated: None | int = field(
        default=None,
        metadata={
            "name": "BadPixelsIlluminated",
            "type": "Element",
            "namespace": "",
            "doc": "Number of bad pixels in the illuminated area.",
        },
    )
    nan_pixels: None | int = field(
        default=None,
        metadata={
            "name": "NanPixels",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels of the master without a value.",
        },
    )
    median_snrraw: None | float = field(
        default=None,
        metadata={
            "name": "MedianSNRRaw",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Median ratio of signal to noise per pixel, as measured; of three frames or more."
            ),
        },
    )
    median_snr: None | float = field(
        default=None,
        metadata={
            "name": "MedianSNR",
            "type": "Element",
            "namespace": "",
            "doc": "The same, corrected for the small number of frames.",
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
    The four detectors.
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
class SqfCriresFlat:
    """
    Quality flags of a flat.
    """

    class Meta:
        name = "sqfCriresFlat"

    pixels_overexposed: OverexposureFlag = field(
        metadata={
            "name": "PixelsOverexposed",
            "type": "Element",
            "namespace": "",
            "doc": "Pixels are over-exposed.",
        }
    )


@dataclass(slots=True, kw_only=True)
class CriresFlat:
    """
    Quality of a set of flat exposures and of the master made of them.
    """

    class Meta:
        name = "criresFlat"

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
            "doc": "Start of the first exposure as modified Julian date, UTC.",
        }
    )
    dit: float = field(
        metadata={
            "name": "DIT",
            "type": "Element",
            "namespace": "",
            "doc": "Length of one integration.",
        }
    )
    ndit: int = field(
        metadata={
            "name": "NDIT",
            "type": "Element",
            "namespace": "",
            "doc": "Number of integrations.",
        }
    )
    frame_number: int = field(
        metadata={
            "name": "FrameNumber",
            "type": "Element",
            "namespace": "",
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
            "doc": "Value of the master below which a pixel is bad.",
        }
    )
    high_bad_pixel_limit: float = field(
        metadata={
            "name": "HighBadPixelLimit",
            "type": "Element",
            "namespace": "",
            "doc": "Value of the master above which a pixel is bad.",
        }
    )
    detector_list: CriresFlatDetectorList = field(
        metadata={
            "name": "DetectorList",
            "type": "Element",
            "namespace": "",
            "doc": "Measures of each detector.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The master: one image per detector.",
        }
    )
