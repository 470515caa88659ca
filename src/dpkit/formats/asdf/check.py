"""Check an ASDF file against the description of its format."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dpkit.formats.asdf.reading import Block, block_digest
from dpkit.formats.asdf.tree import (
    ABSENT,
    ArrayNode,
    array_node,
    find,
    plain,
    quantity_unit,
)
from dpkit.formats.damage import DamagedError
from dpkit.formats.datafile import DataFile
from dpkit.formats.deviation import Deviation
from dpkit.formats.keyword import check_limits, is_time
from dpkit.formats.length import Lengths

__all__ = ["check_asdf"]

Json = dict[str, Any]


def check_asdf(file: DataFile, description: Json) -> Iterator[Deviation]:
    """Yield every departure of an ASDF file from its format.

    Parameters
    ----------
    file : DataFile
        The file.
    description : dict
        The format, from the data dictionary.

    Raises
    ------
    FileFormatError
        The extra ``asdf`` is not installed.
    """
    try:
        tree, blocks = file.tree
    except DamagedError as damage:
        yield damage.deviation()
        return
    for said in description["values"]:
        yield from _check_value(said, find(tree, said["path"]))
    lengths, users = Lengths(), {}
    for said in description["arrays"]:
        node = find(tree, said["path"])
        yield from _check_array(said, node, blocks, lengths)
        array = array_node(node)
        if array is not None and isinstance(array.source, int):
            users[array.source % max(len(blocks), 1)] = said["path"]
    yield from _check_blocks(file.path, blocks, users)


def _missing(said: Json) -> Iterator[Deviation]:
    if said["required"]:
        yield Deviation(code="format-tree-missing", place=said["path"], message="is missing")


def _check_value(said: Json, node: Any) -> Iterator[Deviation]:
    if node is ABSENT:
        yield from _missing(said)
        return
    value = plain(node)
    if not _is_of(said["type"], node, value):
        yield Deviation(
            code="format-tree-type",
            place=said["path"],
            message=f"is {_shown(value)}, which is no {said['type']}",
            value=_shown(value),
        )
        return
    if said["type"] == "quantity" and quantity_unit(node) != said["unit"]:
        yield Deviation(
            code="format-tree-unit",
            place=said["path"],
            message=f"has unit {quantity_unit(node)} but the format has {said['unit']}",
            value=str(quantity_unit(node)),
        )
    yield from check_limits(said, value, said["path"], "format-tree-value")


def _shown(value: Any) -> str:
    return f"a {type(value).__name__}" if isinstance(value, Mapping | list) else repr(value)


def _is_of(kind: str, node: Any, value: Any) -> bool:
    if kind == "object":
        return isinstance(node, Mapping)
    if kind == "list":
        return isinstance(node, Sequence) and not isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "string":
        return isinstance(value, str)
    if kind == "time":
        return isinstance(value, str) and is_time(value.removesuffix("Z").replace(" ", "T"))
    if kind == "quantity" and quantity_unit(node) is None:
        return False
    wanted = int if kind == "integer" else int | float
    return isinstance(value, wanted) and not isinstance(value, bool)


def _check_array(
    said: Json, node: Any, blocks: list[Block], lengths: Lengths
) -> Iterator[Deviation]:
    place = said["path"]
    if node is ABSENT:
        yield from _missing(said)
        return
    array = array_node(node)
    if array is None:
        yield Deviation(code="format-array-type", place=place, message="is no array")
        return
    yield from _differs("type", "elements of", array.type, said["type"], place)
    if len(array.shape) != said["dimensions"]:
        found = len(array.shape)
        yield from _differs("axes", "number of axes", found, said["dimensions"], place)
    else:
        yield from lengths.check(array.shape, said.get("shape"), place)
    unit = quantity_unit(node)
    if unit is not None:
        yield from _differs("unit", "unit", unit, said.get("unit"), place)
    yield from _check_source(array, blocks, place)


def _differs(
    what: str, noun: str, found: object, wanted: object, place: str
) -> Iterator[Deviation]:
    if found != wanted:
        yield Deviation(
            code=f"format-array-{what}",
            place=place,
            message=f"has {noun} {found} but the format has {wanted}",
            value=str(found),
        )


def _check_source(array: ArrayNode, blocks: list[Block], place: str) -> Iterator[Deviation]:
    """Yield an array whose data are not there, or do not fill it."""
    source = array.source
    if source is None:
        return
    if not isinstance(source, int) or not -len(blocks) <= source < len(blocks):
        message = f"its data are in block {source}, and the file has {len(blocks)}"
        yield Deviation(code="format-array-damaged", place=place, message=message)
        return
    try:
        wanted = math.prod(abs(n) for n in array.shape) * np.dtype(array.type).itemsize
    except TypeError:
        return  # its type is wrong, and was told
    held = blocks[source].size - array.offset
    if not array.strided and wanted > held:
        message = f"takes {wanted} bytes, but its block has {held}"
        yield Deviation(code="format-array-damaged", place=place, message=message)


def _check_blocks(path: Path, blocks: list[Block], users: Mapping[int, str]) -> Iterator[Deviation]:
    for block in blocks:
        if block.checksum and block_digest(path, block) != block.checksum:
            yield Deviation(
                code="format-checksum-wrong",
                place=users.get(block.number, f"block {block.number}"),
                message=f"the MD5 of block {block.number} does not hold: its data changed since",
                value=block.checksum.hex(),
            )
