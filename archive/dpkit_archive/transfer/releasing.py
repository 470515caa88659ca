"""The release that comes with a package, or that its products shall make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from dpkit.errors import ReleaseError
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.release.change import add_release
from dpkit_archive.release.manifest import manifest_sha256, manifest_text, read_manifest
from dpkit_archive.release.member import Member, identified, members_of, own_contents
from dpkit_archive.release.record import ReleaseRecord, read_release
from dpkit_archive.release.table import release
from dpkit_archive.standing import Registration
from dpkit_archive.transfer.manifest import PackageManifest

__all__ = ["ReleaseOutcome", "import_release"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOutcome:
    """What became of the release of a package.

    Attributes
    ----------
    name : str or None
        Its name; None when there is none.
    state : {"new", "there"} or None
        Whether it came, or was there.
    manifest_sha256 : str or None
        That of its manifest, when it is frozen.
    same : bool
        Whether that is the one it had where it comes from.
    """

    name: str | None = None
    state: str | None = None
    manifest_sha256: str | None = None
    same: bool = False


def import_release(
    connection: Connection,
    package: PackageManifest,
    made: Mapping[str, Registration],
    *,
    name: str | None,
    actor: str,
) -> ReleaseOutcome:
    """Make the release of a package, frozen when it was so, unless the same one is there.

    A frozen one keeps its manifest when its members are here what they were there; else it gets
    one of what they are here.

    Raises
    ------
    ReleaseError
        There is another release of its name.
    """
    own = package.release
    named = name or (None if own is None else own.name)
    if named is None:
        return ReleaseOutcome()
    members = identified(connection, [one.id for one in made.values()])
    text = (
        None
        if own is None or own.manifest is None
        else _manifest(connection, own.manifest, members)
    )
    found = _there(connection, named)
    if found is not None:
        _refuse_other(connection, found, members, is_frozen=text is not None)
        digest = found.manifest_sha256  # it may have been frozen here with other statuses
    else:
        _add(connection, named, members, text, package, actor)
        digest = None if text is None else manifest_sha256(text)
    return ReleaseOutcome(
        name=named,
        state="new" if found is None else "there",
        manifest_sha256=digest,
        same=own is not None and digest is not None and digest == own.manifest_sha256,
    )


def _manifest(connection: Connection, stated: str, members: list[Member]) -> str:
    """Return the manifest that came, if it says what is here; else that of what is here."""
    here = manifest_text(members, own_contents(connection, members))
    return stated if _without_status(stated) == _without_status(here) else here


def _without_status(text: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in one.items() if k != "status"} for one in read_manifest(text)]


def _there(connection: Connection, name: str) -> ReleaseRecord | None:
    known = connection.scalar(select(release.c.name).where(release.c.name == name))
    return None if known is None else read_release(connection, name)


def _refuse_other(
    connection: Connection, found: ReleaseRecord, members: list[Member], *, is_frozen: bool
) -> None:
    held = {one.number for one in members_of(connection, found.number)}
    same = held == {one.number for one in members}
    if not same or found.is_frozen != is_frozen:
        raise ReleaseError(
            f"there is another release named {found.name!r}",
            remedy="give the one of the package another name, with --as-release",
        )


def _add(
    connection: Connection,
    name: str,
    members: list[Member],
    text: str | None,
    package: PackageManifest,
    actor: str,
) -> None:
    pending = Pending(connection)
    said: dict[str, Any] = {"members": len(members), "archive": package.archive}
    if package.release is not None:
        said |= {"imported": package.release.name, "manifest": package.release.manifest_sha256}
    event = add_event(pending, "release-import", f"release {name}", actor, said)
    add_release(pending, name, members, event, manifest=text)
    pending.flush()
