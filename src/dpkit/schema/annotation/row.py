"""Rows: the innermost repetition around a place, and the keys that tell its rows apart."""

from __future__ import annotations

from typing import Any

from dpkit.schema.annotation.expansion import Node

__all__ = ["row_of", "row_scope"]


def row_of(node: Node) -> str:
    """Return the path of the innermost repeated element at or above a place; empty for none."""
    last = max((i for i, step in enumerate(node.steps) if step.repeated), default=-1)
    return Node(node.steps[: last + 1]).path


def row_scope(nodes: list[Node], node: Node) -> list[dict[str, Any]]:
    """Return the keys in the row of a place, each with its path below the row."""
    row = row_of(node)
    return [
        {"key": entry.attributes["name"], "path": other.path.removeprefix(row + "/")}
        for other in nodes
        for entry in other.entries("key")
        if row and other.path.startswith(row + "/")
    ]
