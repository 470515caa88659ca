"""The archive of dpkit: products registered whole, found by anything, valid in time.

Examples
--------
>>> import dpkit_archive
>>> with dpkit_archive.create("archive.sqlite") as archive:  # doctest: +SKIP
...     archive.register("out/DpdNirMasterDark__EUC_NIR_MASTER-DARK_1.xml")
...     archive.find("DpdNirMasterDark", keys={"filter": "NIR_J"})
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from dpkit_archive.archive import Archive
    from dpkit_archive.choice import CalibrationChoice, Candidate
    from dpkit_archive.record import ProductRecord
    from dpkit_archive.registration import Registration
    from dpkit_archive.row import ProductRow

__all__ = [
    "Archive",
    "CalibrationChoice",
    "Candidate",
    "ProductRecord",
    "ProductRow",
    "Registration",
    "create",
    "open",
]

# SQLAlchemy is dear to import and the command line imports this package at start-up.
_MODULES = {
    "Archive": "archive",
    "CalibrationChoice": "choice",
    "Candidate": "choice",
    "ProductRecord": "record",
    "ProductRow": "row",
    "Registration": "registration",
}


def open(url: str | Path, *, create: bool = False) -> Archive:
    """Open an archive.

    Parameters
    ----------
    url : str or Path
        Path of the database, or ``sqlite:///path``.
    create : bool
        Make the archive when there is none yet.

    Raises
    ------
    NotFoundError
        There is no archive at this place.
    ArchiveError
        The scheme is not supported, the file is no archive, or a newer dpkit made it.
    """
    from dpkit_archive.archive import Archive
    from dpkit_archive.database import create_database, open_database
    from dpkit_archive.location import database_path

    path = database_path(url)
    if create and not path.exists():
        return Archive(create_database(path))
    return Archive(open_database(path))


def create(url: str | Path) -> Archive:
    """Make a new, empty archive and open it.

    Raises
    ------
    ArchiveError
        There is an archive, or something else, at this place already.
    """
    from dpkit_archive.archive import Archive
    from dpkit_archive.database import create_database
    from dpkit_archive.location import database_path

    return Archive(create_database(database_path(url)))


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
