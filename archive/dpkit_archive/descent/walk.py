"""Go up and down what products were made from: ancestors, descendants, and the edges between them.

A product comes from its inputs, and from what its document refers to, by any id of it. Inputs
cannot run in a circle; documents may refer to each other, so every walk meets a product once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    exists,
    func,
    select,
    true,
    union_all,
)

from dpkit_archive import tables
from dpkit_archive.curation.subject import Subject
from dpkit_archive.descent.table import review
from dpkit_archive.statement import Among, select_rows

__all__ = [
    "DOWN",
    "UP",
    "Descendant",
    "Edge",
    "count_descendants",
    "descendants",
    "edges_among",
    "reached",
]

UP, DOWN = "up", "down"

Steps = Callable[[ColumnElement[int]], list[Select[Any]]]


class Edge(NamedTuple):
    """A product, what it comes from, and the port; None when only the document names it."""

    product: int
    input: int
    port: str | None


class Descendant(NamedTuple):
    """A product that comes from another one, and whether it is to be reviewed."""

    id: str
    product: str
    version: int
    status: str
    dataset: str
    review: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the descendant ready for JSON."""
        return self._asdict()


def reached(connection: Connection, roots: Iterable[int], way: str) -> list[Subject]:
    """Return the products that can be reached, the roots among them, by number."""
    build = _BUILDS["nodes", way, connection.dialect.name]
    return [Subject(*row) for row in select_rows(connection, build, roots=roots)]


def descendants(connection: Connection, roots: Sequence[int]) -> list[Descendant]:
    """Return every product that comes from some, these apart, by number."""
    build = _BUILDS["descendants", DOWN, connection.dialect.name]
    own = set(roots)
    found = select_rows(connection, build, roots=roots)
    return [Descendant._make((*row[1:6], bool(row[6]))) for row in found if row[0] not in own]


def count_descendants(connection: Connection, root: int) -> int:
    """Return how many products come from one."""
    build = _BUILDS["count", DOWN, connection.dialect.name]
    ((count,),) = select_rows(connection, build, roots=[root])
    return int(count) - 1


def edges_among(connection: Connection, numbers: Iterable[int], way: str) -> list[Edge]:
    """Return the edges that lead up or down from some products; a port counts before a name."""
    made = select_rows(connection, _lineage_up if way == UP else _lineage_down, some=numbers)
    found = [Edge(*row) for row in made]
    known = {(one.product, one.input) for one in found}
    named = select_rows(connection, _named_up if way == UP else _named_down, some=numbers)
    pairs = dict.fromkeys((product, source) for product, source in named)
    return found + [Edge(*pair, None) for pair in pairs if pair not in known]


# One step


def _inputs_of(number: ColumnElement[int]) -> list[Select[Any]]:
    made = tables.lineage.c
    return [select(made.input).where(made.product == number)]


def _up(number: ColumnElement[int]) -> list[Select[Any]]:
    reference, product = tables.product_reference.c, tables.product.c
    alias = tables.product_alias.c
    return [
        *_inputs_of(number),
        select(product.number)
        .select_from(tables.product_reference)
        .join(tables.product, product.id == reference.identifier)
        .where(reference.product == number),
        select(alias.product)
        .select_from(tables.product_reference)
        .join(tables.product_alias, alias.id == reference.identifier)
        .where(reference.product == number),
    ]


def _down(number: ColumnElement[int]) -> list[Select[Any]]:
    made, reference = tables.lineage.c, tables.product_reference.c
    product, alias = tables.product.c, tables.product_alias.c
    return [
        select(made.product).where(made.input == number),
        select(reference.product)
        .select_from(tables.product)
        .join(tables.product_reference, reference.identifier == product.id)
        .where(product.number == number),
        select(reference.product)
        .select_from(tables.product_alias)
        .join(tables.product_reference, reference.identifier == alias.id)
        .where(alias.product == number),
    ]


# Every step


def _recursive(among: Among, steps: Steps, engine: str) -> Any:
    product = tables.product.c
    base = select(product.number.label("number")).where(among(product.number, "roots"))
    found = base.cte("reached", recursive=True)
    taken = steps(found.c.number)
    if engine == "sqlite" or len(taken) == 1:
        return found.union(*taken)
    # PostgreSQL lets the recursion be named only once.
    together = union_all(*(one.correlate(found) for one in taken)).subquery().lateral("taken")
    column = next(iter(together.c))
    return found.union(select(column).select_from(found.join(together, true())))


def _nodes(found: Any) -> Select[Any]:
    product, kind, dataset = tables.product, tables.product_type, tables.dataset
    joined = found.join(product, product.c.number == found.c.number).join(kind).join(dataset)
    named = (kind.c.name.label("type_name"), dataset.c.name.label("dataset_name"))
    columns = (product.c.number, product.c.id, *named, product.c.version, product.c.status)
    return select(*columns).select_from(joined).order_by(product.c.number)


def _descendants(found: Any) -> Select[Any]:
    product, kind, dataset = tables.product.c, tables.product_type.c, tables.dataset.c
    waiting = review.c.product == product.number, review.c.cleared_event.is_(None)
    columns = (
        product.number,
        product.id,
        kind.name.label("type_name"),
        product.version,
        product.status,
        dataset.name.label("dataset_name"),
        exists().where(*waiting),
    )
    return _nodes(found).with_only_columns(*columns)


def _count(found: Any) -> Select[Any]:
    return select(func.count()).select_from(found)


_READS = {"nodes": _nodes, "descendants": _descendants, "count": _count}
_STEPS: dict[str, Steps] = {UP: _up, DOWN: _down}


def _build(read: str, way: str, engine: str) -> Callable[[Among], Select[Any]]:
    return lambda among: _READS[read](_recursive(among, _STEPS[way], engine))


# Each is made once: statements are compiled by the function that builds them.
_BUILDS = {
    (read, way, engine): _build(read, way, engine)
    for read in _READS
    for way in _STEPS
    for engine in ("sqlite", "postgresql")
}


# Edges


def _lineage_up(among: Among) -> Select[Any]:
    return _lineage(among(tables.lineage.c.product, "some"))


def _lineage_down(among: Among) -> Select[Any]:
    return _lineage(among(tables.lineage.c.input, "some"))


def _lineage(chosen: ColumnElement[bool]) -> Select[Any]:
    made = tables.lineage.c
    edges = select(made.product, made.input, made.port).distinct().where(chosen)
    return edges.order_by(made.product, made.port, made.input)


def _named_up(among: Among) -> Any:
    by = among(tables.product_reference.c.product, "some")
    return union_all(_by_own_id().where(by), _by_other_id().where(by))


def _named_down(among: Among) -> Any:
    return union_all(
        _by_own_id().where(among(tables.product.c.number, "some")),
        _by_other_id().where(among(tables.product_alias.c.product, "some")),
    )


def _by_own_id() -> Select[Any]:
    reference, product = tables.product_reference.c, tables.product.c
    own = select(reference.product, product.number).select_from(tables.product_reference)
    return own.join(tables.product, product.id == reference.identifier)


def _by_other_id() -> Select[Any]:
    reference, alias = tables.product_reference.c, tables.product_alias.c
    other = select(reference.product, alias.product).select_from(tables.product_reference)
    return other.join(tables.product_alias, alias.id == reference.identifier)
