"""What there is to say of a release: name, state, events, and how many members it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.query.run import known_numbers
from dpkit_archive.release.table import release, release_member
from dpkit_archive.status import HIDDEN

__all__ = ["ReleaseRecord", "read_release", "read_releases"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRecord:
    """One release; times are ISO text.

    Attributes
    ----------
    name : str
        Its name.
    state : {"open", "frozen"}
        Whether members may still be added and removed.
    members, invalid : int
        How many members it has, and how many of them are invalid, rejected or trashed now.
    parent : str or None
        The release that it was made from.
    created, frozen : str or None
        When it was made, and when it was frozen.
    created_event, frozen_event : int or None
        The events of both.
    manifest_sha256 : str or None
        SHA-256 of the manifest, once it is frozen.
    number : int
        Its number in the archive.
    """

    name: str
    state: str
    members: int
    invalid: int
    parent: str | None
    created: str
    frozen: str | None
    created_event: int
    frozen_event: int | None
    manifest_sha256: str | None
    number: int

    @property
    def is_frozen(self) -> bool:
        """Whether it cannot change any more."""
        return self.frozen_event is not None

    def to_dict(self) -> dict[str, Any]:
        """Return the record ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "number"}


def read_release(connection: Connection, name: str) -> ReleaseRecord:
    """Return one release.

    Raises
    ------
    NotFoundError
        There is no such release; names the nearest ones.
    """
    (number,) = known_numbers(connection, release, [name])
    return _record(connection.execute(_selection().where(release.c.number == number)).one())


def read_releases(connection: Connection) -> list[ReleaseRecord]:
    """Return all releases, in the order in which they were made."""
    found = connection.execute(_selection().order_by(release.c.number))
    return [_record(row) for row in found]


def _selection() -> Select[Any]:
    parent, created, frozen = release.alias(), tables.event.alias(), tables.event.alias()
    return (
        select(
            *(column for column in release.c if column.name not in {"parent", "manifest"}),
            parent.c.name.label("parent_name"),
            created.c.time_ns.label("created_ns"),
            frozen.c.time_ns.label("frozen_ns"),
            _count().label("members"),
            _count(tables.product.c.status.in_(HIDDEN)).label("invalid"),
        )
        .join_from(release, created, created.c.seq == release.c.created_event)
        .outerjoin(frozen, frozen.c.seq == release.c.frozen_event)
        .outerjoin(parent, parent.c.number == release.c.parent)
    )


def _count(*conditions: Any) -> Any:
    member, product = release_member.c, tables.product.c
    counted = select(func.count()).select_from(release_member)
    if conditions:
        counted = counted.join(tables.product, member.product == product.number).where(*conditions)
    held = (member.release == release.c.number, member.removed_event.is_(None))
    return counted.where(*held).correlate(release).scalar_subquery()


def _record(row: Any) -> ReleaseRecord:
    return ReleaseRecord(
        name=row.name,
        state="open" if row.frozen_event is None else "frozen",
        members=row.members,
        invalid=row.invalid,
        parent=row.parent_name,
        created=format_utc(row.created_ns),
        frozen=None if row.frozen_ns is None else format_utc(row.frozen_ns),
        created_event=row.created_event,
        frozen_event=row.frozen_event,
        manifest_sha256=row.manifest_sha256,
        number=row.number,
    )
