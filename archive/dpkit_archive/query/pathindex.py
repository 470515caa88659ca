"""Promoted paths: indexes on the very expressions that queries make of them, or tables."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, Dialect, delete, insert, inspect, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.query.engine import SqlEngine, sql_engine
from dpkit_archive.query.field import PARTS, DocumentField, fields_of
from dpkit_archive.query.pathtable import create_path_table, drop_path_table, path_table
from dpkit_archive.query.table import path_index

__all__ = ["PathIndex", "drop_path", "index_name", "promote_path", "promoted"]


@dataclass(frozen=True, slots=True, order=True)
class PathIndex:
    """An index on a path; a table of its values where a document may have several.

    Attributes
    ----------
    path : str
        The path, dotted.
    kind : str
        Kind of its values; products may differ in it, then there is one index for each.
    name : str
        Name of the index, or the table, in the database.
    """

    path: str
    kind: str
    name: str


def promote_path(connection: Connection, path: str, product: str | None = None) -> list[PathIndex]:
    """Make the indexes on a path, unless they are there.

    Parameters
    ----------
    connection : Connection
        Connection that may write.
    path : str
        Dotted path.
    product : str, optional
        Product whose path is meant; all that have it by default.

    Returns
    -------
    list of PathIndex
        The indexes that serve the path: one, unless products differ in what is there.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    ArchiveError
        Documents have no value of their own there.
    """
    fields = fields_of(path, product)
    _check(path, fields)
    known = {one.name for one in promoted(connection)}
    engine = sql_engine(connection.dialect.name)
    made = []
    for field in fields:
        name = index_name(field, engine)
        made.append(PathIndex(path, field.kind, name))
        if name in known:
            continue
        if field.repeated:
            create_path_table(connection, field)
        else:
            expression = _expression(field, engine)
            connection.exec_driver_sql(f"CREATE INDEX {name} ON document ({expression})")
        row = {"name": name, "path": path, "kind": field.kind}
        connection.execute(insert(path_index).values(row))
    return made


def index_name(field: DocumentField, engine: SqlEngine) -> str:
    """Return the name of the index of a field, or of its table."""
    if field.repeated:
        return path_table(field, engine.dialect.name).name
    return f"path_{hashlib.sha256(_expression(field, engine).encode()).hexdigest()[:16]}"


def drop_path(connection: Connection, path: str) -> list[PathIndex]:
    """Drop the indexes on a path, and return them.

    Raises
    ------
    NotFoundError
        The path has no index; names those that have.
    """
    known = promoted(connection)
    found = [one for one in known if one.path == path]
    if not found:
        hint = near_names(path, {one.path for one in known}, "promoted path")
        raise NotFoundError(f"{path!r} has no index", remedy=hint)
    tables = inspect(connection).get_table_names()
    for one in found:
        if one.name in tables:
            drop_path_table(connection, one.name)
        else:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {one.name}")
        connection.execute(delete(path_index).where(path_index.c.name == one.name))
    return found


def promoted(connection: Connection) -> list[PathIndex]:
    """Return all promoted paths with their indexes."""
    rows = _all(connection.dialect).run(connection, {})
    return sorted(PathIndex(row.path, row.kind, row.name) for row in rows)


@lru_cache(maxsize=16)
def _all(dialect: Dialect) -> Statement:
    return compiled(select(path_index), dialect)


def _check(path: str, fields: Sequence[DocumentField]) -> None:
    if any(field.status for field in fields):
        raise ArchiveError(
            f"{path} is answered by the archive, not by the documents",
            remedy="search by status, which needs no index",
        )
    if any(field.kind == PARTS for field in fields):
        raise ArchiveError(f"{path} has no value of its own", remedy="promote one of its parts")


def _expression(field: DocumentField, engine: SqlEngine) -> str:
    """Return the SQL of a value, as queries have it, but for the name of the table."""
    value = engine.value(field)
    options = {"literal_binds": True, "include_table": False}
    return f"({value.compile(dialect=engine.dialect, compile_kwargs=options)})"
