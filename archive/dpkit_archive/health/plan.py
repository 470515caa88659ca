"""What a repair would do about a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from dpkit_archive.database import Database

__all__ = ["Mend", "Plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, in words and as a function."""

    says: str
    carry_out: Callable[[], object]


Mend = Callable[[Connection, Database, str], Plan | None]
"""Plans how to mend a fault, from what stands now and the subject of the fault.

None when there is nothing to be mended any more; an `ArchiveError` says why it cannot be mended.
"""
