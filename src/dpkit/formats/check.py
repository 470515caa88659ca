"""Check a file against the format of an id, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path

from dpkit.errors import FileFormatError
from dpkit.formats.deviation import Deviation
from dpkit.schema.dictionary import file_format

__all__ = ["check_file"]


def check_file(path: Path, identifier: str) -> list[Deviation]:
    """Check a file against the description of its format.

    Parameters
    ----------
    path : Path
        The file.
    identifier : str
        Id of the format, such as ``nir.calibratedScienceFrame``.

    Returns
    -------
    list of Deviation
        Empty when the file conforms.

    Raises
    ------
    NotFoundError
        No schema package describes the format.
    FileFormatError
        Files of this kind cannot be checked.
    """
    description = file_format(identifier)
    if description["kind"] == "fits":
        from dpkit.formats.fits import check_fits

        return check_fits(path, description)
    raise FileFormatError(f"files of kind {description['kind']!r} cannot be checked", place=path)
