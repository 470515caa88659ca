from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

__NAMESPACE__ = "urn:dpkit:format"


class ArrayType(Enum):
    """
    Type of the pixels of an image.
    """

    UINT8 = "uint8"
    UINT16 = "uint16"
    UINT32 = "uint32"
    FLOAT16 = "float16"
    INT16 = "int16"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"


@dataclass(slots=True, kw_only=True)
class Column:
    """
    A column of a table; its text is the description.
    """

    class Meta:
        name = "column"

    value: str = field(default="")
    name: str = field(
        metadata={
            "type": "Attribute",
        }
    )
    format: str = field(
        metadata={
            "type": "Attribute",
        }
    )
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    ucd: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )


class KeywordType(Enum):
    """
    Type of the value of a header keyword.
    """

    STRING = "String"
    LOGICAL = "Logical"
    INTEGER = "Integer"
    DOUBLE = "Double"


class TreeType(Enum):
    """
    Type of a value in a tree.
    """

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TIME = "time"
    LIST = "list"
    OBJECT = "object"


@dataclass(slots=True, kw_only=True)
class ArrayInfo:
    """
    Type, number of axes and unit of an image.
    """

    class Meta:
        name = "arrayInfo"

    type_value: ArrayType = field(
        metadata={
            "name": "type",
            "type": "Attribute",
        }
    )
    dimensions: int = field(
        metadata={
            "type": "Attribute",
        }
    )
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class ColumnList:
    """
    The columns of a table, in order.
    """

    class Meta:
        name = "columnList"

    column: list[Column] = field(
        default_factory=list,
        metadata={
            "name": "Column",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "max_occurs": 999,
        },
    )


@dataclass(slots=True, kw_only=True)
class Keyword:
    """
    A header keyword; its text is the comment.

    Required unless said otherwise.
    """

    class Meta:
        name = "keyword"

    value: str = field(default="")
    name: str = field(
        metadata={
            "type": "Attribute",
        }
    )
    type_value: KeywordType = field(
        metadata={
            "name": "type",
            "type": "Attribute",
        }
    )
    fixed: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    required: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class TreeArray:
    """
    An array of a tree; its text is the description.

    Required unless said otherwise.
    """

    class Meta:
        name = "treeArray"

    value: str = field(default="")
    path: str = field(
        metadata={
            "type": "Attribute",
            "pattern": r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*",
        }
    )
    type_value: ArrayType = field(
        metadata={
            "name": "type",
            "type": "Attribute",
        }
    )
    dimensions: int = field(
        metadata={
            "type": "Attribute",
        }
    )
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    required: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class TreeValue:
    """
    A value of a tree; its text is the description.

    Required unless said otherwise.
    """

    class Meta:
        name = "treeValue"

    value: str = field(default="")
    path: str = field(
        metadata={
            "type": "Attribute",
            "pattern": r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*",
        }
    )
    type_value: TreeType = field(
        metadata={
            "name": "type",
            "type": "Attribute",
        }
    )
    fixed: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    required: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class AsdfFormat:
    """
    Format of an ASDF file: the values and arrays of its tree.
    """

    class Meta:
        name = "asdfFormat"

    description: str = field(
        metadata={
            "name": "Description",
            "type": "Element",
            "namespace": "",
        }
    )
    value: list[TreeValue] = field(
        default_factory=list,
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
        },
    )
    array: list[TreeArray] = field(
        default_factory=list,
        metadata={
            "name": "Array",
            "type": "Element",
            "namespace": "",
        },
    )
    id: str = field(
        metadata={
            "type": "Attribute",
            "pattern": r"[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+",
        }
    )
    version: str = field(
        metadata={
            "type": "Attribute",
        }
    )


@dataclass(slots=True, kw_only=True)
class KeywordList:
    """
    The keywords of a header.
    """

    class Meta:
        name = "keywordList"

    keyword: list[Keyword] = field(
        default_factory=list,
        metadata={
            "name": "Keyword",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class GenericHdu:
    """
    An HDU of which only the header is described.
    """

    class Meta:
        name = "genericHdu"

    description: str = field(
        metadata={
            "name": "Description",
            "type": "Element",
            "namespace": "",
        }
    )
    keyword_list: None | KeywordList = field(
        default=None,
        metadata={
            "name": "KeywordList",
            "type": "Element",
            "namespace": "",
        },
    )
    name: str = field(
        metadata={
            "type": "Attribute",
        }
    )
    multiplicity: str = field(
        default="1",
        metadata={
            "type": "Attribute",
            "pattern": r"\*|[0-9]+(\.\.([0-9]+|\*))?",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayHdu(GenericHdu):
    """
    An image; wcs says how many of its axes have celestial coordinates.
    """

    class Meta:
        name = "arrayHdu"

    array_info: ArrayInfo = field(
        metadata={
            "name": "ArrayInfo",
            "type": "Element",
            "namespace": "",
        }
    )
    wcs: int = field(
        default=0,
        metadata={
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class TableHdu(GenericHdu):
    """
    A binary table.
    """

    class Meta:
        name = "tableHdu"

    column_list: ColumnList = field(
        metadata={
            "name": "ColumnList",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class HduGroup:
    """
    HDUs that occur together.

    The part of their names that differs from group to group is {key} and matches the pattern
    of the attribute key.
    """

    class Meta:
        name = "hduGroup"

    generic_hdu_or_table_hdu_or_array_hdu: list[GenericHdu | TableHdu | ArrayHdu] = field(
        default_factory=list,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "GenericHDU",
                    "type": GenericHdu,
                    "namespace": "",
                },
                {
                    "name": "TableHDU",
                    "type": TableHdu,
                    "namespace": "",
                },
                {
                    "name": "ArrayHDU",
                    "type": ArrayHdu,
                    "namespace": "",
                },
            ),
        },
    )
    key: str = field(
        metadata={
            "type": "Attribute",
        }
    )
    multiplicity: str = field(
        default="1",
        metadata={
            "type": "Attribute",
            "pattern": r"\*|[0-9]+(\.\.([0-9]+|\*))?",
        },
    )


@dataclass(slots=True, kw_only=True)
class FitsFormat:
    """
    Format of a FITS file: its HDUs in order, the primary one first.
    """

    class Meta:
        name = "fitsFormat"

    description: str = field(
        metadata={
            "name": "Description",
            "type": "Element",
            "namespace": "",
        }
    )
    choice: list[GenericHdu | TableHdu | ArrayHdu | HduGroup] = field(
        default_factory=list,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "GenericHDU",
                    "type": GenericHdu,
                    "namespace": "",
                },
                {
                    "name": "TableHDU",
                    "type": TableHdu,
                    "namespace": "",
                },
                {
                    "name": "ArrayHDU",
                    "type": ArrayHdu,
                    "namespace": "",
                },
                {
                    "name": "HDUGroup",
                    "type": HduGroup,
                    "namespace": "",
                },
            ),
        },
    )
    id: str = field(
        metadata={
            "type": "Attribute",
            "pattern": r"[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+",
        }
    )
    version: str = field(
        metadata={
            "type": "Attribute",
        }
    )


@dataclass(slots=True, kw_only=True)
class FormatList:
    """
    The file formats of one family of products.
    """

    class Meta:
        namespace = "urn:dpkit:format"

    fits_format: list[FitsFormat] = field(
        default_factory=list,
        metadata={
            "name": "FitsFormat",
            "type": "Element",
            "namespace": "",
        },
    )
    asdf_format: list[AsdfFormat] = field(
        default_factory=list,
        metadata={
            "name": "AsdfFormat",
            "type": "Element",
            "namespace": "",
        },
    )
