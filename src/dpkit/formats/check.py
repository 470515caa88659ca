"""Check a file against the format of an id, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dpkit.errors import FileFormatError
from dpkit.formats.damage import DamagedError
from dpkit.formats.datafile import DataFile
from dpkit.formats.deviation import Deviation
from dpkit.schema.dictionary import file_format

__all__ = ["check_described", "check_file"]


def check_file(file: Path | DataFile, identifier: str) -> list[Deviation]:
    """Check a file against the description of its format.

    Parameters
    ----------
    file : Path or DataFile
        The file; what was read of it already is not read again.
    identifier : str
        Id of the format, such as ``nir.calibratedScienceFrame``.

    Returns
    -------
    list of Deviation
        Empty when the file conforms: first what concerns HDUs as a whole, then the rest in the
        order of the file. A file that is damaged is a deviation, never an error.

    Raises
    ------
    NotFoundError
        No schema package describes the format.
    FileFormatError
        Files of this kind cannot be checked, or not without an extra.
    """
    return check_described(file, file_format(identifier))


def check_described(file: Path | DataFile, description: dict[str, Any]) -> list[Deviation]:
    """Check a file against a description, as `check_file` does against that of an id."""
    opened = file if isinstance(file, DataFile) else DataFile(file)
    try:
        opened.refuse_compressed()
    except DamagedError as damage:
        return [damage.deviation()]
    return [_on_one_line(deviation) for deviation in _check(opened, description)]


def _check(file: DataFile, description: dict[str, Any]) -> Iterable[Deviation]:
    match description["kind"]:
        case "fits":
            from dpkit.formats.fits.check import check_fits as check
        case "asdf":
            from dpkit.formats.asdf.check import check_asdf as check
        case "parquet":
            from dpkit.formats.parquet.check import check_parquet as check
        case "ascii":
            from dpkit.formats.ascii.check import check_ascii as check
        case kind:
            raise FileFormatError(f"files of kind {kind!r} cannot be checked", place=file.path)
    return check(file, description)


def _on_one_line(deviation: Deviation) -> Deviation:
    """Fold line breaks that names and units in a file may have."""
    place, message = " ".join(deviation.place.split()), " ".join(deviation.message.split())
    return replace(deviation, place=place, message=message)
