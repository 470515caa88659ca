from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from ..ins.ins import CalibrationValidPeriod

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/img"


class CoordinateType(Enum):
    """
    What an axis measures.
    """

    RA = "RA"
    DEC = "DEC"


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


@dataclass(slots=True, kw_only=True)
class ImageArea:
    """
    Part of the focal plane that an image shows.
    """

    class Meta:
        name = "imageArea"

    name: str = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the area.",
        }
    )


class ImageCategory(Enum):
    """
    What an image is for.
    """

    SCIENCE = "SCIENCE"
    CALIB = "CALIB"
    ACQUISITION = "ACQUISITION"
    TEST = "TEST"
    SIMULATION = "SIMULATION"
    OTHER = "OTHER"


class ImageFirstType(Enum):
    """
    What was observed.
    """

    OBJECT = "OBJECT"
    STD = "STD"
    ASTROMETRY = "ASTROMETRY"
    BIAS = "BIAS"
    DARK = "DARK"
    FLAT = "FLAT"
    SELF_CALIBRATION = "SELF_CALIBRATION"
    TRAP_PUMPING = "TRAP_PUMPING"
    OTHER = "OTHER"


class ImageSecondType(Enum):
    """
    Which light was observed.
    """

    SKY = "SKY"
    LAMP = "LAMP"
    DOME = "DOME"
    SCREEN = "SCREEN"
    PARALLEL = "PARALLEL"
    MULTI_SERIAL = "MULTI_SERIAL"
    OTHER = "OTHER"


