"""Statements of the bulk path, compiled once and run by the driver itself.

A statement that goes through SQLAlchemy costs as much as twenty rows. These are built with it and
compiled when they are first used, for each engine; after that only the driver works. Values go in
and come out as the driver has them, so JSON is text here. The transaction is that of the
connection, and must have begun.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    SelectBase,
    Table,
    Text,
    any_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Dialect

__all__ = [
    "Among",
    "delete_rows",
    "insert_rows",
    "insert_tuples",
    "select_rows",
    "to_text",
    "update_rows",
]

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)


class Among(Protocol):
    """Says what an engine does with a list that comes as a parameter, by its name."""

    def __call__(self, column: Column[Any], name: str) -> ColumnElement[bool]:
        """Return the condition that a column has one of its values."""
        ...

    def rows(self, column: Column[Any], name: str) -> Any:
        """Return it as a table with a column ``value``, of the type of another column."""
        ...


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each with a value for every column."""
    if rows:
        sql, values = _insertion(table, connection.dialect.name)
        _cursor(connection).executemany(sql, list(map(values, rows)))


def insert_tuples(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, each a tuple of the values of all columns, in their order."""
    if rows:
        sql, _ = _insertion(table, connection.dialect.name)
        _cursor(connection).executemany(sql, rows)


def select_rows(
    connection: Connection, build: Callable[[Among], SelectBase], **values: Iterable[Any] | int
) -> Sequence[Any]:
    """Return the rows of a selection with lists of values; nothing when a list is empty.

    Parameters
    ----------
    connection : Connection
        Where to look.
    build : callable
        A function of a module, which builds the selection.
    **values : iterable or int
        Lists and numbers, by the names that the function uses.
    """
    engine = connection.dialect.name
    given: dict[str, Any] = {
        name: value if isinstance(value, int) else list(value) for name, value in values.items()
    }
    if [] in given.values():
        return []
    if engine == "sqlite":
        given = {n: v if isinstance(v, int) else to_text(v) for n, v in given.items()}
    sql, names = _selection(build, engine)
    cursor = _cursor(connection)
    cursor.execute(sql, tuple(given[name] for name in names))
    return cursor.fetchall()  # type: ignore[no-any-return]


def delete_rows(connection: Connection, column: Column[Any], values: Iterable[Any]) -> None:
    """Delete the rows that have one of the values in a column."""
    if listed := list(values):
        engine = connection.dialect.name
        given = to_text(listed) if engine == "sqlite" else listed
        _cursor(connection).execute(_deletion(column, engine), (given,))


def update_rows(
    connection: Connection, column: Column[Any], rows: Sequence[tuple[Any, int]]
) -> None:
    """Set a column of rows to new values; each is given with the number of its row."""
    if rows:
        _cursor(connection).executemany(_change(column, connection.dialect.name), rows)


def to_text(value: object) -> str:
    """Return JSON as the database holds it."""
    return _ENCODER.encode(value)


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


@cache
def _insertion(table: Table, engine: str) -> tuple[str, Callable[[Any], tuple[Any, ...]]]:
    compiled = insert(table).compile(dialect=_dialect(engine))
    return str(compiled), itemgetter(*(compiled.positiontup or ()))


@cache
def _selection(build: Callable[[Among], SelectBase], engine: str) -> tuple[str, tuple[str, ...]]:
    lists: Among = _JsonLists() if engine == "sqlite" else _ArrayLists()
    compiled = build(lists).compile(dialect=_dialect(engine))
    return str(compiled), tuple(compiled.positiontup or ())


@cache
def _deletion(column: Column[Any], engine: str) -> str:
    among: Among = _JsonLists() if engine == "sqlite" else _ArrayLists()
    chosen = delete(column.table).where(among(column, "values"))
    return str(chosen.compile(dialect=_dialect(engine)))


@cache
def _change(column: Column[Any], engine: str) -> str:
    (key,) = column.table.primary_key.columns
    change = update(column.table).where(key == bindparam("row"))
    return str(change.values({column: bindparam("new")}).compile(dialect=_dialect(engine)))


def _dialect(engine: str) -> Dialect:
    """Return the dialect of an engine with parameters by place."""
    if engine == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.dialect(paramstyle="qmark")
    from sqlalchemy.dialects.postgresql import psycopg

    return psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]


class _JsonLists:
    """Lists of SQLite, which come as JSON."""

    def __call__(self, column: Column[Any], name: str) -> ColumnElement[bool]:
        return column.in_(select(self.rows(column, name).c.value))

    def rows(self, column: Column[Any], name: str) -> Any:
        given = func.json_each(bindparam(name, type_=Text))
        return given.table_valued("value", name=f"{name}_list")


class _ArrayLists:
    """Lists of PostgreSQL, which come as arrays."""

    def __call__(self, column: Column[Any], name: str) -> ColumnElement[bool]:
        return column == any_(self._given(column, name))

    def rows(self, column: Column[Any], name: str) -> Any:
        given = func.unnest(self._given(column, name))
        return given.table_valued("value", name=f"{name}_list").render_derived()

    def _given(self, column: Column[Any], name: str) -> Any:
        kind = Text() if isinstance(column.type, Text) else BigInteger()
        return bindparam(name, type_=ARRAY(kind))
