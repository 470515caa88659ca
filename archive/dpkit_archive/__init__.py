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
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dpkit_archive.archive import Archive
    from dpkit_archive.certification import Certification
    from dpkit_archive.choice import CalibrationChoice, Candidate
    from dpkit_archive.claim import Claim
    from dpkit_archive.coverage import Stretch, ValidityReport
    from dpkit_archive.curation.change import StatusChange
    from dpkit_archive.curation.history import HistoryEntry
    from dpkit_archive.curation.purge import Purge
    from dpkit_archive.decertification import Decertification
    from dpkit_archive.descent.graph import Lineage
    from dpkit_archive.descent.review import Review
    from dpkit_archive.descent.walk import Descendant
    from dpkit_archive.eventlog import LoggedEvent
    from dpkit_archive.health.fault import Fault
    from dpkit_archive.health.reindex import Reindexed
    from dpkit_archive.health.repair import Repair
    from dpkit_archive.health.stats import Amount
    from dpkit_archive.lookup import Calibrations, Found
    from dpkit_archive.rebuild import Difference
    from dpkit_archive.record import ProductRecord
    from dpkit_archive.registration import Registration
    from dpkit_archive.release.change import MemberChange
    from dpkit_archive.release.completeness import Completeness
    from dpkit_archive.release.difference import MemberDifference
    from dpkit_archive.release.duplicate import Duplicate
    from dpkit_archive.release.member import Member
    from dpkit_archive.release.record import ReleaseRecord
    from dpkit_archive.release.release import Release
    from dpkit_archive.row import ProductRow
    from dpkit_archive.run.account import MadeProduct
    from dpkit_archive.run.expectation import ExpectedBy
    from dpkit_archive.stream import Refusal
    from dpkit_archive.transfer.copying import Copied
    from dpkit_archive.transfer.export import Exported
    from dpkit_archive.transfer.importing import Imported
    from dpkit_archive.transfer.tablecopy import TableProof

__all__ = [
    "Amount",
    "Archive",
    "CalibrationChoice",
    "Calibrations",
    "Candidate",
    "Certification",
    "Claim",
    "Completeness",
    "Copied",
    "Decertification",
    "Descendant",
    "Difference",
    "Duplicate",
    "ExpectedBy",
    "Exported",
    "Fault",
    "Found",
    "HistoryEntry",
    "Imported",
    "Lineage",
    "LoggedEvent",
    "MadeProduct",
    "Member",
    "MemberChange",
    "MemberDifference",
    "ProductRecord",
    "ProductRow",
    "Purge",
    "Refusal",
    "Registration",
    "Reindexed",
    "Release",
    "ReleaseRecord",
    "Repair",
    "Review",
    "StatusChange",
    "Stretch",
    "TableProof",
    "ValidityReport",
    "copy",
    "create",
    "open",
    "upgrade",
]

# SQLAlchemy is dear to import and the command line imports this package at start-up.
_MODULES = {
    "Amount": "health.stats",
    "Archive": "archive",
    "CalibrationChoice": "choice",
    "Calibrations": "lookup",
    "Candidate": "choice",
    "Certification": "certification",
    "Claim": "claim",
    "Decertification": "decertification",
    "Descendant": "descent.walk",
    "Completeness": "release.completeness",
    "Copied": "transfer.copying",
    "Difference": "rebuild",
    "Duplicate": "release.duplicate",
    "Exported": "transfer.export",
    "ExpectedBy": "run.expectation",
    "Fault": "health.fault",
    "Found": "lookup",
    "HistoryEntry": "curation.history",
    "Lineage": "descent.graph",
    "LoggedEvent": "eventlog",
    "Imported": "transfer.importing",
    "Member": "release.member",
    "MemberChange": "release.change",
    "MemberDifference": "release.difference",
    "MadeProduct": "run.account",
    "ProductRecord": "record",
    "ProductRow": "row",
    "Purge": "curation.purge",
    "Refusal": "stream",
    "Registration": "registration",
    "Reindexed": "health.reindex",
    "Release": "release.release",
    "ReleaseRecord": "release.record",
    "Repair": "health.repair",
    "Review": "descent.review",
    "StatusChange": "curation.change",
    "Stretch": "coverage",
    "ValidityReport": "coverage",
    "TableProof": "transfer.tablecopy",
}


