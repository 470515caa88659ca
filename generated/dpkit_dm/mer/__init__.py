"""Classes of the schemas in ``mer``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bksmosaic import DpdMerBksMosaic as DpdMerBksMosaic
    from .finalcatalog import DpdMerFinalCatalog as DpdMerFinalCatalog
    from .mosaic import DpdMerMosaic as DpdMerMosaic
    from .segmentationmap import DpdMerSegmentationMap as DpdMerSegmentationMap
    from .tile import DpdMerTile as DpdMerTile
    from .tilelist import DpdMerTileList as DpdMerTileList

_MODULES = {
    "DpdMerBksMosaic": "bksmosaic",
    "DpdMerFinalCatalog": "finalcatalog",
    "DpdMerMosaic": "mosaic",
    "DpdMerSegmentationMap": "segmentationmap",
    "DpdMerTile": "tile",
    "DpdMerTileList": "tilelist",
}

__all__ = [
    "DpdMerBksMosaic",
    "DpdMerFinalCatalog",
    "DpdMerMosaic",
    "DpdMerSegmentationMap",
    "DpdMerTile",
    "DpdMerTileList",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
