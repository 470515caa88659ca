"""The database of an archive: read by anybody at any time, written to by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from dpkit_archive.connection import take_turn
from dpkit_archive.contention import translated
from dpkit_archive.location import ArchiveLocation

__all__ = ["DEFAULT_DATASET", "Database"]

DEFAULT_DATASET = "main"
"""Name of the dataset and of the calibration set that every archive has."""


class Database:
    """A database with the tables of an archive, and the folder of its files.

    Parameters
    ----------
    location : ArchiveLocation
        Where it lies.
    engine : Engine
        Connections to it.
    files : Path
        Folder of the files that the archive keeps.
    """

    def __init__(self, location: ArchiveLocation, engine: Engine, files: Path) -> None:
        self.location = location
        self.engine = engine
        self.files = files

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the archive throughout."""
        with self._connected() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def writing(self, *, keep: bool = True, enforce: bool = True) -> Iterator[Connection]:
        """Give a connection that alone writes; what it wrote is kept when the block succeeds.

        With `keep` false all is undone at the end, as a rehearsal. With `enforce` false tables can
        be made anew on SQLite, whose references between rows are not looked at.

        Raises
        ------
        ContentionError
            Another writer did not end in time.
        """
        with self._connected() as connection:
            options = {"dpkit_begin": "BEGIN IMMEDIATE"}
            if connection.dialect.name == "postgresql":
                options["isolation_level"] = "READ COMMITTED"
            connection = connection.execution_options(**options)
            if not enforce and connection.dialect.name == "sqlite":
                # Without effect once the transaction has begun.
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA foreign_keys = OFF")
                connection.detach()
            with connection.begin() as transaction:
                take_turn(connection)
                yield connection
                if not keep:
                    transaction.rollback()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with translated(self.engine, self.location.text), self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
