"""Reviews: products that are to be looked at again, because what they come from is bad."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, select, update

from dpkit.errors import ArchiveError
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.contention import retried
from dpkit_archive.curation.change import said_reason
from dpkit_archive.curation.subject import Subject, name_subjects
from dpkit_archive.database import Database
from dpkit_archive.descent.table import review
from dpkit_archive.descent.walk import DOWN, reached
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import PURGED

__all__ = ["Review", "clear_reviews", "mark_impact", "open_reviews"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A product that is to be reviewed.

    Attributes
    ----------
    id, product, dataset, status : str
        The product.
    version : int
        Its version.
    cause : str
        Id of the product that turned out bad.
    reason : str
        What is wrong with that.
    event : int
        Number of the event that marked it.
    time, actor : str
        When that was, ISO with Z, and who did it.
    """

    id: str
    product: str
    version: int
    status: str
    dataset: str
    cause: str
    reason: str
    event: int
    time: str
    actor: str

    def to_dict(self) -> dict[str, Any]:
        """Return the review ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def mark_impact(
    database: Database, identifier: str, *, actor: str, reason: str | None
) -> tuple[int, int]:
    """Mark every product that comes from one as to be reviewed, in one transaction.

    Returns
    -------
    tuple of int
        How many were marked, and how many had been marked because of it before. What was purged
        counts as neither.

    Raises
    ------
    NotFoundError
        There is no product of this id.
    ArchiveError
        No reason is given.
    """
    said = said_reason(reason)
    if said is None:
        raise ArchiveError("a mark needs a reason", remedy="say it with --reason")
    return retried(lambda: _mark(database, identifier, actor, said))


def _mark(database: Database, identifier: str, actor: str, reason: str) -> tuple[int, int]:
    with database.writing() as connection:
        (cause,) = name_subjects(connection, [identifier])
        own = reached(connection, [cause.number], DOWN)
        touched = [one for one in own if one.number != cause.number and one.status != PURGED]
        known = {number for (number,) in select_rows(connection, _marked, cause=cause.number)}
        new = [one.number for one in touched if one.number not in known]
        if new:
            pending = Pending(connection)
            detail = {"reason": reason, "marked": len(new)}
            event = add_event(pending, "review", cause.id, actor, detail)
            said = {"event": event, "cause": cause.number, "reason": reason, "cleared_event": None}
            pending.add(review, *({"product": number, **said} for number in new))
            pending.flush()
    return len(new), len(touched) - len(new)


def open_reviews(connection: Connection, ids: Iterable[str] = ()) -> list[Review]:
    """Return what is to be reviewed, by product and event; of some products, or of all.

    Raises
    ------
    NotFoundError
        There is no product of an id.
    """
    some = [one.number for one in name_subjects(connection, ids)]
    chosen = _open()
    if some:
        chosen = chosen.where(review.c.product.in_(some))
    return [_review(row) for row in connection.execute(chosen)]


def clear_reviews(
    database: Database, ids: Iterable[str], *, actor: str, reason: str | None
) -> list[str]:
    """Note that products were reviewed, in one transaction.

    Returns
    -------
    list of str
        Ids of those that were to be reviewed.

    Raises
    ------
    NotFoundError
        There is no product of an id.
    """
    wanted, said = list(ids), said_reason(reason)
    return retried(lambda: _clear(database, wanted, actor, said))


def _clear(database: Database, ids: Sequence[str], actor: str, reason: str | None) -> list[str]:
    with database.writing() as connection:
        subjects = name_subjects(connection, ids)
        numbers = [one.number for one in subjects]
        waiting = {number for (number,) in select_rows(connection, _waiting, products=numbers)}
        done = [one for one in subjects if one.number in waiting]
        if done:
            _write_cleared(connection, done, actor, reason)
    return [one.id for one in done]


def _write_cleared(
    connection: Connection, done: Sequence[Subject], actor: str, reason: str | None
) -> None:
    pending = Pending(connection)
    events = {
        one.number: add_event(pending, "reviewed", one.id, actor, {"reason": reason})
        for one in done
    }
    pending.flush()
    change = update(review).where(
        review.c.product == bindparam("reviewed"), review.c.cleared_event.is_(None)
    )
    rows = [{"reviewed": number, "by": event} for number, event in events.items()]
    connection.execute(change.values(cleared_event=bindparam("by")), rows)


def _open() -> Select[Any]:
    product, cause = tables.product, tables.product.alias("cause")
    joined = (
        review.join(product, product.c.number == review.c.product)
        .join(tables.product_type, tables.product_type.c.number == product.c.type)
        .join(tables.dataset, tables.dataset.c.number == product.c.dataset)
        .join(cause, cause.c.number == review.c.cause)
        .join(tables.event, tables.event.c.seq == review.c.event)
    )
    return (
        select(
            product.c.id,
            tables.product_type.c.name.label("product"),
            product.c.version,
            product.c.status,
            tables.dataset.c.name.label("dataset"),
            cause.c.id.label("cause"),
            review.c.reason,
            review.c.event,
            tables.event.c.time_ns,
            tables.event.c.actor,
        )
        .select_from(joined)
        .where(review.c.cleared_event.is_(None), product.c.status != PURGED)
        .order_by(review.c.product, review.c.event)
    )


def _review(row: Any) -> Review:
    said = dict(row._mapping)
    return Review(time=format_utc(said.pop("time_ns")), **said)


def _marked(_among: Among) -> Select[Any]:
    cause = bindparam("cause", type_=BigInteger())
    standing = select(review.c.product).where(review.c.cause == cause)
    return standing.where(review.c.cleared_event.is_(None))


def _waiting(among: Among) -> Select[Any]:
    standing = select(review.c.product).where(review.c.cleared_event.is_(None)).distinct()
    return standing.where(among(review.c.product, "products"))
