"""Compile the keys of a product: the places whose values identify, choose or find it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node, is_list
from dpkit.schema.annotation.vocabulary import KeyDeclaration
from dpkit.schema.xsd.declaration import Entry, SchemaSet

__all__ = ["compile_keys", "list_keys"]


def compile_keys(
    schemas: SchemaSet, declared: Mapping[str, KeyDeclaration], nodes: Iterable[Node]
) -> list[dict[str, Any]]:
    """Collect the places that hold a key.

    Raises
    ------
    SchemaError
        A key is not declared, or has several values although it is declared to have one.
    """
    found = []
    for node in nodes:
        for entry in node.entries("key"):
            declaration = _declaration(declared, entry)
            repeated = node.repeated or is_list(schemas, node.field.type)
            if repeated and not declaration.list:
                raise SchemaError(
                    f"key {declaration.name!r} has several values at {node.path}, "
                    "but is declared to have one",
                    place=entry.place,
                    remedy='declare it with list="true" in keys.xml',
                )
            found.append(
                {
                    "name": declaration.name,
                    "path": node.path,
                    "type": declaration.type,
                    "repeated": repeated,
                }
            )
    return found


def list_keys(schemas: SchemaSet, nodes: Iterable[Node]) -> list[str]:
    """Return the paths of keys whose element holds a list of values, separated by blanks."""
    return [
        node.path
        for node in nodes
        if any(node.entries("key")) and is_list(schemas, node.field.type)
    ]


def _declaration(declared: Mapping[str, KeyDeclaration], entry: Entry) -> KeyDeclaration:
    name = entry.attributes["name"]
    if name not in declared:
        raise SchemaError(f"key {name!r} is not declared in keys.xml", place=entry.place)
    return declared[name]
