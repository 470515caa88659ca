"""Make releases, change their members while they are open, and freeze them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from dpkit.errors import ReleaseError
from dpkit_archive.contention import retried
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.name import checked_name
from dpkit_archive.pending import Pending
from dpkit_archive.release.chosen import Chosen, chosen_members
from dpkit_archive.release.manifest import manifest_sha256, manifest_text
from dpkit_archive.release.member import Member, members_of, own_contents
from dpkit_archive.release.record import ReleaseRecord, read_release
from dpkit_archive.release.table import release, release_member
from dpkit_archive.status import HIDDEN, PURGED

__all__ = [
    "MemberChange",
    "add_members",
    "add_release",
    "create_release",
    "freeze_release",
    "remove_members",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChange:
    """What became of the members of a release.

    Attributes
    ----------
    release : ReleaseRecord
        The release as it is now.
    added, removed : tuple of str
        Ids of the products that are members now, and that are not any more.
    unchanged : int
        Products that were chosen, and were as was asked already.
    """

    release: ReleaseRecord
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


@dataclass(slots=True)
class _Planned:
    """Members that come and go."""

    added: list[Member] = field(default_factory=list)
    removed: list[Member] = field(default_factory=list)
    unchanged: int = 0


def create_release(
    database: Database, name: str, choice: Chosen, *, actor: str, parent: str | None = None
) -> MemberChange:
    """Make a release with the members of its parent, and what is chosen.

    Raises
    ------
    ReleaseError
        The name is taken or is no name, or two versions of one identity, or something that was
        purged, are chosen.
    NotFoundError
        The parent, an id, or what a query names is not there.
    """
    return retried(lambda: _create(database, name, choice, parent, actor))


def add_release(
    pending: Pending,
    name: str,
    members: Iterable[Member],
    event: int,
    *,
    parent: int | None = None,
    manifest: str | None = None,
) -> None:
    """Add the rows of a release, which is frozen when it has a manifest."""
    number = pending.number(release)
    row = {
        "number": number,
        "name": name,
        "parent": parent,
        "created_event": event,
        "frozen_event": None if manifest is None else event,
        "manifest": manifest,
        "manifest_sha256": None if manifest is None else manifest_sha256(manifest),
    }
    pending.add(release, row)
    _add_rows(pending, number, members, event)


def add_members(
    database: Database, name: str, choice: Chosen, *, actor: str, replace: bool = False
) -> MemberChange:
    """Add products to an open release.

    Parameters
    ----------
    database : Database
        The archive.
    name : str
        The release.
    choice : Chosen
        The products.
    actor : str
        Who does it.
    replace : bool
        Let a product take the place of another version of its identity.

    Raises
    ------
    ReleaseError
        The release is frozen, has another version of an identity, or something was purged; nothing
        is added then.
    NotFoundError
        The release, an id, or what a query names is not there.
    """

    def plan(connection: Connection, found: ReleaseRecord) -> _Planned:
        new = chosen_members(connection, choice)
        return _plan_addition(found.name, members_of(connection, found.number), new, replace)

    return retried(lambda: _change(database, name, "add", plan, choice, actor))


def remove_members(database: Database, name: str, choice: Chosen, *, actor: str) -> MemberChange:
    """Remove products from an open release; what is no member is left alone.

    Raises
    ------
    ReleaseError
        The release is frozen.
    NotFoundError
        The release, an id, or what a query names is not there.
    """

    def plan(connection: Connection, found: ReleaseRecord) -> _Planned:
        gone = chosen_members(connection, choice)
        held = {one.number for one in members_of(connection, found.number)}
        removed = [one for one in gone if one.number in held]
        return _Planned(removed=removed, unchanged=len(gone) - len(removed))

    return retried(lambda: _change(database, name, "remove", plan, choice, actor))


def freeze_release(
    database: Database, name: str, *, actor: str, allow_invalid: bool = False
) -> ReleaseRecord:
    """Freeze a release: its members never change again, and its manifest is hashed and kept.

    Raises
    ------
    ReleaseError
        It is frozen already, has no members, or has some that are invalid, rejected or trashed.
    NotFoundError
        There is no such release.
    """
    return retried(lambda: _freeze(database, name, allow_invalid, actor))


def _create(
    database: Database, name: str, choice: Chosen, parent: str | None, actor: str
) -> MemberChange:
    name = checked_name(name, "release", ReleaseError, example="DR1")
    with database.writing() as connection:
        _refuse_taken(connection, name)
        origin = None if parent is None else read_release(connection, parent)
        pending = Pending(connection)
        inherited = [] if origin is None else members_of(connection, origin.number)
        planned = _plan_addition(name, inherited, chosen_members(connection, choice), replace=False)
        members = [*inherited, *planned.added]
        said = {"members": len(members), "chosen": choice.describe(), "from": parent}
        event = add_event(pending, "release-create", _subject(name), actor, said)
        above = None if origin is None else origin.number
        add_release(pending, name, members, event, parent=above)
        pending.flush()
        made = read_release(connection, name)
        return MemberChange(release=made, added=tuple(one.id for one in members))


def _change(
    database: Database, name: str, verb: str, plan: Any, choice: Chosen, actor: str
) -> MemberChange:
    with database.writing() as connection:
        found = _open_one(connection, name)
        planned: _Planned = plan(connection, found)
        if planned.added or planned.removed:
            pending = Pending(connection)
            said: dict[str, Any] = {"added": len(planned.added), "removed": len(planned.removed)}
            said |= {"chosen": choice.describe()}
            event = add_event(pending, f"release-{verb}", _subject(name), actor, said)
            _add_rows(pending, found.number, planned.added, event)
            pending.flush()
            _remove_rows(connection, found.number, planned.removed, event)
        return MemberChange(
            release=read_release(connection, name),
            added=tuple(one.id for one in planned.added),
            removed=tuple(one.id for one in planned.removed),
            unchanged=planned.unchanged,
        )


def _freeze(database: Database, name: str, allow_invalid: bool, actor: str) -> ReleaseRecord:
    with database.writing() as connection:
        found = _open_one(connection, name)
        members = members_of(connection, found.number)
        bad = [one for one in members if one.status in HIDDEN]
        _refuse_unfit(name, members, [] if allow_invalid else bad)
        text = manifest_text(members, own_contents(connection, members))
        digest = manifest_sha256(text)
        pending = Pending(connection)
        said = {"members": len(members), "manifest": digest, "invalid": [one.id for one in bad]}
        event = add_event(pending, "release-freeze", _subject(name), actor, said)
        pending.flush()
        frozen = update(release).where(release.c.number == found.number)
        kept = {"frozen_event": event, "manifest": text, "manifest_sha256": digest}
        connection.execute(frozen.values(kept))
        return read_release(connection, name)


def _refuse_unfit(name: str, members: Sequence[Member], bad: Sequence[Member]) -> None:
    if not members:
        raise ReleaseError(
            f"the release {name!r} has no members", remedy=f"`dpkit archive release add {name} ...`"
        )
    if bad:
        more = f" and {len(bad) - 1} more" if len(bad) > 1 else ""
        raise ReleaseError(
            f"members of the release {name!r} are bad: {bad[0].id} ({bad[0].status}){more}",
            remedy="remove or replace them, or give --allow-invalid",
        )


def _plan_addition(
    name: str, held: Iterable[Member], new: Sequence[Member], replace: bool
) -> _Planned:
    """Tell which products come, and which go since another version of them comes."""
    before = {one.key: one for one in held}
    planned, chosen = _Planned(), dict[tuple[str, str, str], Member]()
    for one in new:
        member = before.get(one.key)
        same = member is not None and member.number == one.number
        other = chosen.get(one.key) or (None if same or replace else member)
        if other is not None:
            raise ReleaseError(
                f"the release {name!r} would have two versions of one identity: "
                f"{other.id} (version {other.version}) and {one.id} (version {one.version})",
                remedy="choose one of them; --replace lets a new one take the place of a member",
            )
        chosen[one.key] = one
        if same:
            planned.unchanged += 1
        else:
            _refuse_gone(one)
            planned.added.append(one)
    planned.removed = [before[one.key] for one in planned.added if one.key in before]
    return planned


def _refuse_gone(one: Member) -> None:
    if one.status == PURGED:
        raise ReleaseError(
            f"{one.id} was purged: there is nothing of it that a release could have",
            remedy="choose products that are there; `dpkit archive find --status purged` lists "
            "those that are not",
        )


def _add_rows(pending: Pending, number: int, members: Iterable[Member], event: int) -> None:
    said = {"release": number, "added_event": event, "removed_event": None}
    pending.add(release_member, *({**said, "product": one.number} for one in members))


def _remove_rows(
    connection: Connection, number: int, members: Sequence[Member], event: int
) -> None:
    if not members:
        return
    member = release_member.c
    held = (member.release == number, member.removed_event.is_(None))
    gone = update(release_member).where(*held, member.product == bindparam("gone"))
    change = gone.values(removed_event=event)
    connection.execute(change, [{"gone": one.number} for one in members])


def _open_one(connection: Connection, name: str) -> ReleaseRecord:
    found = read_release(connection, name)
    if found.is_frozen:
        raise ReleaseError(
            f"the release {name!r} is frozen since {found.frozen}, event {found.frozen_event}",
            remedy=f"make another one: `dpkit archive release create NAME --from {name}`",
        )
    return found


def _refuse_taken(connection: Connection, name: str) -> None:
    if connection.scalar(select(release.c.number).where(release.c.name == name)) is not None:
        raise ReleaseError(
            f"there is a release named {name!r} already",
            remedy="give another name; `dpkit archive release list` names all",
        )


def _subject(name: str) -> str:
    return f"release {name}"
