"""Compile the description of an ASDF file: the values and arrays of its tree."""

from __future__ import annotations

from typing import Any

from dpkit.schema.annotation.formatvalue import compile_lengths, compile_value
from dpkit.schema.annotation.formatword import Word, refuse_repeated

__all__ = ["compile_asdf"]

_CONTAINERS = {"list", "object"}


def compile_asdf(word: Word) -> dict[str, Any]:
    """Compile the format of an ASDF file.

    Raises
    ------
    SchemaError
        A path is described twice or lies below a value, or a value makes no sense.
    """
    values, arrays = list(word.below("Value")), list(word.below("Array"))
    refuse_repeated([*values, *arrays], "path", "path")
    _refuse_below(values, arrays)
    return {
        **word.head("asdf"),
        "values": [_value(value) for value in values],
        "arrays": [_array(array) for array in arrays],
    }


def _refuse_below(values: list[Word], arrays: list[Word]) -> None:
    ends = {w.need("path") for w in values if w.get("type") not in _CONTAINERS}
    ends |= {word.need("path") for word in arrays}
    for word in (*values, *arrays):
        steps = word.need("path").split(".")
        above = {".".join(steps[:count]) for count in range(1, len(steps))}
        if above & ends:
            raise word.refuse(f"path {word.need('path')} lies below a value")


def _value(word: Word) -> dict[str, Any]:
    if word.need("type") == "quantity" and word.get("unit") is None:
        raise word.refuse("a quantity has a unit")
    said = {"path": word.need("path"), "type": word.need("type"), **compile_value(word)}
    return said | _common(word)


def _array(word: Word) -> dict[str, Any]:
    dimensions = int(word.need("dimensions"))
    if dimensions < 0:
        raise word.refuse("dimensions are not negative")
    said: dict[str, Any] = {"path": word.need("path"), "type": word.need("type")}
    said["dimensions"] = dimensions
    if (shape := word.get("shape")) is not None:
        said["shape"] = compile_lengths(word, shape, dimensions)
    return said | _common(word)


def _common(word: Word) -> dict[str, Any]:
    unit = {"unit": text} if (text := word.get("unit")) else {}
    return {**unit, "required": word.truth("required", True), "documentation": word.text}
