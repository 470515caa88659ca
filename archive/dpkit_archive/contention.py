"""Errors of the database in words that a user can act on, and those that pass when one waits."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from dpkit.errors import ArchiveError, DpkitError, NotFoundError, ValidityError
from dpkit_archive.trigger import OVERLAP

__all__ = ["UNREADABLE", "ContentionError", "retried", "translated"]

T = TypeVar("T")

_ATTEMPTS = 4
_FIRST_PAUSE = 0.05

_PASSING = {"40001", "40P01", "55P03"}
"""States of PostgreSQL: not serializable, deadlock, no lock in time."""

UNREADABLE = (
    "cannot be read",
    "ask the owner for permission to read the database and to enter its folder",
)
_READ_ONLY = ("the archive cannot be written to", "ask the owner for permission to write")

_UNREACHABLE = (
    "the database cannot be reached",
    "is the server running, and are host, user and password right?",
)

_KNOWN: dict[str, tuple[str, str]] = {
    "file is not a database": ("is no dpkit archive", "give the path of an archive"),
    "readonly": _READ_ONLY,
    "read-only": _READ_ONLY,
    "permission denied": _READ_ONLY,
    "unable to open": UNREADABLE,
    "disk is full": ("the disk is full", "make room and try again"),
    "No space left": ("the disk is full", "make room and try again"),
    "disk I/O error": ("the disk does not take what is written", "is it full, or broken?"),
    "malformed": ("the database is damaged", "restore it from a copy"),
    "connection failed": _UNREACHABLE,
    "failed to resolve host": _UNREACHABLE,
}


class ContentionError(ArchiveError):
    """Others were at work in the database; the same again may succeed."""


def retried(work: Callable[[], T]) -> T:
    """Do some work, again when others were in the way, with growing pauses, and a bounded number.

    Raises
    ------
    ContentionError
        Others were in the way each time.
    """
    for attempt in range(1, _ATTEMPTS):
        try:
            return work()
        except ContentionError:
            time.sleep(_FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1))
    return work()


@contextmanager
def translated(engine: Engine, place: str) -> Iterator[None]:
    """Turn errors of the database, and of its driver, into errors that a user can act on."""
    try:
        yield
    except DBAPIError as error:
        raise _translate(error.orig, place) from error
    except engine.dialect.loaded_dbapi.Error as error:
        raise _translate(error, place) from error
    except UnicodeEncodeError as error:
        raise ArchiveError(
            f"{error.object!a} is no text", place=place, remedy="give text in UTF-8"
        ) from error


def _translate(error: BaseException | None, place: str) -> DpkitError:
    message, state = str(error), getattr(error, "sqlstate", None)
    if state in _PASSING or (state is None and "locked" in message):
        return ContentionError(
            "another process is writing to the archive",
            place=place,
            remedy="try again when it has ended",
        )
    if state == "3D000" or (state is None and "does not exist" in message):
        return NotFoundError("there is no database", place=place, remedy="make it with `createdb`")
    # Two that begin at the same time break the index of standing ranges first.
    if OVERLAP in message or "uq_validity_standing" in message:
        return ValidityError(
            OVERLAP, place=place, remedy="`dpkit archive validity report` tells what stands"
        )
    for part, (said, remedy) in _KNOWN.items():
        if part in message:
            return ArchiveError(said, place=place, remedy=remedy)
    return ArchiveError(message, place=place)
