"""Look at all of an archive, and name what is not as it must be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select

from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.health.files import check_files
from dpkit_archive.health.folder import check_folder
from dpkit_archive.health.journal import Journal
from dpkit_archive.health.links import check_links
from dpkit_archive.health.rows import check_rows
from dpkit_archive.health.schemas import check_schemas
from dpkit_archive.health.scrub import Pace, Progress, scrub
from dpkit_archive.health.structure import check_pages, check_structure

__all__ = ["check"]


def check(
    database: Database,
    *,
    deep: bool = False,
    rate: float | None = None,
    journal: Path | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Iterator[Fault]:
    """Yield the faults of an archive, as they are found; nothing is changed.

    Parameters
    ----------
    database : Database
        The archive.
    deep : bool
        Read every document and file, and derive anew what follows from every document; else only
        look whether files are there and as large as they were, and at samples of the products.
    rate : float, optional
        Read at most so many bytes each second.
    journal : Path, optional
        Keep a journal of a deep check in this file, and go on where it ends.
    progress : Progress, optional
        Is told how many bytes a deep check has read, and how many there are.

    Raises
    ------
    ArchiveError
        The database cannot be read, or the journal is that of something else.
    """
    if deep:
        damage = list(check_pages(database))
        yield from damage
        if any(one.code == "database-damaged" for one in damage):
            return  # what else it says cannot be relied on
    yield from check_structure(database)
    yield from check_rows(database)
    yield from check_schemas(database, deep=deep)
    yield from check_folder(database)
    yield from check_links(database)
    if not deep:
        yield from check_files(database)
        return
    with ExitStack() as stack:
        kept = None
        if journal is not None:
            kept = stack.enter_context(Journal(journal, _name(database)))
        yield from scrub(database, Pace(rate), journal=kept, progress=progress)
        if kept is not None:
            kept.finish()


def _name(database: Database) -> str:
    meta = tables.archive_meta.c
    with database.reading() as connection:
        return str(connection.scalar(select(meta.value).where(meta.key == "uuid")))
