"""Classes of the schemas in ``crires``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .associationblock import DpdCriresAssociationBlock as DpdCriresAssociationBlock
    from .badpixelmap import DpdCriresBadPixelMap as DpdCriresBadPixelMap
    from .darkframe import DpdCriresDarkFrame as DpdCriresDarkFrame
    from .darkqc import DpdCriresDarkQc as DpdCriresDarkQc
    from .flatframe import DpdCriresFlatFrame as DpdCriresFlatFrame
    from .flatqc import DpdCriresFlatQc as DpdCriresFlatQc
    from .flatreference import DpdCriresFlatReference as DpdCriresFlatReference
    from .masterflat import DpdCriresMasterFlat as DpdCriresMasterFlat
    from .snrmap import DpdCriresSnrMap as DpdCriresSnrMap

_MODULES = {
    "DpdCriresAssociationBlock": "associationblock",
    "DpdCriresBadPixelMap": "badpixelmap",
    "DpdCriresDarkFrame": "darkframe",
    "DpdCriresDarkQc": "darkqc",
    "DpdCriresFlatFrame": "flatframe",
    "DpdCriresFlatQc": "flatqc",
    "DpdCriresFlatReference": "flatreference",
    "DpdCriresMasterFlat": "masterflat",
    "DpdCriresSnrMap": "snrmap",
}

__all__ = [
    "DpdCriresAssociationBlock",
    "DpdCriresBadPixelMap",
    "DpdCriresDarkFrame",
    "DpdCriresDarkQc",
    "DpdCriresFlatFrame",
    "DpdCriresFlatQc",
    "DpdCriresFlatReference",
    "DpdCriresMasterFlat",
    "DpdCriresSnrMap",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
