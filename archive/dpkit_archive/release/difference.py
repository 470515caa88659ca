"""What two releases have not in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dpkit_archive.release.member import Member, members_of
from dpkit_archive.release.record import read_release

__all__ = ["MemberDifference", "compare_releases"]

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDifference:
    """An identity of which two releases have not the same version.

    Attributes
    ----------
    change : {"added", "removed", "changed"}
        What the second one has that the first has not, or the other way round, or both have in
        other versions.
    before, after : Member or None
        The members of the first and of the second one.
    """

    change: str
    before: Member | None
    after: Member | None

    def to_dict(self) -> dict[str, Any]:
        """Return the difference ready for JSON."""
        one = self.after or self.before
        if one is None:
            raise ValueError("a difference has one side at least")
        said = {"change": self.change, "product": one.product, "dataset": one.dataset}
        sides = {"before": self.before, "after": self.after}
        parts = {n: (None, None) if m is None else (m.id, m.version) for n, m in sides.items()}
        return said | {
            f"{part}_{name}": value
            for name, both in parts.items()
            for part, value in zip(("id", "version"), both, strict=True)
        }


def compare_releases(connection: Connection, first: str, second: str) -> list[MemberDifference]:
    """Return how the second release differs from the first, by product and identity.

    Raises
    ------
    NotFoundError
        There is no such release.
    """
    before, after = (
        {one.key: one for one in members_of(connection, read_release(connection, name).number)}
        for name in (first, second)
    )
    return [
        MemberDifference(
            change=_change(before.get(key), after.get(key)),
            before=before.get(key),
            after=after.get(key),
        )
        for key in sorted({*before, *after})
        if _number(before.get(key)) != _number(after.get(key))
    ]


def _number(member: Member | None) -> int | None:
    return None if member is None else member.number


def _change(before: Member | None, after: Member | None) -> str:
    if before is None:
        return ADDED
    return REMOVED if after is None else CHANGED
