"""Read values of headers by HDU and keyword, or place in a tree, whatever kind of file it is."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dpkit.formats.damage import DamagedError
from dpkit.formats.datafile import DataFile

if TYPE_CHECKING:
    from dpkit.formats.fits.scan import Hdu

__all__ = ["ABSENT", "Headers", "read_header", "read_headers"]

ABSENT = object()
"""What a keyword is that the file does not have."""


class Headers(Protocol):
    """The headers of a file."""

    kind: str

    def value(self, hdu: str, key: str) -> Any:
        """Return the value of a keyword, or `ABSENT`.

        Parameters
        ----------
        hdu : str
            Name or number of the HDU; only FITS files have several.
        key : str
            The keyword, or the dotted path in a tree.
        """
        ...

    def places(self) -> Iterator[tuple[str, str]]:
        """Yield HDU and keyword of all that has a value; an HDU by its number and by its name."""
        ...


def read_headers(file: Path | DataFile) -> Headers:
    """Read the headers of a file; no data are read.

    Raises
    ------
    DamagedError
        The file is missing or damaged.
    FileFormatError
        An extra is not installed that files of this kind need.
    """
    opened = file if isinstance(file, DataFile) else DataFile(file)
    try:
        return _read(opened)
    except DamagedError as error:
        error.place = str(opened.path) if error.where == "file" else f"{opened.path}: {error.where}"
        raise


def _read(file: DataFile) -> Headers:
    file.refuse_compressed()
    match file.kind:
        case "fits":
            hdus, damage = file.hdus
            if damage is not None:
                raise damage
            return _FitsHeaders(hdus)
        case "asdf":
            return _TreeHeaders(file.tree[0])
        case "parquet":
            from dpkit.formats.parquet.check import open_parquet, schema_keywords

            with open_parquet(file.path) as opened:
                return _TableHeaders("parquet", schema_keywords(opened.schema_arrow))
        case flavour:
            from dpkit.formats.ascii.reading import open_table

            return _TableHeaders("ascii", open_table(file.path, flavour).keywords)


def read_header(file: Path | DataFile, hdu: str, key: str) -> Any:
    """Return the value of one keyword of a file, or `ABSENT`.

    Raises
    ------
    DamagedError, FileFormatError
        As `read_headers`.

    Examples
    --------
    ``read_header(Path("frame.fits"), "PRIMARY", "FITS_DEF")``
    """
    return read_headers(file).value(hdu, key)


class _FitsHeaders:
    kind = "fits"

    def __init__(self, hdus: Sequence[Hdu]) -> None:
        self.headers: dict[str, Any] = {}
        for hdu in hdus:
            self.headers[str(hdu.number)] = hdu.header
            self.headers.setdefault(hdu.name, hdu.header)

    def places(self) -> Iterator[tuple[str, str]]:
        for hdu, header in self.headers.items():
            yield from ((hdu, key) for key in header)

    def value(self, hdu: str, key: str) -> Any:
        from dpkit.formats.fits.card import card_value

        header = self.headers.get(hdu)
        if header is None or key not in header:
            return ABSENT
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return card_value(header, key)


class _TreeHeaders:
    kind = "asdf"

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree

    def places(self) -> Iterator[tuple[str, str]]:
        return (("0", path) for path in _paths(self.tree))

    def value(self, hdu: str, key: str) -> Any:
        from dpkit.formats.asdf.tree import ABSENT as NOTHING
        from dpkit.formats.asdf.tree import find, plain

        node = find(self.tree, key)
        return ABSENT if node is NOTHING else plain(node)


class _TableHeaders:
    def __init__(self, kind: str, keywords: Mapping[str, Any]) -> None:
        self.kind = kind
        self.keywords = keywords

    def places(self) -> Iterator[tuple[str, str]]:
        return (("0", key) for key in self.keywords)

    def value(self, hdu: str, key: str) -> Any:
        return self.keywords.get(key, ABSENT)


def _paths(node: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the dotted paths of all that a tree has."""
    for key, value in node.items():
        yield f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _paths(value, f"{above}{key}.")
