"""Classes of the schemas in ``vis``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .calibratedframe import DpdVisCalibratedFrame as DpdVisCalibratedFrame
    from .obsframe import DpdVisObsFrame as DpdVisObsFrame
    from .visstackedframe import DpdVisStackedFrame as DpdVisStackedFrame

_MODULES = {
    "DpdVisCalibratedFrame": "calibratedframe",
    "DpdVisObsFrame": "obsframe",
    "DpdVisStackedFrame": "visstackedframe",
}

__all__ = [
    "DpdVisCalibratedFrame",
    "DpdVisObsFrame",
    "DpdVisStackedFrame",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
