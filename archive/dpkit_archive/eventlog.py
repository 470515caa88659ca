"""The log of events, asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from dpkit.errors import ArchiveError
from dpkit.tai import format_utc, parse_utc
from dpkit_archive import tables
from dpkit_archive.asof import AsOf, event_at

__all__ = ["EventFilter", "LoggedEvent", "read_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """One event of the log.

    Attributes
    ----------
    event : int
        Its number, which ``--as-of`` takes.
    time : str
        When, ISO with Z.
    actor, verb, subject : str
        Who did what to what.
    reason : str or None
        Why, when that was said.
    detail : mapping
        What else is known of it.
    """

    event: int
    time: str
    actor: str
    verb: str
    subject: str
    reason: str | None
    detail: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the event ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are wanted; all that is None does not matter.

    Attributes
    ----------
    since, until : int or str, optional
        Number of an event or UTC text, both inclusive.
    verb, actor, subject : str, optional
        Exactly these.
    limit : int, optional
        The last so many only.
    """

    since: AsOf | None = None
    until: AsOf | None = None
    verb: str | None = None
    actor: str | None = None
    subject: str | None = None
    limit: int | None = None


def read_events(connection: Connection, wanted: EventFilter) -> list[LoggedEvent]:
    """Return events, by number.

    Raises
    ------
    ArchiveError
        There is no event of a number, a text is no time, or the limit is negative.
    """
    if wanted.limit is not None and not 0 <= wanted.limit < 2**63:
        raise ArchiveError(f"the limit makes no sense: {wanted.limit}", remedy="leave it out")
    event = tables.event.c
    last_first = select(tables.event).where(*_conditions(connection, wanted))
    last_first = last_first.order_by(event.seq.desc()).limit(wanted.limit)
    return [_logged(row) for row in reversed(connection.execute(last_first).all())]


def _conditions(connection: Connection, wanted: EventFilter) -> list[ColumnElement[bool]]:
    event = tables.event.c
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(event.seq >= _first_event(connection, wanted.since))
    if wanted.until is not None:
        found.append(event.seq <= event_at(connection, wanted.until))
    for name in ("verb", "actor", "subject"):
        if (value := getattr(wanted, name)) is not None:
            found.append(event[name] == value)
    return found


def _first_event(connection: Connection, since: AsOf) -> int:
    """Return the number of the first event that is not earlier; by a time, as `event_at` sees it.

    Every event after the last one that is earlier counts, whatever its clock said.
    """
    at = event_at(connection, since)
    if str(since).isdecimal():
        return at
    event, time = tables.event.c, parse_utc(str(since))
    earlier = select(event.seq).where(event.time_ns < time).order_by(event.seq.desc()).limit(1)
    return (connection.scalar(earlier) or 0) + 1


def _logged(row: Any) -> LoggedEvent:
    detail = dict(row.detail or {})
    reason = detail.pop("reason", None)
    return LoggedEvent(
        event=row.seq,
        time=format_utc(row.time_ns),
        actor=row.actor,
        verb=row.verb,
        subject=row.subject,
        reason=reason,
        detail=detail,
    )
