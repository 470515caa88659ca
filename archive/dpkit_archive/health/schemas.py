"""Drift: what stands in the database, against what the installed schemas make of the documents."""

from __future__ import annotations

import hashlib
import json
import reprlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, union

from dpkit.errors import DpkitError
from dpkit.product.document import parse_document
from dpkit.schema.dictionary import product_entry, product_names
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.key import COLUMN_KEYS
from dpkit_archive.rebuild import Difference, rebuild_products, stored_products
from dpkit_archive.status import PURGED

__all__ = ["check_schemas", "rebuild_readable"]


def check_schemas(database: Database, *, deep: bool) -> Iterator[Fault]:
    """Yield a fault for each product that the installed schemas see in another way.

    Parameters
    ----------
    database : Database
        The archive.
    deep : bool
        Look at all products; else at the first and the last one of each type and version, which
        tell of a schema that changed.
    """
    with database.reading() as connection:
        types = _types(connection)
    for name in sorted({*types.values()} - {*product_names()}):
        yield Fault(code="schema-missing", place=name, message="has no schema here", subject=name)
    last = 0
    while products := _next(database, last, deep=deep):
        known = [one for one in products if types[one.type] in product_names()]
        yield from _judge(database, known, types, deep=deep)
        last = products[-1].number
        if not deep:
            return


def rebuild_readable(
    connection: Connection, products: Sequence[Any], *, keep: bool
) -> Iterator[Difference | tuple[str, DpkitError]]:
    """Derive anew what follows from documents; yield what differs, and what cannot be read.

    Yields
    ------
    Difference or tuple of str and DpkitError
        For a document that cannot be read, the id of its product and why.
    """
    try:
        yield from rebuild_products(connection, products, keep=keep)
    except DpkitError as error:
        if len(products) == 1:
            yield products[0].id, error
            return
        for one in products:
            yield from rebuild_readable(connection, [one], keep=keep)


def _types(connection: Connection) -> dict[int, str]:
    kind = tables.product_type.c
    return {one.number: one.name for one in connection.execute(select(kind.number, kind.name))}


def _next(database: Database, last: int, *, deep: bool) -> Sequence[Any]:
    with database.reading() as connection:
        if deep:
            return stored_products(connection, last)
        numbers = _samples(connection)
        return stored_products(connection, numbers=numbers) if numbers else []


def _samples(connection: Connection) -> Sequence[int]:
    """Return the numbers of the first and the last product of each type and version."""
    product = tables.product.c
    first, last = (
        select(choice(product.number))
        .where(product.status != PURGED)
        .group_by(product.type, product.schema_version)
        for choice in (func.min, func.max)
    )
    return connection.scalars(union(first, last)).all()


def _judge(
    database: Database, products: Sequence[Any], types: dict[int, str], *, deep: bool
) -> Iterator[Fault]:
    with database.reading() as connection:
        files = _file_names(connection, [one.number for one in products])
        differences = list(rebuild_readable(connection, products, keep=False))
    damaged = {one.id for one in products if deep and not _is_sound(one)}
    for identifier in sorted(damaged):
        yield _fault("record-damaged", identifier, "has other bytes than were registered")
    for found in differences:
        if isinstance(found, Difference):
            yield _difference(found)
        elif found[0] not in damaged:
            yield _fault("document-unreadable", found[0], str(found[1]))
    unreadable = {found[0] for found in differences if not isinstance(found, Difference)}
    for one in products:
        yield from _identity(one, types[one.type])
        if one.id not in unreadable:
            yield from _files(one, files.get(one.number, set()))


def _is_sound(stored: Any) -> bool:
    return bool(hashlib.sha256(stored.original).hexdigest() == stored.sha256)


def _difference(found: Difference) -> Fault:
    key = found.table == "product_key" or found.what in COLUMN_KEYS
    was, now = reprlib.repr(found.was), reprlib.repr(found.now)
    message = f"{found.table} {found.what} is {was}, not {now}"
    return _fault("key-differs" if key else "derived-differs", found.id, message)


def _identity(stored: Any, kind: str) -> Iterator[Fault]:
    unique = {*product_entry(kind).unique} or {"id"}
    known = {*json.loads(stored.identity)}
    if known != unique:
        message = f"is known by {_listed(known)}, not by {_listed(unique)}"
        yield _fault("identity-differs", stored.id, message)


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _files(stored: Any, names: set[str]) -> Iterator[Fault]:
    document = parse_document(stored.original, Path(stored.name))
    lost = sorted({one.name for one in document.files()} - names)
    if lost:
        yield _fault("product-incomplete", stored.id, f"has no row for its file {lost[0]}")


def _file_names(connection: Connection, numbers: Sequence[int]) -> dict[int, set[str]]:
    file = tables.product_file.c
    found: dict[int, set[str]] = {}
    chosen = select(file.product, file.name).where(file.product.in_(numbers))
    for product, name in connection.execute(chosen):
        found.setdefault(product, set()).add(name)
    return found


def _fault(code: str, identifier: str, message: str) -> Fault:
    return Fault(code=code, place=identifier, message=message, subject=identifier)
