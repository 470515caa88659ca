"""Compile the storages of a product: where its document names files, and what it says of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node
from dpkit.schema.xsd.declaration import Entry

__all__ = ["compile_storages"]

Json = dict[str, Any]


def compile_storages(nodes: Iterable[Node]) -> list[Json]:
    """Collect the elements declared as storages, and below each the parts of its file.

    Raises
    ------
    SchemaError
        A part of a file stands outside a storage, or a storage holds no name of a file.
    """
    storages: list[Json] = []
    for node in nodes:
        for entry in node.entries("file"):
            if entry.attributes["part"] == "storage":
                storages.append(_storage(node, entry))
            else:
                _add_part(storages, node, entry)
    for storage in storages:
        place = storage.pop("place")
        if "name" not in storage["parts"]:
            raise SchemaError(
                f"storage {storage['name']!r} has no part that names the file", place=place
            )
    return storages


def _storage(node: Node, entry: Entry) -> Json:
    return {
        "name": node.field.name,
        "path": node.path,
        "format": entry.attributes.get("format"),
        "formatVersion": entry.attributes.get("formatVersion"),
        "required": not node.optional,
        "repeated": node.repeated,
        "parts": {},
        "place": entry.place,
    }


def _add_part(storages: list[Json], node: Node, entry: Entry) -> None:
    part = entry.attributes["part"]
    storage = next((s for s in storages if node.path.startswith(s["path"] + "/")), None)
    if storage is None:
        raise SchemaError(
            f"file part {part!r} at {node.path} stands outside a storage",
            place=entry.place,
            remedy='annotate the element that holds the file with <m:file part="storage"/>',
        )
    storage["parts"][part] = node.path.removeprefix(storage["path"] + "/")
