"""What the archive knows better than documents: put into their JSON before anybody reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, select

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import product_entry, product_names
from dpkit_archive import tables
from dpkit_archive.asof import AsOf, event_at
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.primitive import WRAPPED
from dpkit_archive.query.engine import sql_engine
from dpkit_archive.query.field import TRUTH, DocumentField, fields_of
from dpkit_archive.query.moment import AS_OF, published
from dpkit_archive.row import ProductRow
from dpkit_archive.status import header_word

__all__ = ["answered", "answers_of"]

_CHUNK = 500

Answers = Mapping[str, Any]
"""Values by path, dotted."""


def answers_of(
    connection: Connection, rows: Sequence[ProductRow], as_of: AsOf | None
) -> dict[str, Answers]:
    """Return what the archive answers for products, by their ids."""
    fields = {row.id: _states(row.product) for row in rows}
    asked = [row.id for row in rows if any(one.state == "published" for one in fields[row.id])]
    event = None if as_of is None else event_at(connection, as_of)
    out = _published(connection, asked, event)
    return {
        row.id: {one.path: _answer(one, row, row.id in out) for one in fields[row.id]}
        for row in rows
    }


def answered(content: Any, answers: Answers) -> Any:
    """Return the JSON of a document with the answers of the archive in it."""
    for path, value in answers.items():
        content = _with(content, path.split("."), value)
    return content


def _with(content: Any, steps: Sequence[str], value: Any) -> Any:
    if not steps:
        return {**content, WRAPPED: value} if isinstance(content, dict) else value
    if not isinstance(content, dict) or (len(steps) > 1 and steps[0] not in content):
        return content
    return {**content, steps[0]: _with(content.get(steps[0]), steps[1:], value)}


def _answer(field: DocumentField, row: ProductRow, out: bool) -> Any:
    if field.state == "status":
        return header_word(row.status)
    return out if field.kind == TRUTH else int(out)


@cache
def _states(product: str) -> tuple[DocumentField, ...]:
    """Return the elements of a product that the archive answers; none without its schema."""
    if product not in product_names():
        return ()
    found: list[DocumentField] = []
    for path in product_entry(product).states.values():
        try:
            found += fields_of(path.replace("/", "."), product)
        except NotFoundError:
            continue  # a path of a foreign schema may be more than names of steps
    return tuple(one for one in found if one.state)


def _published(connection: Connection, ids: Sequence[str], event: int | None) -> set[str]:
    """Return which products were members of a frozen release."""
    engine, found = sql_engine(connection.dialect.name), set[str]()
    for start in range(0, len(ids), _CHUNK):
        given = {"ids": engine.listed(ids[start : start + _CHUNK]), AS_OF: event}
        rows = _members(connection.dialect, event is not None).run(connection, given)
        found.update(row[0] for row in rows)
    return found


@cache
def _members(dialect: Dialect, as_of: bool) -> Statement:
    product = tables.product.c
    among = sql_engine(dialect.name).among(product.id, "ids", integer=False)
    selection = select(product.id).where(among, published(as_of=as_of))
    return compiled(selection, dialect)
