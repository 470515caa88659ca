"""Copy the rows of tables from one database to another, and prove that they are equal.

Rows go from driver to driver in chunks, in the order of their primary keys. The digest of a table
is that of its rows in this order, and does not depend on the engine: JSON is the text that it is,
and SQLite knows no negative zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import JSON, Connection, Double, Table

__all__ = ["TableProof", "copy_table", "digest_table"]

_CHUNK = 500

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProof:
    """What a table holds: how many rows, and the SHA-256 of all of them in canonical form."""

    table: str
    rows: int
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


class _Digest:
    """The digest of rows that pass by."""

    def __init__(self, table: Table) -> None:
        self._table = table.name
        self._doubles = [n for n, c in enumerate(table.c) if isinstance(c.type, Double)]
        self._hash = hashlib.sha256()
        self._rows = 0

    def of(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows in canonical form, after they were counted and hashed."""
        canonical = [self._plain(row) for row in rows] if self._doubles else list(map(tuple, rows))
        for row in canonical:
            self._hash.update(repr(row).encode())
        self._rows += len(canonical)
        return canonical

    def proof(self) -> TableProof:
        """Return what passed by."""
        return TableProof(table=self._table, rows=self._rows, sha256=self._hash.hexdigest())

    def _plain(self, row: Row) -> Row:
        values = list(row)
        for place in self._doubles:
            if values[place] is not None:
                values[place] += 0.0
        return tuple(values)


def copy_table(
    source: Connection, target: Connection, table: Table, *, where: str = ""
) -> TableProof:
    """Copy the rows of a table, as far as a condition holds; return what was read."""
    digest = _Digest(table)
    with _reading(source, table, where) as chunks:
        _WRITERS[target.dialect.name](target, table, map(digest.of, chunks))
    return digest.proof()


def digest_table(connection: Connection, table: Table, *, where: str = "") -> TableProof:
    """Return what a table holds, as far as a condition holds."""
    digest = _Digest(table)
    with _reading(connection, table, where) as chunks:
        for rows in chunks:
            digest.of(rows)
    return digest.proof()


@contextmanager
def _reading(connection: Connection, table: Table, where: str) -> Iterator[Iterator[Sequence[Row]]]:
    """Give the rows of a table in chunks, in the order of its primary key."""
    quote = connection.dialect.identifier_preparer.quote
    columns = [quote(column.name) for column in table.c]
    if connection.dialect.name == "postgresql":
        texts = zip(columns, table.c, strict=True)
        columns = [f"{n}::text" if isinstance(c.type, JSON) else n for n, c in texts]
    keys = ", ".join(quote(column.name) for column in table.primary_key.columns)
    sql = f"SELECT {', '.join(columns)} FROM {quote(table.name)} {where} ORDER BY {keys}"
    with closing(_cursor(connection)) as cursor:
        cursor.execute(sql)
        yield iter(partial(cursor.fetchmany, _CHUNK), [])


def _cursor(connection: Connection) -> Any:
    """Return a cursor that does not hold all rows at once."""
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        return driver.cursor(name="dpkit_copy")
    return connection.connection.cursor()


def _write_sqlite(connection: Connection, table: Table, chunks: Iterator[Sequence[Row]]) -> None:
    places = ", ".join("?" * len(table.c))
    sql = f"INSERT INTO {_target(connection, table)} VALUES ({places})"
    cursor = connection.connection.cursor()
    for rows in chunks:
        cursor.executemany(sql, rows)


def _write_postgresql(
    connection: Connection, table: Table, chunks: Iterator[Sequence[Row]]
) -> None:
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {_target(connection, table)} FROM STDIN") as copy:
        for rows in chunks:
            for row in rows:
                copy.write_row(row)


_WRITERS: dict[str, Callable[[Connection, Table, Iterator[Sequence[Row]]], None]] = {
    "sqlite": _write_sqlite,
    "postgresql": _write_postgresql,
}


def _target(connection: Connection, table: Table) -> str:
    quote = connection.dialect.identifier_preparer.quote
    return f"{quote(table.name)} ({', '.join(quote(column.name) for column in table.c)})"
