"""What becomes of the primitive types of XML Schema in the JSON of documents."""

from __future__ import annotations

__all__ = ["INTEGERS", "NUMBERS", "OMITTED", "WRAPPED"]

INTEGERS = frozenset(
    {
        "xs:integer",
        "xs:long",
        "xs:int",
        "xs:short",
        "xs:byte",
        "xs:nonNegativeInteger",
        "xs:positiveInteger",
        "xs:nonPositiveInteger",
        "xs:negativeInteger",
        "xs:unsignedLong",
        "xs:unsignedInt",
        "xs:unsignedShort",
        "xs:unsignedByte",
    }
)
NUMBERS = frozenset({"xs:double", "xs:float", "xs:decimal"})

WRAPPED = "#text"
"""Name of the text of an element that has attributes."""

OMITTED = "#omitted"
"""Instead of a value that is too long: its length in bytes."""
