"""How much there is in an archive."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from dpkit_archive import tables
from dpkit_archive.arrival import INCOMING
from dpkit_archive.database import Database
from dpkit_archive.health.folder import QUARANTINE

__all__ = ["Amount", "stats"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much there is of something.

    Attributes
    ----------
    what : str
        Of what: products, documents, files, contents, metrics, ranges, events, database,
        incoming or quarantine.
    product, dataset, status : str or None
        Of products: which.
    mode : str or None
        Of documents and files: how they are kept.
    count : int or None
        How many.
    bytes : int or None
        How large they are. Of products with their files, however many products share one;
        contents counts equal files once.
    """

    what: str
    product: str | None = None
    dataset: str | None = None
    status: str | None = None
    mode: str | None = None
    count: int | None = None
    bytes: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the amount ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def stats(database: Database) -> Iterator[Amount]:
    """Yield how much there is of what; products by type, dataset and status."""
    with database.reading() as connection:
        for row in connection.execute(_products()).mappings():
            yield Amount(what="products", **row)
        for what, selection in (("documents", _documents()), ("files", _files())):
            for row in connection.execute(selection).mappings():
                yield Amount(what=what, **row)
        yield Amount(what="contents", **connection.execute(_contents()).mappings().one())
        yield from _counts(connection)
        yield Amount(what="database", bytes=_database_bytes(connection, database))
    for name in (INCOMING, QUARANTINE):
        yield _folder(name.lstrip("."), database.files / name)


def _products() -> Select[Any]:
    product, document = tables.product, tables.document
    own, location, file = tables.product_file, tables.file_location, tables.file
    sizes = (
        select(own.c.product, func.sum(file.c.size).label("bytes"))
        .select_from(own.join(location).join(file))
        .group_by(own.c.product)
        .subquery()
    )
    group = (
        tables.product_type.c.name.label("product"),
        tables.dataset.c.name.label("dataset"),
        product.c.status,
    )
    size, nothing = func.coalesce(document.c.size, literal(0)), literal(0)
    both = func.sum(size + func.coalesce(sizes.c.bytes, nothing))
    joined = product.join(tables.product_type).join(tables.dataset)
    # What was purged has no document.
    joined = joined.join(document, document.c.product == product.c.number, isouter=True)
    joined = joined.join(sizes, sizes.c.product == product.c.number, isouter=True)
    chosen = select(*group, func.count().label("count"), _integer(both)).select_from(joined)
    return chosen.group_by(*group).order_by(*group)


def _documents() -> Select[Any]:
    document = tables.document.c
    size = _integer(func.sum(document.size))
    chosen = select(document.mode, func.count().label("count"), size)
    return chosen.group_by(document.mode).order_by(document.mode)


def _files() -> Select[Any]:
    location, file = tables.file_location, tables.file
    size = _integer(func.sum(file.c.size))
    chosen = select(location.c.mode, func.count().label("count"), size)
    joined = chosen.select_from(location.join(file))
    return joined.group_by(location.c.mode).order_by(location.c.mode)


def _contents() -> Select[Any]:
    size = _integer(func.coalesce(func.sum(tables.file.c.size), literal(0)))
    return select(func.count().label("count"), size).select_from(tables.file)


def _integer(total: Any) -> Any:
    """Return a sum as an integer; PostgreSQL makes a decimal number of one."""
    return total.cast(tables.file.c.size.type).label("bytes")


def _counts(connection: Connection) -> Iterator[Amount]:
    standing = tables.validity.c.retired_event.is_(None)
    for what, selection in (
        ("metrics", select(func.count()).select_from(tables.metric)),
        ("ranges", select(func.count()).select_from(tables.validity).where(standing)),
        ("events", select(func.count()).select_from(tables.event)),
    ):
        yield Amount(what=what, count=connection.scalar(selection))


def _database_bytes(connection: Connection, database: Database) -> int:
    path = database.location.path
    if path is None:
        sql = "SELECT pg_database_size(current_database())"
        return int(connection.exec_driver_sql(sql).scalar_one())
    files = (path.with_name(f"{path.name}{suffix}") for suffix in ("", "-wal", "-shm"))
    return sum(file.stat().st_size for file in files if file.exists())


def _folder(what: str, folder: Path) -> Amount:
    count = size = 0
    for inside, _, names in os.walk(folder):
        for name in names:
            count += 1
            size += (Path(inside) / name).lstat().st_size
    return Amount(what=what, count=count, bytes=size)
