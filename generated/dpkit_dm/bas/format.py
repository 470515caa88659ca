from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

__NAMESPACE__ = "urn:dpkit:format"


class ArrayType(Enum):
    """
    Type of the elements of an array.

    FITS has no bool, float16 and complex images; int8 and the unsigned types are held by BZERO
    there.
    """

    BOOL = "bool"
    INT8 = "int8"
    UINT8 = "uint8"
    INT16 = "int16"
    UINT16 = "uint16"
    INT32 = "int32"
    UINT32 = "uint32"
    INT64 = "int64"
    UINT64 = "uint64"
    FLOAT16 = "float16"
    FLOAT32 = "float32"
    FLOAT64 = "float64"
    COMPLEX64 = "complex64"
    COMPLEX128 = "complex128"


class FieldType(Enum):
    """
    Type of a column of a parquet file or text table.
    """

    BOOL = "bool"
    INT8 = "int8"
    UINT8 = "uint8"
    INT16 = "int16"
    UINT16 = "uint16"
    INT32 = "int32"
    UINT32 = "uint32"
    INT64 = "int64"
    UINT64 = "uint64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"
    STRING = "string"


class KeywordType(Enum):
    """
    Type of the value of a header keyword.

    Time is a date or time in the form of ISO 8601 that FITS has, without a zone; Undefined has
    no value.
    """

    UNDEFINED = "Undefined"
    STRING = "String"
    TIME = "Time"
    LOGICAL = "Logical"
    INTEGER = "Integer"
    DOUBLE = "Double"
    COMPLEX_INTEGER = "ComplexInteger"
    COMPLEX_DOUBLE = "ComplexDouble"


class PixelNumbering(Enum):
    """
    How a column numbers the pixels of the sphere: of one nside or order (0 to 12 nside^2 - 1),
    or NUNIQ up to an order.

    The word says what the keyword of pixelKey holds.
    """

    NSIDE = "nside"
    ORDER = "order"
    NUNIQ = "nuniq"


class TextFlavour(Enum):
    """
    Flavour of a text table: CSV has names only, ECSV and IPAC have types and units.
    """

    CSV = "csv"
    ECSV = "ecsv"
    IPAC = "ipac"


class TreeType(Enum):
    """
    Type of a value in a tree.

    A quantity is a number with its unit.
    """

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TIME = "time"
    QUANTITY = "quantity"
    LIST = "list"
    OBJECT = "object"


@dataclass(slots=True, kw_only=True)
class ArrayInfo:
    """
    Type, number of axes and unit of an image, the lengths of its axes from NAXIS1 on, and what
    holds for its pixels.
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
    lengths: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
            "pattern": r"(\*|[1-9][0-9]*|[a-z][a-z0-9_]*)( (\*|[1-9][0-9]*|[a-z][a-z0-9_]*))*",
        },
    )
    minimum: None | float = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    maximum: None | float = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    missing: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class Keyword:
    """
    A header keyword; its text is the comment.

    Required unless said otherwise. Its value may be fixed, one of those allowed (separated by
    |), or between limits, themselves included.
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
    allowed: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    minimum: None | float = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    maximum: None | float = field(
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
class RuledValues:
    """
    Values of a column and what holds for them: limits, themselves included; whether values may
    be missing (NaN, or marked as null); whether each occurs once only; whether they increase;
    whether they number pixels of the sphere.
    """

    class Meta:
        name = "ruledValues"

    value: str = field(default="")
    name: str = field(
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
    required: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )
    minimum: None | float = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    maximum: None | float = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    missing: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )
    unique: bool = field(
        default=False,
        metadata={
            "type": "Attribute",
        },
    )
    sorted: bool = field(
        default=False,
        metadata={
            "type": "Attribute",
        },
    )
    pixel: None | PixelNumbering = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    pixel_key: None | str = field(
        default=None,
        metadata={
            "name": "pixelKey",
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
    shape: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
            "pattern": r"(\*|[1-9][0-9]*|[a-z][a-z0-9_]*)( (\*|[1-9][0-9]*|[a-z][a-z0-9_]*))*",
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
    allowed: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    minimum: None | float = field(
        default=None,
        metadata={
            "type": "Attribute",
        },
    )
    maximum: None | float = field(
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
class Column(RuledValues):
    """
    A column of a binary table; its text is the description.

    Unsigned integers are held by TZERO.
    """

    class Meta:
        name = "column"

    format: str = field(
        metadata={
            "type": "Attribute",
        }
    )
    unsigned: bool = field(
        default=False,
        metadata={
            "type": "Attribute",
        },
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
class ParquetColumn(RuledValues):
    """
    A column of a parquet file; its text is the description.

    The unit stands in the metadata of the field under the key unit.
    """

    class Meta:
        name = "parquetColumn"

    type_value: FieldType = field(
        metadata={
            "name": "type",
            "type": "Attribute",
        }
    )
    nullable: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )


@dataclass(slots=True, kw_only=True)
class TextColumn(RuledValues):
    """
    A column of a text table; its text is the description.
    """

    class Meta:
        name = "textColumn"

    type_value: FieldType = field(
        metadata={
            "name": "type",
            "type": "Attribute",
        }
    )


@dataclass(slots=True, kw_only=True)
class ColumnList:
    """
    The columns of a table, in order; the table has no others.
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
class ParquetColumnList:
    """
    The columns of a parquet file; it has no others.
    """

    class Meta:
        name = "parquetColumnList"

    column: list[ParquetColumn] = field(
        default_factory=list,
        metadata={
            "name": "Column",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
        },
    )


@dataclass(slots=True, kw_only=True)
class TextColumnList:
    """
    The columns of a text table; it has no others.
    """

    class Meta:
        name = "textColumnList"

    column: list[TextColumn] = field(
        default_factory=list,
        metadata={
            "name": "Column",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
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
class AsciiFormat:
    """
    Format of a text table: its flavour, its columns, and the keywords above them, which CSV
    has not.
    """

    class Meta:
        name = "asciiFormat"

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
    column_list: TextColumnList = field(
        metadata={
            "name": "ColumnList",
            "type": "Element",
            "namespace": "",
        }
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
    flavour: TextFlavour = field(
        metadata={
            "type": "Attribute",
        }
    )


@dataclass(slots=True, kw_only=True)
class ParquetFormat:
    """
    Format of a parquet file: its columns, and the keywords in the metadata of its schema.
    """

    class Meta:
        name = "parquetFormat"

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
    column_list: ParquetColumnList = field(
        metadata={
            "name": "ColumnList",
            "type": "Element",
            "namespace": "",
        }
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
    Format of a FITS file: its HDUs in order, the primary one first; without one, it is empty.

    The format may leave the order of the extensions open, and may demand CHECKSUM and DATASUM
    in every HDU.
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
    ordered: bool = field(
        default=True,
        metadata={
            "type": "Attribute",
        },
    )
    checksum: bool = field(
        default=False,
        metadata={
            "type": "Attribute",
        },
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
    parquet_format: list[ParquetFormat] = field(
        default_factory=list,
        metadata={
            "name": "ParquetFormat",
            "type": "Element",
            "namespace": "",
        },
    )
    ascii_format: list[AsciiFormat] = field(
        default_factory=list,
        metadata={
            "name": "AsciiFormat",
            "type": "Element",
            "namespace": "",
        },
    )
