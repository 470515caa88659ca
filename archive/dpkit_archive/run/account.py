"""What the archive tells of runs: all of them, one with its calls, and what a call made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.remote import resolve
from dpkit_archive.run.table import run, run_call, run_call_output
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import HIDDEN

__all__ = [
    "MadeProduct",
    "calls_of",
    "digests_of",
    "made_by",
    "read_run",
    "read_runs",
    "recall",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeProduct:
    """A product that a call made: id, digest of its content, and where its document is.

    The document is None when the product was purged.
    """

    id: str
    content_sha256: str
    document: Any


def read_runs(connection: Connection) -> list[dict[str, Any]]:
    """Return the runs, the oldest first, each with how many calls ended well and how many not."""
    good = run_call.c.exit.in_(("done", "reused"))
    counted = (
        select(
            run_call.c.run,
            func.count().filter(good).label("done"),
            func.count().filter(~good).label("failed"),
        )
        .group_by(run_call.c.run)
        .subquery()
    )
    joined = run.join(counted, counted.c.run == run.c.number, isouter=True)
    selected = select(run, counted.c.done, counted.c.failed).select_from(joined)
    return [
        {**_head(row), "done": row.done or 0, "failed": row.failed or 0}
        for row in connection.execute(selected.order_by(run.c.number))
    ]


def read_run(connection: Connection, identifier: str) -> dict[str, Any]:
    """Return a run with the records of its calls.

    Raises
    ------
    NotFoundError
        There is no such run; names the nearest ones.
    """
    row = connection.execute(select(run).where(run.c.id == identifier)).one_or_none()
    if row is None:
        known = list(connection.scalars(select(run.c.id)))
        raise NotFoundError(
            f"no run has the id {identifier!r}", remedy=near_names(identifier, known, "run")
        )
    calls = select(run_call.c.record).where(run_call.c.run == row.number)
    records = list(connection.scalars(calls.order_by(run_call.c.number)))
    return {**_head(row), "detail": row.detail, "calls": records}


def _head(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "version": row.version,
        "start": format_utc(row.start_ns),
        "end": None if row.end_ns is None else format_utc(row.end_ns),
        "exit": row.exit or "running or lost",
    }


def made_by(
    connection: Connection, database: Database, identifier: str
) -> dict[str, dict[str, list[MadeProduct]]]:
    """Return what each call of a run made, by call and port."""
    chosen = select(run_call.c.number).join(run).where(run.c.id == identifier)
    found: dict[str, dict[str, list[MadeProduct]]] = {}
    for row in connection.execute(_outputs().where(run_call.c.number.in_(chosen))):
        ports = found.setdefault(row.call_name, {})
        ports.setdefault(row.port, []).append(_made(row, database))
    return found


def recall(
    connection: Connection, database: Database, recipe: str
) -> dict[str, list[MadeProduct]] | None:
    """Return what the last call of a recipe made, by port, when all of it is there and fit."""
    done = select(run_call.c.number).where(run_call.c.recipe == recipe, run_call.c.exit == "done")
    for number in connection.scalars(done.order_by(run_call.c.number.desc())).all():
        rows = connection.execute(_outputs().where(run_call.c.number == number)).all()
        if rows and all(r.status not in HIDDEN and r.path is not None for r in rows):
            found: dict[str, list[MadeProduct]] = {}
            for row in rows:
                found.setdefault(row.port, []).append(_made(row, database))
            return found
    return None


def _made(row: Any, database: Database) -> MadeProduct:
    document = None if row.path is None else resolve(database.files, row.path)
    return MadeProduct(id=row.id, content_sha256=row.content_sha256, document=document)


def _outputs() -> Select[Any]:
    product, document, output = tables.product, tables.document, run_call_output
    return (
        select(
            run_call.c.name.label("call_name"),
            output.c.port,
            product.c.id,
            product.c.status,
            product.c.content_sha256,
            document.c.path,
        )
        .select_from(
            output.join(run_call)
            .join(product)
            .join(document, document.c.product == product.c.number, isouter=True)
        )
        .order_by(output.c.call, output.c.port, output.c.ordinal)
    )


def calls_of(product: int, until: int) -> Select[Any]:
    """Return the selection of the calls that made a product, in runs begun until an event."""
    output = run_call_output.c
    return (
        select(
            run.c.id.label("run"),
            run_call.c.name.label("call"),
            output.port,
            run_call.c.task,
            run_call.c.version,
            run_call.c.exit,
        )
        .select_from(run_call_output.join(run_call).join(run))
        .where(output.product == product, run.c.begun_event <= until)
        .order_by(run_call.c.number, output.port, output.ordinal)
    )


def digests_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return the digests of the content of products, by any of the ids that name them."""
    found: dict[str, str] = dict(map(tuple, select_rows(connection, _digest_by_id, ids=ids)))
    others = [one for one in ids if one not in found]
    return found | dict(map(tuple, select_rows(connection, _digest_by_other_id, ids=others)))


def _digest_by_id(among: Among) -> Select[Any]:
    product = tables.product.c
    return select(product.id, product.content_sha256).where(among(product.id, "ids"))


def _digest_by_other_id(among: Among) -> Select[Any]:
    product, alias = tables.product, tables.product_alias
    joined = alias.join(product, alias.c.product == product.c.number)
    selected = select(alias.c.id, product.c.content_sha256).select_from(joined)
    return selected.where(among(alias.c.id, "ids"))
