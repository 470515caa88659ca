"""Walk through the HDUs of a FITS file by their headers, believing none of them.

Only headers are read, and only as far as a limit; sizes are compared with that of the file
before anything is allocated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dpkit.formats.damage import DamagedError, reason
from dpkit.formats.fits.card import ODD_BYTES, card_value

if TYPE_CHECKING:
    from astropy.io.fits import Header

__all__ = ["BLOCK", "Hdu", "scan_fits"]

BLOCK = 2880
_CARD = 80
_MOST_HEADERS = 32 * 1024 * 1024
"""Bytes of all headers together; more are taken for damage."""
_BITPIX = {8, 16, 32, 64, -32, -64}


@dataclass(slots=True, kw_only=True)
class Hdu:
    """An HDU in its place.

    Attributes
    ----------
    number : int
        The primary HDU is 0.
    name : str
        ``PRIMARY``, or EXTNAME; ``HDU n`` without.
    kind : {"image", "compressed", "table", "other"}
        What its data are.
    header : astropy.io.fits.Header
        Its cards, as they stand in the file.
    raw : bytes
        The header as it stands in the file.
    start, data, end : int
        Where header and data begin, and the next HDU [byte].
    size : int
        Size of the data without padding [byte].
    """

    number: int
    name: str
    kind: str
    header: Header
    raw: bytes
    start: int
    data: int
    end: int
    size: int


def scan_fits(path: Path) -> Iterator[Hdu]:
    """Yield the HDUs of a file in order.

    Raises
    ------
    DamagedError
        The file is missing, no FITS, or damaged; raised where the walk ends.
    """
    import_module("astropy.io.fits")  # before the file is opened: a failure is not of the file
    try:
        with path.open("rb") as stream:
            yield from _walk(stream)
    except OSError as error:
        raise DamagedError("file", f"cannot be read: {reason(error)}") from None


def _walk(stream: BinaryIO) -> Iterator[Hdu]:
    length = stream.seek(0, 2)
    number = start = read = 0
    while start < length or not number:
        hdu = _read(stream, number, start, length, _MOST_HEADERS - read)
        yield hdu
        read += len(hdu.raw)
        start = hdu.end
        number += 1


def _read(stream: BinaryIO, number: int, start: int, length: int, most: int) -> Hdu:
    from astropy.io.fits import Header

    place = f"HDU {number}"
    raw = _read_header(stream, place, start, most)
    # Bytes beyond ASCII are told by `check_cards`; here they only must not stop the walk.
    header = Header.fromstring(ODD_BYTES.sub(b"?", raw))
    size = _data_size(header, place)
    data = start + len(raw)
    end = data + -(-size // BLOCK) * BLOCK
    if end > length:
        raise DamagedError(place, f"is to end at byte {end}, but the file has {length}")
    return Hdu(
        number=number,
        name=_name(header, number),
        kind=_kind(header),
        header=header,
        raw=raw,
        start=start,
        data=data,
        end=end,
        size=size,
    )


def _read_header(stream: BinaryIO, place: str, start: int, most: int) -> bytes:
    stream.seek(start)
    first = b"XTENSION=" if start else b"SIMPLE  ="
    blocks: list[bytes] = []
    while len(blocks) * BLOCK < most:
        block = stream.read(BLOCK)
        if not blocks and not block.startswith(first):
            if not start:
                raise DamagedError("file", "is no FITS: it does not begin with SIMPLE")
            raise DamagedError(place, f"byte {start}: no HDU begins where the one before ends")
        if len(block) < BLOCK:
            raise DamagedError(place, "the file ends within the header")
        blocks.append(block)
        if _has_end(block):
            return b"".join(blocks)
    raise DamagedError(place, f"the headers take more than {_MOST_HEADERS} bytes, without an END")


def _has_end(block: bytes) -> bool:
    at = block.find(b"END     ")
    while at >= 0:
        if at % _CARD == 0 and not block[at + 3 : at + _CARD].strip():
            return True
        at = block.find(b"END     ", at + 1)
    return False


def _whole(header: Header, key: str, place: str, *, least: int, most: int | None = None) -> int:
    value = card_value(header, key)
    if not isinstance(value, int) or isinstance(value, bool):
        problem = "is missing" if value is None else f"is {value!r}, which is no integer"
        raise DamagedError(f"{place} {key}", problem)
    if value < least or (most is not None and value > most):
        raise DamagedError(f"{place} {key}", f"is {value}, which makes no sense")
    return value


def _data_size(header: Header, place: str) -> int:
    """Return the size of the data in bytes, as the FITS standard computes it."""
    bitpix = _whole(header, "BITPIX", place, least=-64, most=64)
    if bitpix not in _BITPIX:
        raise DamagedError(f"{place} BITPIX", f"is {bitpix}, which makes no sense")
    count = _whole(header, "NAXIS", place, least=0, most=999)
    axes = [_whole(header, f"NAXIS{n}", place, least=0) for n in range(1, count + 1)]
    if card_value(header, "XTENSION") == "BINTABLE":
        _whole(header, "TFIELDS", place, least=0, most=999)
    if not axes:
        return 0
    groups = 1 if "GCOUNT" not in header else _whole(header, "GCOUNT", place, least=0)
    extra = 0 if "PCOUNT" not in header else _whole(header, "PCOUNT", place, least=0)
    if axes[0] == 0 and card_value(header, "GROUPS") is True:
        axes = axes[1:]
    elements = 1
    for axis in axes:
        elements *= axis
    return abs(bitpix) // 8 * groups * (extra + elements)


def _name(header: Header, number: int) -> str:
    if number == 0:
        return "PRIMARY"
    said = card_value(header, "EXTNAME")
    return f"HDU {number}" if said is None else str(said).strip()


def _kind(header: Header) -> str:
    extension = card_value(header, "XTENSION")
    if extension == "BINTABLE":
        return "compressed" if card_value(header, "ZIMAGE") is True else "table"
    if extension not in {None, "IMAGE"} or card_value(header, "GROUPS") is True:
        return "other"
    return "image"
