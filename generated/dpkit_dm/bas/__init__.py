"""Classes of the schemas in ``bas``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dqc import RangeFlag as RangeFlag
    from .fit import FitsFile as FitsFile
    from .format import ArrayHdu as ArrayHdu
    from .format import ArrayInfo as ArrayInfo
    from .format import ArrayType as ArrayType
    from .format import Column as Column
    from .format import ColumnList as ColumnList
    from .format import FitsFormat as FitsFormat
    from .format import FormatList as FormatList
    from .format import GenericHdu as GenericHdu
    from .format import HduGroup as HduGroup
    from .format import Keyword as Keyword
    from .format import KeywordList as KeywordList
    from .format import KeywordType as KeywordType
    from .format import TableHdu as TableHdu
    from .img import ExposureTime as ExposureTime
    from .img import ImageCategory as ImageCategory
    from .img import ImageFirstType as ImageFirstType
    from .img import ImageSecondType as ImageSecondType
    from .img import ImageTechnique as ImageTechnique
    from .img import ImageThirdType as ImageThirdType
    from .img import ImageType as ImageType
    from .img import ObservationDateTime as ObservationDateTime
    from .img import ObservationSequence as ObservationSequence
    from .img import Pointing as Pointing
    from .ppr import GenericKeyValueParameter as GenericKeyValueParameter
    from .ppr import GenericKeyValueParameters as GenericKeyValueParameters
    from .stc import Polygon as Polygon
    from .stc import SkyPosition as SkyPosition
    from .stc import SpatialFootprint as SpatialFootprint

_MODULES = {
    "ArrayHdu": "format",
    "ArrayInfo": "format",
    "ArrayType": "format",
    "Column": "format",
    "ColumnList": "format",
    "ExposureTime": "img",
    "FitsFile": "fit",
    "FitsFormat": "format",
    "FormatList": "format",
    "GenericHdu": "format",
    "GenericKeyValueParameter": "ppr",
    "GenericKeyValueParameters": "ppr",
    "HduGroup": "format",
    "ImageCategory": "img",
    "ImageFirstType": "img",
    "ImageSecondType": "img",
    "ImageTechnique": "img",
    "ImageThirdType": "img",
    "ImageType": "img",
    "Keyword": "format",
    "KeywordList": "format",
    "KeywordType": "format",
    "ObservationDateTime": "img",
    "ObservationSequence": "img",
    "Pointing": "img",
    "Polygon": "stc",
    "RangeFlag": "dqc",
    "SkyPosition": "stc",
    "SpatialFootprint": "stc",
    "TableHdu": "format",
}

__all__ = [
    "ArrayHdu",
    "ArrayInfo",
    "ArrayType",
    "Column",
    "ColumnList",
    "ExposureTime",
    "FitsFile",
    "FitsFormat",
    "FormatList",
    "GenericHdu",
    "GenericKeyValueParameter",
    "GenericKeyValueParameters",
    "HduGroup",
    "ImageCategory",
    "ImageFirstType",
    "ImageSecondType",
    "ImageTechnique",
    "ImageThirdType",
    "ImageType",
    "Keyword",
    "KeywordList",
    "KeywordType",
    "ObservationDateTime",
    "ObservationSequence",
    "Pointing",
    "Polygon",
    "RangeFlag",
    "SkyPosition",
    "SpatialFootprint",
    "TableHdu",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
