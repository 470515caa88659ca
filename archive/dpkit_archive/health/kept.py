"""What the archive keeps, as its rows say: documents and files, in chunks by number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, literal, select

from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.remote import resolve

__all__ = ["DOCUMENT", "FILE", "Kept", "kept_items", "total_bytes"]

DOCUMENT, FILE = "document", "file"
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Kept:
    """A document or file that the archive keeps, and what it was when it was registered.

    Attributes
    ----------
    kind : {"document", "file"}
        Which of both.
    number : int
        Number of the product of a document, or of the location of a file.
    path : str
        Path as the archive records it.
    mode : str
        How it is kept.
    sha256, size
        What it was.
    """

    kind: str
    number: int
    path: str
    mode: str
    sha256: str
    size: int

    def location(self, database: Database) -> Path | str:
        """Return where it lies: locally, or as a URL."""
        return resolve(database.files, self.path)


def kept_items(database: Database, after: tuple[str, int] = (DOCUMENT, 0)) -> Iterator[Kept]:
    """Yield all documents, then all files, each by number.

    Each chunk is a question of its own: a check may take days, and must not hold up the others.

    Parameters
    ----------
    database : Database
        The archive.
    after : tuple of str and int
        Kind and number after which to begin.
    """
    begin, last = after
    for kind in (DOCUMENT, FILE)[begin == FILE :]:
        number = last if kind == begin else 0
        while some := _chunk(database, kind, number):
            yield from some
            number = some[-1].number


def total_bytes(database: Database) -> int:
    """Return the size of all documents and files that the archive keeps."""
    document, location, file = tables.document, tables.file_location, tables.file
    documents = select(func.coalesce(func.sum(document.c.size), 0))
    files = select(func.coalesce(func.sum(file.c.size), 0)).select_from(location.join(file))
    with database.reading() as connection:
        return int(connection.scalar(documents) or 0) + int(connection.scalar(files) or 0)


def _chunk(database: Database, kind: str, after: int) -> list[Kept]:
    selection = _documents(after) if kind == DOCUMENT else _files(after)
    with database.reading() as connection:
        return [Kept(*row) for row in connection.execute(selection.limit(_CHUNK))]


def _documents(after: int) -> Select[Any]:
    one = tables.document.c
    columns = (literal(DOCUMENT), one.product, one.path, one.mode, one.sha256, one.size)
    return select(*columns).where(one.product > after).order_by(one.product)


def _files(after: int) -> Select[Any]:
    location, file = tables.file_location, tables.file.c
    one = location.c
    columns = (literal(FILE), one.number, one.path, one.mode, file.sha256, file.size)
    chosen = select(*columns).select_from(location.join(tables.file))
    return chosen.where(one.number > after).order_by(one.number)
