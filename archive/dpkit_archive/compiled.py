"""Statements compiled once, and run by the driver past SQLAlchemy's layers.

Making and compiling a statement costs a hundred times more than SQLite needs to answer it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Select

__all__ = ["Statement", "compiled"]

Parameters = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL that the driver of one engine can run, with the parameters that it contains itself."""

    sql: str
    names: tuple[str, ...] | None
    constants: Parameters

    def run(self, connection: Connection, parameters: Parameters) -> CursorResult[Any]:
        """Run the statement."""
        return connection.exec_driver_sql(self.sql, self.arguments(parameters))

    def arguments(self, parameters: Parameters) -> Any:
        """Return the parameters as the driver takes them: by position, or by name."""
        known = {**self.constants, **parameters}
        if self.names is not None:
            return tuple(known[name] for name in self.names)
        return {name: known[name] for name in self.constants}


def compiled(selection: Select[Any], dialect: Dialect) -> Statement:
    """Return the statement of a selection without expanding parameters."""
    made: Any = selection.compile(dialect=dialect)
    names = None if made.positiontup is None else tuple(made.positiontup)
    return Statement(str(made), names, made.construct_params(_check=False))
