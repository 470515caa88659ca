"""Connections to the database: of whoever may write to it, and of whoever may only read it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.engine import URL

__all__ = ["connect"]

_WAIT_MS = 30_000


def connect(path: Path) -> Engine:
    """Return the connections to a database, which is made when it is not there.

    Whoever may not write to the database and its folder gets connections that only read, each
    for one question.
    """
    writable = _is_writable(path)
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        creator=lambda: _open(path, "rwc") if writable else _open_to_read(path),
        poolclass=QueuePool if writable else NullPool,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
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


def _prepare(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "synchronous = FULL", f"busy_timeout = {_WAIT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("dpkit_begin", "BEGIN"))
