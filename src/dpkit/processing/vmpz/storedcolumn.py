"""Columns of maps as fields of FITS tables, with the nulls of the FITS standard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError
from dpkit.processing.vmpz.skymap import Column, Values

if TYPE_CHECKING:
    from astropy.io.fits import Header

__all__ = [
    "StoredColumn",
    "column_keywords",
    "decode_column",
    "encode_column",
    "stored_column",
    "stored_in",
]

# Unsigned numbers have no type of their own in a table: they go into the next larger one.
_STORED = {"i1": "i2", "i2": "i2", "u1": "u1", "u2": "i4", "i4": "i4", "u4": "i8", "i8": "i8"}


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """How a column lies in a table.

    Parameters
    ----------
    name : str
        Name of the column.
    kind : str
        Type of the field: big-endian numbers, ``S1`` for logical values.
    null : int, optional
        The number that stands for no value, keyword TNULL; chosen so that no valid value has it.
    unit : str
        Unit, keyword TUNIT.
    """

    name: str
    kind: str
    null: int | None = None
    unit: str = ""


def stored_column(name: str, column: Column, *, place: str = "") -> StoredColumn:
    """Choose how to store a column.

    Parameters
    ----------
    name : str
        Name of the column.
    column : Column
        The column. Logical values and floats have a null of their own in FITS, the zero byte and
        NaN; whole numbers get one when a value is not valid.
    place : str, optional
        The file, for messages.

    Returns
    -------
    StoredColumn
        The way.

    Raises
    ------
    FileFormatError
        A valid value is NaN, or a number does not fit.
    """
    dtype = column.values.dtype
    code = f"{dtype.kind}{dtype.itemsize}"
    if dtype.kind == "b":
        return StoredColumn(name, "S1", unit=column.unit)
    if code in {"f4", "f8"}:
        if np.any(np.isnan(column.values) & column.valid):
            raise FileFormatError(
                f"column {name} has a valid NaN", place=place, remedy="mark it as not valid"
            )
        return StoredColumn(name, f">{code}", unit=column.unit)
    if code not in _STORED:
        raise FileFormatError(f"column {name} of {dtype} cannot be stored", place=place)
    kind = _STORED[code]
    if column.valid.all():
        return StoredColumn(name, kind if kind == "u1" else f">{kind}", unit=column.unit)
    for wide in (kind, "i8"):
        null = 255 if wide == "u1" else int(np.iinfo(wide).min)
        if not np.any((column.values == null) & column.valid):
            return StoredColumn(name, wide if wide == "u1" else f">{wide}", null, column.unit)
    raise FileFormatError(f"column {name} has no number left for null", place=place)


def encode_column(stored: StoredColumn, values: Values, valid: NDArray[np.bool_]) -> Values:
    """Write values as they are stored.

    Parameters
    ----------
    stored : StoredColumn
        The way.
    values, valid : ndarray, shape (N,)
        Some rows of the column.

    Returns
    -------
    ndarray, shape (N,)
        The field of these rows.
    """
    if stored.kind == "S1":
        return np.where(valid, np.where(values, b"T", b"F"), b"\0")
    if values.dtype.kind == "f":
        return np.where(valid, values, np.nan)
    if stored.null is None:
        return values
    return np.where(valid, values.astype(stored.kind), np.dtype(stored.kind).type(stored.null))


def decode_column(stored: StoredColumn, field: NDArray[Any], *, place: str = "") -> Column:
    """Read values as they are stored.

    Parameters
    ----------
    stored : StoredColumn
        The way.
    field : ndarray, shape (N,)
        The field.
    place : str, optional
        The file, for messages.

    Returns
    -------
    Column
        The column, in the byte order of this machine; what is not valid is 0.

    Raises
    ------
    FileFormatError
        A logical value is neither T, F nor null.
    """
    if stored.kind == "S1":
        valid = field != b""
        if not np.isin(field, [b"T", b"F", b""]).all():
            raise FileFormatError(f"column {stored.name} is not logical", place=place)
        return Column(field == b"T", valid, stored.unit)
    native = field.astype(field.dtype.newbyteorder("="))
    if native.dtype.kind == "f":
        valid = ~np.isnan(native)
    else:
        valid = np.ones(len(native), bool) if stored.null is None else native != stored.null
    native[~valid] = 0
    return Column(native, valid, stored.unit)


def column_keywords(stored: StoredColumn, number: int) -> dict[str, Any]:
    """Return the keywords of a column, the first one has number 1."""
    found: dict[str, Any] = {f"TUNIT{number}": stored.unit} if stored.unit else {}
    return found | ({} if stored.null is None else {f"TNULL{number}": stored.null})


def stored_in(header: Header, number: int, name: str, kind: str) -> StoredColumn:
    """Read from a header how a column is stored."""
    unit = str(header.get(f"TUNIT{number}", "")).strip()
    return StoredColumn(name, kind.lstrip("|"), header.get(f"TNULL{number}"), unit)
