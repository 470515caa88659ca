"""Read values of headers by HDU and keyword, or place in a tree, whatever kind of file it is."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from dpkit.formats.damage import DamagedError, reason

__all__ = ["ABSENT", "Headers", "kind_of", "read_header", "read_headers"]

ABSENT = object()
"""What a keyword is that the file does not have."""

_KINDS = {b"SIMPLE  =": "fits", b"#ASDF": "asdf", b"PAR1": "parquet", b"# %ECSV": "ecsv"}
_IPAC = (b"\\", b"|")
_SUFFIXES = {".fits": "fits", ".asdf": "asdf", ".parquet": "parquet", ".ecsv": "ecsv"}


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


def kind_of(path: Path) -> str:
    """Return the kind of a file by its suffix, or else by how it begins.

    Returns
    -------
    {"fits", "asdf", "parquet", "ecsv", "ipac", "csv"}
        CSV when nothing speaks for the others.

    Raises
    ------
    DamagedError
        The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(9)
    except OSError as error:
        raise DamagedError("file", f"cannot be read: {reason(error)}") from None
    if path.suffix.lower() in _SUFFIXES:
        return _SUFFIXES[path.suffix.lower()]
    for magic, kind in _KINDS.items():
        if start.startswith(magic):
            return kind
    return "ipac" if start.startswith(_IPAC) else "csv"


def read_headers(path: Path) -> Headers:
    """Read the headers of a file; no data are read.

    Raises
    ------
    DamagedError
        The file is missing or damaged.
    FileFormatError
        An extra is not installed that files of this kind need.
    """
    try:
        return _read(path)
    except DamagedError as error:
        error.place = str(path) if error.where == "file" else f"{path}: {error.where}"
        raise


def _read(path: Path) -> Headers:
    match kind_of(path):
        case "fits":
            return _read_fits(path)
        case "asdf":
            return _read_asdf(path)
        case "parquet":
            from dpkit.formats.parquet.check import open_parquet, schema_keywords

            with open_parquet(path) as file:
                return _TableHeaders("parquet", schema_keywords(file.schema_arrow))
        case flavour:
            from dpkit.formats.ascii.reading import open_table

            return _TableHeaders("ascii", open_table(path, flavour).keywords)


def read_header(path: Path, hdu: str, key: str) -> Any:
    """Return the value of one keyword of a file, or `ABSENT`.

    Raises
    ------
    DamagedError, FileFormatError
        As `read_headers`.

    Examples
    --------
    ``read_header(Path("frame.fits"), "PRIMARY", "FITS_DEF")``
    """
    return read_headers(path).value(hdu, key)


def _read_fits(path: Path) -> Headers:
    from dpkit.formats.fits.scan import scan_fits

    found: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for hdu in scan_fits(path):
            found[str(hdu.number)] = hdu.header
            found.setdefault(hdu.name, hdu.header)
    return _FitsHeaders(found)


def _read_asdf(path: Path) -> Headers:
    from dpkit.formats.asdf.reading import read_asdf

    return _TreeHeaders(read_asdf(path)[0])


class _FitsHeaders:
    kind = "fits"

    def __init__(self, headers: Mapping[str, Any]) -> None:
        self.headers = headers

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
