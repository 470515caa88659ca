"""Mutations of ASDF files."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from dpkit.product.document import FileReference
from dpkit.schema.dictionary import file_format

from .case import Case, Place, breaks
from .inside import anything, inside


def tree(case: Case, change: Callable[[dict[str, Any]], object]) -> FileReference | None:
    import asdf

    chosen = case.file("asdf")
    if chosen is None:
        return None
    file = chosen[1]
    with warnings.catch_warnings():
        # Tags for which asdf knows no class are kept as they are.
        warnings.simplefilter("ignore", asdf.exceptions.AsdfConversionWarning)
        with asdf.open(file.location, lazy_load=False, memmap=False) as opened:
            change(opened.tree)
            opened.write_to(file.location.with_suffix(".new"))
    file.location.with_suffix(".new").rename(file.location)
    case.forget()
    return file


def leaf_of(tree: Any, path: str) -> tuple[Any, str]:
    *above, last = path.split(".")
    for step in above:
        tree = tree[step]
    return tree, last


def in_tree(
    case: Case,
    part: str,
    wanted: Callable[[dict[str, Any]], bool],
    change: Callable[[Any, str], object],
) -> Place | None:
    """Change one of the values or arrays of a tree that the document does not repeat."""
    chosen = case.file("asdf")
    if chosen is None:
        return None
    tied = {header.key for header in case.entry.headers}
    said = file_format(str(chosen[0].format))[part]
    one = case.pick([s for s in said if wanted(s) and (part == "arrays" or s["path"] not in tied)])
    if one is None:
        return None
    file = tree(case, lambda tree: change(*leaf_of(tree, one["path"])))
    return None if file is None else inside(file, one["path"])


@breaks
def list_where_a_value_is(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        node[key] = ["a", "list"]

    return in_tree(case, "values", lambda said: said["required"], change)


@breaks
def fixed_value_changed(case: Case) -> Place | None:
    chosen = case.file("asdf")
    if chosen is None:
        return None
    said = file_format(str(chosen[0].format))["values"]
    one = case.pick([value for value in said if "fixed" in value])
    if one is None:
        return None

    def change(tree_: dict[str, Any]) -> None:
        node, key = leaf_of(tree_, one["path"])
        node[key] = "OTHER"

    file = tree(case, change)
    return None if file is None else inside(file, one["path"])


@breaks
def array_without_its_tag(case: Case) -> Place | None:
    """Readers take what stands there for a mapping."""
    chosen = case.file("asdf")
    if chosen is None:
        return None
    case.forget()
    data = chosen[1].location.read_bytes()
    chosen[1].location.write_bytes(data.replace(b"data: !core/ndarray", b"data: !core/ndorray", 1))
    return inside(chosen[1], "roman.data")


@breaks
def block_shorter_than_its_array(case: Case) -> Place | None:
    """The first axis of the first array is told to be ten thousand times as long."""
    chosen = case.file("asdf")
    if chosen is None:
        return None
    case.forget()
    location = chosen[1].location
    text = location.read_bytes()
    location.write_bytes(re.sub(rb"shape: \[(\d+)", rb"shape: [\g<1>0000", text, count=1))
    path = file_format(str(chosen[0].format))["arrays"][0]["path"]
    return inside(chosen[1], path)


@breaks
def array_gone(case: Case) -> Place | None:
    return in_tree(case, "arrays", lambda said: said["required"], lambda node, key: node.pop(key))


@breaks
def array_of_another_type(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        node[key] = np.asarray(getattr(node[key], "value", node[key])).astype("int64")

    return in_tree(case, "arrays", anything, change)


@breaks
def array_with_another_axis(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        node[key] = np.asarray(getattr(node[key], "value", node[key]))[np.newaxis]

    return in_tree(case, "arrays", anything, change)


@breaks
def array_longer_than_the_others(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        array = np.asarray(getattr(node[key], "value", node[key]))
        node[key] = np.concatenate([array, array])

    last = {"roman.dq", "roman.err"}
    return in_tree(case, "arrays", lambda said: said["path"] in last, change)


@breaks
def word_where_an_array_is(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        node[key] = "see elsewhere"

    return in_tree(case, "arrays", anything, change)
