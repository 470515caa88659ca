"""The headers of a file that is to be adopted, read as far as they are asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dpkit.adoption.pattern import NamePattern
from dpkit.errors import FileFormatError
from dpkit.formats.damage import DamagedError, reason
from dpkit.formats.header import ABSENT, Headers, read_headers

if TYPE_CHECKING:
    from dpkit.formats.fits.scan import Hdu

__all__ = ["ABSENT", "BLANK", "SourceFile", "matching_hdus", "open_source"]

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
    is_fits : bool
        Whether it is a FITS file.
    """

    path: Path
    is_fits: bool

    @property
    def kind(self) -> str:
        """``fits``, ``asdf``, ``parquet`` or ``ascii``.

        Raises
        ------
        FileFormatError
            The file is compressed, damaged, or of no kind that has headers.
        """
        ...

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
    """Open a file whose headers may be asked for.

    Raises
    ------
    FileFormatError
        The file is missing, or may not be read.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_FITS))
    except OSError as error:
        raise FileFormatError(
            f"cannot be read: {reason(error)}", place=path, remedy="check its name and permissions"
        ) from None
    return _FitsSource(path) if start == _FITS else _OtherSource(path, start)


def matching_hdus(source: SourceFile, pattern: NamePattern) -> list[tuple[Hdu, dict[str, str]]]:
    """Return the HDUs whose name, or else number, fits a pattern, with what stood in braces."""
    found = []
    for hdu in source.hdus():
        words = pattern.match(hdu.name)
        words = pattern.match(str(hdu.number)) if words is None else words
        if words is not None:
            found.append((hdu, words))
    return found


class _FitsSource:
    is_fits = True
    kind = "fits"

    def __init__(self, path: Path) -> None:
        from dpkit.formats.fits.scan import scan_fits

        self.path = path
        self._read: list[Hdu] = []
        self._rest = scan_fits(path)

    def value(self, hdu: str, key: str) -> Any:
        from astropy.io.fits import VerifyError

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
        return BLANK if values[0] is None else values[0]

    def keywords(self) -> Iterator[tuple[str, str, Any, str]]:
        from astropy.io.fits import VerifyError

        for hdu in self.hdus():
            for card in hdu.header.cards:
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        said = card.keyword, card.value, card.comment
                except (VerifyError, ValueError):
                    continue  # what cannot be parsed cannot be suggested
                yield hdu.name, *said

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
    """A file of another kind, whose headers are read whole; one without headers is fine, too."""

    is_fits = False

    def __init__(self, path: Path, start: bytes) -> None:
        self.path = path
        self._start = start

    @property
    def kind(self) -> str:
        return self._headers.kind

    @cached_property
    def _headers(self) -> Headers:
        if not self._start:
            raise FileFormatError("is empty", place=self.path, remedy="get the file anew")
        for magic, name in _COMPRESSED.items():
            if self._start.startswith(magic):
                raise FileFormatError(
                    f"is compressed by {name}",
                    place=self.path,
                    remedy="decompress it before it is adopted",
                )
        return read_headers(self.path)

    def value(self, hdu: str, key: str) -> Any:
        found = self._headers.value(hdu or "0", key)
        return BLANK if found is None else found

    def keywords(self) -> Iterator[tuple[str, str, Any, str]]:
        for hdu, key in self._headers.places():
            yield hdu, key, self._headers.value(hdu, key), ""

    def hdus(self) -> list[Hdu]:
        return []
