"""The database of an archive: made, opened, and written to by one process at a time."""

from __future__ import annotations

import sqlite3
import stat
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from dpkit.errors import ArchiveError, DpkitError, NotFoundError, ValidityError
from dpkit_archive.connection import connect
from dpkit_archive.location import files_folder
from dpkit_archive.query import table as _query_table  # noqa: F401 - they join the metadata
from dpkit_archive.region import table as _region_table  # noqa: F401
from dpkit_archive.tables import (
    REVISION,
    archive_meta,
    calibration_set,
    dataset,
    metadata,
    product,
)
from dpkit_archive.trigger import OVERLAP

__all__ = ["DEFAULT_DATASET", "Database", "create_database", "insert_row", "open_database"]

DEFAULT_DATASET = "main"
"""Name of the dataset and of the calibration set that every archive has."""

_UNREADABLE = (
    "cannot be read",
    "ask the owner for permission to read the database and to enter its folder",
)


class Database:
    """A database with the tables of an archive, and the folder of its files.

    Parameters
    ----------
    path : Path
        Path of the database.
    engine : Engine
        Connections to it.
    files : Path
        Folder of the files that the archive keeps.
    """

    def __init__(self, path: Path, engine: Engine, files: Path) -> None:
        self.path = path
        self.engine = engine
        self.files = files

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the archive throughout."""
        with _translated(self.path), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[Connection]:
        """Give a connection that alone writes; what it wrote is kept when the block succeeds.

        With `keep` false all is undone at the end, as a rehearsal.
        """
        with _translated(self.path), self.engine.connect() as connection:
            connection = connection.execution_options(dpkit_begin="BEGIN IMMEDIATE")
            with connection.begin() as transaction:
                yield connection
                if not keep:
                    transaction.rollback()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def insert_row(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert a row into a table that numbers its rows; return the number."""
    key: Any = connection.execute(insert(table).values(row)).inserted_primary_key
    return int(key[0])


def create_database(path: Path) -> Database:
    """Make the database and the folder of files of a new archive.

    Raises
    ------
    ArchiveError
        There is an archive, something else, or a folder of files at this place already.
    """
    files = files_folder(path)
    _refuse_existing(path)
    if files.exists():
        raise ArchiveError(
            "the folder of files exists already",
            place=files,
            remedy="move it away, or give the archive another name",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = connect(path)
    with _closed_on_error(engine):
        database = Database(path, engine, files)
        _set_journal(database)
        with database.writing() as connection:
            _create_tables(connection, path, files)
            files.mkdir()
        return database


def open_database(path: Path) -> Database:
    """Open the database of an archive.

    Raises
    ------
    NotFoundError
        There is no such file.
    ArchiveError
        The file is no archive, another dpkit made it, or it may not be read.
    """
    _require_file(path)
    engine = connect(path)
    with _closed_on_error(engine):
        database = Database(path, engine, path.parent)
        with database.reading() as connection:
            meta = _read_meta(connection, path)
        database.files = path.parent / meta["files"]
        return database


def _read_meta(connection: Connection, path: Path) -> dict[str, str]:
    if not inspect(connection).has_table(archive_meta.name):
        raise ArchiveError(
            "is no dpkit archive", place=path, remedy=f"`dpkit archive init --archive {path}`"
        )
    rows = connection.execute(select(archive_meta.c.key, archive_meta.c.value))
    meta: dict[str, str] = dict(rows.all())
    revision = int(meta["revision"])
    if revision != REVISION:
        older = "make a new archive and register its products there"
        raise ArchiveError(
            f"the archive has revision {revision}, this dpkit knows {REVISION}",
            place=path,
            remedy="install a newer dpkit" if revision > REVISION else older,
        )
    return meta


def _require_file(path: Path) -> None:
    try:
        found = stat.S_ISREG(path.stat().st_mode)
    except PermissionError:
        said, remedy = _UNREADABLE
        raise ArchiveError(said, place=path, remedy=remedy) from None
    except OSError:
        found = False
    if not found:
        raise NotFoundError(
            "there is no archive", place=path, remedy=f"`dpkit archive init --archive {path}`"
        )


def _refuse_existing(path: Path) -> None:
    """Refuse to make an archive where something is, and say what; an empty database is nothing."""
    if not path.exists():
        return
    if path.is_dir():
        raise ArchiveError(
            "is a folder, and is no dpkit archive", place=path, remedy="name a file in it"
        )
    found = _look_into(path)
    if found:
        raise ArchiveError(
            f"{found} exists already",
            place=path,
            remedy="use it as it is, or give the new archive another name",
        )


def _look_into(path: Path) -> str:
    """Say what a database holds; nothing for an empty one."""
    engine = connect(path)
    with _closed(engine), _translated(path), engine.connect() as connection:
        names = inspect(connection).get_table_names()
        if archive_meta.name not in names:
            return "a database that is no dpkit archive" if names else ""
        count = connection.scalar(select(func.count()).select_from(product)) or 0
    return f"an archive with {count} product{'' if count == 1 else 's'}"


def _create_tables(connection: Connection, path: Path, files: Path) -> None:
    # Once more, as the only writer.
    if inspect(connection).get_table_names():
        raise ArchiveError("exists already", place=path, remedy="choose another name")
    metadata.create_all(connection)
    meta = {"revision": str(REVISION), "uuid": str(uuid.uuid4()), "files": files.name}
    rows = [{"key": key, "value": value} for key, value in meta.items()]
    connection.execute(insert(archive_meta), rows)
    connection.execute(insert(dataset), [{"name": DEFAULT_DATASET}])
    connection.execute(insert(calibration_set), [{"name": DEFAULT_DATASET}])


def _set_journal(database: Database) -> None:
    """Let readers and the writer not block each other; SQLite keeps this with the database."""
    with _translated(database.path):
        connection = database.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()


@contextmanager
def _closed(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


@contextmanager
def _closed_on_error(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn errors of the database into errors that a user can act on."""
    try:
        yield
    except DBAPIError as error:
        raise _translate(str(error.orig), path) from error
    except sqlite3.Error as error:
        raise _translate(str(error), path) from error


def _translate(message: str, path: Path) -> DpkitError:
    if OVERLAP in message:
        return ValidityError(message, place=path)
    for part, (said, remedy) in _KNOWN.items():
        if part in message:
            return ArchiveError(said, place=path, remedy=remedy)
    return ArchiveError(message, place=path)


_KNOWN: dict[str, tuple[str, str]] = {
    "locked": ("another process is writing to the archive", "try again when it has ended"),
    "file is not a database": ("is no dpkit archive", "give the path of an archive"),
    "readonly": ("the archive cannot be written to", "ask the owner for permission to write"),
    "unable to open": _UNREADABLE,
    "disk is full": ("the disk is full", "make room and try again"),
}
