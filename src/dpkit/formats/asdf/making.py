"""Make an ASDF file of a format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dpkit.formats.drawing import draw_keyword, draw_numbers, plain_keyword
from dpkit.formats.extra import import_extra
from dpkit.formats.keyword import check_limits
from dpkit.formats.length import choose_shape
from dpkit.formats.literal import as_typed
from dpkit.formats.wish import Wish, WishedHeaders, refuse_wish

__all__ = ["make_asdf"]

Json = dict[str, Any]

_TIME = "tag:stsci.edu:asdf/time/time-1.4.0"
_QUANTITY = "tag:stsci.edu:asdf/unit/quantity-1.3.0"


def make_asdf(path: Path, description: Json, wish: Wish) -> None:
    """Write an ASDF file that conforms to a format.

    Raises
    ------
    FileFormatError, NotFoundError
        A wish cannot be granted, or the extra ``asdf`` is not installed.
    """
    import_extra("asdf", "asdf", path)
    from asdf import AsdfFile

    tree: Json = {}
    headers = WishedHeaders(wish)
    for said in description["values"]:
        wished, value = headers.take(["0"], said["path"])
        if (wished and value is None) or (not wished and wish.empty and not said["required"]):
            continue
        _set(tree, said["path"], _node(said, _value(said, wished, value, wish)))
    named: dict[str, int] = {}
    for said in description["arrays"]:
        if said["required"] or not wish.empty:
            _set(tree, said["path"], _array(said, named, wish))
    headers.refuse_rest()
    AsdfFile(tree).write_to(path)


def _set(tree: Json, path: str, value: Any) -> None:
    *above, last = path.split(".")
    for step in above:
        tree = tree.setdefault(step, {})
    tree.setdefault(last, value)


def _value(said: Json, wished: bool, value: Any, wish: Wish) -> Any:
    if wished:
        value = as_typed(said, value)
        for deviation in check_limits(said, value, said["path"], ""):
            raise refuse_wish(f"{deviation.place} {deviation.message}")
        return value
    if said["type"] in {"list", "object"}:
        return [] if said["type"] == "list" else {}
    return plain_keyword(said) if wish.empty else draw_keyword(said, wish.random(said["path"]))


def _node(said: Json, value: Any) -> Any:
    """Return a value with the tag that its type has in the ASDF standard."""
    from asdf.tagged import TaggedDict, TaggedString

    if said["type"] == "quantity":
        return TaggedDict({"value": value, "unit": said["unit"]}, _QUANTITY)
    if said["type"] != "time":
        return value
    time = TaggedString(value)
    time._tag = _TIME
    return time


def _array(said: Json, named: dict[str, int], wish: Wish) -> Any:
    lengths = said.get("shape", [None] * said["dimensions"])
    shape = choose_shape(lengths, wish.shape, named)
    if wish.empty:
        return np.zeros(shape, said["type"])
    drawn = draw_numbers({}, said["type"], int(np.prod(shape)), wish.random(said["path"]))
    return drawn.reshape(shape)
