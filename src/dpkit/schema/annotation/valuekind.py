"""What the values of a type are: numbers, integers or times, whichever way the type is declared."""

from __future__ import annotations

from dpkit.schema.xsd.declaration import QName, SchemaSet, SimpleType

__all__ = ["is_date", "is_integer", "is_number", "is_time", "may_be_number"]

_INTEGERS = {
    f"xs:{name}"
    for name in (
        *("integer", "long", "int", "short", "byte"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
        *("positiveInteger", "nonNegativeInteger", "negativeInteger", "nonPositiveInteger"),
    )
}
_NUMBERS = _INTEGERS | {"xs:double", "xs:float", "xs:decimal"}
_UNTYPED = {"xs:anyType", "xs:anySimpleType"}
_DATES = {
    f"xs:{name}"
    for name in ("dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")
}


def is_number(schemas: SchemaSet, name: QName) -> bool:
    """Tell whether every value of a type, or item of a list, is a number."""
    return _all_in(schemas, name, _NUMBERS)


def may_be_number(schemas: SchemaSet, name: QName) -> bool:
    """Tell whether some value of a type is a number; that of an untyped element may be."""
    return bool(_primitives(schemas, name) & (_NUMBERS | _UNTYPED))


def is_integer(schemas: SchemaSet, name: QName) -> bool:
    """Tell whether every value of a type, or item of a list, is an integer."""
    return _all_in(schemas, name, _INTEGERS)


def is_time(schemas: SchemaSet, name: QName) -> bool:
    """Tell whether every value of a type is a time: in schemas of others a date is its midnight."""
    return _all_in(schemas, name, {"xs:dateTime"} if schemas.strict else {"xs:dateTime", "xs:date"})


def is_date(schemas: SchemaSet, name: QName) -> bool:
    """Tell whether every value of a type is a time, a date or a part of one."""
    return _all_in(schemas, name, _DATES)


def _all_in(schemas: SchemaSet, name: QName, known: set[str]) -> bool:
    found = _primitives(schemas, name)
    return bool(found) and found <= known


def _primitives(schemas: SchemaSet, name: QName) -> set[str]:
    """Return the built-in types that values of a type are written as; none without text."""
    if name.builtin:
        return {f"xs:{name.name}"}
    declared = schemas.types[name]
    if isinstance(declared, SimpleType):
        parts = declared.members or (declared.base or declared.item,)
    else:
        parts = (declared.text or declared.base,)
    return set().union(*(_primitives(schemas, part) for part in parts if part is not None))
