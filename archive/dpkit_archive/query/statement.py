"""The SQL of a query, compiled once for all queries of its shape."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, Select, bindparam, func, select

from dpkit_archive import tables
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.query.condition import conditions
from dpkit_archive.query.engine import sql_engine
from dpkit_archive.query.operand import Scope
from dpkit_archive.query.order import order_by
from dpkit_archive.query.pathindex import PathIndex
from dpkit_archive.query.wanted import Shape
from dpkit_archive.row import product_columns

__all__ = ["COUNT", "IDS", "ROWS", "statement"]

ROWS, IDS, COUNT = "rows", "ids", "count"
"""What a statement returns: all that a row needs, the ids alone, or how many there are."""


@lru_cache(maxsize=1024)
def statement(
    shape: Shape, what: str, dialect: Dialect, promoted: frozenset[PathIndex] = frozenset()
) -> Statement:
    """Return the statement for all queries of a shape.

    Raises
    ------
    NotFoundError, ArchiveError
        The query makes no sense; see `conditions` and `order_by`.
    """
    engine = sql_engine(dialect.name)
    found = _selection(what, shape).where(*conditions(shape, engine, promoted).values())
    if what != COUNT:
        scope = Scope(shape.product, engine, as_of=shape.as_of)
        found = found.order_by(*order_by(shape.order, scope))
    if shape.limited:
        found = found.limit(bindparam("limit", type_=BigInteger()))
    if what == COUNT:
        # A count of what the limit leaves.
        found = select(func.count()).select_from(found.subquery())
    return compiled(found, dialect)


def _selection(what: str, shape: Shape) -> Select[Any]:
    rows = product_columns(as_of=shape.as_of, gone=shape.gone)
    return rows if what == ROWS else rows.with_only_columns(tables.product.c.id)
