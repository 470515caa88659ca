"""Classes of the schemas in ``bas``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cat import CatalogDescription as CatalogDescription
    from .cat import CatalogHead as CatalogHead
    from .cat import CatalogOrigin as CatalogOrigin
    from .cat import CatalogType as CatalogType
    from .cat import SpectralCoverage as SpectralCoverage
    from .cat import TileCatalogHead as TileCatalogHead
    from .dqc import AuxiliaryFlag as AuxiliaryFlag
    from .dqc import CountFlag as CountFlag
    from .dqc import FlaggedCount as FlaggedCount
    from .dqc import FlaggedNumber as FlaggedNumber
    from .dqc import PlaceHolderFlags as PlaceHolderFlags
    from .dqc import RangeFlag as RangeFlag
    from .fit import FitsFile as FitsFile
    from .format import ArrayHdu as ArrayHdu
    from .format import ArrayInfo as ArrayInfo
    from .format import ArrayType as ArrayType
    from .format import AsciiFormat as AsciiFormat
    from .format import AsdfFormat as AsdfFormat
    from .format import Column as Column
    from .format import ColumnList as ColumnList
    from .format import FieldType as FieldType
    from .format import FitsFormat as FitsFormat
    from .format import FormatList as FormatList
    from .format import GenericHdu as GenericHdu
    from .format import HduGroup as HduGroup
    from .format import Keyword as Keyword
    from .format import KeywordList as KeywordList
    from .format import KeywordType as KeywordType
    from .format import ParquetColumn as ParquetColumn
    from .format import ParquetColumnList as ParquetColumnList
    from .format import ParquetFormat as ParquetFormat
    from .format import PixelNumbering as PixelNumbering
    from .format import RuledValues as RuledValues
    from .format import TableHdu as TableHdu
    from .format import TextColumn as TextColumn
    from .format import TextColumnList as TextColumnList
    from .format import TextFlavour as TextFlavour
    from .format import TreeArray as TreeArray
    from .format import TreeType as TreeType
    from .format import TreeValue as TreeValue
    from .img import AxisType as AxisType
    from .img import BaseFrame as BaseFrame
    from .img import CoordinateType as CoordinateType
    from .img import ExposureTime as ExposureTime
    from .img import FrameType as FrameType
    from .img import ImageArea as ImageArea
    from .img import ImageCategory as ImageCategory
    from .img import ImageFirstType as ImageFirstType
    from .img import ImageSecondType as ImageSecondType
    from .img import ImageStatistics as ImageStatistics
    from .img import ImageTechnique as ImageTechnique
    from .img import ImageThirdType as ImageThirdType
    from .img import ImageType as ImageType
    from .img import NonLinearCoefficients as NonLinearCoefficients
    from .img import ObservationDateTime as ObservationDateTime
    from .img import ObservationSequence as ObservationSequence
    from .img import Orbit as Orbit
    from .img import Pointing as Pointing
    from .img import TpvCoefficients as TpvCoefficients
    from .img import WorldCoordinates as WorldCoordinates
    from .img import ZeroPoint as ZeroPoint
    from .img import ZeroPointType as ZeroPointType
    from .ppr import GenericKeyValueParameter as GenericKeyValueParameter
    from .ppr import GenericKeyValueParameters as GenericKeyValueParameters
    from .spm import ProcessingStep as ProcessingStep
    from .spm import ProcessingSteps as ProcessingSteps
    from .stc import BoundingBox as BoundingBox
    from .stc import Circle as Circle
    from .stc import Coordinate as Coordinate
    from .stc import Polygon as Polygon
    from .stc import SkyPosition as SkyPosition
    from .stc import SmallCircle as SmallCircle
    from .stc import SpatialFootprint as SpatialFootprint
    from .stc import UnitPosition as UnitPosition

_MODULES = {
    "ArrayHdu": "format",
    "ArrayInfo": "format",
    "ArrayType": "format",
    "AsciiFormat": "format",
    "AsdfFormat": "format",
    "AuxiliaryFlag": "dqc",
    "AxisType": "img",
    "BaseFrame": "img",
    "BoundingBox": "stc",
    "CatalogDescription": "cat",
    "CatalogHead": "cat",
    "CatalogOrigin": "cat",
    "CatalogType": "cat",
    "Circle": "stc",
    "Column": "format",
    "ColumnList": "format",
    "Coordinate": "stc",
    "CoordinateType": "img",
    "CountFlag": "dqc",
    "ExposureTime": "img",
    "FieldType": "format",
    "FitsFile": "fit",
    "FitsFormat": "format",
    "FlaggedCount": "dqc",
    "FlaggedNumber": "dqc",
    "FormatList": "format",
    "FrameType": "img",
    "GenericHdu": "format",
    "GenericKeyValueParameter": "ppr",
    "GenericKeyValueParameters": "ppr",
    "HduGroup": "format",
    "ImageArea": "img",
    "ImageCategory": "img",
    "ImageFirstType": "img",
    "ImageSecondType": "img",
    "ImageStatistics": "img",
    "ImageTechnique": "img",
    "ImageThirdType": "img",
    "ImageType": "img",
    "Keyword": "format",
    "KeywordList": "format",
    "KeywordType": "format",
    "NonLinearCoefficients": "img",
    "ObservationDateTime": "img",
    "ObservationSequence": "img",
    "Orbit": "img",
    "ParquetColumn": "format",
    "ParquetColumnList": "format",
    "ParquetFormat": "format",
    "PixelNumbering": "format",
    "PlaceHolderFlags": "dqc",
    "Pointing": "img",
    "Polygon": "stc",
    "ProcessingStep": "spm",
    "ProcessingSteps": "spm",
    "RangeFlag": "dqc",
    "RuledValues": "format",
    "SkyPosition": "stc",
    "SmallCircle": "stc",
    "SpatialFootprint": "stc",
    "SpectralCoverage": "cat",
    "TableHdu": "format",
    "TextColumn": "format",
    "TextColumnList": "format",
    "TextFlavour": "format",
    "TileCatalogHead": "cat",
    "TpvCoefficients": "img",
    "TreeArray": "format",
    "TreeType": "format",
    "TreeValue": "format",
    "UnitPosition": "stc",
    "WorldCoordinates": "img",
    "ZeroPoint": "img",
    "ZeroPointType": "img",
}

__all__ = [
    "ArrayHdu",
    "ArrayInfo",
    "ArrayType",
    "AsciiFormat",
    "AsdfFormat",
    "AuxiliaryFlag",
    "AxisType",
    "BaseFrame",
    "BoundingBox",
    "CatalogDescription",
    "CatalogHead",
    "CatalogOrigin",
    "CatalogType",
    "Circle",
    "Column",
    "ColumnList",
    "Coordinate",
    "CoordinateType",
    "CountFlag",
    "ExposureTime",
    "FieldType",
    "FitsFile",
    "FitsFormat",
    "FlaggedCount",
    "FlaggedNumber",
    "FormatList",
    "FrameType",
    "GenericHdu",
    "GenericKeyValueParameter",
    "GenericKeyValueParameters",
    "HduGroup",
    "ImageArea",
    "ImageCategory",
    "ImageFirstType",
    "ImageSecondType",
    "ImageStatistics",
    "ImageTechnique",
    "ImageThirdType",
    "ImageType",
    "Keyword",
    "KeywordList",
    "KeywordType",
    "NonLinearCoefficients",
    "ObservationDateTime",
    "ObservationSequence",
    "Orbit",
    "ParquetColumn",
    "ParquetColumnList",
    "ParquetFormat",
    "PixelNumbering",
    "PlaceHolderFlags",
    "Pointing",
    "Polygon",
    "ProcessingStep",
    "ProcessingSteps",
    "RangeFlag",
    "RuledValues",
    "SkyPosition",
    "SmallCircle",
    "SpatialFootprint",
    "SpectralCoverage",
    "TableHdu",
    "TextColumn",
    "TextColumnList",
    "TextFlavour",
    "TileCatalogHead",
    "TpvCoefficients",
    "TreeArray",
    "TreeType",
    "TreeValue",
    "UnitPosition",
    "WorldCoordinates",
    "ZeroPoint",
    "ZeroPointType",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
