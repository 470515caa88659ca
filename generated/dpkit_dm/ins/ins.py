from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/ins"


@dataclass(slots=True, kw_only=True)
class CalibrationValidPeriod:
    """
    The time for which a calibration holds: its start belongs to it, its end does not.
    """

    class Meta:
        name = "calibrationValidPeriod"

    name: None | str = field(
        default=None,
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the period.",
        },
    )
    type_value: None | str = field(
        default=None,
        metadata={
            "name": "Type",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Kind of the period.",
        },
    )
    timestamp_start: XmlDateTime = field(
        metadata={
            "name": "TimestampStart",
            "type": "Element",
            "namespace": "",
            "doc": "First instant of the period, UTC.",
        }
    )
    timestamp_end: XmlDateTime = field(
        metadata={
            "name": "TimestampEnd",
            "type": "Element",
            "namespace": "",
            "doc": "First instant after the period, UTC.",
        }
    )


@dataclass(slots=True, kw_only=True)
class DateRange:
    """
    The time in which something was observed.
    """

    class Meta:
        name = "dateRange"

    name: None | str = field(
        default=None,
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the period.",
        },
    )
    type_value: None | str = field(
        default=None,
        metadata={
            "name": "Type",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Kind of the period.",
        },
    )
    timestamp_start: XmlDateTime = field(
        metadata={
            "name": "TimestampStart",
            "type": "Element",
            "namespace": "",
            "doc": "First instant of the period, UTC.",
        }
    )
    timestamp_end: XmlDateTime = field(
        metadata={
            "name": "TimestampEnd",
            "type": "Element",
            "namespace": "",
            "doc": "First instant after the period, UTC.",
        }
    )


@dataclass(slots=True, kw_only=True)
class FilterDescription:
    """
    A filter of any instrument.
    """

    class Meta:
        name = "filterDescription"

    name: str = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the filter, such as VIS, NIR_H or DECAM_r.",
        }
    )
    mag_id: None | str = field(
        default=None,
        metadata={
            "name": "MagId",
            "type": "Element",
            "namespace": "",
            "doc": "Letter of the band in magnitudes.",
        },
    )
    central_wavelength: None | float = field(
        default=None,
        metadata={
            "name": "CentralWavelength",
            "type": "Element",
            "namespace": "",
            "doc": "Central wavelength.",
        },
    )
    min_wavelength: None | float = field(
        default=None,
        metadata={
            "name": "MinWavelength",
            "type": "Element",
            "namespace": "",
            "doc": "Shortest wavelength.",
        },
    )
    max_wavelength: None | float = field(
        default=None,
        metadata={
            "name": "MaxWavelength",
            "type": "Element",
            "namespace": "",
            "doc": "Longest wavelength.",
        },
    )
    reference: None | str = field(
        default=None,
        metadata={
            "name": "Reference",
            "type": "Element",
            "namespace": "",
            "doc": "Where the filter is described.",
        },
    )
    has_fringes: None | int = field(
        default=None,
        metadata={
            "name": "HasFringes",
            "type": "Element",
            "namespace": "",
            "doc": "Whether images in the filter have fringes.",
        },
    )


class FilterName(Enum):
    """
    Filter.
    """

    VIS = "VIS"
    NIR_Y = "NIR_Y"
    NIR_J = "NIR_J"
    NIR_H = "NIR_H"


FilterName.VIS.__doc__ = "Wide visible band."
FilterName.NIR_Y.__doc__ = "Near-infrared Y band."
FilterName.NIR_J.__doc__ = "Near-infrared J band."
FilterName.NIR_H.__doc__ = "Near-infrared H band."


class InstrumentName(Enum):
    """
    Instrument; NISPsim for simulated data.
    """

    VIS = "VIS"
    NISP = "NISP"
    NISPSIM = "NISPsim"


class NispDetectorId(Enum):
    """
    Detector of NISP: column and row in the focal plane.
    """

    DET11 = "DET11"
    DET12 = "DET12"
    DET13 = "DET13"
    DET14 = "DET14"
    DET21 = "DET21"
    DET22 = "DET22"
    DET23 = "DET23"
    DET24 = "DET24"
    DET31 = "DET31"
    DET32 = "DET32"
    DET33 = "DET33"
    DET34 = "DET34"
    DET41 = "DET41"
    DET42 = "DET42"
    DET43 = "DET43"
    DET44 = "DET44"


@dataclass(slots=True, kw_only=True)
class ObservingInstrument:
    """
    What observed, be it of Euclid or not.
    """

    class Meta:
        name = "observingInstrument"

    instrument_name: str = field(
        metadata={
            "name": "InstrumentName",
            "type": "Element",
            "namespace": "",
            "doc": "Instrument.",
        }
    )
    telescope_name: str = field(
        metadata={
            "name": "TelescopeName",
            "type": "Element",
            "namespace": "",
            "doc": "Telescope.",
        }
    )


class TelescopeName(Enum):
    """
    Telescope.
    """

    EUCLID = "Euclid"


@dataclass(slots=True, kw_only=True)
class Filter:
    """
    A filter.
    """

    class Meta:
        name = "filter"

    name: FilterName = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the filter.",
        }
    )


@dataclass(slots=True, kw_only=True)
class FilterDescriptionList:
    """
    Filters.
    """

    class Meta:
        name = "filterDescriptionList"

    filter: list[FilterDescription] = field(
        default_factory=list,
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "One filter.",
        },
    )


@dataclass(slots=True, kw_only=True)
class Instrument:
    """
    What observed.
    """

    class Meta:
        name = "instrument"

    instrument_name: InstrumentName = field(
        metadata={
            "name": "InstrumentName",
            "type": "Element",
            "namespace": "",
            "doc": "Instrument.",
        }
    )
    telescope_name: TelescopeName = field(
        metadata={
            "name": "TelescopeName",
            "type": "Element",
            "namespace": "",
            "doc": "Telescope.",
        }
    )