def open(url: str | Path, *, create: bool = False, files: str | Path | None = None) -> Archive:
    """Open an archive.

    Parameters
    ----------
    url : str or Path
        Path of the database, ``sqlite:///path`` or ``postgresql://host/database``. With
        ``?synchronous=normal`` a commit does not wait until it survives a power cut.
    create : bool
        Make the archive when there is none yet.
    files : str or Path, optional
        Folder of the files of an archive that is made, as for `create`.

    Raises
    ------
    NotFoundError
        There is no archive at this place.
    ArchiveError
        The scheme is not supported, this is no archive, another dpkit made it, or it is one of
        SQLite on a network file system.
    """
    from dpkit_archive.archive import Archive
    from dpkit_archive.creation import create_database, is_there, open_database
    from dpkit_archive.location import locate

    location = locate(url)
    if create and not is_there(location):
        return Archive(create_database(location, None if files is None else Path(files)))
    return Archive(open_database(location))


def create(url: str | Path, *, files: str | Path | None = None) -> Archive:
    """Make a new, empty archive and open it.

    Parameters
    ----------
    url : str or Path
        As for `open`; a database of PostgreSQL must be there and empty.
    files : str or Path, optional
        Folder of the files that the archive keeps. Beside a database of SQLite by default; one of
        PostgreSQL needs to be told.

    Raises
    ------
    ArchiveError
        There is an archive, or something else, at this place already; or it is on a network file
        system, and not for PostgreSQL.
    """
    from dpkit_archive.archive import Archive
    from dpkit_archive.creation import create_database
    from dpkit_archive.location import locate

    return Archive(create_database(locate(url), None if files is None else Path(files)))


def copy(
    url: str | Path, to: str | Path, *, files: str | Path | None = None, actor: str | None = None
) -> Copied:
    """Copy an archive, with all its files, to a place where nothing is, on either engine.

    Parameters
    ----------
    url : str or Path
        The archive, as for `open`.
    to : str or Path
        Where to; a database of PostgreSQL must be there and empty.
    files : str or Path, optional
        Folder of the files of the copy, as for `create`.
    actor : str, optional
        Who does it; user and host by default.

    Returns
    -------
    Copied
        The proof: rows and SHA-256 of each table, equal in both, and files that were verified.

    Raises
    ------
    NotFoundError
        There is no archive to copy.
    ArchiveError
        There is something at the new place already, the bytes of a file are not those that were
        registered, or the copy is not equal; nothing is left of it then.
    """
    from dpkit_archive.creation import open_database
    from dpkit_archive.event import default_actor
    from dpkit_archive.location import locate
    from dpkit_archive.transfer.copying import copy_archive

    target = locate(to)
    folder = None if files is None else Path(files)
    source = open_database(locate(url))
    try:
        return copy_archive(source, target, folder, actor=actor or default_actor())
    finally:
        source.close()


def upgrade(url: str | Path) -> tuple[str, str]:
    """Bring the tables of an older archive up to date, in one transaction.

    Parameters
    ----------
    url : str or Path
        As for `open`.

    Returns
    -------
    tuple of str
        The revisions before and after, equal when nothing was to be done.

    Raises
    ------
    NotFoundError
        There is no archive at this place.
    ArchiveError
        A newer dpkit made it, or it may not be written to; it is left as it was.
    """
    from dpkit_archive.creation import open_for_upgrade
    from dpkit_archive.location import locate
    from dpkit_archive.upgrading import upgrade_database

    database = open_for_upgrade(locate(url))
    try:
        return upgrade_database(database)
    finally:
        database.close()


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
