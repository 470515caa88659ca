"""Compile which elements tell the area of a product on the sky."""

from __future__ import annotations

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node, is_list, primitive
from dpkit.schema.annotation.valuekind import is_integer
from dpkit.schema.xsd.declaration import Entry, SchemaSet

__all__ = ["compile_regions"]

_IN_FILES = {"moc", "wcs"}


def compile_regions(schemas: SchemaSet, nodes: list[Node]) -> list[dict[str, str]]:
    """Collect the places that tell an area.

    Raises
    ------
    SchemaError
        An area is said to be in a file, but the element names none, or to be a footprint or a list
        of cells, but the element cannot hold them.
    """
    found = []
    for node in nodes:
        for entry in node.entries("region"):
            kind = entry.attributes["kind"]
            parts = [one.attributes.get("part") for one in node.entries("file")]
            if kind in _IN_FILES and "storage" not in parts:
                raise SchemaError(
                    f"a region of kind {kind!r} is in a file, and {node.path} is no storage",
                    place=entry.place,
                    remedy='put it beside <m:file part="storage"/>',
                )
            _check_value(schemas, node, entry)
            found.append({"path": node.path, "kind": kind})
    return found


def _check_value(schemas: SchemaSet, node: Node, entry: Entry) -> None:
    kind, type_ = entry.attributes["kind"], node.field.type
    if kind == "footprint" and primitive(schemas, type_):
        raise SchemaError(
            f"a footprint is made of elements, and {node.path} has a value only",
            place=entry.place,
            remedy="put it on the element around the polygons",
        )
    if kind == "nuniq" and not (is_list(schemas, type_) and is_integer(schemas, type_)):
        raise SchemaError(
            f"{node.path} is no list of integers, which NUNIQ cells are",
            place=entry.place,
            remedy="give the element a type that is a list of xs:long",
        )
