"""Classes of the schemas in ``ins``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ins import CalibrationValidPeriod as CalibrationValidPeriod
    from .ins import DateRange as DateRange
    from .ins import Filter as Filter
    from .ins import FilterDescription as FilterDescription
    from .ins import FilterDescriptionList as FilterDescriptionList
    from .ins import FilterName as FilterName
    from .ins import Instrument as Instrument
    from .ins import InstrumentName as InstrumentName
    from .ins import NispDetectorId as NispDetectorId
    from .ins import ObservingInstrument as ObservingInstrument
    from .ins import TelescopeName as TelescopeName

_MODULES = {
    "CalibrationValidPeriod": "ins",
    "DateRange": "ins",
    "Filter": "ins",
    "FilterDescription": "ins",
    "FilterDescriptionList": "ins",
    "FilterName": "ins",
    "Instrument": "ins",
    "InstrumentName": "ins",
    "NispDetectorId": "ins",
    "ObservingInstrument": "ins",
    "TelescopeName": "ins",
}

__all__ = [
    "CalibrationValidPeriod",
    "DateRange",
    "Filter",
    "FilterDescription",
    "FilterDescriptionList",
    "FilterName",
    "Instrument",
    "InstrumentName",
    "NispDetectorId",
    "ObservingInstrument",
    "TelescopeName",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
