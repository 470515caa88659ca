"""The event as of which the archive is asked: what was so then is told by numbers, not clocks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from dpkit.errors import ArchiveError
from dpkit.tai import parse_utc
from dpkit_archive import tables

__all__ = ["AsOf", "event_at", "stands_as_of", "status_as_of"]

AsOf = int | str
"""The number of an event, or UTC text; a text of digits is a number."""


def event_at(connection: Connection, when: AsOf) -> int:
    """Return the number of the last event that had happened.

    Parameters
    ----------
    connection : Connection
        The archive.
    when : int or str
        Number of an event; or a time, which means the highest event that is not later.

    Returns
    -------
    int
        0 for a time before all events.

    Raises
    ------
    ArchiveError
        There is no such event, or the text is no time or has no zone.
    """
    number = int(when) if str(when).isdecimal() else None
    return _at_time(connection, str(when)) if number is None else _checked(connection, number)


def stands_as_of(
    begun: ColumnElement[int], ended: ColumnElement[int], event: ColumnElement[int] | int | None
) -> ColumnElement[bool]:
    """Return the condition that something had begun and was not ended; None for what is now."""
    if event is None:
        return ended.is_(None)
    return and_(begun <= event, or_(ended.is_(None), ended > event))


def status_as_of(product: Any, event: ColumnElement[int] | int | None) -> ColumnElement[str]:
    """Return the status of a product; null as of an event before it was registered."""
    if event is None:
        return product.c.status  # type: ignore[no-any-return]
    told = tables.product_status.c
    then = select(told.status).where(told.product == product.c.number, told.event <= event)
    # The table that the query is about is not one of this selection, be it an alias or not.
    return then.order_by(told.event.desc()).limit(1).correlate(product).scalar_subquery()


def _checked(connection: Connection, number: int) -> int:
    last = connection.scalar(select(func.max(tables.event.c.seq))) or 0
    if number > last:
        raise ArchiveError(
            f"there is no event {number}: the last one is {last}",
            remedy="`dpkit archive events` lists them",
        )
    return number


def _at_time(connection: Connection, text: str) -> int:
    try:
        time = parse_utc(text)
    except ValueError as error:
        raise ArchiveError(
            f"as of {text!r}: {error}", remedy="give the number of an event, or UTC with Z"
        ) from None
    event = tables.event.c
    # The highest number, whatever clocks said: so it is searched from the end.
    earlier = select(event.seq).where(event.time_ns <= time).order_by(event.seq.desc()).limit(1)
    return connection.scalar(earlier) or 0
