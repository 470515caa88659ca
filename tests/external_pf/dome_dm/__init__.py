"""Classes of the schemas in ``dome_dm``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dome import DomeLevel as DomeLevel
    from .dome import DomeReading as DomeReading
    from .dome import Header as Header
    from .dome import Level as Level
    from .dome import Reading as Reading

_MODULES = {
    "DomeLevel": "dome",
    "DomeReading": "dome",
    "Header": "dome",
    "Level": "dome",
    "Reading": "dome",
}

__all__ = [
    "DomeLevel",
    "DomeReading",
    "Header",
    "Level",
    "Reading",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
