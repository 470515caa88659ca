"""Compile what weights and masks mean."""

from __future__ import annotations

from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node
from dpkit.schema.xsd.declaration import Entry, SchemaSet, SimpleType

__all__ = ["compile_conventions"]


def compile_conventions(schemas: SchemaSet, nodes: list[Node]) -> list[dict[str, Any]]:
    """Collect the places whose values or files follow a convention.

    Raises
    ------
    SchemaError
        The element that holds the convention of a document is not there, or cannot say it.
    """
    by_path = {node.path: node for node in nodes}
    return [
        {
            "path": node.path,
            "name": entry.attributes["name"],
            "stated": _stated(schemas, by_path, node, entry),
        }
        for node in nodes
        for entry in node.entries("convention")
    ]


def _stated(schemas: SchemaSet, by_path: dict[str, Node], node: Node, entry: Entry) -> str | None:
    beside = entry.attributes.get("beside")
    if beside is None:
        return None
    path = Node((*node.steps[:-1],)).path
    stated = by_path.get(f"{path}/{beside}" if path else beside)
    if stated is None:
        raise SchemaError(f"there is no {beside!r} beside {node.path}", place=entry.place)
    declared = schemas.types.get(stated.field.type)
    known = declared.enumeration if isinstance(declared, SimpleType) else {}
    if entry.attributes["name"] not in known:
        raise SchemaError(
            f"{beside!r} cannot say {entry.attributes['name']!r}",
            place=entry.place,
            remedy="give it an enumeration of conventions",
        )
    return stated.path
