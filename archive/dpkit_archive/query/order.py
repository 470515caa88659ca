"""In which order rows come: nulls are the smallest, texts go by code point, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, func, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import declared_keys, near_names
from dpkit_archive import tables
from dpkit_archive.key import COLUMN_KEYS, check_names, single_keys
from dpkit_archive.query.field import PARTS, DocumentField, fields_of
from dpkit_archive.query.moment import state_column, status_column
from dpkit_archive.query.operand import COLUMNS, Scope

__all__ = ["order_by"]

_PRODUCT = tables.product.c
_COLUMNS: dict[str, ColumnElement[Any]] = {
    **{name: column for name, (_, column) in COLUMNS.items()},
    "registered": _PRODUCT.number,
}
_DEFAULT = ("product", *COLUMN_KEYS, "version", "registered")


def order_by(names: tuple[str, ...], scope: Scope) -> list[ColumnElement[Any]]:
    """Return what to order by; always ends with the number, so that the order is complete.

    Raises
    ------
    NotFoundError
        A name is no column, key or path.
    ArchiveError
        A path may have several values, or none of its own.
    """
    return [*_ordered(names or _DEFAULT, scope), _PRODUCT.number.asc()]


def _ordered(names: tuple[str, ...], scope: Scope) -> Iterator[ColumnElement[Any]]:
    for name in names:
        column = _column(name.removeprefix("-"), scope, by_default=names is _DEFAULT)
        if name.startswith("-"):
            yield column.desc().nulls_last()
        else:
            yield column.asc().nulls_first()


def _column(name: str, scope: Scope, *, by_default: bool) -> ColumnElement[Any]:
    if name == "status":
        return status_column(tables.product, as_of=scope.as_of)
    if name in _COLUMNS:
        return _COLUMNS[name]
    if name in declared_keys():
        if by_default:
            return _PRODUCT[name]
        return _key(name, scope)
    fields = _fields(name, scope)
    if len(fields) > 1 or fields[0].repeated or fields[0].kind == PARTS:
        raise ArchiveError(
            f"cannot order by {name!r}, which may have several values, or none of its own",
            remedy="order by a path with one value, or name the product",
        )
    if fields[0].state:
        return state_column(fields[0], as_of=scope.as_of)
    return scope.engine.value(fields[0])


def _fields(name: str, scope: Scope) -> tuple[DocumentField, ...]:
    try:
        return fields_of(name, scope.product)
    except NotFoundError:
        if "." in name:
            raise
        known = [*_COLUMNS, *declared_keys()]
        raise NotFoundError(
            f"cannot order by {name!r}", remedy=near_names(name, known, "column")
        ) from None


def _key(name: str, scope: Scope) -> ColumnElement[Any]:
    """Return the value of a key; the smallest where there are several."""
    entry = scope.entry
    check_names([name], entry)
    if name in COLUMN_KEYS and entry is not None and name in single_keys(entry):
        return _PRODUCT[name]
    key = tables.product_key.c
    integer = declared_keys()[name]["type"] == "integer"
    value = func.min(key.value_integer if integer else key.value_text)
    listed = select(value).where(key.product == _PRODUCT.number, key.name == name).scalar_subquery()
    return func.coalesce(_PRODUCT[name], listed) if name in COLUMN_KEYS else listed
