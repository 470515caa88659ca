"""Images: the type and shape that a header gives, and their pixels, read by block."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.damage import reason
from dpkit.formats.deviation import Deviation
from dpkit.formats.fits.card import card_value
from dpkit.formats.fits.scan import Hdu

__all__ = ["ImageError", "Pixels", "image_axes", "pixel_spot", "pixel_type", "read_pixels"]

_READ = 4 * 1024 * 1024
_MOST_TILE = 256 * 1024 * 1024
_TYPES = {8: "uint8", 16: "int16", 32: "int32", 64: "int64", -32: "float32", -64: "float64"}
_SHIFTED: dict[tuple[int, float], str] = {
    (8, -128): "int8",
    (16, 2**15): "uint16",
    (32, 2**31): "uint32",
    (64, 2**63): "uint64",
}

Pixels = tuple[int, NDArray[Any], NDArray[np.bool_] | None]
"""Index of the first pixel of a block, the pixels, and which of them are marked as missing."""


class ImageError(ValueError):
    """An image whose pixels cannot be read in bounded memory."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.deviation = Deviation(code="format-array-damaged", place=place, message=message)


def _prefix(hdu: Hdu) -> str:
    """Return how the keywords of a compressed image begin."""
    return "Z" if hdu.kind == "compressed" else ""


def image_axes(hdu: Hdu) -> list[int]:
    """Return the lengths of the axes from NAXIS1 on; of a compressed image those it has inside."""
    prefix = _prefix(hdu)
    count = card_value(hdu.header, f"{prefix}NAXIS")
    axes = [card_value(hdu.header, f"{prefix}NAXIS{n}") for n in range(1, _count(count) + 1)]
    return [axis if isinstance(axis, int) else 0 for axis in axes]


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value <= 999 else 0


def pixel_type(hdu: Hdu) -> str:
    """Return the type of the pixels as numpy names it, also unsigned ones and those scaled."""
    bitpix = card_value(hdu.header, f"{_prefix(hdu)}BITPIX")
    held = _TYPES.get(bitpix, f"BITPIX {bitpix}")
    scale, zero = _scaling(hdu)
    if (scale, zero) == (1, 0):
        return held
    shifted = _SHIFTED.get((bitpix, zero)) if scale == 1 else None
    return shifted or f"{held} scaled by BSCALE {scale} and BZERO {zero}"


def _scaling(hdu: Hdu) -> tuple[float | int, float | int]:
    found = (card_value(hdu.header, "BSCALE"), card_value(hdu.header, "BZERO"))
    scale, zero = (value if isinstance(value, int | float) else None for value in found)
    return 1 if scale is None else scale, 0 if zero is None else zero


def pixel_spot(axes: list[int], index: int) -> str:
    """Say which pixel an index is, counted from 1 along each axis."""
    at = []
    for axis in axes:
        index, rest = divmod(index, max(axis, 1))
        at.append(rest + 1)
    return f"pixel ({', '.join(map(str, at))})"


def read_pixels(path: Path, hdu: Hdu) -> Iterator[Pixels]:
    """Read the pixels of an image by block, in the order of the file, scaled.

    Raises
    ------
    ImageError
        A compressed image is damaged, or its tiles are too large to be decompressed.
    """
    if hdu.kind == "compressed":
        yield from _decompress(path, hdu)
        return
    held = np.dtype(_TYPES[hdu.header["BITPIX"]]).newbyteorder(">")
    with path.open("rb") as stream:
        stream.seek(hdu.data)
        for first in range(0, hdu.size // held.itemsize, step := _READ // held.itemsize):
            count = min(step, hdu.size // held.itemsize - first)
            block = np.frombuffer(stream.read(count * held.itemsize), held, count)
            yield first, _scaled(hdu, block), _blank(hdu, block)


def _blank(hdu: Hdu, held: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Return which pixels BLANK marks as missing; it is for integers only."""
    blank = card_value(hdu.header, "BLANK")
    return held == blank if isinstance(blank, int) and held.dtype.kind in "iu" else None


def _scaled(hdu: Hdu, held: NDArray[Any]) -> NDArray[Any]:
    native = held.astype(held.dtype.newbyteorder("="))
    scale, zero = _scaling(hdu)
    if (scale, zero) == (1, 0):
        return native
    if pixel_type(hdu) in {"uint16", "uint32", "uint64"}:
        kind = native.dtype.str.replace("i", "u")
        return np.asarray(native.view(kind) ^ np.array(int(zero), kind))
    return np.asarray(native * float(scale) + float(zero))


def _decompress(path: Path, hdu: Hdu) -> Iterator[Pixels]:
    from astropy.io import fits

    axes = image_axes(hdu)
    _check_tiles(hdu, axes)
    try:
        # Scaled here: astropy would read the whole HDU to do it.
        with fits.open(path, memmap=True, do_not_scale_image_data=True) as hdus:
            section = hdus[hdu.number].section
            first = 0
            for part in _slabs(tuple(reversed(axes)), _READ // 8):
                block = np.asarray(section[part]).ravel()
                yield first, _scaled(hdu, block), _blank(hdu, block)
                first += block.size
    except Exception as error:  # the libraries of compression raise errors of all kinds
        raise ImageError(hdu.name, f"cannot be decompressed: {reason(error)}") from None


def _check_tiles(hdu: Hdu, axes: list[int]) -> None:
    """Refuse tiles that would not fit into memory; by default a tile is a row."""
    size = 8
    for number, axis in enumerate(axes, 1):
        tile = card_value(hdu.header, f"ZTILE{number}")
        size *= tile if isinstance(tile, int) else axis if number == 1 else 1
    if size > _MOST_TILE:
        raise ImageError(hdu.name, f"is compressed in tiles of {size} bytes, too large to be read")


def _slabs(shape: tuple[int, ...], most: int) -> Iterator[tuple[slice | int, ...]]:
    """Cut an array into parts of at most so many elements, in order."""
    inner = 1
    for length in shape[1:]:
        inner *= length
    if inner <= most or len(shape) == 1:
        step = max(1, most // max(inner, 1))
        for start in range(0, shape[0], step):
            yield (slice(start, start + step),)
        return
    for index in range(shape[0]):
        for rest in _slabs(shape[1:], most):
            yield (index, *rest)
