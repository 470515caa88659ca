"""Make the database of an archive, or open one that is there."""

from __future__ import annotations

import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive.connection import connect
from dpkit_archive.contention import UNREADABLE, translated
from dpkit_archive.database import DEFAULT_DATASET, Database
from dpkit_archive.descent import table as _descent_table  # noqa: F401 - they join the metadata
from dpkit_archive.location import ArchiveLocation, files_folder
from dpkit_archive.qc import table as _qc_table  # noqa: F401
from dpkit_archive.query import table as _query_table  # noqa: F401
from dpkit_archive.region import table as _region_table  # noqa: F401
from dpkit_archive.release import table as _release_table  # noqa: F401
from dpkit_archive.run import table as _run_table  # noqa: F401
from dpkit_archive.tables import (
    REVISION,
    archive_meta,
    archive_revision,
    calibration_set,
    dataset,
    metadata,
    product,
)

__all__ = [
    "check_new",
    "closed_on_error",
    "create_database",
    "create_tables",
    "is_there",
    "new_database",
    "open_database",
    "open_for_upgrade",
    "read_revision",
]


def create_database(location: ArchiveLocation, files: Path | None = None) -> Database:
    """Make the tables and the folder of files of a new archive.

    Parameters
    ----------
    location : ArchiveLocation
        Where; a database of PostgreSQL must be there and empty.
    files : Path, optional
        Folder of the files; needed for PostgreSQL, beside the database by default else.

    Raises
    ------
    ArchiveError
        There is an archive, something else, or a folder of files at this place already.
    """
    folder = check_new(location, files)
    database = new_database(location, folder)
    with closed_on_error(database.engine), database.writing() as connection:
        create_tables(connection, location, folder)
        folder.mkdir(parents=True)
    return database


def check_new(location: ArchiveLocation, files: Path | None = None) -> Path:
    """Return the folder of the files of an archive that shall be made.

    Raises
    ------
    ArchiveError
        There is an archive, something else, or a folder of files at this place already.
    """
    folder = _new_folder(location, files)
    if location.path is not None:
        _refuse_existing(location, location.path)
    _refuse_folder(folder)
    return folder


def new_database(location: ArchiveLocation, folder: Path) -> Database:
    """Return a database that has no tables yet; one of SQLite is made."""
    if location.path is not None:
        location.path.parent.mkdir(parents=True, exist_ok=True)
    engine = connect(location)
    with closed_on_error(engine):
        database = Database(location, engine, folder)
        if location.path is not None:
            _set_journal(database)
        return database


def is_there(location: ArchiveLocation) -> bool:
    """Tell whether there is an archive, or what may be one."""
    if location.path is not None:
        return location.path.exists()
    engine = connect(location)
    with _closed(engine), translated(engine, location.text), engine.connect() as connection:
        return inspect(connection).has_table(archive_meta.name)


def open_database(location: ArchiveLocation) -> Database:
    """Open the database of an archive.

    Raises
    ------
    NotFoundError
        There is no such file.
    ArchiveError
        This is no archive, another dpkit made it, or it may not be read.
    """
    database = open_for_upgrade(location)
    with closed_on_error(database.engine), database.reading() as connection:
        _check_revision(connection, location)
    return database


def open_for_upgrade(location: ArchiveLocation) -> Database:
    """Open the database of an archive, whatever its revision."""
    if location.path is not None:
        _require_file(location.path)
    engine = connect(location)
    with closed_on_error(engine):
        database = Database(location, engine, Path())
        with database.reading() as connection:
            database.files = _read_files(connection, location)
    return database


def _read_files(connection: Connection, location: ArchiveLocation) -> Path:
    stored = select(archive_meta.c.value).where(archive_meta.c.key == "files")
    try:
        name = connection.scalar(stored)
    except DBAPIError as error:
        said = str(error.orig)
        if "no such table" not in said and getattr(error.orig, "sqlstate", "") != "42P01":
            raise
        name = None
    if name is None:
        raise ArchiveError("is no dpkit archive", place=location.text, remedy=_init(location))
    return _folder_of(location, name)


def _folder_of(location: ArchiveLocation, name: str) -> Path:
    """Return the folder of files: beside a database of SQLite unless its name is absolute."""
    return Path(name) if location.path is None else location.path.parent / name


