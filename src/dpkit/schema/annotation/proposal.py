"""Compile when a product was observed and for which time it proposes to be valid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node
from dpkit.schema.xsd.declaration import Entry, SchemaSet

__all__ = ["compile_bounds", "compile_validity"]


def compile_bounds(name: str, nodes: Iterable[Node]) -> dict[str, str]:
    """Return the place of each bound of a time; the first in the document counts."""
    bounds: dict[str, str] = {}
    for node in nodes:
        if node.repeated:
            continue
        for entry in node.entries(name):
            bounds.setdefault(entry.attributes["bound"], node.path)
    return bounds


def compile_validity(
    schemas: SchemaSet, product: Entry, nodes: Iterable[Node]
) -> dict[str, Any] | None:
    """Compile how a calibration is chosen by time; None for what is no calibration.

    Raises
    ------
    SchemaError
        No element holds a bound that the policy needs, or the largest distance is missing or
        given to a policy that has none.
    """
    declared = next((child for child in product.children if child.name == "validity"), None)
    if declared is None:
        return None
    said, bounds = declared.attributes, compile_bounds("validity", nodes)
    needed = ("begin", "end") if said["policy"] == "valid-at" else ("instant",)
    if missing := [bound for bound in needed if bound not in bounds]:
        raise SchemaError(
            f"the product has a validity but no element holds its {' and '.join(missing)}",
            place=declared.place,
            remedy='annotate the elements with <m:validity bound="..."/>'
            if schemas.strict
            else f"give the paths of {' and '.join(missing)} in this table of keys.toml",
        )
    if (said["policy"] == "closest") != ("maximumDistance" in said):
        raise SchemaError(
            "the policy closest needs a maximumDistance, the others have none",
            place=declared.place,
        )
    return {
        "policy": said["policy"],
        "certify": said.get("certify", "on-register"),
        "maximumDistance": said.get("maximumDistance"),
        **bounds,
    }
