"""A file of a product: its HDUs or its tree are read once for all that look at them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpkit.formats.damage import DamagedError, reason

if TYPE_CHECKING:
    from dpkit.formats.asdf.reading import Block
    from dpkit.formats.fits.scan import Hdu

__all__ = ["DataFile"]

_START = 16
_KINDS = {b"SIMPLE  =": "fits", b"#ASDF": "asdf", b"PAR1": "parquet", b"# %ECSV": "ecsv"}
_IPAC = (b"\\", b"|")
_SUFFIXES = {".fits": "fits", ".asdf": "asdf", ".parquet": "parquet", ".ecsv": "ecsv"}
_COMPRESSIONS = {
    b"\x1f\x8b\x08": "gzip",
    b"BZh91AY&SY": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\3\4": "zip",
}


class DataFile:
    """A file that is not believed, and not held open.

    Parameters
    ----------
    path : Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def start(self) -> bytes:
        """How the file begins.

        Raises
        ------
        DamagedError
            The file cannot be read.
        """
        try:
            with self.path.open("rb") as stream:
                return stream.read(_START)
        except OSError as error:
            remedy = "check its path and permissions"
            raise DamagedError("file", f"cannot be read: {reason(error)}", remedy) from None

    def refuse_compressed(self) -> None:
        """Refuse a file of a kind that can be read, but that is compressed as a whole.

        Raises
        ------
        DamagedError
            It is, or cannot be read.
        """
        for magic, name in _COMPRESSIONS.items():
            if self.start.startswith(magic):
                raise DamagedError("file", f"is compressed by {name}", "decompress it")

    @cached_property
    def kind(self) -> str:
        """Kind of the file by its suffix, or else by how it begins; CSV when nothing else fits.

        One of ``fits``, ``asdf``, ``parquet``, ``ecsv``, ``ipac`` and ``csv``.

        Raises
        ------
        DamagedError
            As `start`.
        """
        start, suffix = self.start, self.path.suffix.lower()
        if suffix in _SUFFIXES:
            return _SUFFIXES[suffix]
        for magic, kind in _KINDS.items():
            if start.startswith(magic):
                return kind
        return "ipac" if start.startswith(_IPAC) else "csv"

    @cached_property
    def hdus(self) -> tuple[list[Hdu], DamagedError | None]:
        """The HDUs of a FITS file in order, up to where it is damaged."""
        from dpkit.formats.fits.scan import scan_fits

        found: list[Hdu] = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what astropy warns of is told by the checks
            try:
                found.extend(scan_fits(self.path))
            except DamagedError as damage:
                return found, damage
        return found, None

    @cached_property
    def tree(self) -> tuple[Mapping[str, Any], list[Block]]:
        """The tree and the blocks of an ASDF file.

        Raises
        ------
        DamagedError
            The file is damaged.
        FileFormatError
            The extra ``asdf`` is not installed.
        """
        from dpkit.formats.asdf.reading import read_asdf

        return read_asdf(self.path)