@dataclass(slots=True, kw_only=True)
class ImageStatistics:
    """
    Statistics of the pixels of an image; pixel values are in the unit of the image.
    """

    class Meta:
        name = "imageStatistics"

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
    stdev: None | float = field(
        default=None,
        metadata={
            "name": "Stdev",
            "type": "Element",
            "namespace": "",
            "doc": "Standard deviation.",
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
    min_x: None | int = field(
        default=None,
        metadata={
            "name": "MinX",
            "type": "Element",
            "namespace": "",
            "doc": "Column of the smallest value.",
        },
    )
    min_y: None | int = field(
        default=None,
        metadata={
            "name": "MinY",
            "type": "Element",
            "namespace": "",
            "doc": "Row of the smallest value.",
        },
    )
    max_x: None | int = field(
        default=None,
        metadata={
            "name": "MaxX",
            "type": "Element",
            "namespace": "",
            "doc": "Column of the largest value.",
        },
    )
    max_y: None | int = field(
        default=None,
        metadata={
            "name": "MaxY",
            "type": "Element",
            "namespace": "",
            "doc": "Row of the largest value.",
        },
    )
    npix: None | int = field(
        default=None,
        metadata={
            "name": "NPix",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels.",
        },
    )
    xlower: None | int = field(
        default=None,
        metadata={
            "name": "XLower",
            "type": "Element",
            "namespace": "",
            "doc": "First column that was used.",
        },
    )
    ylower: None | int = field(
        default=None,
        metadata={
            "name": "YLower",
            "type": "Element",
            "namespace": "",
            "doc": "First row that was used.",
        },
    )
    xupper: None | int = field(
        default=None,
        metadata={
            "name": "XUpper",
            "type": "Element",
            "namespace": "",
            "doc": "Last column that was used.",
        },
    )
    yupper: None | int = field(
        default=None,
        metadata={
            "name": "YUpper",
            "type": "Element",
            "namespace": "",
            "doc": "Last row that was used.",
        },
    )


class ImageTechnique(Enum):
    """
    How the light was recorded.
    """

    IMAGE = "IMAGE"
    SPECTROIMAGE = "SPECTROIMAGE"
    OTHER = "OTHER"


class ImageThirdType(Enum):
    """
    Which part of the survey the image belongs to.
    """

    WIDE = "WIDE"
    DEEP = "DEEP"
    CALIBRATION = "CALIBRATION"
    OTHER = "OTHER"


@dataclass(slots=True, kw_only=True)
class ObservationDateTime:
    """
    When an exposure began.
    """

    class Meta:
        name = "observationDateTime"

    obt: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "OBT",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the exposure by the clock on board.",
        },
    )
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

    field_id: None | int = field(
        default=None,
        metadata={
            "name": "FieldId",
            "type": "Element",
            "namespace": "",
            "doc": "Field of the survey.",
        },
    )
    patch_id: None | int = field(
        default=None,
        metadata={
            "name": "PatchId",
            "type": "Element",
            "namespace": "",
            "doc": "Patch of the survey.",
        },
    )
    island_id: None | int = field(
        default=None,
        metadata={
            "name": "IslandId",
            "type": "Element",
            "namespace": "",
            "doc": "Island of the survey.",
        },
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
        },
    )
    pointing_id: int = field(
        metadata={
            "name": "PointingId",
            "type": "Element",
            "namespace": "",
            "doc": "Pointing.",
        }
    )
    calblock_id: None | str = field(
        default=None,
        metadata={
            "name": "CalblockId",
            "type": "Element",
            "namespace": "",
            "doc": "Block of calibration observations.",
        },
    )
    calblock_variant: None | str = field(
        default=None,
        metadata={
            "name": "CalblockVariant",
            "type": "Element",
            "namespace": "",
            "doc": "Variant of that block.",
        },
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
    object_id: None | str = field(
        default=None,
        metadata={
            "name": "ObjectId",
            "type": "Element",
            "namespace": "",
            "doc": "Target of the exposure.",
        },
    )
    object_name: None | str = field(
        default=None,
        metadata={
            "name": "ObjectName",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the target.",
        },
    )


@dataclass(slots=True, kw_only=True)
class Orbit:
    """
    Where a spacecraft was and how it moved.
    """

    class Meta:
        name = "orbit"

    position: list[float] = field(
        default_factory=list,
        metadata={
            "name": "Position",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Position along three axes.",
        },
    )
    velocity: list[float] = field(
        default_factory=list,
        metadata={
            "name": "Velocity",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Velocity along three axes.",
        },
    )
    solar_aspect_angle: None | float = field(
        default=None,
        metadata={
            "name": "SolarAspectAngle",
            "type": "Element",
            "namespace": "",
            "doc": "Angle between the axis of the telescope and the Sun.",
        },
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
    type_value: None | str = field(
        default=None,
        metadata={
            "name": "type",
            "type": "Attribute",
            "doc": "Which point of the focal plane is meant; the centre when absent.",
        },
    )


@dataclass(slots=True, kw_only=True)
class TpvCoefficients:
    """
    Coefficients of the TPV distortion.
    """

    class Meta:
        name = "tpvCoefficients"

    pv1_0: None | float = field(
        default=None,
        metadata={
            "name": "PV1_0",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 0 of axis 1.",
        },
    )
    pv1_1: None | float = field(
        default=None,
        metadata={
            "name": "PV1_1",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 1 of axis 1.",
        },
    )
    pv1_2: None | float = field(
        default=None,
        metadata={
            "name": "PV1_2",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 2 of axis 1.",
        },
    )
    pv1_3: None | float = field(
        default=None,
        metadata={
            "name": "PV1_3",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 3 of axis 1.",
        },
    )
    pv1_4: None | float = field(
        default=None,
        metadata={
            "name": "PV1_4",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 4 of axis 1.",
        },
    )
    pv1_5: None | float = field(
        default=None,
        metadata={
            "name": "PV1_5",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 5 of axis 1.",
        },
    )
    pv1_6: None | float = field(
        default=None,
        metadata={
            "name": "PV1_6",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 6 of axis 1.",
        },
    )
    pv1_7: None | float = field(
        default=None,
        metadata={
            "name": "PV1_7",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 7 of axis 1.",
        },
    )
    pv1_8: None | float = field(
        default=None,
        metadata={
            "name": "PV1_8",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 8 of axis 1.",
        },
    )
    pv1_9: None | float = field(
        default=None,
        metadata={
            "name": "PV1_9",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 9 of axis 1.",
        },
    )
    pv1_10: None | float = field(
        default=None,
        metadata={
            "name": "PV1_10",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 10 of axis 1.",
        },
    )
    pv2_0: None | float = field(
        default=None,
        metadata={
            "name": "PV2_0",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 0 of axis 2.",
        },
    )
    pv2_1: None | float = field(
        default=None,
        metadata={
            "name": "PV2_1",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 1 of axis 2.",
        },
    )
    pv2_2: None | float = field(
        default=None,
        metadata={
            "name": "PV2_2",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 2 of axis 2.",
        },
    )
    pv2_3: None | float = field(
        default=None,
        metadata={
            "name": "PV2_3",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 3 of axis 2.",
        },
    )
    pv2_4: None | float = field(
        default=None,
        metadata={
            "name": "PV2_4",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 4 of axis 2.",
        },
    )
    pv2_5: None | float = field(
        default=None,
        metadata={
            "name": "PV2_5",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 5 of axis 2.",
        },
    )
    pv2_6: None | float = field(
        default=None,
        metadata={
            "name": "PV2_6",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 6 of axis 2.",
        },
    )
    pv2_7: None | float = field(
        default=None,
        metadata={
            "name": "PV2_7",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 7 of axis 2.",
        },
    )
    pv2_8: None | float = field(
        default=None,
        metadata={
            "name": "PV2_8",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 8 of axis 2.",
        },
    )
    pv2_9: None | float = field(
        default=None,
        metadata={
            "name": "PV2_9",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 9 of axis 2.",
        },
    )
    pv2_10: None | float = field(
        default=None,
        metadata={
            "name": "PV2_10",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficient 10 of axis 2.",
        },
    )


class ZeroPointType(Enum):
    """
    Whether a zero point is absolute.
    """

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


@dataclass(slots=True, kw_only=True)
class AxisType:
    """
    Kind of a celestial axis.
    """

    class Meta:
        name = "axisType"

    coordinate_type: CoordinateType = field(
        metadata={
            "name": "CoordinateType",
            "type": "Element",
            "namespace": "",
            "doc": "What the axis measures.",
        }
    )
    projection_type: str = field(
        metadata={
            "name": "ProjectionType",
            "type": "Element",
            "namespace": "",
            "doc": "Projection, such as TAN or TPV.",
        }
    )


@dataclass(slots=True, kw_only=True)
class FrameType:
    """
    Kind of an image of any instrument.
    """

    class Meta:
        name = "frameType"

    category: ImageCategory = field(
        metadata={
            "name": "Category",
            "type": "Element",
            "namespace": "",
            "doc": "What the image is for.",
        }
    )
    first_type: str = field(
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
        },
    )
    technique: ImageTechnique = field(
        metadata={
            "name": "Technique",
            "type": "Element",
            "namespace": "",
            "doc": "How the light was recorded.",
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
        },
    )
    technique: ImageTechnique = field(
        metadata={
            "name": "Technique",
            "type": "Element",
            "namespace": "",
            "doc": "How the light was recorded.",
        }
    )


@dataclass(slots=True, kw_only=True)
class NonLinearCoefficients:
    """
    Distortion of the projection.
    """

    class Meta:
        name = "nonLinearCoefficients"

    non_linear_tpvastrom_coeffs: None | TpvCoefficients = field(
        default=None,
        metadata={
            "name": "NonLinearTPVAstromCoeffs",
            "type": "Element",
            "namespace": "",
            "doc": "Coefficients of the TPV distortion.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ZeroPoint:
    """
    Photometric zero point.
    """

    class Meta:
        name = "zeroPoint"

    zero_point_type: ZeroPointType = field(
        metadata={
            "name": "ZeroPointType",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the zero point is absolute.",
        }
    )
    value: float = field(
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "doc": "Magnitude of a source with a flux of one.",
        }
    )
    error: None | float = field(
        default=None,
        metadata={
            "name": "Error",
            "type": "Element",
            "namespace": "",
            "doc": "Error of the value.",
        },
    )
    comment: None | str = field(
        default=None,
        metadata={
            "name": "Comment",
            "type": "Element",
            "namespace": "",
            "doc": "Remark.",
        },
    )
    validity_range: None | CalibrationValidPeriod = field(
        default=None,
        metadata={
            "name": "ValidityRange",
            "type": "Element",
            "namespace": "",
            "doc": "The time for which the zero point holds.",
        },
    )
    detector_id: None | str = field(
        default=None,
        metadata={
            "name": "DetectorId",
            "type": "Element",
            "namespace": "",
            "doc": "Detector that the zero point belongs to.",
        },
    )
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
            "min_length": 1,
            "max_length": 64,
            "doc": "Unit of the value; magnitudes when absent.",
        },
    )


