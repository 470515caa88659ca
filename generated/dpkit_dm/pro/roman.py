from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from ..bas.stc import SpatialFootprint
from ..sys.lean.sys import DataFile

__NAMESPACE__ = "urn:dpkit:pro:roman"


class ExposureType(Enum):
    """
    Kind of an exposure.
    """

    WFI_IMAGE = "WFI_IMAGE"
    WFI_SPECTRAL = "WFI_SPECTRAL"
    WFI_IM_DARK = "WFI_IM_DARK"
    WFI_SP_DARK = "WFI_SP_DARK"
    WFI_FLAT = "WFI_FLAT"
    WFI_LOLO = "WFI_LOLO"
    WFI_WFSC = "WFI_WFSC"


class OpticalElement(Enum):
    """
    Element in the wheel.
    """

    F062 = "F062"
    F087 = "F087"
    F106 = "F106"
    F129 = "F129"
    F146 = "F146"
    F158 = "F158"
    F184 = "F184"
    F213 = "F213"
    GRISM = "GRISM"
    PRISM = "PRISM"
    DARK = "DARK"
    NOT_CONFIGURED = "NOT_CONFIGURED"


@dataclass(slots=True, kw_only=True)
class RomanObservation:
    """
    Where an exposure stands in the programme.
    """

    class Meta:
        name = "romanObservation"

    observation_id: str = field(
        metadata={
            "name": "ObservationId",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Observation, as the observatory names it.",
        }
    )
    visit_id: str = field(
        metadata={
            "name": "VisitId",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Visit.",
        }
    )
    program: int = field(
        metadata={
            "name": "Program",
            "type": "Element",
            "namespace": "",
            "doc": "Programme.",
        }
    )
    exposure: int = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the exposure within the visit.",
        }
    )


@dataclass(slots=True, kw_only=True)
class RomanPhotometry:
    """
    Conversion to surface brightness; absent values were not known.
    """

    class Meta:
        name = "romanPhotometry"

    conversion_megajanskys: None | float = field(
        default=None,
        metadata={
            "name": "ConversionMegajanskys",
            "type": "Element",
            "namespace": "",
            "doc": "Surface brightness of one data number per second.",
        },
    )
    conversion_megajanskys_uncertainty: None | float = field(
        default=None,
        metadata={
            "name": "ConversionMegajanskysUncertainty",
            "type": "Element",
            "namespace": "",
            "doc": "Error of the conversion.",
        },
    )
    pixel_area: None | float = field(
        default=None,
        metadata={
            "name": "PixelArea",
            "type": "Element",
            "namespace": "",
            "doc": "Area of a pixel on the sky.",
        },
    )


@dataclass(slots=True, kw_only=True)
class RomanReferenceFiles:
    """
    Reference files that were used.
    """

    class Meta:
        name = "romanReferenceFiles"

    crds_context: None | str = field(
        default=None,
        metadata={
            "name": "CrdsContext",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Context by which they were chosen.",
        },
    )
    flat: None | str = field(
        default=None,
        metadata={
            "name": "Flat",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Id of the flat.",
        },
    )


@dataclass(slots=True, kw_only=True)
class RomanStatistics:
    """
    Statistics of the good pixels.
    """

    class Meta:
        name = "romanStatistics"

    median: float = field(
        metadata={
            "name": "Median",
            "type": "Element",
            "namespace": "",
            "doc": "Median.",
        }
    )
    mad: float = field(
        metadata={
            "name": "MAD",
            "type": "Element",
            "namespace": "",
            "doc": "Median absolute deviation, scaled to a standard deviation.",
        }
    )
    good_pixel_fraction: float = field(
        metadata={
            "name": "GoodPixelFraction",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0.0,
            "max_inclusive": 1.0,
            "doc": "Fraction of good pixels.",
        }
    )


class StepStatus(Enum):
    """
    Whether a step was applied.
    """

    INCOMPLETE = "INCOMPLETE"
    COMPLETE = "COMPLETE"
    SKIPPED = "SKIPPED"
    FAILED = "FAILED"
    N_A = "N/A"


@dataclass(slots=True, kw_only=True)
class WcsInfo:
    """
    Where the detector pointed.
    """

    class Meta:
        name = "wcsInfo"

    ra_ref: float = field(
        metadata={
            "name": "RaRef",
            "type": "Element",
            "namespace": "",
            "doc": "Right ascension of the reference point.",
        }
    )
    dec_ref: float = field(
        metadata={
            "name": "DecRef",
            "type": "Element",
            "namespace": "",
            "doc": "Declination of the reference point.",
        }
    )
    roll_ref: float = field(
        metadata={
            "name": "RollRef",
            "type": "Element",
            "namespace": "",
            "doc": "Angle from north through east of the third axis of the telescope.",
        }
    )


