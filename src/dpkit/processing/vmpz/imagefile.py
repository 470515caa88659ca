"""FITS images written row by row, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from astropy.io.fits import Header

__all__ = ["write_rows"]

_RECORD = 2880
_BITPIX = {"u4": 32, "f4": -32}


def write_rows(
    path: Path,
    pieces: Iterator[NDArray[Any]],
    shape: tuple[int, int],
    dtype: np.dtype[Any],
    header: Header,
    name: str,
) -> None:
    """Write an image extension.

    Parameters
    ----------
    path : Path
        The file; nothing of that name may be there.
    pieces : iterator of ndarray
        Rows, in order.
    shape : tuple of int
        Rows and columns.
    dtype : numpy.dtype
        ``uint32`` or ``float32``.
    header : astropy.io.fits.Header
        Further keywords, such as world coordinates.
    name : str
        Name of the extension.
    """
    from astropy.io import fits

    flags = dtype.kind == "u"
    found = fits.Header()
    found["XTENSION"] = ("IMAGE", "image extension")
    found["BITPIX"] = _BITPIX[dtype.str[1:]]
    found["NAXIS"] = 2
    found["NAXIS1"], found["NAXIS2"] = shape[1], shape[0]
    found["PCOUNT"], found["GCOUNT"] = 0, 1
    if flags:
        found["BZERO"], found["BSCALE"] = 2**31, 1
    found["EXTNAME"] = name
    found.extend(header, update=True)
    with path.open("xb") as file:
        file.write(fits.PrimaryHDU().header.tostring().encode("ascii"))
        file.write(found.tostring().encode("ascii"))
        for piece in pieces:
            rows = piece.astype(dtype)
            # FITS has no unsigned integers: they are stored less 2**31, which flips one bit.
            stored = (rows ^ np.uint32(1 << 31)).astype(">u4") if flags else rows.astype(">f4")
            file.write(stored.tobytes())
        file.write(b"\0" * (-file.tell() % _RECORD))
