"""What happened to the archive, in the order in which it happened."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Any

from dpkit_archive import tables
from dpkit_archive.pending import Pending
from dpkit_archive.statement import to_text

__all__ = ["add_event", "default_actor"]


def add_event(
    pending: Pending, verb: str, subject: str, actor: str, detail: Mapping[str, Any]
) -> int:
    """Add an event at the time of the batch, and return its number.

    Numbers grow, whatever the clock does.
    """
    number = pending.number(tables.event)
    row = {
        "seq": number,
        "time_ns": pending.time_ns,
        "actor": actor,
        "verb": verb,
        "subject": subject,
        "detail": to_text(dict(detail)),
    }
    pending.add(tables.event, row)
    return number


def default_actor() -> str:
    """Return who acts when nobody is named: as ``DPKIT_ACTOR`` says, else user and host."""
    if named := os.environ.get("DPKIT_ACTOR"):
        return named
    user = os.environ.get("USER") or f"uid {os.getuid()}"
    return f"{user}@{socket.gethostname()}"
