"""Check that entries which speak of a value stand where there is one."""

from __future__ import annotations

from collections.abc import Iterable

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node, primitive
from dpkit.schema.xsd.declaration import Entry, SchemaSet

__all__ = ["check_content", "require_text"]

_VALUES = (
    "key",
    "role",
    "initial",
    "validity",
    "time",
    "metric",
    "column",
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
        The element has no text, or an initial value is for one that may occur several times.
    """
    for node in nodes:
        for entry in node.field.entries:
            if entry.name in _VALUES:
                require_text(schemas, node, entry)
            if entry.name == "initial" and node.field.repeated:
                raise SchemaError(
                    f"initial is on an element that may occur several times: {node.path}",
                    place=entry.place,
                    remedy="put it on the elements inside, or leave it out",
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
