"""CHECKSUM and DATASUM of an HDU, computed by block.

Both are 32-bit sums in ones' complement (FITS standard 4.0, appendix J): DATASUM is that of the
data, and CHECKSUM is chosen such that the sum of the whole HDU has all bits set.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from dpkit.formats.deviation import Deviation
from dpkit.formats.fits.card import card_value
from dpkit.formats.fits.scan import Hdu

__all__ = ["check_sums"]

_READ = 4 * 1024 * 1024
_ALL = 0xFFFFFFFF
_KEYS = ("CHECKSUM", "DATASUM")


def check_sums(path: Path, hdu: Hdu, *, demanded: bool) -> Iterator[Deviation]:
    """Yield the sum of an HDU that is wrong, or missing where the format demands it.

    Where the data are not those of DATASUM, CHECKSUM is wrong too, and not told.
    """
    said = {key: str(card_value(hdu.header, key) or "").strip() for key in _KEYS}
    for key in _KEYS:
        if demanded and not said[key]:
            yield Deviation(
                code="format-checksum-missing",
                place=f"{hdu.name} {key}",
                message="is missing, and the format demands it",
            )
    if not any(said.values()):
        return
    with path.open("rb") as stream:
        data = _sum(stream, hdu.data, hdu.end)
        if said["DATASUM"] and said["DATASUM"] != str(data):
            yield _wrong(hdu, "DATASUM", f"is {said['DATASUM']}, but the data sum to {data}", data)
        elif said["CHECKSUM"] and _add(_sum(stream, hdu.start, hdu.data), data) != _ALL:
            part = "header" if said["DATASUM"] else "header or data"
            yield _wrong(hdu, "CHECKSUM", f"does not hold: the {part} changed since", None)


def _wrong(hdu: Hdu, key: str, message: str, value: int | None) -> Deviation:
    return Deviation(
        code="format-checksum-wrong",
        place=f"{hdu.name} {key}",
        message=message,
        value="" if value is None else str(value),
    )


def _sum(stream: BinaryIO, start: int, end: int) -> int:
    """Return the sum of a part of the file in ones' complement."""
    stream.seek(start)
    total, left = 0, end - start
    while left > 0:
        block = stream.read(min(_READ, left))
        if not block:
            break
        left -= len(block)
        total += int(np.frombuffer(block, ">u4").sum(dtype=np.uint64))
    return _fold(total)


def _fold(total: int) -> int:
    while total > _ALL:
        total = (total & _ALL) + (total >> 32)
    return total


def _add(one: int, other: int) -> int:
    return _fold(one + other)
