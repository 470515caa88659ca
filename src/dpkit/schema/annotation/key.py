"""Compile the keys of a product: the places whose values identify, choose or find it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node, is_list
from dpkit.schema.annotation.valuekind import is_date, is_integer
from dpkit.schema.annotation.vocabulary import KeyDeclaration
from dpkit.schema.xsd.declaration import Entry, SchemaSet

__all__ = ["check_selection", "compile_keys", "list_keys"]

_LIST_IN_XML = ('list="true"', "keys.xml")
_LIST_IN_TOML = ("list = true", "keys.toml")


def compile_keys(
    schemas: SchemaSet, declared: Mapping[str, KeyDeclaration], nodes: Iterable[Node]
) -> list[dict[str, Any]]:
    """Collect the places that hold a key.

    Raises
    ------
    SchemaError
        A key is not declared, has several values although it is declared to have one, or holds
        something else than the integers that it is declared to hold.
    """
    found = []
    for node in nodes:
        for entry in node.entries("key"):
            declaration = _declaration(declared, entry)
            _check_integer(schemas, declaration, node, entry)
            repeated = node.repeated or is_list(schemas, node.field.type)
            if repeated and not declaration.list:
                said, file = _LIST_IN_XML if schemas.strict else _LIST_IN_TOML
                raise SchemaError(
                    f"key {declaration.name!r} has several values at {node.path}, "
                    "but is declared to have one",
                    place=entry.place,
                    remedy=f"declare it with {said} in {file}",
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


def check_selection(
    schemas: SchemaSet,
    declared: Mapping[str, KeyDeclaration],
    nodes: Iterable[Node],
    product: Entry,
) -> None:
    """Refuse to choose a calibration by a key that names an observation, or by a date.

    Raises
    ------
    SchemaError
        ``select`` names such a key.
    """
    chosen = product.attributes.get("select", "").split()
    dates = {
        entry.attributes["name"]
        for node in nodes
        for entry in node.entries("key")
        if is_date(schemas, node.field.type)
    }
    for name in chosen:
        if name in dates or not declared[name].selection:
            what = "is a date" if name in dates else "names an observation"
            raise SchemaError(
                f"select names {name!r}, which {what}",
                place=product.place,
                remedy="select by instrument, filter or the like; the validity tells the time",
            )


def _check_integer(
    schemas: SchemaSet, declaration: KeyDeclaration, node: Node, entry: Entry
) -> None:
    if declaration.type == "integer" and not is_integer(schemas, node.field.type):
        file = "keys.xml" if schemas.strict else "keys.toml"
        raise SchemaError(
            f"key {declaration.name!r} is declared as integer, and {node.path} is none",
            place=entry.place,
            remedy=f"declare the key as string in {file}",
        )


def _declaration(declared: Mapping[str, KeyDeclaration], entry: Entry) -> KeyDeclaration:
    name = entry.attributes["name"]
    if name not in declared:
        raise SchemaError(f"key {name!r} is not declared in keys.xml", place=entry.place)
    return declared[name]
