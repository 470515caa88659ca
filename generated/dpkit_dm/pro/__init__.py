"""Classes of the schemas in ``pro``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .nir import DetectorDeviationFlag as DetectorDeviationFlag
    from .nir import ExposureFactorFlag as ExposureFactorFlag
    from .nir import NirCalibratedFrame as NirCalibratedFrame
    from .nir import NirDetector as NirDetector
    from .nir import NirDetectorList as NirDetectorList
    from .nir import NirExposureCatalog as NirExposureCatalog
    from .nir import NirMasterDark as NirMasterDark
    from .nir import NirMasterFlat as NirMasterFlat
    from .nir import NirRelPhotoDetCal as NirRelPhotoDetCal
    from .nir import NirRelPhotoDetFactor as NirRelPhotoDetFactor
    from .nir import NirRelPhotoDetFactorList as NirRelPhotoDetFactorList
    from .nir import NirRelPhotoExpCal as NirRelPhotoExpCal
    from .nir import NirRelPhotoExpFactor as NirRelPhotoExpFactor
    from .nir import NirRelPhotoExpFactorList as NirRelPhotoExpFactorList
    from .nir import NirRelPhotoExpPair as NirRelPhotoExpPair
    from .nir import NirRelPhotoExpPairList as NirRelPhotoExpPairList
    from .nir import NirRelPhotoExpQuality as NirRelPhotoExpQuality
    from .nir import NirRelPhotoFrameQuality as NirRelPhotoFrameQuality
    from .nir import NirRelPhotoParams as NirRelPhotoParams
    from .nir import SqfNirRelPhotoExpCal as SqfNirRelPhotoExpCal

_MODULES = {
    "DetectorDeviationFlag": "nir",
    "ExposureFactorFlag": "nir",
    "NirCalibratedFrame": "nir",
    "NirDetector": "nir",
    "NirDetectorList": "nir",
    "NirExposureCatalog": "nir",
    "NirMasterDark": "nir",
    "NirMasterFlat": "nir",
    "NirRelPhotoDetCal": "nir",
    "NirRelPhotoDetFactor": "nir",
    "NirRelPhotoDetFactorList": "nir",
    "NirRelPhotoExpCal": "nir",
    "NirRelPhotoExpFactor": "nir",
    "NirRelPhotoExpFactorList": "nir",
    "NirRelPhotoExpPair": "nir",
    "NirRelPhotoExpPairList": "nir",
    "NirRelPhotoExpQuality": "nir",
    "NirRelPhotoFrameQuality": "nir",
    "NirRelPhotoParams": "nir",
    "SqfNirRelPhotoExpCal": "nir",
}

__all__ = [
    "DetectorDeviationFlag",
    "ExposureFactorFlag",
    "NirCalibratedFrame",
    "NirDetector",
    "NirDetectorList",
    "NirExposureCatalog",
    "NirMasterDark",
    "NirMasterFlat",
    "NirRelPhotoDetCal",
    "NirRelPhotoDetFactor",
    "NirRelPhotoDetFactorList",
    "NirRelPhotoExpCal",
    "NirRelPhotoExpFactor",
    "NirRelPhotoExpFactorList",
    "NirRelPhotoExpPair",
    "NirRelPhotoExpPairList",
    "NirRelPhotoExpQuality",
    "NirRelPhotoFrameQuality",
    "NirRelPhotoParams",
    "SqfNirRelPhotoExpCal",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
