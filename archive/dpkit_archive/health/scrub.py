"""Read every document and file again, and compare it with what was registered."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator

from dpkit.errors import ArchiveError
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.health.files import fault_of, look_at
from dpkit_archive.health.journal import Journal
from dpkit_archive.health.kept import DOCUMENT, Kept, kept_items, total_bytes
from dpkit_archive.remote import open_bytes

__all__ = ["Pace", "Progress", "scrub"]

Progress = Callable[[int, int], object]
"""Is told how many bytes were read, and how many there are."""

_BLOCK = 1024 * 1024


class Pace:
    """Keeps reading at or below a rate.

    Parameters
    ----------
    rate : float or None
        Bytes each second; as fast as it goes when None.
    """

    def __init__(self, rate: float | None) -> None:
        self._rate = rate
        self._begin = time.monotonic()
        self._read = 0

    def keep(self, size: int) -> None:
        """Wait until so many bytes more may have been read."""
        if self._rate is None:
            return
        self._read += size
        ahead = self._read / self._rate - (time.monotonic() - self._begin)
        if ahead > 0:
            time.sleep(ahead)


def scrub(
    database: Database, pace: Pace, *, journal: Journal | None, progress: Progress
) -> Iterator[Fault]:
    """Yield a fault for each document and file that is not what it was.

    Parameters
    ----------
    database : Database
        The archive.
    pace : Pace
        How fast to read.
    journal : Journal or None
        Tells what was read before, and is told what is read.
    progress : Progress
        Is told how far it is.
    """
    total = total_bytes(database)
    done = 0 if journal is None else journal.read_bytes
    if journal is not None:
        yield from journal.faults
    progress(done, total)
    for one in kept_items(database, (DOCUMENT, 0) if journal is None else journal.after):
        fault = look_at(one, database) or _read(one, database, pace)
        if journal is not None:
            journal.record(one, fault)
        if fault is not None:
            yield fault
        done += one.size
        progress(done, total)


def _read(one: Kept, database: Database, pace: Pace) -> Fault | None:
    digest = hashlib.sha256()
    try:
        with open_bytes(one.location(database)) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                pace.keep(len(block))
    except (OSError, ArchiveError) as error:
        place = str(one.location(database))
        return Fault(code="file-unreadable", place=place, message=str(error), subject=one.path)
    if digest.hexdigest() == one.sha256:
        return None
    message = f"SHA-256 is {digest.hexdigest()}, {one.sha256} was registered"
    return fault_of(one, database, "damaged", message)
