"""Everything that happened to one product, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select, union

from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.curation.subject import name_subjects
from dpkit_archive.descent.table import review
from dpkit_archive.period import describe_range
from dpkit_archive.release.table import release, release_member

__all__ = ["HistoryEntry", "read_history"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One event of a product.

    Attributes
    ----------
    event : int
        Its number; numbers grow, whatever clocks say.
    time : str
        When, ISO with Z.
    actor, verb : str
        Who did what.
    reason : str or None
        Why, when that was said.
    what : tuple of str
        What it meant for the product.
    """

    event: int
    time: str
    actor: str
    verb: str
    reason: str | None
    what: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the entry ready for JSON."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return {**said, "what": list(self.what)}


def read_history(connection: Connection, identifier: str) -> list[HistoryEntry]:
    """Return the events of a product, by number.

    Registration, other ids, statuses, certification, releases and reviews.

    Raises
    ------
    NotFoundError
        There is no product of this id.
    """
    (subject,) = name_subjects(connection, [identifier])
    meant: dict[int, list[str]] = {}
    for event, text in _meanings(connection, subject.number):
        meant.setdefault(event, []).append(text)
    log = tables.event.c
    about = or_(log.subject == subject.id, log.seq.in_(_events(subject.number)))
    rows = connection.execute(select(tables.event).where(about).order_by(log.seq))
    return [_entry(row, tuple(meant.get(row.seq, ()))) for row in rows]


def _entry(row: Any, what: tuple[str, ...]) -> HistoryEntry:
    detail: Mapping[str, Any] = row.detail or {}
    return HistoryEntry(
        event=row.seq,
        time=format_utc(row.time_ns),
        actor=row.actor,
        verb=row.verb,
        reason=detail.get("reason"),
        what=what,
    )


def _events(number: int) -> Any:
    """Return the numbers of the events that rows of a product name."""
    validity, alias, status = tables.validity.c, tables.product_alias.c, tables.product_status.c
    member, seen = release_member.c, review.c
    own = (
        select(status.event).where(status.product == number),
        select(alias.event).where(alias.product == number),
        *(select(validity[n]).where(validity.product == number) for n in _RANGE_EVENTS),
        *(select(member[n]).where(member.product == number) for n in _MEMBER_EVENTS),
        *(select(seen[n]).where(seen.product == number) for n in ("event", "cleared_event")),
        _frozen(number).with_only_columns(release.c.frozen_event),
    )
    return select(union(*own).subquery())


_RANGE_EVENTS = ("granted_event", "retired_event")
_MEMBER_EVENTS = ("added_event", "removed_event")


def _meanings(connection: Connection, number: int) -> Iterator[tuple[int, str]]:
    """Yield the number of an event, and what it meant for a product."""
    status, alias = tables.product_status.c, tables.product_alias.c
    said = select(status.event, status.status).where(status.product == number)
    yield from ((event, word) for event, word in connection.execute(said))
    named = select(alias.event, alias.id).where(alias.product == number)
    yield from ((event, f"also named {other}") for event, other in connection.execute(named))
    yield from _ranges(connection, number)
    yield from _releases(connection, number)
    yield from _reviews(connection, number)


def _ranges(connection: Connection, number: int) -> Iterator[tuple[int, str]]:
    validity, sets = tables.validity, tables.calibration_set
    held = select(validity, sets.c.name).join(sets).where(validity.c.product == number)
    for row in connection.execute(held.order_by(validity.c.number)):
        where = f"{describe_range(row.begin_ns, row.end_ns)} of set {row.name!r}"
        yield row.granted_event, f"granted {where}"
        if row.retired_event is not None:
            yield row.retired_event, f"retired {where}"


def _releases(connection: Connection, number: int) -> Iterator[tuple[int, str]]:
    member = release_member.c
    held = select(member.added_event, member.removed_event, release.c.name).join(release)
    held = held.where(member.product == number)
    for row in connection.execute(held.order_by(member.added_event)):
        yield row.added_event, f"added to release {row.name!r}"
        if row.removed_event is not None:
            yield row.removed_event, f"removed from release {row.name!r}"
    for event, name in connection.execute(_frozen(number)):
        yield event, f"frozen in release {name!r}"


def _frozen(number: int) -> Select[Any]:
    """Return the releases that were frozen with a product, as event and name."""
    frozen = select(release.c.frozen_event, release.c.name)
    return frozen.join(release_member, release_member.c.release == release.c.number).where(
        release_member.c.product == number,
        release.c.frozen_event.is_not(None),
        release_member.c.removed_event.is_(None),
    )


def _reviews(connection: Connection, number: int) -> Iterator[tuple[int, str]]:
    seen, cause = review.c, tables.product
    held = select(seen.event, seen.cleared_event, cause.c.id)
    held = held.join(cause, cause.c.number == seen.cause).where(seen.product == number)
    for row in connection.execute(held.order_by(seen.event)):
        yield row.event, f"to be reviewed, because of {row.id}"
        if row.cleared_event is not None:
            yield row.cleared_event, f"reviewed, as to {row.id}"
