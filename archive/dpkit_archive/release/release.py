"""A release as programs see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from dpkit.errors import ReleaseError
from dpkit_archive.database import Database
from dpkit_archive.event import default_actor
from dpkit_archive.query.query import Query, query
from dpkit_archive.release.change import (
    MemberChange,
    add_members,
    freeze_release,
    remove_members,
)
from dpkit_archive.release.chosen import Source, chosen
from dpkit_archive.release.completeness import Completeness, Extent, find_completeness
from dpkit_archive.release.difference import MemberDifference, compare_releases
from dpkit_archive.release.duplicate import Duplicate, duplicates_in_release
from dpkit_archive.release.member import Member, members_of
from dpkit_archive.release.record import ReleaseRecord, read_release
from dpkit_archive.release.spoilage import spoiled
from dpkit_archive.release.table import release

__all__ = ["Release"]


class Release:
    """A named set of versions; `ArchiveReleaser.release` returns one.

    Parameters
    ----------
    database : Database
        Its archive.
    name : str
        Its name.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self.name = name

    def __repr__(self) -> str:
        return f"<Release {self.name}>"

    @property
    def record(self) -> ReleaseRecord:
        """What there is to say of it now."""
        with self._database.reading() as connection:
            return read_release(connection, self.name)

    def members(self) -> list[Member]:
        """Return its members, in the order of their ids."""
        with self._database.reading() as connection:
            return members_of(connection, read_release(connection, self.name).number)

    def amounts(self) -> list[dict[str, Any]]:
        """Return how many members it has, by product and dataset."""
        counts = Counter((one.product, one.dataset) for one in self.members())
        return [
            {"product": product, "dataset": dataset, "count": count}
            for (product, dataset), count in sorted(counts.items())
        ]

    def query(self, product: str | None = None) -> Query:
        """Return a query for its members, to be narrowed."""
        return query(self._database, product).release(self.name)

    def manifest(self) -> str:
        """Return the manifest: canonical JSON of its members as they were when it was frozen.

        Raises
        ------
        ReleaseError
            It is open.
        """
        with self._database.reading() as connection:
            text = connection.scalar(select(release.c.manifest).where(release.c.name == self.name))
        if text is None:
            raise ReleaseError(
                f"the release {self.name!r} is open and has no manifest",
                remedy=f"`dpkit archive release freeze {self.name}`",
            )
        return str(text)

    def spoiled(self) -> list[tuple[str, str]]:
        """Return id and status of the members that turned out bad since it was frozen."""
        with self._database.reading() as connection:
            return spoiled(connection, self.name)

    def add(
        self, members: Source, *, replace: bool = False, actor: str | None = None
    ) -> MemberChange:
        """Add products while it is open.

        Parameters
        ----------
        members : Query, or iterable of Query or str
            What queries find, or ids.
        replace : bool
            Let a product take the place of another version of its identity.
        actor : str, optional
            Who does it; user and host by default.

        Raises
        ------
        ReleaseError
            It is frozen, or has another version of an identity; nothing is added then.
        NotFoundError
            An id, or what a query names, is not there.
        """
        who, choice = actor or default_actor(), chosen(members)
        return add_members(self._database, self.name, choice, actor=who, replace=replace)

    def remove(self, members: Source, *, actor: str | None = None) -> MemberChange:
        """Remove products while it is open; what is no member is left alone.

        Raises
        ------
        ReleaseError
            It is frozen.
        NotFoundError
            An id, or what a query names, is not there.
        """
        choice = chosen(members)
        return remove_members(self._database, self.name, choice, actor=actor or default_actor())

    def freeze(self, *, allow_invalid: bool = False, actor: str | None = None) -> ReleaseRecord:
        """Freeze it: its members never change again, and its manifest is hashed and kept.

        Parameters
        ----------
        allow_invalid : bool
            Freeze it although members are invalid, rejected or trashed; they are recorded.
        actor : str, optional
            Who does it; user and host by default.

        Raises
        ------
        ReleaseError
            It is frozen already, has no members, or has bad ones.
        """
        who = actor or default_actor()
        return freeze_release(self._database, self.name, actor=who, allow_invalid=allow_invalid)

    def diff(self, other: str) -> list[MemberDifference]:
        """Return how another release differs from this one, by product and identity.

        Raises
        ------
        NotFoundError
            There is no such release.
        """
        with self._database.reading() as connection:
            return compare_releases(connection, self.name, other)

    def completeness(
        self,
        *,
        by: Sequence[str],
        expect: Sequence[str],
        over: str | None = None,
        dataset: Sequence[str] = (),
    ) -> Completeness:
        """Return what it has of what it should have.

        Parameters
        ----------
        by : sequence of str
            Keys; of one with several values in a product, each counts. A product that has not all
            of them counts for all values of those that it has not.
        expect : sequence of str
            Products that should be there for each combination of values.
        over : str, optional
            Product of the archive that defines the combinations; those of any expected product
            by default.
        dataset : sequence of str
            Datasets in which the defining products are; all by default.

        Raises
        ------
        NotFoundError
            A product, key or dataset is unknown.
        ArchiveError
            No product tells which combinations there are.
        """
        extent = Extent(release=self.name, datasets=tuple(dataset))
        with self._database.reading() as connection:
            return find_completeness(connection, extent, by=by, expect=expect, over=over)

    def duplicates(self) -> list[Duplicate]:
        """Return the members that are duplicates: made of the same inputs for the same keys."""
        with self._database.reading() as connection:
            return duplicates_in_release(connection, self.name)
