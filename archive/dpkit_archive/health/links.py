"""The links beside documents that the archive keeps, to files that stay where they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, literal_column, select

from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.order import SYMLINK
from dpkit_archive.statement import Among, select_rows

__all__ = ["Link", "broken_links", "check_links", "linked"]

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """A link that must be there.

    Attributes
    ----------
    number : int
        Number of the product.
    document : str
        Path of its document as the archive records it.
    name : str
        Name of the file, and of the link in the folder ``data`` beside the document.
    target : str
        Where the file stays.
    """

    number: int
    document: str
    name: str
    target: str

    def path(self, database: Database) -> Path:
        """Return where the link lies."""
        return (database.files / self.document).parent / "data" / self.name

    def stands(self, database: Database) -> bool:
        """Tell whether the link is there and leads to the file."""
        path = self.path(database)
        return path.is_symlink() and os.readlink(path) == self.target  # noqa: PTH115  # as written


def check_links(database: Database) -> Iterator[Fault]:
    """Yield a fault for each link that is not there, or leads elsewhere."""
    after = 0
    while found := _chunk(database, after):
        for one in found:
            if not one.stands(database):
                yield _fault(one, one.path(database))
        after = found[-1].number


def broken_links(connection: Connection, database: Database, document: str) -> list[Link]:
    """Return the links beside a document that are not there, or lead elsewhere."""
    rows = connection.execute(_selected().where(tables.document.c.path == document))
    return [one for one in (Link(*row) for row in rows) if not one.stands(database)]


def linked(
    connection: Connection, database: Database, targets: Mapping[Path, str]
) -> Iterable[Path]:
    """Return which of some links, given with what they lead to, must be there."""
    rows = select_rows(connection, _leading, paths=set(targets.values()))
    needed = ((one.path(database), one.target) for one in (Link(*row) for row in rows))
    return [path for path, target in needed if targets.get(path) == target]


def _chunk(database: Database, after: int) -> list[Link]:
    document = tables.document.c
    some = select(document.product).where(document.mode == SYMLINK, document.product > after)
    some = some.order_by(document.product).limit(_CHUNK)
    selection = _selected().where(document.product.in_(some)).order_by(document.product)
    with database.reading() as connection:
        return [Link(*row) for row in connection.execute(selection)]


def _fault(link: Link, path: Path) -> Fault:
    message = f"is no link to {link.target}"
    return Fault(code="link-missing", place=str(path), message=message, subject=link.document)


def _selected() -> Select[Any]:
    document, file, location = tables.document, tables.product_file, tables.file_location
    return (
        select(document.c.product, document.c.path, file.c.name, location.c.path)
        .select_from(document)
        .join(file, file.c.product == document.c.product)
        .join(location, location.c.number == file.c.location)
        .where(document.c.mode == literal_column(f"'{SYMLINK}'"))
    )


def _leading(among: Among) -> Select[Any]:
    return _selected().where(among(tables.file_location.c.path, "paths"))
