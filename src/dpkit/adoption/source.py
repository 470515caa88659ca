"""The headers of a file that is to be adopted, read as far as they are asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dpkit.errors import FileFormatError
from dpkit.formats.damage import DamagedError, reason
from dpkit.formats.header import ABSENT, Headers, read_headers

if TYPE_CHECKING:
    from dpkit.formats.fits.scan import Hdu

__all__ = ["ABSENT", "BLANK", "SourceFile", "open_source"]

BLANK = object()
"""What a keyword is that has no value."""

_FITS = b"SIMPLE  ="
_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "zip",
}


class SourceFile(Protocol):
    """A file, and the values of its headers.

    Attributes
    ----------
    path : Path
        The file.
    kind : str
        ``fits``, ``asdf``, ``parquet`` or ``ascii``.
    """

    path: Path
    kind: str

    def value(self, hdu: str, key: str) -> Any:
        """Return the value of a keyword, `ABSENT` or `BLANK`.

        Raises
        ------
        FileFormatError
            The keyword is there several times with different values, or cannot be parsed.
        """
        ...

    def keywords(self) -> Iterator[tuple[str, str, Any, str]]:
        """Yield HDU, keyword, value and comment of all that the file says."""
        ...

    def hdus(self) -> list[Hdu]:
        """Return the HDUs; none of a file that is no FITS."""
        ...


def open_source(path: Path) -> SourceFile:
    """Open a file to read its headers.

    Raises
    ------
    FileFormatError
        The file is missing, compressed, damaged, or of no kind that has headers.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_FITS))
    except OSError as error:
        raise FileFormatError(
            f"cannot be read: {reason(error)}", place=path, remedy="check its name and permissions"
        ) from None
    if not start:
        raise FileFormatError("is empty", place=path, remedy="get the file anew")
    for magic, name in _COMPRESSED.items():
        if start.startswith(magic):
            raise FileFormatError(
                f"is compressed by {name}", place=path, remedy="decompress it before it is adopted"
            )
    return _FitsSource(path) if start == _FITS else _OtherSource(path, read_headers(path))


class _FitsSource:
    kind = "fits"

    def __init__(self, path: Path) -> None:
        from dpkit.formats.fits.scan import scan_fits

        self.path = path
        self._read: list[Hdu] = []
        self._rest = scan_fits(path)

    def value(self, hdu: str, key: str) -> Any:
        from astropy.io.fits import Undefined, VerifyError

        header = self._header(hdu or "0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if header is None or key not in header:
                return ABSENT
            try:
                values = [header[key, number] for number in range(header.count(key))]
            except (VerifyError, ValueError):
                raise self._refusal(hdu, key, "cannot be parsed", "mend the card") from None
        if len({repr(value) for value in values}) > 1:
            said = " and ".join(map(repr, values))
            raise self._refusal(hdu, key, f"is there {len(values)} times: {said}", "leave one")
        return BLANK if isinstance(values[0], Undefined) else values[0]

    def keywords(self) -> Iterator[tuple[str, str, Any, str]]:
        from astropy.io.fits import VerifyError

        for hdu in self.hdus():
            for card in hdu.header.cards:
                try:
                    yield hdu.name, card.keyword, card.value, card.comment
                except (VerifyError, ValueError):
                    continue  # what cannot be parsed cannot be suggested

    def hdus(self) -> list[Hdu]:
        while self._next() is not None:
            pass
        return self._read

    def _header(self, name: str) -> Any:
        """Return the header of a number or name, reading no further than there."""
        known = chain(list(self._read), iter(self._next, None))
        return next((one.header for one in known if name in {str(one.number), one.name}), None)

    def _next(self) -> Hdu | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = next(self._rest, None)
        except DamagedError as error:
            error.place = f"{self.path}: {error.where}" if error.where != "file" else str(self.path)
            raise
        if found is not None:
            self._read.append(found)
        return found

    def _refusal(self, hdu: str, key: str, problem: str, remedy: str) -> FileFormatError:
        where = key if hdu in {"", "0", "PRIMARY"} else f"{hdu} {key}"
        return FileFormatError(f"keyword {where} {problem}", place=self.path, remedy=remedy)


class _OtherSource:
    """A file of another kind, whose headers were read whole."""

    def __init__(self, path: Path, headers: Headers) -> None:
        self.path = path
        self.kind = headers.kind
        self._headers = headers

    def value(self, hdu: str, key: str) -> Any:
        found = self._headers.value(hdu or "0", key)
        return BLANK if found is None else found

    def keywords(self) -> Iterator[tuple[str, str, Any, str]]:
        for hdu, key in self._headers.places():
            yield hdu, key, self._headers.value(hdu, key), ""

    def hdus(self) -> list[Hdu]:
        return []
