"""What SQLite and PostgreSQL say differently: values in JSON, patterns, and lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Dialect, SelectBase

from dpkit.errors import ArchiveError
from dpkit_archive.query.field import DocumentField

__all__ = ["Predicate", "SqlEngine", "sql_engine"]

Predicate = Callable[[ColumnElement[Any]], ColumnElement[bool]]

_ENGINES = {"sqlite": "Sqlite", "postgresql": "Postgresql"}


class SqlEngine(Protocol):
    """How one database engine says what the other says differently."""

    dialect: Dialect
    """Its dialect, for what is written into SQL."""

    def value(self, field: DocumentField) -> ColumnElement[Any]:
        """Return the value of a field that a document has once; null when it has none."""
        ...

    def some(self, field: DocumentField, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values of a repeated field is so."""
        ...

    def values(self, field: DocumentField) -> SelectBase:
        """Return the selection of the values of a repeated field, each beside its product."""
        ...

    def present(self, field: DocumentField) -> ColumnElement[bool]:
        """Return the condition that a document has something at a field."""
        ...

    def like(self, text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
        """Return the condition that a text follows one of our patterns."""
        ...

    def among(self, value: ColumnElement[Any], name: str, *, integer: bool) -> ColumnElement[bool]:
        """Return the condition that a value is in the list that comes as a parameter."""
        ...

    def listed(self, values: Sequence[int | str]) -> object:
        """Return a list as the parameter for `among`."""
        ...

    def unindexed(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a column so that no index on it keeps a better one from being used."""
        ...


@cache
def sql_engine(name: str) -> SqlEngine:
    """Return how a database engine says things.

    Raises
    ------
    ArchiveError
        Queries do not know the engine.
    """
    if name not in _ENGINES:
        raise ArchiveError(f"queries cannot run on {name}", remedy="use SQLite or PostgreSQL")
    # Only the dialect that is used is imported.
    module = import_module(f"dpkit_archive.query.{name}")
    engine: SqlEngine = getattr(module, _ENGINES[name])()
    return engine
