"""What may stand for a type or element, as the data dictionary tells: ``xsi:type`` and groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Below", "actual_type", "fields_below", "step_of", "types_for"]

Json = Mapping[str, Any]

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


class Below(NamedTuple):
    """A field that an element may have below it, and the types that have it.

    These are its declared type alone, or types that only a document may name instead.
    """

    field: Json
    owners: tuple[str, ...]


def types_for(types: Json, field: Json) -> list[str]:
    """Return the types that a document may name in ``xsi:type`` instead of that of a field."""
    own = field.get("derived")
    found: list[str] = types.get(field["type"], {}).get("derived", []) if own is None else own
    return found


def fields_below(types: Json, field: Json) -> list[Below]:
    """Return what an element of a field may have below it, first what its declared type has.

    Parameters
    ----------
    types : mapping
        The types of a product by id, as in the data dictionary.
    field : mapping
        The field; for the root element ``{"type": ROOT_TYPE}`` will do.
    """
    declared = field["type"]
    found = [Below(below, (declared,)) for below in _fields(types, declared)]
    known = {_key(below.field) for below in found}
    others: dict[tuple[object, ...], Below] = {}
    for name in types_for(types, field):
        for below in _fields(types, name):
            if (key := _key(below)) not in known:
                owners = others[key].owners if key in others else ()
                if not any(name in types[owner].get("derived", ()) for owner in owners):
                    others[key] = Below(below if not owners else others[key].field, (*owners, name))
    return [*found, *others.values()]


def step_of(field: Json) -> str:
    """Return the step of a path to a field: its name, that of an attribute after ``@``."""
    return f"@{field['name']}" if field.get("attribute") else str(field["name"])


def actual_type(types: Json, field: Json, node: etree._Element) -> str:
    """Return the type of an element: that of its field, unless it names another."""
    said = node.get(_TYPE)
    if said is None:
        return str(field["type"])
    prefix, _, local = said.strip().rpartition(":")
    namespace = node.nsmap.get(prefix or None, "")
    for name in types_for(types, field):
        if name.partition(":")[2] == local and types[name]["namespace"] == namespace:
            return name
    return str(field["type"])


def _fields(types: Json, name: str) -> list[Json]:
    found: list[Json] = types.get(name, {}).get("fields", [])
    return found


def _key(field: Json) -> tuple[object, ...]:
    return step_of(field), field.get("namespace"), field["type"]