class WfiDetector(Enum):
    """
    Detector of the wide-field instrument.
    """

    WFI01 = "WFI01"
    WFI02 = "WFI02"
    WFI03 = "WFI03"
    WFI04 = "WFI04"
    WFI05 = "WFI05"
    WFI06 = "WFI06"
    WFI07 = "WFI07"
    WFI08 = "WFI08"
    WFI09 = "WFI09"
    WFI10 = "WFI10"
    WFI11 = "WFI11"
    WFI12 = "WFI12"
    WFI13 = "WFI13"
    WFI14 = "WFI14"
    WFI15 = "WFI15"
    WFI16 = "WFI16"
    WFI17 = "WFI17"
    WFI18 = "WFI18"


@dataclass(slots=True, kw_only=True)
class CalibrationSteps:
    """
    Which steps were applied.
    """

    class Meta:
        name = "calibrationSteps"

    dq_init: StepStatus = field(
        metadata={
            "name": "DqInit",
            "type": "Element",
            "namespace": "",
            "doc": "Step: data-quality flags.",
        }
    )
    saturation: StepStatus = field(
        metadata={
            "name": "Saturation",
            "type": "Element",
            "namespace": "",
            "doc": "Step: saturation.",
        }
    )
    refpix: StepStatus = field(
        metadata={
            "name": "Refpix",
            "type": "Element",
            "namespace": "",
            "doc": "Step: reference pixels.",
        }
    )
    linearity: StepStatus = field(
        metadata={
            "name": "Linearity",
            "type": "Element",
            "namespace": "",
            "doc": "Step: linearity.",
        }
    )
    ramp_fit: StepStatus = field(
        metadata={
            "name": "RampFit",
            "type": "Element",
            "namespace": "",
            "doc": "Step: slopes.",
        }
    )
    dark: StepStatus = field(
        metadata={
            "name": "Dark",
            "type": "Element",
            "namespace": "",
            "doc": "Step: dark current.",
        }
    )
    assign_wcs: StepStatus = field(
        metadata={
            "name": "AssignWcs",
            "type": "Element",
            "namespace": "",
            "doc": "Step: celestial coordinates.",
        }
    )
    flat_field: StepStatus = field(
        metadata={
            "name": "FlatField",
            "type": "Element",
            "namespace": "",
            "doc": "Step: flat field.",
        }
    )
    photom: StepStatus = field(
        metadata={
            "name": "Photom",
            "type": "Element",
            "namespace": "",
            "doc": "Step: photometry.",
        }
    )
    source_catalog: StepStatus = field(
        metadata={
            "name": "SourceCatalog",
            "type": "Element",
            "namespace": "",
            "doc": "Step: source catalogue.",
        }
    )
    tweakreg: StepStatus = field(
        metadata={
            "name": "Tweakreg",
            "type": "Element",
            "namespace": "",
            "doc": "Step: alignment.",
        }
    )


