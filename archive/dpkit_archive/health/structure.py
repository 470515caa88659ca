"""What the database is made of: indexes, guards of validity, promoted paths, and its own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, Index

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.query.field import DocumentField
from dpkit_archive.query.pathindex import PathIndex, promoted, useful_indexes
from dpkit_archive.query.pathtable import is_kept
from dpkit_archive.trigger import GUARDS

__all__ = [
    "check_pages",
    "check_structure",
    "expected",
    "guard_names",
    "index_names",
    "path_faults",
]

_MOST = 100
_INDEX = re.compile(r"(?:missing from index|entries in index|in index) (?P<name>\S+)")


def check_structure(database: Database) -> Iterator[Fault]:
    """Yield a fault for each index and guard that is missing, or is not what it must be."""
    with database.reading() as connection:
        there = index_names(connection)
        for name in expected():
            if name not in there:
                yield Fault(code="index-missing", place=name, message="is missing", subject=name)
        for name in sorted({*GUARDS[connection.dialect.name]} - guard_names(connection)):
            yield Fault(code="guard-missing", place=name, message="is missing", subject=name)
        yield from path_faults(connection, there)


def expected() -> dict[str, Index]:
    """Return the indexes that the tables must have, by name."""
    found = {str(one.name): one for table in tables.metadata.sorted_tables for one in table.indexes}
    return dict(sorted(found.items()))


def path_faults(connection: Connection, there: set[str]) -> Iterator[Fault]:
    """Yield a fault for each promoted path whose index no query uses."""
    stored: dict[str, list[PathIndex]] = {}
    for one in promoted(connection):
        stored.setdefault(one.path, []).append(one)
    for path, some in stored.items():
        try:
            wanted = useful_indexes(connection, path)
        except NotFoundError as error:
            yield Fault(code="path-gone", place=path, message=str(error), subject=path)
            continue
        # Products that came later may have the path in another way; then it has more indexes.
        lost = [one.name for one in some if not _serves(connection, one, wanted.get(one), there)]
        if lost:
            named = ", ".join(lost)
            message = f"{named} is missing, not as the documents are, or not used by queries"
            yield Fault(code="path-differs", place=path, message=message, subject=path)


def _serves(
    connection: Connection, index: PathIndex, field: DocumentField | None, there: set[str]
) -> bool:
    """Tell whether an index, or a table of values, is there and of a field that there is."""
    if field is None:
        return False
    return is_kept(connection, field) if field.repeated else index.name in there


def check_pages(database: Database) -> Iterator[Fault]:
    """Yield what SQLite itself finds wrong with its file; PostgreSQL has own means for that."""
    if database.engine.dialect.name != "sqlite":
        return
    try:
        with database.reading() as connection:
            said = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})").scalars().all()
    except ArchiveError as error:
        said = [error.message]
    damaged = {found["name"]: one for one in said if (found := _INDEX.search(one))}
    for name, message in sorted(damaged.items()):
        yield Fault(code="index-damaged", place=name, message=message, subject=name)
    place = database.location.text
    for message in said:
        if message != "ok" and not _INDEX.search(message):
            yield Fault(code="database-damaged", place=place, message=message, subject=place)


def index_names(connection: Connection) -> set[str]:
    """Return the names of all indexes; SQLAlchemy does not list those on expressions."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
        "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
    }
    return set(connection.exec_driver_sql(sql[connection.dialect.name]).scalars())


def guard_names(connection: Connection) -> set[str]:
    """Return the names of all triggers or constraints."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT conname FROM pg_constraint",
    }
    return set(connection.exec_driver_sql(sql[connection.dialect.name]).scalars())
