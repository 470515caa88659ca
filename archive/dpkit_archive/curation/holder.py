"""Who needs a product: frozen releases that have it, and products that come from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError
from dpkit_archive.curation.subject import Subject
from dpkit_archive.descent.walk import DOWN, reached
from dpkit_archive.release.table import release, release_member
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import PURGED, TRASHED

__all__ = ["Holders", "find_holders", "refuse_held"]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who needs a product.

    Attributes
    ----------
    releases : tuple of str
        Names of the frozen releases that have it.
    descendants : int
        How many products come from it.
    example : str
        Id of one of these.
    """

    releases: tuple[str, ...]
    descendants: int
    example: str

    def __str__(self) -> str:
        parts = [f"release {name!r} has it" for name in self.releases]
        if self.descendants:
            comes = "product comes" if self.descendants == 1 else "products come"
            parts.append(f"{self.descendants} {comes} from it, such as {self.example}")
        return "; ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Return the holders ready for JSON."""
        return {"releases": list(self.releases), "descendants": self.descendants}


def find_holders(
    connection: Connection, subjects: Sequence[Subject], verb: str
) -> dict[int, Holders]:
    """Return who needs products, by number; those that go together do not hold each other.

    Parameters
    ----------
    connection : Connection
        The archive.
    subjects : sequence of Subject
        The products.
    verb : {"trash", "purge"}
        What is to become of them; what is in the trash itself holds nothing back from there.
    """
    return dict(_holders(connection, subjects, verb))


def refuse_held(connection: Connection, subjects: Sequence[Subject], verb: str) -> None:
    """Refuse to trash or purge products that somebody needs.

    Raises
    ------
    ArchiveError
        Names the first of them.
    """
    held = next(_holders(connection, subjects, verb), None)
    if held is not None:
        number, holders = held
        identifier = next(one.id for one in subjects if one.number == number)
        raise ArchiveError(
            f"is needed: {holders}",
            place=identifier,
            remedy=f"`dpkit archive impact {identifier}` tells what comes from it; "
            f"`dpkit archive {verb} {identifier} --force` does it all the same",
        )


def _holders(
    connection: Connection, subjects: Sequence[Subject], verb: str
) -> Iterator[tuple[int, Holders]]:
    gone = (PURGED, TRASHED) if verb == "trash" else (PURGED,)
    numbers = {one.number for one in subjects}
    releases = _releases(connection, numbers)
    # Mostly nothing comes from any of them, which is told at once.
    below = bool(_others(connection, numbers, numbers, gone))
    for one in subjects:
        others = _others(connection, [one.number], numbers, gone) if below else []
        if others or one.number in releases:
            example = others[0].id if others else ""
            yield one.number, Holders(releases.get(one.number, ()), len(others), example)


def _others(
    connection: Connection, roots: Collection[int], going: Collection[int], gone: Collection[str]
) -> list[Subject]:
    """Return what comes from some products, but for what goes with them or is gone."""
    found = reached(connection, roots, DOWN)
    return [one for one in found if one.number not in going and one.status not in gone]


def _releases(connection: Connection, numbers: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for product, name in select_rows(connection, _frozen, products=numbers):
        found[product] = (*found.get(product, ()), name)
    return found


def _frozen(among: Among) -> Select[Any]:
    held = select(release_member.c.product, release.c.name).join(release)
    return held.where(
        among(release_member.c.product, "products"),
        release_member.c.removed_event.is_(None),
        release.c.frozen_event.is_not(None),
    ).order_by(release_member.c.product, release.c.name)