@dataclass(slots=True, kw_only=True)
class BaseFrame:
    """
    What every image says of itself.
    """

    class Meta:
        name = "baseFrame"

    exposure_time: ExposureTime = field(
        metadata={
            "name": "ExposureTime",
            "type": "Element",
            "namespace": "",
            "doc": "How long light was collected.",
        }
    )
    img_type: FrameType = field(
        metadata={
            "name": "ImgType",
            "type": "Element",
            "namespace": "",
            "doc": "Kind of image.",
        }
    )
    img_area: None | ImageArea = field(
        default=None,
        metadata={
            "name": "ImgArea",
            "type": "Element",
            "namespace": "",
            "doc": "Part of the focal plane.",
        },
    )
    img_number: None | int = field(
        default=None,
        metadata={
            "name": "ImgNumber",
            "type": "Element",
            "namespace": "",
            "doc": "Number of images.",
        },
    )
    axis_number: None | int = field(
        default=None,
        metadata={
            "name": "AxisNumber",
            "type": "Element",
            "namespace": "",
            "doc": "Number of axes.",
        },
    )
    axis_lengths: list[int] = field(
        default_factory=list,
        metadata={
            "name": "AxisLengths",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Length of each axis in pixels.",
        },
    )
    data_size: None | int = field(
        default=None,
        metadata={
            "name": "DataSize",
            "type": "Element",
            "namespace": "",
            "doc": "Type of the pixels as FITS writes it in BITPIX.",
        },
    )
    data_length: None | int = field(
        default=None,
        metadata={
            "name": "DataLength",
            "type": "Element",
            "namespace": "",
            "doc": "Size of the pixels.",
        },
    )
    img_statistics: None | ImageStatistics = field(
        default=None,
        metadata={
            "name": "ImgStatistics",
            "type": "Element",
            "namespace": "",
            "doc": "Statistics of the pixels.",
        },
    )
    sim_input_conf_id: None | str = field(
        default=None,
        metadata={
            "name": "SimInputConfId",
            "type": "Element",
            "namespace": "",
            "doc": "Configuration of the simulator that made the image.",
        },
    )


