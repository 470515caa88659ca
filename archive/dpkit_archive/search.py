"""Find products by type, keys, dataset, status and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, or_, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import ProductEntry, near_names, product_entry
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.key import COLUMN_KEYS, KeyValue, check_names, convert, single_keys
from dpkit_archive.row import ProductRow, product_columns, read_rows
from dpkit_archive.status import HIDDEN, parse_status

__all__ = ["Search", "known_numbers", "search"]

_ORDERS: dict[str, ColumnElement[Any]] = {
    "id": tables.product.c.id,
    "product": tables.product_type.c.name,
    "version": tables.product.c.version,
    "status": tables.product.c.status,
    "dataset": tables.dataset.c.name,
    "created": tables.product.c.created_ns,
    "begin": tables.product.c.begin_ns,
    "registered": tables.product.c.number,
} | {name: tables.product.c[name] for name in COLUMN_KEYS}

_DEFAULT_ORDER = ("product", *COLUMN_KEYS, "version", "registered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for; `dpkit_archive.archive.Archive.find` describes the fields."""

    product: str | None = None
    keys: Mapping[str, KeyValue] = field(default_factory=dict)
    dataset: Sequence[str] | None = None
    status: Sequence[str] | None = None
    current: bool = True
    between: tuple[int, int] | None = None
    limit: int | None = None
    order: Sequence[str] = ()


def search(connection: Connection, database: Database, wanted: Search) -> list[ProductRow]:
    """Return the products that a search finds.

    Raises
    ------
    NotFoundError
        A product, key, dataset, status or column is unknown.
    ArchiveError
        A value is not of its key's type, or the time or the limit makes no sense.
    """
    entry = None if wanted.product is None else product_entry(wanted.product)
    check_names(wanted.keys, entry)
    ranks = None
    if wanted.dataset is not None:
        ranks = known_numbers(connection, tables.dataset, wanted.dataset)
    selection = product_columns().where(*_conditions(entry, wanted, ranks))
    if wanted.current:
        selection = selection.where(~_hidden_by_newer(wanted, ranks))
    selection = selection.order_by(*_order(wanted.order))
    return read_rows(connection, database, _limited(selection, wanted.limit))


def known_numbers(connection: Connection, table: Any, names: Sequence[str]) -> list[int]:
    """Return the numbers of datasets or calibration sets, in the order of their names.

    Raises
    ------
    NotFoundError
        The archive has no such name.
    """
    noun = table.name.replace("_", " ")
    numbers: dict[str, int] = dict(connection.execute(select(table.c.name, table.c.number)).all())
    for name in names:
        if name not in numbers:
            raise NotFoundError(
                f"the archive has no {noun} named {name!r}", remedy=near_names(name, numbers, noun)
            )
    return [numbers[name] for name in names]


def _conditions(
    entry: ProductEntry | None, wanted: Search, ranks: list[int] | None
) -> list[ColumnElement[bool]]:
    found = [_status(tables.product, wanted)]
    if entry is not None:
        found.append(tables.product_type.c.name == entry.name)
    if ranks is not None:
        found.append(tables.product.c.dataset.in_(ranks))
    if wanted.between is not None:
        found.append(_overlaps(*wanted.between))
    return found + [_key(name, value, entry) for name, value in wanted.keys.items()]


def _status(product: Any, wanted: Search) -> ColumnElement[bool]:
    if wanted.status is None:
        return product.c.status.not_in(HIDDEN)  # type: ignore[no-any-return]
    return product.c.status.in_([parse_status(word) for word in wanted.status])  # type: ignore[no-any-return]


def _key(name: str, value: KeyValue, entry: ProductEntry | None) -> ColumnElement[bool]:
    """Return the condition on a key: in its column, in the side table, or in either."""
    converted = convert(name, value)
    key = tables.product_key
    stored = key.c.value_integer if isinstance(converted, int) else key.c.value_text
    listed = tables.product.c.number.in_(
        select(key.c.product).where(key.c.name == name, stored == converted)
    )
    if name not in COLUMN_KEYS:
        return listed
    column = tables.product.c[name] == converted
    if entry is None:
        return or_(column, listed)
    return column if name in single_keys(entry) else listed


def _overlaps(begin: int, end: int) -> ColumnElement[bool]:
    """Return the condition that the observation shares a time with a half-open range."""
    if begin >= end:
        raise ArchiveError("the time to search ends before it begins, or is empty")
    product = tables.product.c
    instant = and_(product.begin_ns == product.end_ns, product.begin_ns >= begin)
    return and_(product.begin_ns < end, or_(product.end_ns > begin, instant))


def _hidden_by_newer(wanted: Search, ranks: list[int] | None) -> ColumnElement[bool]:
    """Return the condition that a higher version, or an earlier dataset of the list, exists."""
    product, newer = tables.product, tables.product.alias("newer")
    higher = and_(newer.c.dataset == product.c.dataset, newer.c.version > product.c.version)
    if ranks is not None and len(ranks) > 1:
        higher = or_(
            higher,
            and_(newer.c.dataset.in_(ranks), _rank(newer, ranks) < _rank(product, ranks)),
        )
    return exists().where(
        newer.c.type == product.c.type,
        newer.c.identity == product.c.identity,
        _status(newer, wanted),
        higher,
    )


def _rank(product: Any, ranks: list[int]) -> ColumnElement[int]:
    return case({number: rank for rank, number in enumerate(ranks)}, value=product.c.dataset)


def _order(names: Sequence[str]) -> list[ColumnElement[Any]]:
    order = []
    for name in names or _DEFAULT_ORDER:
        column = _ORDERS.get(name.removeprefix("-"))
        if column is None:
            raise NotFoundError(
                f"cannot order by {name!r}", remedy=near_names(name, _ORDERS, "column")
            )
        # Nulls first, as the smallest: PostgreSQL has them last by itself.
        descending = column.desc().nulls_last()
        order.append(descending if name.startswith("-") else column.asc().nulls_first())
    return [*order, tables.product.c.number.asc()]


def _limited(selection: Select[Any], limit: int | None) -> Select[Any]:
    if limit is None:
        return selection
    if limit < 0:
        raise ArchiveError(f"the limit is negative: {limit}", remedy="leave it out for all")
    if limit >= 2**63:
        raise ArchiveError(f"the limit is beyond 64 bits: {limit}", remedy="leave it out for all")
    return selection.limit(limit)
