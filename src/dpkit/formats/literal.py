"""Turn what a user or a document says into a value as a keyword has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dpkit.formats.wish import refuse_wish

__all__ = ["as_typed"]

_TRUTH = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}


def as_typed(said: Mapping[str, Any], value: Any) -> Any:
    """Return a value in the type of a keyword or a path of a tree.

    Parameters
    ----------
    said : mapping
        Its description.
    value : object
        The value, or its text.

    Raises
    ------
    FileFormatError
        The value is none of that type.
    """
    kind = said["type"]
    name = said.get("name") or said.get("path")
    try:
        if kind in {"String", "string"}:
            return str(value)
        if kind in {"Time", "time"}:
            return str(value).removesuffix("Z")
        if kind in {"Integer", "integer"}:
            return int(value)
        if kind in {"Double", "number", "quantity"}:
            return float(value)
        if kind in {"Logical", "boolean"}:
            return _TRUTH[str(value).lower()]
        if kind in {"ComplexInteger", "ComplexDouble"}:
            return complex(value)
    except (KeyError, TypeError, ValueError):
        raise refuse_wish(f"{name} cannot be {value!r}, which is no {kind}") from None
    raise refuse_wish(f"{name} is of type {kind}, for which no value can be given")