def read_revision(connection: Connection) -> str:
    """Return the revision of an archive's tables; ``none`` when it does not say one."""
    if not inspect(connection).has_table(archive_revision.name):
        return "none"
    return connection.scalar(select(archive_revision.c.version_num)) or "none"


def _check_revision(connection: Connection, location: ArchiveLocation) -> None:
    try:
        revision = connection.scalar(select(archive_revision.c.version_num))
    except DBAPIError:
        revision = None
    if revision == REVISION:
        return
    older = revision is not None and revision < REVISION
    upgrade = f"`dpkit archive upgrade --archive {location.text}`, after a copy was made"
    raise ArchiveError(
        f"the archive has revision {revision or 'none'}, this dpkit knows {REVISION}",
        place=location.text,
        remedy=upgrade if older else "install a newer dpkit",
    )


def _init(location: ArchiveLocation) -> str:
    files = "" if location.path is not None else " --files FOLDER"
    return f"`dpkit archive init --archive {location.text}{files}`"


def _require_file(path: Path) -> None:
    try:
        found = stat.S_ISREG(path.stat().st_mode)
    except PermissionError:
        said, remedy = UNREADABLE
        raise ArchiveError(said, place=path, remedy=remedy) from None
    except OSError:
        found = False
    if not found:
        raise NotFoundError(
            "there is no archive", place=path, remedy=f"`dpkit archive init --archive {path}`"
        )


def _new_folder(location: ArchiveLocation, files: Path | None) -> Path:
    if files is not None:
        return files.absolute()
    if location.path is None:
        raise ArchiveError(
            "say in which folder the files shall lie",
            place=location.text,
            remedy="give --files FOLDER, one that all who use the archive can reach",
        )
    return files_folder(location.path)


def _refuse_folder(folder: Path) -> None:
    if folder.exists():
        raise ArchiveError(
            "the folder of files exists already",
            place=folder,
            remedy="move it away, or give the archive another name",
        )


def _refuse_existing(location: ArchiveLocation, path: Path) -> None:
    """Refuse to make an archive where something is, and say what; an empty database is nothing."""
    if not path.exists():
        return
    if path.is_dir():
        raise ArchiveError(
            "is a folder, and is no dpkit archive", place=path, remedy="name a file in it"
        )
    engine = connect(location)
    with _closed(engine), translated(engine, location.text), engine.connect() as connection:
        _refuse_tables(connection, location)


def _refuse_tables(connection: Connection, location: ArchiveLocation) -> None:
    names = inspect(connection).get_table_names()
    if not names:
        return
    found = "a database that is no dpkit archive"
    if archive_meta.name in names:
        count = connection.scalar(select(func.count()).select_from(product)) or 0
        found = f"an archive with {count} product{'' if count == 1 else 's'}"
    raise ArchiveError(
        f"{found} exists already",
        place=location.text,
        remedy="use it as it is, or give the new archive another name",
    )


def create_tables(connection: Connection, location: ArchiveLocation, files: Path) -> None:
    """Make the tables of a new archive.

    Raises
    ------
    ArchiveError
        The database has tables already, or does not hold text as UTF-8.
    """
    # Once more, as the only writer.
    _refuse_tables(connection, location)
    if connection.dialect.name == "postgresql":
        _require_unicode(connection, location)
    metadata.create_all(connection)
    beside = location.path is not None and files.parent == location.path.parent
    meta = {"uuid": str(uuid.uuid4()), "files": files.name if beside else str(files)}
    rows = [{"key": key, "value": value} for key, value in meta.items()]
    connection.execute(insert(archive_meta), rows)
    connection.execute(insert(archive_revision), [{"version_num": REVISION}])
    for table in (dataset, calibration_set):
        connection.execute(insert(table), [{"number": 1, "name": DEFAULT_DATASET}])


def _require_unicode(connection: Connection, location: ArchiveLocation) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise ArchiveError(
            f"the database holds text as {encoding}",
            place=location.text,
            remedy="make it with `createdb --encoding UTF8 --template template0`",
        )


def _set_journal(database: Database) -> None:
    """Let readers and the writer not block each other; SQLite keeps this with the database."""
    with translated(database.engine, database.location.text):
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
def closed_on_error(engine: Engine) -> Iterator[None]:
    """Close all connections when a block fails."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise
