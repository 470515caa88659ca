"""Classes of the schemas in ``vmpz``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .healpixbitmask import DpdHealpixBitMaskVMPZ as DpdHealpixBitMaskVMPZ
    from .healpixcoveragemask import DpdHealpixCoverageVMPZ as DpdHealpixCoverageVMPZ
    from .healpixfootprintmask import DpdHealpixFootprintMaskVMPZ as DpdHealpixFootprintMaskVMPZ
    from .maskcollection import DpdMaskCollectionVMPZ as DpdMaskCollectionVMPZ
    from .mocbitmask import DpdMOCBitMaskVMPZ as DpdMOCBitMaskVMPZ
    from .moccoveragemask import DpdMOCCoverageVMPZ as DpdMOCCoverageVMPZ
    from .mocfootprintmask import DpdMOCFootprintMaskVMPZ as DpdMOCFootprintMaskVMPZ
    from .paramsbitmask import DpdBitMaskParamsVMPZ as DpdBitMaskParamsVMPZ
    from .paramscoveragemask import DpdCoverageMaskParamsVMPZ as DpdCoverageMaskParamsVMPZ
    from .paramsfootprintmask import DpdFootprintMaskParamsVMPZ as DpdFootprintMaskParamsVMPZ

_MODULES = {
    "DpdBitMaskParamsVMPZ": "paramsbitmask",
    "DpdCoverageMaskParamsVMPZ": "paramscoveragemask",
    "DpdFootprintMaskParamsVMPZ": "paramsfootprintmask",
    "DpdHealpixBitMaskVMPZ": "healpixbitmask",
    "DpdHealpixCoverageVMPZ": "healpixcoveragemask",
    "DpdHealpixFootprintMaskVMPZ": "healpixfootprintmask",
    "DpdMOCBitMaskVMPZ": "mocbitmask",
    "DpdMOCCoverageVMPZ": "moccoveragemask",
    "DpdMOCFootprintMaskVMPZ": "mocfootprintmask",
    "DpdMaskCollectionVMPZ": "maskcollection",
}

__all__ = [
    "DpdBitMaskParamsVMPZ",
    "DpdCoverageMaskParamsVMPZ",
    "DpdFootprintMaskParamsVMPZ",
    "DpdHealpixBitMaskVMPZ",
    "DpdHealpixCoverageVMPZ",
    "DpdHealpixFootprintMaskVMPZ",
    "DpdMOCBitMaskVMPZ",
    "DpdMOCCoverageVMPZ",
    "DpdMOCFootprintMaskVMPZ",
    "DpdMaskCollectionVMPZ",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
