"""The conditions of a query, each by its name; their values are parameters, given later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    exists,
    false,
    literal,
    or_,
    select,
)

from dpkit.errors import ArchiveError
from dpkit.schema.dictionary import ProductEntry, declared_keys, product_entry
from dpkit_archive import tables
from dpkit_archive.descent.table import review
from dpkit_archive.key import COLUMN_KEYS, single_keys
from dpkit_archive.query.compilation import compile_condition
from dpkit_archive.query.engine import Predicate, SqlEngine
from dpkit_archive.query.moment import happened, standing_then, status_column
from dpkit_archive.query.operand import Scope, key_sources
from dpkit_archive.query.pathindex import PathIndex
from dpkit_archive.query.syntax import Condition, count_of, names_of
from dpkit_archive.query.wanted import Shape
from dpkit_archive.release.table import release_member
from dpkit_archive.status import HIDDEN, parse_status

__all__ = ["conditions"]

_MOST = 200
"""SQLite nests a thousand deep, and joins conditions by nesting them."""


def conditions(
    shape: Shape, engine: SqlEngine, promoted: frozenset[PathIndex] = frozenset()
) -> dict[str, ColumnElement[bool]]:
    """Return the conditions of a query by name, in the order in which they are explained.

    Parameters
    ----------
    shape : Shape
        What the query looks like.
    engine : SqlEngine
        How the database says things.
    promoted : frozenset of PathIndex
        The indexes on paths.

    Raises
    ------
    NotFoundError
        A product, status, path or key is unknown.
    ArchiveError
        An expression cannot be read.
    """
    found: dict[str, ColumnElement[bool]] = {}
    if shape.product is not None:
        column: ColumnElement[int] = tables.product.c.type
        if _is_narrower(shape, product_entry(shape.product), promoted):
            column = engine.unindexed(column)
        found["product"] = column == _type_number()
    if shape.datasets is not None:
        named = [tables.product.c.dataset == number for number in _datasets(shape)]
        found["dataset"] = or_(false(), *named)
    if shape.as_of:
        found["as_of"] = happened(tables.product.c.registered_event, as_of=True)
    if shape.release:
        found["release"] = _member(shape)
    if shape.status is not None or not shape.release:
        found["status"] = _status(tables.product, shape)
    if shape.review:
        found["review"] = _to_review(shape)
    for name, many in shape.keys:
        found[f"key_{name}"] = _key(name, many, shape, engine)
    if shape.between:
        found["between"] = _overlaps()
    for number in range(shape.areas):
        name = f"area_{number}"
        found[name] = engine.among(tables.product.c.number, name, integer=True)
    found |= _expressions(shape, Scope(shape.product, engine, promoted, shape.as_of))
    # What a release holds is what it holds, whatever came after it.
    if shape.current and not shape.release:
        found["current"] = ~_hidden_by_newer(shape)
    return found


def _expressions(shape: Shape, scope: Scope) -> dict[str, ColumnElement[bool]]:
    return {f"where_{n}": compile_condition(tree, scope) for n, tree in enumerate(_trees(shape))}


def _trees(shape: Shape) -> list[Condition]:
    if not shape.where:
        return []
    # The parser is dear to import, and most queries have no expression.
    from dpkit_archive.query.parsing import parse_expression

    trees = [parse_expression(text) for text in shape.where]
    if (count := sum(count_of(tree) for tree in trees)) > _MOST:
        remedy = "say `in (...)` for many values of one thing"
        raise ArchiveError(f"a query has at most {_MOST} conditions, not {count}", remedy=remedy)
    return trees


def _is_narrower(shape: Shape, entry: ProductEntry, promoted: frozenset[PathIndex]) -> bool:
    """Tell whether something else is a better way in than the type, with which indexes begin.

    An area comes as a list of products, which was found already. Keys with columns have indexes
    that begin with the type; those without, and promoted paths, have indexes of their own.
    """
    if shape.areas:
        return True
    if shape.keys:
        in_columns = single_keys(entry).intersection(COLUMN_KEYS)
        return not any(name in in_columns for name, _ in shape.keys)
    paths = {one.path for one in promoted}
    return bool(paths) and any(names_of(tree) & paths for tree in _trees(shape))


def _type_number() -> ColumnElement[int]:
    name = tables.product_type.c.name == bindparam("product", type_=Text())
    return select(tables.product_type.c.number).where(name).scalar_subquery()


def _member(shape: Shape) -> ColumnElement[bool]:
    member = release_member.c
    held = select(member.product).where(
        member.release == bindparam("release", type_=BigInteger()),
        standing_then(member.added_event, member.removed_event, as_of=shape.as_of),
    )
    return tables.product.c.number.in_(held)


def _datasets(shape: Shape) -> list[ColumnElement[int]]:
    count = shape.datasets or 0
    return [bindparam(f"dataset_{rank}", type_=BigInteger()) for rank in range(count)]


def _status(product: Any, shape: Shape) -> ColumnElement[bool]:
    column = status_column(product, as_of=shape.as_of)
    if shape.status is None:
        return column.not_in(_literals(HIDDEN))
    return column.in_(_literals([parse_status(word) for word in shape.status]))


def _literals(words: Iterable[str]) -> list[ColumnElement[str]]:
    """Return words as parameters of their own; a list as one parameter is expanded too late."""
    return [literal(word) for word in words]


def _to_review(shape: Shape) -> ColumnElement[bool]:
    """Return the condition that a product is to be looked at again."""
    still_open = standing_then(review.c.event, review.c.cleared_event, as_of=shape.as_of)
    return tables.product.c.number.in_(select(review.c.product).where(still_open))


def _key(name: str, many: bool, shape: Shape, engine: SqlEngine) -> ColumnElement[bool]:
    """Return the condition that a key has the value, or one of the values, of a parameter."""
    integer = declared_keys()[name]["type"] == "integer"
    parameter = f"key_{name}"
    one: ColumnElement[Any] = bindparam(parameter, type_=BigInteger() if integer else Text())

    def predicate(found: ColumnElement[Any]) -> ColumnElement[bool]:
        return engine.among(found, parameter, integer=integer) if many else found == one

    entry = None if shape.product is None else product_entry(shape.product)
    chosen: Predicate = predicate
    return or_(*(source.some(chosen) for source in key_sources(name, entry)))


def _overlaps() -> ColumnElement[bool]:
    """Return the condition that the observation shares a time with a half-open range."""
    product = tables.product.c
    begin: ColumnElement[int] = bindparam("begin", type_=BigInteger())
    end: ColumnElement[int] = bindparam("end", type_=BigInteger())
    instant = and_(product.begin_ns == product.end_ns, product.begin_ns >= begin)
    return and_(product.begin_ns < end, or_(product.end_ns > begin, instant))


def _hidden_by_newer(shape: Shape) -> ColumnElement[bool]:
    """Return the condition that a higher version, or an earlier dataset of the list, exists."""
    product, newer = tables.product, tables.product.alias("newer")
    higher = and_(newer.c.dataset == product.c.dataset, newer.c.version > product.c.version)
    numbers = _datasets(shape)
    if len(numbers) > 1:
        earlier = _rank(newer, numbers) < _rank(product, numbers)
        higher = or_(higher, and_(newer.c.dataset.in_(numbers), earlier))
    return exists().where(
        newer.c.type == product.c.type,
        newer.c.identity == product.c.identity,
        _status(newer, shape),
        *([happened(newer.c.registered_event, as_of=True)] if shape.as_of else ()),
        higher,
    )


def _rank(product: Any, numbers: list[ColumnElement[int]]) -> ColumnElement[int]:
    ranks = ((product.c.dataset == number, rank) for rank, number in enumerate(numbers))
    return case(*ranks)
