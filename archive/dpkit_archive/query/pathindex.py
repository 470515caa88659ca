"""Promoted paths: indexes on the very expressions that queries make of them, or tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, Dialect, delete, insert, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.query.engine import SqlEngine, sql_engine
from dpkit_archive.query.field import PARTS, DocumentField, fields_of
from dpkit_archive.query.pathtable import create_path_table, drop_path_table, path_table
from dpkit_archive.query.table import path_index

__all__ = [
    "PathIndex",
    "drop_path",
    "promote_path",
    "promoted",
    "renew_path",
    "useful_indexes",
]


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
    wanted = _indexes(path, fields, connection)
    _make(connection, wanted)
    return list(wanted)


def useful_indexes(connection: Connection, path: str) -> dict[PathIndex, DocumentField]:
    """Return all indexes that queries by a path may use now, and the field that each is of.

    Raises
    ------
    NotFoundError
        There is no such path any more.
    """
    possible = [one for one in fields_of(path, None) if not _fault(path, one)]
    return _indexes(path, possible, connection)


def renew_path(connection: Connection, path: str) -> list[PathIndex]:
    """Drop the indexes on a path, and make those that queries may use now."""
    wanted = useful_indexes(connection, path)
    drop_path(connection, path)
    _make(connection, wanted)
    return list(wanted)


def _indexes(
    path: str, fields: Sequence[DocumentField], connection: Connection
) -> dict[PathIndex, DocumentField]:
    """Return the indexes on a path, and the field that each is of."""
    engine = sql_engine(connection.dialect.name)
    return {PathIndex(path, one.kind, _name(one, engine)): one for one in fields}


def _make(connection: Connection, wanted: Mapping[PathIndex, DocumentField]) -> None:
    known = {one.name for one in promoted(connection)}
    for one, field in wanted.items():
        if one.name in known:
            continue
        if field.repeated:
            create_path_table(connection, field)
        else:
            expression = _expression(field, sql_engine(connection.dialect.name))
            connection.exec_driver_sql(f"CREATE INDEX {one.name} ON document ({expression})")
        row = {"name": one.name, "path": one.path, "kind": one.kind}
        connection.execute(insert(path_index).values(row))
        known.add(one.name)


def _name(field: DocumentField, engine: SqlEngine) -> str:
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
    for one in found:
        drop_path_table(connection, one.name)
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
    for field in fields:
        if (fault := _fault(path, field)) is not None:
            raise ArchiveError(fault[0], remedy=fault[1])


def _fault(path: str, field: DocumentField) -> tuple[str, str] | None:
    """Return why there can be no index on a field, and what to do instead."""
    if field.state:
        return (
            f"{path} is answered by the archive, not by the documents",
            "it needs no index to be searched by",
        )
    if field.kind == PARTS:
        return f"{path} has no value of its own", "promote one of its parts"
    return None


def _expression(field: DocumentField, engine: SqlEngine) -> str:
    """Return the SQL of a value, as queries have it, but for the name of the table."""
    value = engine.value(field)
    options = {"literal_binds": True, "include_table": False}
    return f"({value.compile(dialect=engine.dialect, compile_kwargs=options)})"
