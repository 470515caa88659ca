"""Binary tables: their columns, read from the header, and their values, read by block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.deviation import Deviation
from dpkit.formats.fits.card import card_value
from dpkit.formats.fits.scan import Hdu

__all__ = ["Column", "TableError", "read_blocks", "read_columns", "same_tform"]

_READ = 4 * 1024 * 1024
_MOST_ROW = 64 * 1024 * 1024
_TFORM = re.compile(r"\s*(\d*)\s*([LXBIJKAEDCMPQ])(.*)", re.IGNORECASE | re.DOTALL)
_CODES = {
    "L": "u1",
    "X": "u1",
    "B": "u1",
    "I": ">i2",
    "J": ">i4",
    "K": ">i8",
    "A": "S1",
    "E": ">f4",
    "D": ">f8",
    "C": ">c8",
    "M": ">c16",
    "P": ">i4",
    "Q": ">i8",
}
_UNSIGNED = {"I": 2**15, "J": 2**31, "K": 2**63}


class TableError(ValueError):
    """The columns of a table contradict each other or its size."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.deviation = Deviation(code="format-table-layout", place=place, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as the header has it.

    Attributes
    ----------
    name, form, unit : str
        TTYPE, TFORM and TUNIT.
    letter : str
        Type of its values.
    repeat : int
        Values, characters or bits per row.
    offset, width : int
        Where it lies in a row, and how much of it [byte].
    scale, zero, null : number or None
        TSCAL, TZERO and TNULL.
    """

    name: str
    form: str
    unit: str | None
    letter: str
    repeat: int
    offset: int
    width: int
    scale: float | int
    zero: float | int
    null: int | None

    @property
    def unsigned(self) -> bool:
        """Whether TZERO makes the integers unsigned."""
        return self.scale == 1 and self.zero == _UNSIGNED.get(self.letter, -1)

    @property
    def scaled(self) -> bool:
        """Whether the values are others than those that are held."""
        return (self.scale, self.zero) != (1, 0)


def same_tform(one: str, other: str) -> bool:
    """Tell whether two TFORMs mean the same type and number of values."""
    return _normal(one) == _normal(other)


def _normal(form: str) -> str:
    """Return a TFORM without the repeat count of one and the length of the longest array."""
    return re.sub(r"\(\d*\)$", "", re.sub(r"^1(?=[A-Z])", "", form.strip().upper()))


def read_columns(hdu: Hdu) -> list[Column]:
    """Read the columns of a table from its header.

    Raises
    ------
    TableError
        A TFORM is missing or none, or the rows have another width than their columns.
    """
    columns: list[Column] = []
    offset = 0
    for number in range(1, int(hdu.header["TFIELDS"]) + 1):
        columns.append(_column(hdu, number, offset))
        offset += columns[-1].width
    if offset != hdu.header.get("NAXIS1"):
        width = hdu.header.get("NAXIS1")
        raise TableError(f"{hdu.name} NAXIS1", f"is {width}, but the columns take {offset} bytes")
    return columns


def _column(hdu: Hdu, number: int, offset: int) -> Column:
    form = card_value(hdu.header, f"TFORM{number}")
    found = _TFORM.fullmatch(form) if isinstance(form, str) else None
    if found is None:
        raise TableError(f"{hdu.name} TFORM{number}", f"is {form!r}, which is no TFORM")
    repeat, letter = int(found[1] or 1), found[2].upper()
    width = repeat * np.dtype(_CODES[letter]).itemsize
    if letter == "X":
        width = -(-repeat // 8)
    if letter in "PQ":
        width *= 2
    return Column(
        name=str(_said(hdu, "TTYPE", number, f"column {number}")).strip(),
        form=str(form).strip(),
        unit=None if (unit := _said(hdu, "TUNIT", number, None)) is None else str(unit).strip(),
        letter=letter,
        repeat=repeat,
        offset=offset,
        width=width,
        scale=_number(_said(hdu, "TSCAL", number, 1), 1),
        zero=_number(_said(hdu, "TZERO", number, 0), 0),
        null=null if isinstance(null := _said(hdu, "TNULL", number, None), int) else None,
    )


def _said(hdu: Hdu, key: str, number: int, default: Any) -> Any:
    value = card_value(hdu.header, f"{key}{number}")
    return default if value is None else value


def _number(value: Any, default: int) -> float | int:
    return value if isinstance(value, int | float) else default


def read_blocks(
    path: Path, hdu: Hdu, columns: Sequence[Column]
) -> Iterator[tuple[int, list[tuple[NDArray[Any], NDArray[np.bool_] | None]]]]:
    """Read some columns of a table by block of rows.

    Yields
    ------
    first : int
        Index of the first row of the block.
    values : list of (ndarray, ndarray or None)
        For each column its values, shape (rows,) or (rows, repeat), scaled, and which of them are
        marked as missing.

    Raises
    ------
    TableError
        A row is longer than 64 MiB.
    """
    width, rows = int(hdu.header["NAXIS1"]), int(hdu.header["NAXIS2"])
    if not width:
        return
    if width > _MOST_ROW:
        raise TableError(f"{hdu.name} NAXIS1", f"rows of {width} bytes are too long to be read")
    layout = np.dtype(
        {
            "names": [f"f{number}" for number in range(len(columns))],
            "formats": [_format(column) for column in columns],
            "offsets": [column.offset for column in columns],
            "itemsize": width,
        }
    )
    step = max(1, _READ // max(width, 1))
    with path.open("rb") as stream:
        stream.seek(hdu.data)
        for first in range(0, rows, step):
            count = min(step, rows - first)
            block = np.frombuffer(stream.read(count * width), layout, count)
            yield first, [_scaled(c, block[f"f{n}"]) for n, c in enumerate(columns)]


def _format(column: Column) -> Any:
    if column.letter == "A":
        return f"S{column.repeat}" if column.repeat else "S1"
    code = _CODES[column.letter]
    return code if column.repeat == 1 else (code, (column.repeat,))


def _scaled(column: Column, held: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Return values as they are meant, and which are missing."""
    missing = None
    if column.null is not None and column.letter in "BIJK":
        missing = held == column.null
    if column.letter == "A":
        return np.char.rstrip(held), None
    native = held.astype(held.dtype.newbyteorder("="))
    if column.unsigned:
        kind = native.dtype.str.replace("i", "u")
        return native.view(kind) ^ np.array(column.zero, kind), missing
    if column.scaled and column.letter in "BIJKED":
        return native * float(column.scale) + float(column.zero), missing
    return native, missing
