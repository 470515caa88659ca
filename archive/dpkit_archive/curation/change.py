"""Change the status of products: all of those named, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.contention import retried
from dpkit_archive.curation.holder import Holders, find_holders, refuse_held
from dpkit_archive.curation.subject import Subject, name_subjects
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import (
    PURGED,
    REASONED,
    TRANSITIONS,
    TRASHED,
    WITHOUT_VALIDITY,
    check_transition,
    parse_status,
)

__all__ = [
    "StatusChange",
    "add_status",
    "change_statuses",
    "give_status",
    "restore_statuses",
    "said_reason",
]

_TRASH = "trash"
_FIRST = next(iter(TRANSITIONS))

Targets = Mapping[int, str]
_Said = tuple[str, str, str | None]
"""The verb of the event, who does it, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What became of the status of a product.

    Attributes
    ----------
    id, product, dataset : str
        The product.
    version : int
        Its version.
    before, status : str
        Its status before and now; equal when there was nothing to change.
    ranges : int
        How many validity ranges of it were retired with it.
    event : int or None
        Number of the event; None when there was nothing to change.
    """

    id: str
    product: str
    version: int
    status: str
    dataset: str
    before: str
    ranges: int
    event: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return the change ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def change_statuses(
    database: Database,
    ids: Iterable[str],
    word: str,
    *,
    actor: str,
    reason: str | None,
    force: bool = False,
) -> list[StatusChange]:
    """Give products a status, in one transaction; see `TRANSITIONS` for what is allowed.

    Parameters
    ----------
    database : Database
        The archive.
    ids : iterable of str
        The products.
    word : str
        The status, or another word for it.
    actor : str
        Who does it.
    reason : str or None
        Why.
    force : bool
        Trash also what frozen releases or other products need; that is kept in the log.

    Raises
    ------
    NotFoundError
        There is no such product, or status.
    ArchiveError
        A product cannot get the status from the one it has, or the status needs a reason; or it
        is to go into the trash, and is needed.
    """
    status, wanted = parse_status(word), list(ids)
    said = said_reason(reason)
    if status in REASONED and said is None:
        raise ArchiveError(f"{status} needs a reason", remedy="say it with --reason")

    def targets(_connection: Connection, subjects: Sequence[Subject]) -> Targets:
        for one in subjects:
            if one.status != status:
                check_transition(one.id, one.status, status)
        return {one.number: status for one in subjects}

    verb = _TRASH if status == TRASHED else "status"
    return retried(lambda: _change(database, wanted, targets, (verb, actor, said), force))


def restore_statuses(
    database: Database, ids: Iterable[str], *, actor: str, reason: str | None
) -> list[StatusChange]:
    """Bring products back from the trash, with the status that they had, in one transaction.

    Raises
    ------
    NotFoundError
        There is no such product.
    ArchiveError
        A product is not in the trash.
    """
    wanted, said = list(ids), said_reason(reason)
    return retried(lambda: _change(database, wanted, _before_trash, ("restore", actor, said)))


def add_status(
    pending: Pending, subject: Subject, status: str, event: int, reason: str | None
) -> None:
    """Add what gives a product a status, now and in its history."""
    pending.change(tables.product.c.status, subject.number, status)
    row = {"product": subject.number, "event": event, "status": status, "reason": reason}
    pending.add(tables.product_status, row)


def said_reason(reason: str | None) -> str | None:
    """Return a reason without blanks around it; None when nothing was said."""
    return (reason or "").strip() or None


def _change(
    database: Database,
    ids: Sequence[str],
    targets: Callable[[Connection, Sequence[Subject]], Targets],
    said: _Said,
    force: bool = False,
) -> list[StatusChange]:
    with database.writing() as connection:
        subjects = name_subjects(connection, ids)
        wanted = targets(connection, subjects)
        return _change_within(connection, subjects, wanted, said, force)


def give_status(
    connection: Connection,
    subjects: Sequence[Subject],
    status: str,
    *,
    actor: str,
    reason: str | None,
) -> list[StatusChange]:
    """Give products a status within a transaction, which writes; see `change_statuses`.

    Raises
    ------
    ArchiveError
        A product cannot get the status from the one it has.
    """
    for one in subjects:
        if one.status != status:
            check_transition(one.id, one.status, status)
    wanted = {one.number: status for one in subjects}
    return _change_within(connection, subjects, wanted, ("status", actor, reason), force=False)


def _change_within(
    connection: Connection, subjects: Sequence[Subject], wanted: Targets, said: _Said, force: bool
) -> list[StatusChange]:
    pending = Pending(connection)
    ranges = _standing_ranges(connection, wanted)
    holders = _checked_holders(connection, subjects, force) if said[0] == _TRASH else {}
    made = [
        _change_one(pending, one, wanted[one.number], ranges, holders, said) for one in subjects
    ]
    pending.flush()
    return made


def _checked_holders(
    connection: Connection, subjects: Sequence[Subject], force: bool
) -> Mapping[int, Holders]:
    """Return who needs what goes into the trash all the same; without force, refuse it."""
    going = [one for one in subjects if one.status != TRASHED]
    if force:
        return find_holders(connection, going, _TRASH)
    refuse_held(connection, going, _TRASH)
    return {}


def _change_one(
    pending: Pending,
    subject: Subject,
    status: str,
    ranges: Mapping[int, Sequence[int]],
    holders: Mapping[int, Holders],
    said: _Said,
) -> StatusChange:
    verb, actor, reason = said
    event, retired = None, ranges.get(subject.number, ())
    if status != subject.status:
        detail: dict[str, Any] = {"from": subject.status, "to": status, "reason": reason}
        detail["ranges"] = len(retired)
        if subject.number in holders:
            detail["forced"] = holders[subject.number].to_dict()
        event = add_event(pending, verb, subject.id, actor, detail)
        add_status(pending, subject, status, event, reason)
        for number in retired:
            pending.change(tables.validity.c.retired_event, number, event)
    return StatusChange(
        id=subject.id,
        product=subject.product,
        version=subject.version,
        status=status,
        dataset=subject.dataset,
        before=subject.status,
        ranges=len(retired) if event else 0,
        event=event,
    )


def _standing_ranges(connection: Connection, wanted: Targets) -> dict[int, list[int]]:
    """Return the ranges that stand of the products that shall hold none."""
    losing = [number for number, status in wanted.items() if status in WITHOUT_VALIDITY]
    found: dict[int, list[int]] = {}
    for product, number in select_rows(connection, _held, products=losing):
        found.setdefault(product, []).append(number)
    return found


def _held(among: Among) -> Select[Any]:
    validity = tables.validity.c
    standing = select(validity.product, validity.number).where(validity.retired_event.is_(None))
    return standing.where(among(validity.product, "products")).order_by(validity.number)


def _before_trash(connection: Connection, subjects: Sequence[Subject]) -> Targets:
    for one in subjects:
        if one.status != TRASHED:
            gone = one.status == PURGED
            raise ArchiveError(
                f"is {one.status}, and not in the trash",
                place=one.id,
                remedy="it is gone; register the product anew" if gone else "there is no need to",
            )
    # What came from another archive as trash has no other status here: nobody has judged it yet.
    before = {one.number: _FIRST for one in subjects}
    for number, status in select_rows(connection, _history, products=[o.number for o in subjects]):
        if status != TRASHED:
            before[number] = status
    return before


def _history(among: Among) -> Select[Any]:
    status = tables.product_status.c
    told = select(status.product, status.status).where(among(status.product, "products"))
    return told.order_by(status.product, status.event)
