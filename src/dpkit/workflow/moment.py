"""The time, as records and journals write it."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["moment"]


def moment() -> str:
    """Return the time now, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
