"""Compile which header keywords must agree with which places of the document."""

from __future__ import annotations

import re
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.content import require_text
from dpkit.schema.annotation.expansion import Node, node_below, primitive
from dpkit.schema.annotation.row import row_of, row_scope
from dpkit.schema.xsd.declaration import Entry, SchemaSet

__all__ = ["compile_headers"]

Json = dict[str, Any]

_PLACEHOLDER = re.compile(r"\{([^{}:]*)(?::0?[0-9]+)?\}")


def compile_headers(
    schemas: SchemaSet, nodes: list[Node], storages: set[str]
) -> dict[str, list[Json]]:
    """Collect the keywords that the schema ties to the document.

    Returns
    -------
    dict
        ``headers``: one keyword per document; ``rowHeaders``: one per row of a repeated element,
        with the keys of the row in braces in the name of the HDU or keyword.

    Raises
    ------
    SchemaError
        An entry names a path, file or key that is not there.
    """
    by_path = {node.path: node for node in nodes}
    found: dict[str, list[Json]] = {"headers": [], "rowHeaders": []}
    for node in nodes:
        for entry in node.entries("header"):
            target = node_below(by_path, node, entry)
            require_text(schemas, target, entry)
            header = _header(schemas, target, entry)
            if header["file"] not in storages:
                raise SchemaError(
                    f"header file {header['file']!r} is no storage", place=entry.place
                )
            if target.repeated:
                found["rowHeaders"].append(header | _row(nodes, target, entry))
            else:
                _refuse_placeholders(entry)
                found["headers"].append(header)
    return found


def _header(schemas: SchemaSet, target: Node, entry: Entry) -> Json:
    said = entry.attributes
    joined = {"join": said["join"]} if "join" in said else {}
    return joined | {
        "path": target.path,
        "file": said["file"],
        "hdu": said.get("hdu", "0"),
        "key": said["key"],
        "tolerance": float(said.get("tolerance", "0")),
        "type": "xs:string" if joined else primitive(schemas, target.field.type),
    }


def _placeholders(entry: Entry) -> list[str]:
    said = entry.attributes
    return _PLACEHOLDER.findall(f"{said.get('hdu', '')} {said['key']}")


def _row(nodes: list[Node], target: Node, entry: Entry) -> Json:
    scope = {key["key"]: key["path"] for key in row_scope(nodes, target)}
    names = _placeholders(entry)
    if not names or not scope.keys() >= set(names):
        raise SchemaError(
            "a header of a repeated element needs a key of its row in braces",
            place=entry.place,
            remedy=f"the keys of the row are {', '.join(sorted(scope)) or 'none'}",
        )
    return {"row": row_of(target), "scope": {name: scope[name] for name in names}}


def _refuse_placeholders(entry: Entry) -> None:
    if names := _placeholders(entry):
        raise SchemaError(
            f"header names the key {names[0]!r} in braces, but its element is not repeated",
            place=entry.place,
        )
