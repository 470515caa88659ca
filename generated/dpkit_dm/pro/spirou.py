from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from ..bas.dqc import RangeFlag
from ..sys.lean.sys import DataFile

__NAMESPACE__ = "urn:dpkit:pro:spirou"


@dataclass(slots=True, kw_only=True)
class BlazeOrder:
    """
    Blaze of one order: amplitude times a squared sinc times a slope.
    """

    class Meta:
        name = "blazeOrder"

    order_number: int = field(
        metadata={
            "name": "OrderNumber",
            "type": "Element",
            "namespace": "",
            "min_inclusive": 0,
            "max_inclusive": 48,
            "doc": "Order, from 0.",
        }
    )
    signal_to_noise: float = field(
        metadata={
            "name": "SignalToNoise",
            "type": "Element",
            "namespace": "",
            "doc": "Ratio of signal to noise in the middle of the order.",
        }
    )
    rms: float = field(
        metadata={
            "name": "Rms",
            "type": "Element",
            "namespace": "",
            "doc": "Standard deviation of the flat in the order.",
        }
    )
    amplitude: float = field(
        metadata={
            "name": "Amplitude",
            "type": "Element",
            "namespace": "",
            "doc": "Amplitude of the blaze.",
        }
    )
    period: float = field(
        metadata={
            "name": "Period",
            "type": "Element",
            "namespace": "",
            "doc": "Period of the sinc.",
        }
    )
    center: float = field(
        metadata={
            "name": "Center",
            "type": "Element",
            "namespace": "",
            "doc": "Centre of the blaze.",
        }
    )
    slope: float = field(
        metadata={
            "name": "Slope",
            "type": "Element",
            "namespace": "",
            "doc": "Slope of the linear factor.",
        }
    )
    quadratic: None | float = field(
        default=None,
        metadata={
            "name": "Quadratic",
            "type": "Element",
            "namespace": "",
            "doc": "Quadratic term of the argument.",
        },
    )
    cubic: None | float = field(
        default=None,
        metadata={
            "name": "Cubic",
            "type": "Element",
            "namespace": "",
            "doc": "Cubic term of the argument.",
        },
    )
    fit_pixels: int = field(
        metadata={
            "name": "FitPixels",
            "type": "Element",
            "namespace": "",
            "doc": "Number of pixels that were fitted.",
        }
    )
    converged: bool = field(
        metadata={
            "name": "Converged",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the fit converged.",
        }
    )


class FiberName(Enum):
    """
    Fibre or group of fibres.
    """

    AB = "AB"
    A = "A"
    B = "B"
    C = "C"


FiberName.AB.__doc__ = "Both science fibres together."
FiberName.A.__doc__ = "First science fibre."
FiberName.B.__doc__ = "Second science fibre."
FiberName.C.__doc__ = "Calibration fibre."


class FlatType(Enum):
    """
    What lit the fibres: science fibre first, calibration fibre second.
    """

    FLAT_FLAT = "FLAT_FLAT"
    DARK_FLAT = "DARK_FLAT"
    FLAT_DARK = "FLAT_DARK"


@dataclass(slots=True, kw_only=True)
class InputFileList:
    """
    Input files.
    """

    class Meta:
        name = "inputFileList"

    file: list[str] = field(
        default_factory=list,
        metadata={
            "name": "File",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of one file.",
        },
    )


class SincConvention(Enum):
    """
    What the argument of the sinc is.
    """

    PI = "PI"
    TWO_PI = "TWO_PI"


SincConvention.PI.__doc__ = "pi times the distance over the period."
SincConvention.TWO_PI.__doc__ = "2 pi times the distance over the period."


class SpirouCombination(Enum):
    """
    How frames were combined.
    """

    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(slots=True, kw_only=True)
class BlazeOrderList:
    """
    The orders of a spectrum.
    """

    class Meta:
        name = "blazeOrderList"

    order: list[BlazeOrder] = field(
        default_factory=list,
        metadata={
            "name": "Order",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "One order.",
        },
    )


@dataclass(slots=True, kw_only=True)
class MaxRmsFlag(RangeFlag):
    """
    Raised when an order that is judged scatters too much.
    """

    class Meta:
        name = "maxRmsFlag"

    xpath: str = field(
        init=False,
        default="/*/Data/MaxRms",
        metadata={
            "type": "Attribute",
            "required": True,
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
class SpirouBlaze:
    """
    Blaze of each order of one fibre.
    """

    class Meta:
        name = "spirouBlaze"

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
    fiber: FiberName = field(
        metadata={
            "name": "Fiber",
            "type": "Element",
            "namespace": "",
            "doc": "Fibre.",
        }
    )
    dpr_type: FlatType = field(
        metadata={
            "name": "DprType",
            "type": "Element",
            "namespace": "",
            "doc": "What lit the fibres.",
        }
    )
    input_file_list: InputFileList = field(
        metadata={
            "name": "InputFileList",
            "type": "Element",
            "namespace": "",
            "doc": "Raw files that were combined.",
        }
    )
    first_raw_file: str = field(
        metadata={
            "name": "FirstRawFile",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the first of them, without suffix.",
        }
    )
    combination: SpirouCombination = field(
        metadata={
            "name": "Combination",
            "type": "Element",
            "namespace": "",
            "doc": "How they were combined.",
        }
    )
    mid_time: XmlDateTime = field(
        metadata={
            "name": "MidTime",
            "type": "Element",
            "namespace": "",
            "doc": "Middle of the exposures, UTC.",
        }
    )
    mjd_mid: float = field(
        metadata={
            "name": "MjdMid",
            "type": "Element",
            "namespace": "",
            "doc": "Middle of the exposures as modified Julian date, UTC.",
        }
    )
    mjd_mid_method: str = field(
        metadata={
            "name": "MjdMidMethod",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "How the middle was found.",
        }
    )
    is_reference: bool = field(
        metadata={
            "name": "IsReference",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the blaze is a reference, valid at any distance.",
        }
    )
    sinc_convention: SincConvention = field(
        metadata={
            "name": "SincConvention",
            "type": "Element",
            "namespace": "",
            "doc": "What the argument of the sinc is.",
        }
    )
    blaze_cut: float = field(
        metadata={
            "name": "BlazeCut",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of the amplitude below which there is no blaze.",
        }
    )
    fit_cut: float = field(
        metadata={
            "name": "FitCut",
            "type": "Element",
            "namespace": "",
            "doc": "Fraction of the amplitude below which pixels are not fitted.",
        }
    )
    max_rms: float = field(
        metadata={
            "name": "MaxRms",
            "type": "Element",
            "namespace": "",
            "doc": "Largest scatter of the orders that are judged.",
        }
    )
    order_list: BlazeOrderList = field(
        metadata={
            "name": "OrderList",
            "type": "Element",
            "namespace": "",
            "doc": "The orders.",
        }
    )
    data_storage: DataFile = field(
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The blaze: one row per order.",
        }
    )


@dataclass(slots=True, kw_only=True)
class SqfSpirouBlaze:
    """
    Quality flags of a blaze.
    """

    class Meta:
        name = "sqfSpirouBlaze"

    max_rms_exceeded: MaxRmsFlag = field(
        metadata={
            "name": "MaxRmsExceeded",
            "type": "Element",
            "namespace": "",
            "doc": "An order that is judged scatters too much.",
        }
    )
