"""Fill the columns and pixels of a FITS file that is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.drawing import draw_numbers, draw_texts, plain_number
from dpkit.formats.wish import Wish

if TYPE_CHECKING:
    from astropy.io.fits import Column

__all__ = ["make_column", "make_pixels"]

Json = dict[str, Any]

_DTYPES = {
    "B": "uint8",
    "I": "int16",
    "J": "int32",
    "K": "int64",
    "E": "float32",
    "D": "float64",
    "C": "complex64",
    "M": "complex128",
}
_TFORM = re.compile(r"(\d*)([A-Z])([A-Z]?)")


def make_pixels(array: Json, shape: tuple[int, ...], name: str, wish: Wish) -> NDArray[Any]:
    """Make an image: random pixels within the limits, or the plainest that are within."""
    count = int(np.prod(shape))
    if wish.empty:
        return np.full(shape, plain_number(array), array["type"])
    return draw_numbers(array, array["type"], count, wish.random(name)).reshape(shape)


def make_column(said: Json, rows: int, pixels: object, table: str, wish: Wish) -> Column:
    """Make a column of a binary table.

    Parameters
    ----------
    said : dict
        Its description.
    rows : int
        How many.
    pixels : object
        Value of the keyword that says which pixels there are.
    table : str
        Name of the table.
    wish : Wish
        Gives the seed.
    """
    from astropy.io.fits import Column

    form = said["format"]
    zero = {"I": 2**15, "J": 2**31, "K": 2**63}[form[-1]] if said.get("unsigned") else None
    values = _values(said, rows, pixels, wish.random(table, said["name"]))
    return Column(said["name"], form, unit=said.get("unit"), bzero=zero, array=values)


def _values(said: Json, rows: int, pixels: object, numbers: np.random.Generator) -> Any:
    found = _TFORM.match(said["format"])
    if found is None:
        raise ValueError(f"{said['format']!r} is no TFORM")
    repeat, letter = int(found[1] or 1), found[2]
    if letter == "A":
        return np.array(draw_texts(said, repeat, rows, numbers), f"S{max(repeat, 1)}")
    if letter in "PQ":
        return _ragged(found[3], rows, numbers)
    if letter in "LX":
        return numbers.integers(2, size=(rows, repeat)).astype(bool).reshape(_shape(rows, repeat))
    dtype = _DTYPES[letter].replace("int", "uint") if said.get("unsigned") else _DTYPES[letter]
    limits = (said["pixel"], pixels) if "pixel" in said else None
    return draw_numbers(said, dtype, rows * repeat, numbers, limits).reshape(_shape(rows, repeat))


def _shape(rows: int, repeat: int) -> tuple[int, ...]:
    return (rows,) if repeat == 1 else (rows, repeat)


def _ragged(letter: str, rows: int, numbers: np.random.Generator) -> NDArray[Any]:
    """Return arrays of several lengths."""
    made = np.empty(rows, object)
    for row in range(rows):
        length = int(numbers.integers(1, 4))
        if letter == "A":
            made[row] = "A" * length
        else:
            made[row] = np.zeros(length, _DTYPES.get(letter, "bool"))
    return made
