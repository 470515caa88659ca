"""Connections to the database: of whoever may write to it, and of whoever may only read it."""

from __future__ import annotations

import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.engine import URL

from dpkit.errors import ArchiveError
from dpkit_archive.location import ArchiveLocation
from dpkit_archive.mount import refuse_network
from dpkit_archive.statement import to_text

__all__ = ["connect", "take_turn"]

_WAIT_MS = 30_000
"""How long a writer waits for its turn."""

_TURN = 7_106_474_021_188_911
"""Number of the lock of writers in a PostgreSQL database; any that others hardly choose."""


def connect(location: ArchiveLocation) -> Engine:
    """Return the connections to a database; one of SQLite is made when it is not there.

    Whoever may not write to a database of SQLite and its folder gets connections that only read,
    each for one question.

    Raises
    ------
    ArchiveError
        The driver of PostgreSQL is not installed, or a database of SQLite lies on a network file
        system.
    """
    if location.path is not None:
        refuse_network(location.path)
        return _connect_sqlite(location.path, location.synchronous)
    if find_spec("psycopg") is None:
        raise ArchiveError(
            "the driver of PostgreSQL is not installed",
            place=location.text,
            remedy="pip install 'dpkit[postgresql]'",
        )
    # One question sees one state throughout; a writer sees what was committed before its turn.
    engine = create_engine(
        location.url or "", isolation_level="REPEATABLE READ", json_serializer=to_text
    )
    event.listen(engine, "connect", lambda made, _: _prepare_postgresql(made, location))
    return engine


def take_turn(connection: Connection) -> None:
    """Wait until no other writer is at work, within a transaction that has just begun.

    Writers come one by one on both engines: what a registration finds standing still stands when
    it commits, and nobody can run into a deadlock. SQLite takes the turn with ``BEGIN IMMEDIATE``.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _connect_sqlite(path: Path, synchronous: str) -> Engine:
    writable = _is_writable(path)
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        creator=lambda: _open(path, "rwc") if writable else _open_to_read(path),
        poolclass=QueuePool if writable else NullPool,
        json_serializer=to_text,
    )
    event.listen(engine, "connect", lambda made, _: _prepare_sqlite(made, synchronous))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _is_writable(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _open_to_read(path: Path) -> sqlite3.Connection:
    """Open a database that may not be written to.

    SQLite keeps what was written last in files beside the database while it is in use, and
    cannot make them in a folder that it may not write to. When they are not there, nobody
    writes, and the database is complete without them.
    """
    connection = _open(path, "ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise
        return _open(path, "ro&immutable=1")
    return connection


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=_WAIT_MS / 1000,
        check_same_thread=False,
    )


def _prepare_sqlite(connection: Any, synchronous: str) -> None:
    # The driver must not begin transactions by itself: it would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    wait = f"busy_timeout = {_WAIT_MS}"
    care = f"synchronous = {synchronous.upper()}"
    # A product changes some twenty pages, many of them again and again: copy them less often.
    for pragma in ("foreign_keys = ON", care, wait, "wal_autocheckpoint = 4000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("dpkit_begin", "BEGIN")
    # By the driver itself, which costs a tenth.
    connection.connection.cursor().execute(begin)


def _prepare_postgresql(connection: Any, location: ArchiveLocation) -> None:
    waits = "on" if location.synchronous == "full" else "off"
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {_WAIT_MS}")
        cursor.execute(f"SET synchronous_commit = {waits}")
    connection.commit()
