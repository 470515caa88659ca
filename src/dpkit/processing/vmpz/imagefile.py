"""FITS images written and read by rows, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from astropy.io.fits import Header

__all__ = ["image_rows", "write_rows"]

_RECORD = 2880
_BITPIX = {"u4": 32, "f4": -32}
_INTEGERS = {8: "u1", 16: ">i2", 32: ">i4"}
_UNSIGNED = {(16, 2**15): np.uint16, (32, 2**31): np.uint32}


class _FileRows:
    """The rows of an image of integers that lies in a file as it is.

    A mapped file would count as memory of the process as far as it was read.
    """

    def __init__(self, path: Path, offset: int, header: Header) -> None:
        self.path = path
        self.offset = offset
        self.shape = (int(header["NAXIS2"]), int(header["NAXIS1"]))
        self.stored = np.dtype(_INTEGERS[header["BITPIX"]])
        self.unsigned = _UNSIGNED.get((header["BITPIX"], header.get("BZERO", 0)))

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        first, stop, _ = rows.indices(self.shape[0])
        columns = self.shape[1]
        start = self.offset + first * columns * self.stored.itemsize
        count = max(0, stop - first) * columns
        read = np.fromfile(self.path, self.stored, count, offset=start).reshape(-1, columns)
        if self.unsigned is None:
            return read
        native = read.astype(self.stored.newbyteorder("=")).view(self.unsigned)
        native ^= self.unsigned(1 << (8 * self.stored.itemsize - 1))
        return native


def image_rows(hdu: Any) -> Any:
    """Return the rows of an image extension, which are read when they are asked for.

    Parameters
    ----------
    hdu : astropy.io.fits.ImageHDU or CompImageHDU
        An image of an open file.

    Returns
    -------
    RowImage
        Whole rows by slices; of compressed and scaled images a section of astropy, of those
        in memory the pixels.
    """
    from astropy.io import fits

    header, place = hdu.header, hdu.fileinfo()
    plain = (header.get("BITPIX"), header.get("BSCALE", 1)) in {(b, 1) for b in _INTEGERS}
    known = header.get("BZERO", 0) == 0 or (header.get("BITPIX"), header["BZERO"]) in _UNSIGNED
    in_file = place is not None and Path(str(place["file"].name)).is_file()
    if type(hdu) is fits.ImageHDU and plain and known and in_file and len(hdu.shape) == 2:
        return _FileRows(Path(place["file"].name), place["datLoc"], header)
    return hdu.data if place is None else hdu.section


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
