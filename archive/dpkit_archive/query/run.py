"""Run queries: from what is wanted to rows, ids or a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit_archive import tables
from dpkit_archive.asof import event_at
from dpkit_archive.compiled import Statement
from dpkit_archive.database import Database
from dpkit_archive.query.engine import sql_engine
from dpkit_archive.query.moment import AS_OF
from dpkit_archive.query.pathindex import promoted
from dpkit_archive.query.statement import COUNT, IDS, ROWS, statement
from dpkit_archive.query.wanted import Wanted
from dpkit_archive.release.table import release
from dpkit_archive.row import ProductRow, make_rows

__all__ = ["count", "find_ids", "find_rows", "known_numbers", "parameters_of", "statement_of"]


def find_rows(connection: Connection, database: Database, wanted: Wanted) -> list[ProductRow]:
    """Return the rows that a query finds."""
    return make_rows(connection, database, _run(connection, wanted, ROWS))


def find_ids(connection: Connection, wanted: Wanted) -> list[str]:
    """Return the ids of the products that a query finds."""
    return [row[0] for row in _run(connection, wanted, IDS)]


def count(connection: Connection, wanted: Wanted) -> int:
    """Return how many products a query finds."""
    return int(_run(connection, wanted, COUNT)[0][0])


def _run(connection: Connection, wanted: Wanted, what: str) -> Sequence[Any]:
    found = statement_of(connection, wanted, what)
    return found.run(connection, parameters_of(connection, wanted)).all()


def statement_of(connection: Connection, wanted: Wanted, what: str) -> Statement:
    """Return the statement for a query in an archive, which may have indexes on paths."""
    indexes = frozenset(promoted(connection) if wanted.where else ())
    return statement(wanted.shape, what, connection.dialect, indexes)


def parameters_of(connection: Connection, wanted: Wanted) -> dict[str, object]:
    """Return the values of a query as its statement takes them.

    Raises
    ------
    NotFoundError
        The archive has no such dataset or release, had no such release then, or no product gives
        a key an area.
    """
    engine = sql_engine(connection.dialect.name)
    found: dict[str, object] = {"product": wanted.product, "limit": wanted.limit}
    if wanted.as_of is not None:
        found[AS_OF] = event_at(connection, wanted.as_of)
    for name, values in wanted.keys:
        found[f"key_{name}"] = values[0] if len(values) == 1 else engine.listed(values)
    if wanted.between is not None:
        found["begin"], found["end"] = wanted.between
    if wanted.dataset is not None:
        numbers = known_numbers(connection, tables.dataset, wanted.dataset)
        found |= {f"dataset_{rank}": number for rank, number in enumerate(numbers)}
    if wanted.release is not None:
        (found["release"],) = known_numbers(connection, release, [wanted.release])
        _refuse_coming(connection, wanted.release, found.get(AS_OF))
    if wanted.areas:
        # Numpy, which most queries can do without, is dear to import.
        from dpkit_archive.region.search import products_in

        for number, (relation, area) in enumerate(wanted.areas):
            found[f"area_{number}"] = engine.listed(products_in(connection, relation, area))
    return found


def _refuse_coming(connection: Connection, name: str, event: object) -> None:
    """Refuse a release as of an event before it was made."""
    made = select(release.c.created_event).where(release.c.name == name)
    created = connection.execute(made).scalar_one()
    if isinstance(event, int) and event < created:
        raise NotFoundError(
            f"as of event {event} there was no release named {name!r}",
            remedy=f"it was made by event {created}; give that one, or a later one",
        )


def known_numbers(connection: Connection, table: Any, names: Sequence[str]) -> list[int]:
    """Return the numbers of datasets, calibration sets or releases, in the order of their names.

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
