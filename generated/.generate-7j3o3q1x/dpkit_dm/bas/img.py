from __future__ import annotations
from dataclasses import dataclass, field
from enum import Enum
from xsdata.models.datatype import XmlDateTime

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/img"


@dataclass(slots=True, kw_only=True)
class ExposureTime:
    """
    How long light was collected.
    """
    class Meta:
        name = "exposureTime"

    value: float = field(
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "doc": "Length of the exposure.",
        }
    )
    unit: str = field(
        metadata={
            "name": "Unit",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 64,
            "doc": "Unit of the value.",
        }
    )
class ImageCategory(Enum):
    """
    What an image is for.
    """
    SCIENCE = 'SCIENCE'
    CALIB = 'CALIB'
    ACQUISITION = 'ACQUISITION'
    TEST = 'TEST'
    SIMULATION = 'SIMULATION'
    OTHER = 'OTHER'
class ImageFirstType(Enum):
    """
    What was observed.
    """
    OBJECT = 'OBJECT'
    STD = 'STD'
    ASTROMETRY = 'ASTROMETRY'
    BIAS = 'BIAS'
    DARK = 'DARK'
    FLAT = 'FLAT'
    SELF_CALIBRATION = 'SELF_CALIBRATION'
    TRAP_PUMPING = 'TRAP_PUMPING'
    OTHER = 'OTHER'
class ImageSecondType(Enum):
    """
    Which light was observed.
    """
    SKY = 'SKY'
    LAMP = 'LAMP'
    DOME = 'DOME'
    SCREEN = 'SCREEN'
    PARALLEL = 'PARALLEL'
    MULTI_SERIAL = 'MULTI_SERIAL'
    OTHER = 'OTHER'
class ImageTechnique(Enum):
    """
    How the light was recorded.
    """
    IMAGE = 'IMAGE'
    SPECTROIMAGE = 'SPECTROIMAGE'
    OTHER = 'OTHER'
class ImageThirdType(Enum):
    """
    Which part of the survey the image belongs to.
    """
    WIDE = 'WIDE'
    DEEP = 'DEEP'
    CALIBRATION = 'CALIBRATION'
    OTHER = 'OTHER'
@dataclass(slots=True, kw_only=True)
class ObservationDateTime:
    """
    When an exposure began.
    """
    class Meta:
        name = "observationDateTime"

    utc: XmlDateTime = field(
        metadata={
            "name": "UTC",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the exposure in UTC.",
        }
    )
    mjd: float = field(
        metadata={
            "name": "MJD",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the exposure as modified Julian date, UTC.",
        }
    )
@dataclass(slots=True, kw_only=True)
class ObservationSequence:
    """
    Where an exposure stands in the survey.
    """
    class Meta:
        name = "observationSequence"

    patch_id: None | int = field(
        default=None,
        metadata={
            "name": "PatchId",
            "type": "Element",
            "namespace": "",
            "doc": "Patch of the survey.",
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
    dither_observation: None | int = field(
        default=None,
        metadata={
            "name": "DitherObservation",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the dither within the observation, from 1.",
        }
    )
    pointing_id: int = field(
        metadata={
            "name": "PointingId",
            "type": "Element",
            "namespace": "",
            "doc": "Pointing.",
        }
    )
    exposure: int = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the exposure within the observation, from 1.",
        }
    )
    total_exposure: int = field(
        metadata={
            "name": "TotalExposure",
            "type": "Element",
            "namespace": "",
            "doc": "Number of exposures of the observation in this filter.",
        }
    )
@dataclass(slots=True, kw_only=True)
class Pointing:
    """
    Where the telescope pointed, in ICRS.
    """
    class Meta:
        name = "pointing"

    ra: float = field(
        metadata={
            "name": "RA",
            "type": "Element",
            "namespace": "",
            "doc": "Right ascension of the centre of the focal plane.",
        }
    )
    dec: float = field(
        metadata={
            "name": "Dec",
            "type": "Element",
            "namespace": "",
            "doc": "Declination of the centre of the focal plane.",
        }
    )
    position_angle: float = field(
        metadata={
            "name": "PositionAngle",
            "type": "Element",
            "namespace": "",
            "doc": "Angle from north through east of the vertical axis of the focal plane.",
        }
    )
@dataclass(slots=True, kw_only=True)
class ImageType:
    """
    Kind of an image.
    """
    class Meta:
        name = "imageType"

    category: ImageCategory = field(
        metadata={
            "name": "Category",
            "type": "Element",
            "namespace": "",
            "doc": "What the image is for.",
        }
    )
    first_type: ImageFirstType = field(
        metadata={
            "name": "FirstType",
            "type": "Element",
            "namespace": "",
            "doc": "What was observed.",
        }
    )
    second_type: ImageSecondType = field(
        metadata={
            "name": "SecondType",
            "type": "Element",
            "namespace": "",
            "doc": "Which light was observed.",
        }
    )
    third_type: None | ImageThirdType = field(
        default=None,
        metadata={
            "name": "ThirdType",
            "type": "Element",
            "namespace": "",
            "doc": "Which part of the survey the image belongs to.",
        }
    )
    technique: ImageTechnique = field(
        metadata={
            "name": "Technique",
            "type": "Element",
            "namespace": "",
            "doc": "How the light was recorded.",
        }
    )