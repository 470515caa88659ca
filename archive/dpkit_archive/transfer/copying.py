"""Copy a whole archive to another place, on the same engine or the other, and prove it equal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, Table, delete, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive import tables
from dpkit_archive.arrival import arrival_name
from dpkit_archive.creation import check_new, create_tables, is_there, new_database
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.location import ArchiveLocation
from dpkit_archive.pending import Pending
from dpkit_archive.placing import flush_folder
from dpkit_archive.query.pathindex import promote_path
from dpkit_archive.query.table import path_index
from dpkit_archive.transfer.filecopy import copy_files
from dpkit_archive.transfer.tablecopy import TableProof, copy_table, digest_table

__all__ = ["Copied", "copy_archive"]

_OWN = {tables.archive_revision, path_index}
"""Tables that every archive has for itself."""
_WHERE = {tables.archive_meta: """WHERE "key" != 'files'"""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied, and proved.

    Attributes
    ----------
    tables : tuple of TableProof
        What both archives hold, table by table, when the copy was complete.
    files, bytes : int
        Files and documents in the folder of the new archive, each verified by its SHA-256.
    paths : tuple of str
        Promoted paths that have indexes in the new archive, too.
    lost_paths : tuple of str
        Those that no schema has any more.
    """

    tables: tuple[TableProof, ...]
    files: int
    bytes: int
    paths: tuple[str, ...]
    lost_paths: tuple[str, ...]


def copy_archive(
    source: Database, location: ArchiveLocation, files: Path | None = None, *, actor: str
) -> Copied:
    """Copy one state of an archive, with all its files, to a place where nothing is.

    It is the same archive: it keeps its UUID, and all ids and numbers. What was left in place is
    not copied, and belongs to both. An event in the log of the copy tells where it comes from.

    Parameters
    ----------
    source : Database
        The archive.
    location : ArchiveLocation
        Where to; a database of PostgreSQL must be there and empty.
    files : Path, optional
        Folder of the files; needed for PostgreSQL, beside the database by default else.
    actor : str
        Who does it.

    Raises
    ------
    ArchiveError
        There is something at this place already, the bytes of a file are not those that were
        registered, or the copy is not equal; nothing is left of it then.
    """
    folder = check_new(location, files)
    with (
        _explained(location),
        source.reading() as reading,
        _aside(location, folder) as place,
        place.database.writing() as writing,
    ):
        create_tables(writing, location, folder)
        proofs = _copy_tables(reading, writing)
        found, lost = _promote(reading, writing)
        count, size = copy_files(reading, source.files, place.held)
        _tell(writing, source, actor, proofs)
        place.place_files()
    return Copied(tables=proofs, files=count, bytes=size, paths=found, lost_paths=lost)


def _copy_tables(reading: Connection, writing: Connection) -> tuple[TableProof, ...]:
    """Copy all tables, then read them again in the copy, and compare."""
    for table in (tables.dataset, tables.calibration_set, tables.archive_meta):
        first = delete(table)
        if table is tables.archive_meta:
            first = first.where(tables.archive_meta.c.key != "files")
        writing.execute(first)
    proofs = []
    for table in tables.metadata.sorted_tables:
        if table in _OWN:
            continue
        where = _WHERE.get(table, "")
        proofs.append(copy_table(reading, writing, table, where=where))
        _compare(proofs[-1], digest_table(writing, table, where=where), table)
    return tuple(proofs)


def _compare(there: TableProof, here: TableProof, table: Table) -> None:
    if there != here:
        raise ArchiveError(
            f"the copy differs: {there.rows} rows with SHA-256 {there.sha256} became "
            f"{here.rows} with {here.sha256}",
            place=f"table {table.name}",
            remedy="nothing was kept of the copy; `dpkit archive check --deep` on the archive",
        )


def _promote(reading: Connection, writing: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Make the indexes on paths anew, which differ between engines."""
    found, lost = [], []
    known = reading.scalars(select(path_index.c.path).distinct().order_by(path_index.c.path))
    for path in known.all():
        try:
            promote_path(writing, path)
            found.append(path)
        except NotFoundError:
            lost.append(path)
    return tuple(found), tuple(lost)


def _tell(
    writing: Connection, source: Database, actor: str, proofs: tuple[TableProof, ...]
) -> None:
    pending = Pending(writing)
    said = {one.table: {"rows": one.rows, "sha256": one.sha256} for one in proofs}
    add_event(pending, "copy", source.location.text, actor, {"tables": said})
    pending.flush()


@dataclass(slots=True)
class _Place:
    """Where a copy is made, under other names than it will have."""

    database: Database
    held: Path
    folder: Path
    placed: bool = False

    def place_files(self) -> None:
        """Give the folder of files its name."""
        if self.folder.exists():
            raise ArchiveError(
                "the folder of files exists already", place=self.folder, remedy="give another one"
            )
        self.held.rename(self.folder)
        self.placed = True
        flush_folder(self.folder.parent)


@contextmanager
def _aside(location: ArchiveLocation, folder: Path) -> Iterator[_Place]:
    """Give a place beside that of the copy; it gets its names when all is done.

    A database of PostgreSQL has its name already, and gets its tables with the commit.
    """
    name = arrival_name()
    path = location.path
    unnamed = None if path is None else path.with_name(f".{path.name}-{name}")
    with _removed_on_error(unnamed):
        database = new_database(replace(location, path=unnamed), folder)
        place = _Place(database, folder.with_name(f".{folder.name}-{name}"), folder)
        try:
            place.held.mkdir(parents=True)
            yield place
            database.close()
            if path is not None and unnamed is not None:
                _name(unnamed, path)
        except BaseException:
            database.close()
            shutil.rmtree(place.held, ignore_errors=True)
            # A commit of which nothing was heard may have been one.
            if place.placed and not is_there(location):
                shutil.rmtree(folder, ignore_errors=True)
            raise


@contextmanager
def _removed_on_error(database: Path | None) -> Iterator[None]:
    """Remove a database of SQLite when a block fails."""
    try:
        yield
    except BaseException:
        for suffix in ("", "-wal", "-shm"):
            if database is not None:
                database.with_name(database.name + suffix).unlink(missing_ok=True)
        raise


def _name(unnamed: Path, path: Path) -> None:
    """Give a new database its name, unless something came there meanwhile."""
    if os.path.lexists(path) and path.stat().st_size:
        raise ArchiveError("exists already", place=path, remedy="give another name")
    unnamed.rename(path)
    flush_folder(path.parent)


@contextmanager
def _explained(location: ArchiveLocation) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"the archive cannot be copied: {error.strerror or error}",
            place=error.filename or location.text,
            remedy="is there room, and permission to write?",
        ) from error
