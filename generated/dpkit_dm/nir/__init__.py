"""Classes of the schemas in ``nir``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .calibratedframe import DpdNirCalibratedFrame as DpdNirCalibratedFrame
    from .exposurecatalog import DpdNirExposureCatalog as DpdNirExposureCatalog
    from .masterdark import DpdNirMasterDark as DpdNirMasterDark
    from .masterflat import DpdNirMasterFlat as DpdNirMasterFlat
    from .relphotodetcalibration import DpdNirRelPhotoDetCalibration as DpdNirRelPhotoDetCalibration
    from .relphotoexpcalibration import DpdNirRelPhotoExpCalibration as DpdNirRelPhotoExpCalibration
    from .relphotoparams import DpdNirRelPhotoParams as DpdNirRelPhotoParams

_MODULES = {
    "DpdNirCalibratedFrame": "calibratedframe",
    "DpdNirExposureCatalog": "exposurecatalog",
    "DpdNirMasterDark": "masterdark",
    "DpdNirMasterFlat": "masterflat",
    "DpdNirRelPhotoDetCalibration": "relphotodetcalibration",
    "DpdNirRelPhotoExpCalibration": "relphotoexpcalibration",
    "DpdNirRelPhotoParams": "relphotoparams",
}

__all__ = [
    "DpdNirCalibratedFrame",
    "DpdNirExposureCatalog",
    "DpdNirMasterDark",
    "DpdNirMasterFlat",
    "DpdNirRelPhotoDetCalibration",
    "DpdNirRelPhotoExpCalibration",
    "DpdNirRelPhotoParams",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
