"""FITS tables written and read in pieces, so that memory does not grow with the file."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError

if TYPE_CHECKING:
    from astropy.io.fits import BinTableHDU, Header

__all__ = ["column_values", "read_pieces", "table_header", "whole_file", "write_table"]

_RECORD = 2880
_FORMATS = {"i2": "I", "i4": "J", "i8": "K", "u1": "B", "f4": "E", "f8": "D", "S1": "L"}


@contextlib.contextmanager
def whole_file(path: str | Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """Open a file that appears complete or not at all.

    Parameters
    ----------
    path : str or Path
        The file.
    overwrite : bool
        Whether one of that name may be replaced.

    Yields
    ------
    file object
        Open for writing, under a temporary name in the same folder.

    Raises
    ------
    FileFormatError
        The file is there already.
    """
    path = Path(path)
    if path.exists() and not overwrite:
        raise FileFormatError("is there already", place=path, remedy="remove it, or overwrite it")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def table_header(dtype: np.dtype[Any], rows: int, name: str) -> Header:
    """Make the header of a binary table.

    Parameters
    ----------
    dtype : numpy.dtype
        Fields of big-endian numbers, and ``S1`` for logical values.
    rows : int
        Number of rows.
    name : str
        Name of the extension.

    Returns
    -------
    astropy.io.fits.Header
        The header, to which keywords may be added.
    """
    from astropy.io import fits

    names = dtype.names or ()
    header = fits.Header()
    header["XTENSION"] = ("BINTABLE", "binary table")
    header["BITPIX"] = 8
    header["NAXIS"] = 2
    header["NAXIS1"] = (dtype.itemsize, "bytes in a row")
    header["NAXIS2"] = (rows, "rows")
    header["PCOUNT"] = 0
    header["GCOUNT"] = 1
    header["TFIELDS"] = len(names)
    for number, column in enumerate(names, 1):
        header[f"TTYPE{number}"] = column
        header[f"TFORM{number}"] = _FORMATS[dtype[column].str[1:]]
    header["EXTNAME"] = name
    return header


def write_table(
    file: BinaryIO, primary: Header | None, header: Header, pieces: Iterator[NDArray[Any]]
) -> None:
    """Write a table, and before it a primary header when the file is empty.

    Parameters
    ----------
    file : file object
        Where to write.
    primary : astropy.io.fits.Header, optional
        Keywords of the primary header.
    header : astropy.io.fits.Header
        See `table_header`.
    pieces : iterator of ndarray
        The rows, big-endian, in order.
    """
    from astropy.io import fits

    if not file.tell():
        first = fits.PrimaryHDU(header=primary).header
        first["EXTEND"] = True
        file.write(first.tostring().encode("ascii"))
    file.write(header.tostring().encode("ascii"))
    for piece in pieces:
        file.write(piece.tobytes())
    file.write(b"\0" * (-file.tell() % _RECORD))


def read_pieces(table: BinTableHDU, place: str, rows: int = 1 << 18) -> Iterator[NDArray[Any]]:
    """Read the rows of a table in pieces.

    Parameters
    ----------
    table : astropy.io.fits.BinTableHDU
        A table of an open file; columns of one number a row.
    place : str
        The file, for messages.
    rows : int
        Rows of a piece.

    Yields
    ------
    ndarray
        Rows as they are in the file: big-endian, logical values as ``T``, ``F`` or zero bytes.

    Raises
    ------
    FileFormatError
        A column has more than one number a row, or another type.
    """
    dtype = _stored_dtype(table, place)
    where = table.fileinfo()
    left, place_in_file = int(table.header["NAXIS2"]), where["datLoc"]
    with _opened(where["file"]) as file:
        while left > 0:
            file.seek(place_in_file)
            held = file.read(min(rows, left) * dtype.itemsize)
            piece = np.frombuffer(held[: len(held) // dtype.itemsize * dtype.itemsize], dtype)
            if not len(piece):
                raise FileFormatError(
                    "ends before its table does", place=place, remedy="get the file anew"
                )
            yield piece
            left -= len(piece)
            place_in_file += len(piece) * dtype.itemsize


@contextlib.contextmanager
def _opened(file: Any) -> Iterator[Any]:
    """Open the file of a table once more; one that is in memory is read as it is."""
    if not Path(file.name).is_file():
        yield file
        return
    with Path(file.name).open("rb") as stream:
        yield stream


def _stored_dtype(table: BinTableHDU, place: str) -> np.dtype[Any]:
    """Return the fields as they lie in the file."""
    kinds = {code: kind for kind, code in _FORMATS.items()}
    fields: list[tuple[str, str]] = []
    for number in range(1, int(table.header["TFIELDS"]) + 1):
        form = str(table.header[f"TFORM{number}"]).strip().removeprefix("1")
        name = str(table.header.get(f"TTYPE{number}", f"COLUMN{number}"))
        if form not in kinds:
            raise FileFormatError(
                f"column {name} has the format {table.header[f'TFORM{number}']}",
                place=place,
                remedy="one number a row is needed",
            )
        if f"TSCAL{number}" in table.header or f"TZERO{number}" in table.header:
            raise FileFormatError(
                f"column {name} is scaled (TSCAL, TZERO)",
                place=place,
                remedy="write it without scale and offset",
            )
        fields.append((name, f">{kinds[form]}" if form not in "LB" else kinds[form]))
    return np.dtype(fields)


def column_values(table: BinTableHDU, number: int, place: str) -> NDArray[np.int64]:
    """Read a column of whole numbers.

    Parameters
    ----------
    table : astropy.io.fits.BinTableHDU
        A table of an open file.
    number : int
        Number of the column, from 0.
    place : str
        The file, for messages.

    Returns
    -------
    ndarray of int64
        The column.

    Raises
    ------
    FileFormatError
        It holds no whole numbers.
    """
    name = table.columns.names[number]
    pieces = [piece[name] for piece in read_pieces(table, place)]
    if any(piece.dtype.kind not in "iu" for piece in pieces):
        raise FileFormatError(
            f"column {number + 1} holds no whole numbers",
            place=place,
            remedy="number cells with whole numbers",
        )
    return np.concatenate([np.empty(0, np.int64), *(p.astype(np.int64) for p in pieces)])
