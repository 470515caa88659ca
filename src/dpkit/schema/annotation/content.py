"""Check that entries which speak of a value stand where there is one."""

from __future__ import annotations

from collections.abc import Iterable

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node, is_list, primitive
from dpkit.schema.annotation.valuekind import is_number, is_time, may_be_number
from dpkit.schema.xsd.declaration import Entry, QName, SchemaSet

__all__ = ["check_content", "check_unit", "require_text"]

_VALUES = (
    "key",
    "role",
    "initial",
    "validity",
    "time",
    "metric",
    "reference",
    "unit",
    "ucd",
    "state",
)


def check_content(schemas: SchemaSet, nodes: Iterable[Node]) -> None:
    """Check every entry that speaks of the text of its element or attribute.

    Raises
    ------
    SchemaError
        The element has no text, its text is no time or number although the entry is about one, it
        is two bounds of a time, or an initial value is for one that may occur several times.
    """
    for node in nodes:
        _check_bounds(node)
        for entry in node.field.entries:
            if entry.name in _VALUES:
                require_text(schemas, node, entry)
                _check_kind(schemas, node, entry)
            if entry.name == "initial" and node.field.repeated:
                raise SchemaError(
                    f"initial is on an element that may occur several times: {node.path}",
                    place=entry.place,
                    remedy="put it on the elements inside, or leave it out",
                )


def _check_bounds(node: Node) -> None:
    for name in ("validity", "time"):
        bounds = list(node.entries(name))
        if len(bounds) > 1:
            first, second = (entry.attributes["bound"] for entry in bounds[:2])
            raise SchemaError(
                f"{node.path} is both {first} and {second} of one {name}",
                place=bounds[1].place,
                remedy="give each an element of its own, or say that it is the instant",
            )


def _check_kind(schemas: SchemaSet, node: Node, entry: Entry) -> None:
    """Refuse an entry about a time or number on what is none."""
    bound, role = entry.attributes.get("bound"), entry.name == "role" and entry.attributes["name"]
    if entry.name == "unit":
        check_unit(schemas, node.path, node.field.type, entry)
    elif bound == "duration":
        _check_duration(schemas, node, entry)
    elif bound is not None or role == "created":
        _check_time(schemas, node, entry)


def _check_duration(schemas: SchemaSet, node: Node, entry: Entry) -> None:
    if not is_number(schemas, node.field.type):
        raise SchemaError(
            f"the duration is no number: {node.path}",
            place=entry.place,
            remedy="say it of an element that holds the seconds",
        )


def _check_time(schemas: SchemaSet, node: Node, entry: Entry) -> None:
    if is_list(schemas, node.field.type) or not is_time(schemas, node.field.type):
        said = entry.attributes.get("bound") or entry.attributes["name"]
        raise SchemaError(
            f"{entry.name} {said!r} is no time: {node.path}",
            place=entry.place,
            remedy="say it of an element of the type xs:dateTime",
        )


def check_unit(schemas: SchemaSet, path: str, kind: QName, entry: Entry) -> None:
    """Refuse a unit of what is never a number.

    Raises
    ------
    SchemaError
        The type has no numbers among its values.
    """
    if not may_be_number(schemas, kind):
        raise SchemaError(
            f"unit {entry.attributes['name']!r} is of no number: {path}",
            place=entry.place,
            remedy="leave it out, or say it of the element that holds the number",
        )


def require_text(schemas: SchemaSet, node: Node, entry: Entry) -> None:
    """Refuse an entry about a place that has no text.

    Raises
    ------
    SchemaError
        The element has elements only.
    """
    if not primitive(schemas, node.field.type):
        said = entry.attributes.get("name") or entry.attributes.get("key")
        named = f"{entry.name} {said!r}" if said else entry.name
        raise SchemaError(
            f"{named} is on an element without text: {node.path}",
            place=entry.place,
            remedy="put it on the element inside that holds the value",
        )