@dataclass(slots=True, kw_only=True)
class WorldCoordinates:
    """
    Celestial coordinates of the pixels, as FITS describes them.
    """

    class Meta:
        name = "worldCoordinates"

    ctype1: AxisType = field(
        metadata={
            "name": "CTYPE1",
            "type": "Element",
            "namespace": "",
            "doc": "Kind of the first axis.",
        }
    )
    ctype2: AxisType = field(
        metadata={
            "name": "CTYPE2",
            "type": "Element",
            "namespace": "",
            "doc": "Kind of the second axis.",
        }
    )
    crval1: float = field(
        metadata={
            "name": "CRVAL1",
            "type": "Element",
            "namespace": "",
            "doc": "First coordinate of the reference point.",
        }
    )
    crval2: float = field(
        metadata={
            "name": "CRVAL2",
            "type": "Element",
            "namespace": "",
            "doc": "Second coordinate of the reference point.",
        }
    )
    crpix1: float = field(
        metadata={
            "name": "CRPIX1",
            "type": "Element",
            "namespace": "",
            "doc": "Column of the reference point.",
        }
    )
    crpix2: float = field(
        metadata={
            "name": "CRPIX2",
            "type": "Element",
            "namespace": "",
            "doc": "Row of the reference point.",
        }
    )
    cd1_1: float = field(
        metadata={
            "name": "CD1_1",
            "type": "Element",
            "namespace": "",
            "doc": "Change of the first coordinate along a row.",
        }
    )
    cd1_2: float = field(
        metadata={
            "name": "CD1_2",
            "type": "Element",
            "namespace": "",
            "doc": "Change of the first coordinate along a column.",
        }
    )
    cd2_1: float = field(
        metadata={
            "name": "CD2_1",
            "type": "Element",
            "namespace": "",
            "doc": "Change of the second coordinate along a row.",
        }
    )
    cd2_2: float = field(
        metadata={
            "name": "CD2_2",
            "type": "Element",
            "namespace": "",
            "doc": "Change of the second coordinate along a column.",
        }
    )
    non_linear_coeffs: None | NonLinearCoefficients = field(
        default=None,
        metadata={
            "name": "NonLinearCoeffs",
            "type": "Element",
            "namespace": "",
            "doc": "Distortion of the projection.",
        },
    )
    detector_id: None | str = field(
        default=None,
        metadata={
            "name": "DetectorId",
            "type": "Element",
            "namespace": "",
            "doc": "Detector that the coordinates belong to.",
        },
    )
