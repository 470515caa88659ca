"""Compile which elements tell the area of a product on the sky."""

from __future__ import annotations

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node

__all__ = ["compile_regions"]

_IN_FILES = {"moc", "wcs"}


def compile_regions(nodes: list[Node]) -> list[dict[str, str]]:
    """Collect the places that tell an area.

    Raises
    ------
    SchemaError
        An area is said to be in a file, but the element names none.
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
            found.append({"path": node.path, "kind": kind})
    return found
