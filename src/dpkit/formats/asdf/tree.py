"""Values and arrays of a tree as plain values: what they are, without their tags."""

from __future__ import annotations

import datetime
from collections import UserString
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["ABSENT", "ArrayNode", "array_node", "find", "plain", "quantity_unit"]

ABSENT = object()
"""What is found at a path that is not there."""

_TYPES = {"bool8": "bool"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayNode:
    """What the tree says of an array.

    Attributes
    ----------
    type : str
        Type of the elements as numpy names it.
    shape : list of int
        Lengths of the axes; -1 for one that the block gives.
    source : int, str or None
        Block that holds the data, other file, or None when they stand in the tree.
    offset : int
        Where the data begin in the block [byte].
    strided : bool
        Whether the elements do not simply follow each other.
    """

    type: str
    shape: list[int]
    source: int | str | None
    offset: int
    strided: bool


def find(tree: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a dotted path, or `ABSENT`."""
    node: Any = tree
    for step in path.split("."):
        if not isinstance(node, Mapping) or step not in node:
            return ABSENT
        node = node[step]
    return node


def _tag(node: Any) -> str:
    return str(getattr(node, "_tag", None) or "")


def plain(node: Any) -> Any:
    """Return a value without its tag: the text of a time, the number of a quantity."""
    if isinstance(node, Mapping) and "value" in node and "/time/" in _tag(node):
        node = node["value"]
    if isinstance(node, Mapping) and quantity_unit(node) is not None:
        node = node["value"]
    if isinstance(node, datetime.date):
        return node.isoformat()
    return str(node) if isinstance(node, UserString) else node


def quantity_unit(node: Any) -> str | None:
    """Return the unit of a quantity; None of what is none."""
    if isinstance(node, Mapping) and {"value", "unit"} <= node.keys():
        return str(node["unit"])
    return None


def array_node(node: Any) -> ArrayNode | None:
    """Return what the tree says of an array, also one with a unit; None of what is none."""
    if quantity_unit(node) is not None:
        node = node["value"]
    if not isinstance(node, Mapping) or not {"datatype", "shape"} <= node.keys():
        return None
    if "/ndarray-" not in _tag(node):
        return None  # readers would give a mapping
    kind = node["datatype"]
    shape = node["shape"]
    if not isinstance(shape, Sequence) or isinstance(shape, str):
        return None
    return ArrayNode(
        type=_TYPES.get(str(kind), str(kind)),
        shape=[length if _is_length(length) else -1 for length in shape],
        source=node.get("source"),
        offset=node.get("offset", 0),
        strided="strides" in node,
    )


def _is_length(length: object) -> bool:
    return isinstance(length, int) and not isinstance(length, bool) and length >= 0
