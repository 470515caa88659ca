"""The ranges that stand and reach into a part of time: of a type, or of single products."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import near_names, product_names
from dpkit_archive import tables
from dpkit_archive.claim import GrantOrder
from dpkit_archive.claimant import load_named
from dpkit_archive.database import DEFAULT_DATASET, Database
from dpkit_archive.key import KeyValue, check_names, convert
from dpkit_archive.query.run import known_numbers
from dpkit_archive.question import calibration_entry
from dpkit_archive.statement import Among, select_rows

__all__ = ["HeldRange", "held_ranges", "selection_keys", "selects"]


@dataclass(frozen=True, slots=True)
class HeldRange:
    """A range that stands, with the names of its set, type and product."""

    number: int
    set_number: int
    set_name: str
    type: int
    product: str
    product_number: int
    id: str
    selection: str
    begin: int
    end: int


def held_ranges(
    connection: Connection,
    database: Database,
    names: Sequence[str],
    keys: Mapping[str, KeyValue],
    order: GrantOrder,
    begin: int,
    end: int,
) -> Iterator[HeldRange]:
    """Yield the ranges that stand and reach into a part of time.

    Parameters
    ----------
    connection : Connection
        The archive.
    database : Database
        What messages name.
    names : sequence of str
        The name of one type, or ids of products.
    keys : mapping of str to int or str
        Selection keys, for a type.
    order : GrantOrder
        In which set.
    begin, end : int
        The part of time, nanoseconds of TAI.

    Raises
    ------
    ValidityError
        The product has no validity.
    NotFoundError
        There is no such product, key or set.
    ArchiveError
        Keys are given with ids, or are none of selection.
    """
    span = {"begin": begin, "end": end}
    if len(names) == 1 and names[0] in product_names():
        yield from _held_by_type(connection, names[0], keys, order, span)
        return
    if keys:
        raise ArchiveError(
            f"keys narrow a type, but ids were given: {', '.join(keys)}",
            remedy="leave out the keys, or give the type instead of the ids",
        )
    yield from _held_by_ids(connection, database, names, order, span)


def selects(entry_select: Sequence[str], keys: Mapping[str, KeyValue], selection: str) -> bool:
    """Tell whether a selection has some values of keys."""
    said = json.loads(selection)
    return all(said.get(name) == keys[name] for name in entry_select if name in keys)


def _held_by_type(
    connection: Connection,
    name: str,
    keys: Mapping[str, KeyValue],
    order: GrantOrder,
    span: Mapping[str, int],
) -> Iterator[HeldRange]:
    entry = calibration_entry(name)
    wanted = selection_keys(entry.select, entry.name, keys)
    sets = known_numbers(connection, tables.calibration_set, [_set_of(order, DEFAULT_DATASET)])
    rows = select_rows(connection, _of_type, sets=sets, names=[entry.name], **span)
    for one in (HeldRange(*row) for row in rows):
        if selects(entry.select, wanted, one.selection):
            yield one


def selection_keys(
    select: Sequence[str], product: str, keys: Mapping[str, KeyValue]
) -> dict[str, KeyValue]:
    """Return selection keys, some of those of a type, converted to their types.

    Raises
    ------
    NotFoundError
        A key is unknown.
    ArchiveError
        A key is none of selection.
    """
    check_names(keys, None)
    others = [name for name in keys if name not in select]
    if others:
        raise ArchiveError(
            f"{product} is not chosen by {', '.join(others)}",
            remedy=f"its selection keys: {', '.join(select) or 'none'}",
        )
    return {name: convert(name, value) for name, value in keys.items()}


def _held_by_ids(
    connection: Connection,
    database: Database,
    names: Sequence[str],
    order: GrantOrder,
    span: Mapping[str, int],
) -> Iterator[HeldRange]:
    try:
        claimants = load_named(connection, names, database.location.text)
    except NotFoundError as error:
        # It may be the name of a type, misspelled or among others.
        near = near_names(names[0], product_names(), "product")
        error.remedy = near if near.startswith("did you mean") else error.remedy
        if {*names} & {*product_names()}:
            error.remedy = "give the name of one type alone, or ids"
        raise
    for kind in {one.product for one in claimants.values()}:
        calibration_entry(kind)
    if order.calibration_set is not None:
        known_numbers(connection, tables.calibration_set, [order.calibration_set])
    wanted = {one.number: _set_of(order, one.dataset) for one in claimants.values()}
    for row in select_rows(connection, _of_products, numbers=wanted, **span):
        one = HeldRange(*row)
        if one.set_name == wanted[one.product_number]:
            yield one


def _set_of(order: GrantOrder, default: str) -> str:
    return default if order.calibration_set is None else order.calibration_set


def _ranges() -> Select[Any]:
    validity, product, sets = tables.validity, tables.product, tables.calibration_set
    kind = tables.product_type
    return (
        select(
            validity.c.number,
            validity.c.calibration_set,
            sets.c.name,
            validity.c.type,
            kind.c.name,
            validity.c.product,
            product.c.id,
            validity.c.selection,
            validity.c.begin_ns,
            validity.c.end_ns,
        )
        .select_from(validity)
        .join(product, validity.c.product == product.c.number)
        .join(sets, validity.c.calibration_set == sets.c.number)
        .join(kind, validity.c.type == kind.c.number)
        .where(
            validity.c.retired_event.is_(None),
            validity.c.begin_ns < bindparam("end", type_=BigInteger),
            validity.c.end_ns > bindparam("begin", type_=BigInteger),
        )
        .order_by(validity.c.number)
    )


def _of_type(among: Among) -> Select[Any]:
    sets, names = tables.validity.c.calibration_set, tables.product_type.c.name
    return _ranges().where(among(sets, "sets"), among(names, "names"))


def _of_products(among: Among) -> Select[Any]:
    return _ranges().where(among(tables.validity.c.product, "numbers"))
