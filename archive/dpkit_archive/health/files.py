"""Whether documents and files that rows name are there, and as large as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.health.kept import Kept, kept_items
from dpkit_archive.remote import size_of

__all__ = ["check_files", "fault_of", "look_at"]


def check_files(database: Database) -> Iterator[Fault]:
    """Yield a fault for each document and file that is not there, or has another size."""
    for one in kept_items(database):
        if (found := look_at(one, database)) is not None:
            yield found


def look_at(one: Kept, database: Database) -> Fault | None:
    """Return what is wrong with a document or file, without reading it."""
    location = one.location(database)
    try:
        size = location.stat().st_size if isinstance(location, Path) else size_of(location)
    except (FileNotFoundError, NotADirectoryError, NotFoundError):
        return fault_of(one, database, "missing", "is not there")
    except (OSError, ArchiveError) as error:
        return Fault(
            code="file-unreadable", place=str(location), message=str(error), subject=one.path
        )
    if size != one.size:
        return fault_of(one, database, "size", f"has {size} bytes, not {one.size}")
    return None


def fault_of(one: Kept, database: Database, what: str, message: str) -> Fault:
    """Return a fault of a document or file."""
    place = str(one.location(database))
    return Fault(code=f"{one.kind}-{what}", place=place, message=message, subject=one.path)
