"""The database of an archive: made, opened, and written to by one process at a time."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from dpkit.errors import ArchiveError, DpkitError, NotFoundError, ValidityError
from dpkit_archive.location import files_folder
from dpkit_archive.tables import REVISION, archive_meta, calibration_set, dataset, metadata
from dpkit_archive.trigger import OVERLAP

__all__ = ["DEFAULT_DATASET", "Database", "create_database", "insert_row", "open_database"]

DEFAULT_DATASET = "main"
"""Name of the dataset and of the calibration set that every archive has."""

_WAIT_MS = 30_000


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
        There is an archive, or a folder of files, at this place already.
    """
    files = files_folder(path)
    if files.exists():
        raise ArchiveError(
            "the folder of files exists already",
            place=files,
            remedy="move it away, or give the archive another name",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = _connect(path)
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
        The file is no archive, or a newer dpkit made it.
    """
    if not path.is_file():
        raise NotFoundError(
            "there is no archive", place=path, remedy=f"`dpkit archive init --archive {path}`"
        )
    engine = _connect(path)
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
    if int(meta["revision"]) > REVISION:
        raise ArchiveError(
            f"the archive has revision {meta['revision']}, this dpkit knows {REVISION}",
            place=path,
            remedy="install a newer dpkit",
        )
    return meta


def _create_tables(connection: Connection, path: Path, files: Path) -> None:
    if inspect(connection).get_table_names():
        raise ArchiveError("exists already", place=path, remedy="choose another name")
    metadata.create_all(connection)
    meta = {"revision": str(REVISION), "uuid": str(uuid.uuid4()), "files": files.name}
    rows = [{"key": key, "value": value} for key, value in meta.items()]
    connection.execute(insert(archive_meta), rows)
    connection.execute(insert(dataset), [{"name": DEFAULT_DATASET}])
    connection.execute(insert(calibration_set), [{"name": DEFAULT_DATASET}])


def _connect(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"timeout": _WAIT_MS / 1000},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "synchronous = FULL", f"busy_timeout = {_WAIT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("dpkit_begin", "BEGIN"))


def _set_journal(database: Database) -> None:
    """Let readers and the writer not block each other; SQLite keeps this with the database."""
    with _translated(database.path):
        connection = database.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()


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
    "readonly": ("the archive cannot be written to", "check the permissions of file and folder"),
    "unable to open": ("cannot be opened", "check the path and its permissions"),
    "disk is full": ("the disk is full", "make room and try again"),
}
