"""Mend rows, indexes and what is derived."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from dpkit.errors import ArchiveError
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.health.code import FAULTS
from dpkit_archive.health.plan import Plan
from dpkit_archive.health.rows import orphans, reference_named
from dpkit_archive.health.schemas import rebuild_readable
from dpkit_archive.health.structure import expected, guard_names, index_names
from dpkit_archive.pending import CLOCK_SKEW_NS, now_ns
from dpkit_archive.query.pathindex import drop_path, promoted, renew_path
from dpkit_archive.rebuild import DERIVED, stored_products
from dpkit_archive.remote import resolve
from dpkit_archive.trigger import GUARDS

__all__ = [
    "drop_index",
    "make_guard",
    "make_index",
    "mend_clock",
    "mend_derived",
    "mend_index",
    "mend_orphans",
    "mend_record",
    "renew_index",
]


def mend_orphans(connection: Connection, _database: Database, subject: str) -> Plan | None:
    """Plan to remove derived rows of products that are not there."""
    found = reference_named(subject)
    if found is None:
        return None
    table, reference = found
    lost = orphans(table, reference)
    if connection.execute(select(table).where(lost).limit(1)).first() is None:
        return None
    if table not in DERIVED:
        raise ArchiveError("cannot be made anew", place=subject, remedy=FAULTS["row-orphan"].remedy)
    remove = partial(connection.execute, delete(table).where(lost))
    return Plan(f"remove rows of {table.name}, which can be derived anew", remove)


def mend_clock(connection: Connection, _database: Database, _subject: str) -> Plan | None:
    """Plan to give events of the future the present time."""
    event, now = tables.event, now_ns()
    late = event.c.time_ns > now + CLOCK_SKEW_NS
    found = connection.execute(select(event.c.seq, event.c.time_ns).where(late)).all()
    if not found:
        return None
    first, last = found[0].seq, found[-1].seq
    said = f"{format_utc(min(t for _, t in found))} to {format_utc(max(t for _, t in found))}"
    change = partial(connection.execute, update(event).where(late).values(time_ns=now))
    return Plan(f"set events {first} to {last}, which say {said}, to {format_utc(now)}", change)


def mend_record(connection: Connection, database: Database, subject: str) -> Plan | None:
    """Plan to read the bytes of a document from its file."""
    product, document = tables.product, tables.document
    joined = select(document).join(product).where(product.c.id == subject)
    stored = connection.execute(joined).first()
    if stored is None or hashlib.sha256(stored.original).hexdigest() == stored.sha256:
        return None
    source = resolve(database.files, stored.path)
    data = source.read_bytes() if isinstance(source, Path) and source.is_file() else b""
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise ArchiveError(
            "its file has other bytes, too",
            place=source,
            remedy=FAULTS["record-damaged"].remedy,
        )
    change = update(document).where(document.c.product == stored.product).values(original=data)
    return Plan(f"read it from {source}", partial(connection.execute, change))


def mend_derived(connection: Connection, _database: Database, subject: str) -> Plan | None:
    """Plan to derive anew what follows from documents: of all products, when one differs."""
    product = tables.product.c
    numbers = connection.scalars(select(product.number).where(product.id == subject)).all()
    stored = stored_products(connection, numbers=numbers) if numbers else []
    if not stored or not list(rebuild_readable(connection, stored, keep=False)):
        return None
    return Plan(
        "derive anew what follows from the documents of all products",
        partial(_rebuild, connection),
    )


def _rebuild(connection: Connection) -> None:
    last = 0
    while products := stored_products(connection, last):
        # What cannot be read is a fault of its own.
        list(rebuild_readable(connection, products, keep=True))
        last = products[-1].number


def make_index(connection: Connection, _database: Database, subject: str) -> Plan | None:
    """Plan to make an index of the tables."""
    index = expected().get(subject)
    if index is None or subject in index_names(connection):
        return None
    return Plan("make it anew", partial(index.create, connection))


def make_guard(connection: Connection, _database: Database, subject: str) -> Plan | None:
    """Plan to make what keeps validity ranges from overlapping."""
    statement = GUARDS[connection.dialect.name].get(subject)
    if statement is None or subject in guard_names(connection):
        return None
    return Plan("make it anew", partial(connection.exec_driver_sql, statement))


def mend_index(connection: Connection, _database: Database, subject: str) -> Plan | None:
    """Plan to fill an index anew from its table."""
    if subject not in index_names(connection):
        return None
    return Plan("fill it anew", partial(connection.exec_driver_sql, f'REINDEX "{subject}"'))


def drop_index(connection: Connection, _database: Database, subject: str) -> Plan | None:
    """Plan to drop the indexes of a promoted path."""
    if subject not in {one.path for one in promoted(connection)}:
        return None
    return Plan("drop the index", partial(drop_path, connection, subject))


def renew_index(connection: Connection, _database: Database, subject: str) -> Plan | None:
    """Plan to make the indexes of a promoted path that queries use."""
    if subject not in {one.path for one in promoted(connection)}:
        return None
    return Plan("make the index that queries use", partial(renew_path, connection, subject))