@dataclass(slots=True, kw_only=True)
class RomanFlat:
    """
    Relative response of the pixels of one detector.
    """

    class Meta:
        name = "romanFlat"

    reference_id: str = field(
        metadata={
            "name": "ReferenceId",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the reference file.",
        }
    )
    ref_type: str = field(
        metadata={
            "name": "RefType",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Kind of reference file.",
        }
    )
    pedigree: str = field(
        metadata={
            "name": "Pedigree",
            "type": "Element",
            "namespace": "",
            "pattern": r"GROUND|MODEL|DUMMY|SIMULATION|INFLIGHT [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{4}-[0-9]{2}-[0-9]{2}",
            "doc": "What it was made from.",
        }
    )
    description: str = field(
        metadata={
            "name": "Description",
            "type": "Element",
            "namespace": "",
            "doc": "What it is.",
        }
    )
    author: str = field(
        metadata={
            "name": "Author",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Who made it.",
        }
    )
    use_after: XmlDateTime = field(
        metadata={
            "name": "UseAfter",
            "type": "Element",
            "namespace": "",
            "doc": "First instant for which it holds, UTC; it holds until the next one begins.",
        }
    )
    detector: WfiDetector = field(
        metadata={
            "name": "Detector",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )
    optical_element: OpticalElement = field(
        metadata={
            "name": "OpticalElement",
            "type": "Element",
            "namespace": "",
            "doc": "Element in the wheel.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The flat: tree and arrays.",
        }
    )


@dataclass(slots=True, kw_only=True)
class WfiExposure:
    """
    When and how long light was collected.
    """

    class Meta:
        name = "wfiExposure"

    type_value: ExposureType = field(
        metadata={
            "name": "Type",
            "type": "Element",
            "namespace": "",
            "doc": "Kind of exposure.",
        }
    )
    start_time: XmlDateTime = field(
        metadata={
            "name": "StartTime",
            "type": "Element",
            "namespace": "",
            "doc": "Start of the exposure, UTC.",
        }
    )
    end_time: XmlDateTime = field(
        metadata={
            "name": "EndTime",
            "type": "Element",
            "namespace": "",
            "doc": "End of the exposure, UTC.",
        }
    )
    exposure_time: float = field(
        metadata={
            "name": "ExposureTime",
            "type": "Element",
            "namespace": "",
            "doc": "Length of the exposure.",
        }
    )
    effective_exposure_time: float = field(
        metadata={
            "name": "EffectiveExposureTime",
            "type": "Element",
            "namespace": "",
            "doc": "Length of the exposure that counts.",
        }
    )
    frame_time: float = field(
        metadata={
            "name": "FrameTime",
            "type": "Element",
            "namespace": "",
            "doc": "Time between reads.",
        }
    )
    ma_table_number: int = field(
        metadata={
            "name": "MaTableNumber",
            "type": "Element",
            "namespace": "",
            "doc": "Table of the multi-accumulation.",
        }
    )
    nresultants: int = field(
        metadata={
            "name": "NResultants",
            "type": "Element",
            "namespace": "",
            "doc": "Number of resultants.",
        }
    )
    truncated: bool = field(
        metadata={
            "name": "Truncated",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the exposure was cut short.",
        }
    )


@dataclass(slots=True, kw_only=True)
class WfiInstrument:
    """
    What observed.
    """

    class Meta:
        name = "wfiInstrument"

    name: str = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Instrument.",
        }
    )
    detector: WfiDetector = field(
        metadata={
            "name": "Detector",
            "type": "Element",
            "namespace": "",
            "doc": "Detector.",
        }
    )
    optical_element: OpticalElement = field(
        metadata={
            "name": "OpticalElement",
            "type": "Element",
            "namespace": "",
            "doc": "Element in the wheel.",
        }
    )


@dataclass(slots=True, kw_only=True)
class RomanImage:
    """
    A calibrated exposure of one detector: slopes and their errors.
    """

    class Meta:
        name = "romanImage"

    instrument: WfiInstrument = field(
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "What observed.",
        }
    )
    exposure: WfiExposure = field(
        metadata={
            "name": "Exposure",
            "type": "Element",
            "namespace": "",
            "doc": "When and how long light was collected.",
        }
    )
    observation: RomanObservation = field(
        metadata={
            "name": "Observation",
            "type": "Element",
            "namespace": "",
            "doc": "Where the exposure stands in the programme.",
        }
    )
    wcs_info: WcsInfo = field(
        metadata={
            "name": "WcsInfo",
            "type": "Element",
            "namespace": "",
            "doc": "Where the detector pointed.",
        }
    )
    spatial_footprint: SpatialFootprint = field(
        metadata={
            "name": "SpatialFootprint",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that the detector covers.",
        }
    )
    photometry: None | RomanPhotometry = field(
        default=None,
        metadata={
            "name": "Photometry",
            "type": "Element",
            "namespace": "",
            "doc": "Conversion to surface brightness.",
        },
    )
    cal_step: CalibrationSteps = field(
        metadata={
            "name": "CalStep",
            "type": "Element",
            "namespace": "",
            "doc": "Which steps were applied.",
        }
    )
    ref_file: None | RomanReferenceFiles = field(
        default=None,
        metadata={
            "name": "RefFile",
            "type": "Element",
            "namespace": "",
            "doc": "Reference files that were used.",
        },
    )
    statistics: None | RomanStatistics = field(
        default=None,
        metadata={
            "name": "Statistics",
            "type": "Element",
            "namespace": "",
            "doc": "Statistics of the good pixels.",
        },
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The image: tree and arrays.",
        }
    )
