"""Make the keywords and columns of a table outside of FITS."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.drawing import (
    draw_keyword,
    draw_numbers,
    draw_pixel_key,
    draw_texts,
    plain_keyword,
)
from dpkit.formats.keyword import check_keyword
from dpkit.formats.literal import as_typed
from dpkit.formats.wish import Wish, WishedHeaders, refuse_wish

__all__ = ["make_table"]

Json = dict[str, Any]

_ROWS = 5
_WIDTH = 8


def make_table(description: Json, wish: Wish) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Make what a table of a format holds.

    Returns
    -------
    keywords : dict
        Values of its keywords.
    columns : dict of str to ndarray
        Values of its columns, shape (rows,).

    Raises
    ------
    FileFormatError, NotFoundError
        A wish cannot be granted.
    """
    keywords = _keywords(description, wish)
    rows = wish.rows if wish.rows is not None else 0 if wish.empty else _ROWS
    columns = {
        said["name"]: _values(said, rows, keywords.get(said.get("pixelKey", "")), wish)
        for said in description["columns"]
        if said.get("required", True) or not wish.empty
    }
    return keywords, columns


def _keywords(description: Json, wish: Wish) -> dict[str, Any]:
    headers = WishedHeaders(wish)
    numbering = {c["pixelKey"]: c["pixel"] for c in description["columns"] if "pixel" in c}
    found: dict[str, Any] = {}
    for said in description["keywords"]:
        name = said["name"]
        wished, value = headers.take(["0"], name)
        if wished and value is not None:
            found[name] = _granted(said, value)
        elif wished or (wish.empty and not said["required"]):
            continue
        elif name in numbering:
            found[name] = draw_pixel_key(numbering[name], said)
        else:
            found[name] = plain_keyword(said) if wish.empty else _drawn(said, wish)
    headers.refuse_rest()
    return found


def _drawn(said: Json, wish: Wish) -> Any:
    return draw_keyword(said, wish.random(said["name"]))


def _granted(said: Json, value: Any) -> Any:
    value = as_typed(said, value)
    for deviation in check_keyword(said, value, said["name"]):
        raise refuse_wish(f"{deviation.place} {deviation.message}")
    return value


def _values(said: Json, rows: int, pixels: object, wish: Wish) -> NDArray[Any]:
    numbers = wish.random("column", said["name"])
    if said["type"] == "string":
        return np.array(draw_texts(said, _WIDTH, rows, numbers), f"U{_WIDTH}")
    limits = (said["pixel"], pixels) if "pixel" in said else None
    return draw_numbers(said, said["type"], rows, numbers, limits)
