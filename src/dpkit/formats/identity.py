"""Which format a file says that it has."""

from __future__ import annotations

from dpkit.errors import FileFormatError
from dpkit.formats.datafile import DataFile
from dpkit.formats.header import ABSENT, read_header

__all__ = ["said_format"]

_KEYWORD = "FITS_DEF"


def said_format(file: DataFile) -> str:
    """Return the id of the format that a file says it has.

    Raises
    ------
    DamagedError
        The file cannot be read.
    FileFormatError
        It says nothing of its format.
    """
    said = read_header(file, "0", _KEYWORD)
    if said is ABSENT or not str(said).strip():
        raise FileFormatError(
            f"says nothing of its format: it has no keyword {_KEYWORD}",
            place=file.path,
            remedy="give the format with --format-id",
        )
    return str(said).strip()
