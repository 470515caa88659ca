"""What happened to the archive, in the order in which it happened."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from dpkit.tai import parse_utc
from dpkit_archive import tables
from dpkit_archive.database import insert_row

__all__ = ["default_actor", "record_event"]


def record_event(
    connection: Connection, verb: str, subject: str, actor: str, detail: Mapping[str, Any]
) -> int:
    """Record an event and return its number; numbers grow, whatever the clock does."""
    row = {
        "time_ns": parse_utc(datetime.now(UTC).isoformat()),
        "actor": actor,
        "verb": verb,
        "subject": subject,
        "detail": dict(detail),
    }
    return insert_row(connection, tables.event, row)


def default_actor() -> str:
    """Return who acts when nobody is named: user and host."""
    user = os.environ.get("USER") or f"uid {os.getuid()}"
    return f"{user}@{socket.gethostname()}"
