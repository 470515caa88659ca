"""The archive as those see it who judge products: status, history, descent, and deleting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpkit_archive.asof import AsOf
from dpkit_archive.event import default_actor
from dpkit_archive.reader import ArchiveReader

if TYPE_CHECKING:
    from dpkit_archive.curation.change import StatusChange
    from dpkit_archive.curation.history import HistoryEntry
    from dpkit_archive.curation.purge import Purge
    from dpkit_archive.descent.graph import Lineage
    from dpkit_archive.descent.review import Review
    from dpkit_archive.descent.walk import Descendant
    from dpkit_archive.eventlog import LoggedEvent

__all__ = ["ArchiveCurator"]


class ArchiveCurator(ArchiveReader):
    """What becomes of products once they are registered."""

    def set_status(
        self,
        ids: Sequence[str] | str,
        status: str,
        *,
        reason: str | None = None,
        actor: str | None = None,
    ) -> list[StatusChange]:
        """Give products a status, all of them or none.

        With ``invalid``, ``rejected``, ``retired`` and ``trashed`` all validity ranges of a
        product are retired in the same transaction; they return only by being certified again.

        Parameters
        ----------
        ids : sequence of str, or str
            The products.
        status : str
            The status; words of headers and of quality control are understood.
        reason : str, optional
            Why; needed for ``invalid``, ``rejected``, ``superseded`` and ``retired``.
        actor : str, optional
            Who says so; user and host by default.

        Returns
        -------
        list of StatusChange
            For each product once; without an event when it had the status already.

        Raises
        ------
        NotFoundError
            There is no such product, or status.
        ArchiveError
            A product cannot get the status from the one it has, a reason is needed, or it is to
            go into the trash and others need it.
        """
        from dpkit_archive.curation.change import change_statuses

        return change_statuses(
            self._database, _listed(ids), status, actor=actor or default_actor(), reason=reason
        )

    def history(self, identifier: str) -> list[HistoryEntry]:
        """Return every event of a product, by number.

        Raises
        ------
        NotFoundError
            There is no product of this id.
        """
        from dpkit_archive.curation.history import read_history

        with self._database.reading() as connection:
            return read_history(connection, identifier)

    def events(
        self,
        *,
        since: AsOf | None = None,
        until: AsOf | None = None,
        verb: str | None = None,
        actor: str | None = None,
        subject: str | None = None,
        limit: int | None = None,
    ) -> list[LoggedEvent]:
        """Return what happened to the archive, by number.

        Parameters
        ----------
        since, until : int or str, optional
            Numbers of events, or UTC text; both count themselves.
        verb, actor, subject : str, optional
            Only events that did this, by them, to this.
        limit : int, optional
            Only the last so many.

        Raises
        ------
        ArchiveError
            There is no event of a number, a text is no time, or the limit makes no sense.
        """
        from dpkit_archive.eventlog import EventFilter, read_events

        wanted = EventFilter(
            since=since, until=until, verb=verb, actor=actor, subject=subject, limit=limit
        )
        with self._database.reading() as connection:
            return read_events(connection, wanted)

    # What comes from what

    def lineage(self, identifier: str, way: str, *, depth: int | None = None) -> Lineage:
        """Return what a product was made from, or what was made from it.

        Parameters
        ----------
        identifier : str
            An id of the product.
        way : {"up", "down"}
            To what it was made from, or to what was made from it.
        depth : int, optional
            Go only so many steps.

        Raises
        ------
        NotFoundError
            There is no product of this id, or no such way.
        ArchiveError
            The depth is negative.
        """
        from dpkit_archive.descent.graph import read_lineage

        with self._database.reading() as connection:
            return read_lineage(connection, identifier, way, depth)

    def impact(self, identifier: str) -> list[Descendant]:
        """Return every product that comes from one, whatever its status, by registration.

        Raises
        ------
        NotFoundError
            There is no product of this id.
        """
        from dpkit_archive.curation.subject import name_subjects
        from dpkit_archive.descent.walk import descendants

        with self._database.reading() as connection:
            (subject,) = name_subjects(connection, [identifier])
            return descendants(connection, [subject.number])

    def count_impact(self, identifier: str) -> int:
        """Return how many products come from one.

        Raises
        ------
        NotFoundError
            There is no product of this id.
        """
        from dpkit_archive.curation.subject import name_subjects
        from dpkit_archive.descent.walk import count_descendants

        with self._database.reading() as connection:
            (subject,) = name_subjects(connection, [identifier])
            return count_descendants(connection, subject.number)

    def mark_impact(
        self, identifier: str, *, reason: str, actor: str | None = None
    ) -> tuple[int, int]:
        """Mark every product that comes from one as to be reviewed.

        Parameters
        ----------
        identifier : str
            An id of the product that turned out bad.
        reason : str
            What is wrong with it.
        actor : str, optional
            Who says so; user and host by default.

        Returns
        -------
        tuple of int
            How many were marked, and how many had been marked because of it before.

        Raises
        ------
        NotFoundError
            There is no product of this id.
        ArchiveError
            No reason is given.
        """
        from dpkit_archive.descent.review import mark_impact

        return mark_impact(
            self._database, identifier, actor=actor or default_actor(), reason=reason
        )

    def reviews(self, ids: Sequence[str] | str = ()) -> list[Review]:
        """Return what is to be reviewed, of some products or of all; a product can be, twice.

        Raises
        ------
        NotFoundError
            There is no product of an id.
        """
        from dpkit_archive.descent.review import open_reviews

        with self._database.reading() as connection:
            return open_reviews(connection, _listed(ids))

    def clear_reviews(
        self, ids: Sequence[str] | str, *, reason: str | None = None, actor: str | None = None
    ) -> list[str]:
        """Note that products were reviewed, and return the ids of those that were to be.

        Parameters
        ----------
        ids : sequence of str, or str
            The products.
        reason : str, optional
            What came of it.
        actor : str, optional
            Who says so; user and host by default.

        Raises
        ------
        NotFoundError
            There is no product of an id.
        """
        from dpkit_archive.descent.review import clear_reviews

        return clear_reviews(
            self._database, _listed(ids), actor=actor or default_actor(), reason=reason
        )

    # Deleting

    def trash(
        self,
        ids: Sequence[str] | str,
        *,
        force: bool = False,
        reason: str | None = None,
        actor: str | None = None,
    ) -> list[StatusChange]:
        """Put products into the trash, all of them or none; their files stay.

        They are not found any more, and lose their validity ranges; `restore` brings them back,
        and `purge` removes them for good.

        Parameters
        ----------
        ids : sequence of str, or str
            The products.
        force : bool
            Also what frozen releases or other products need; the log says that it was.
        reason : str, optional
            Why.
        actor : str, optional
            Who does it; user and host by default.

        Raises
        ------
        NotFoundError
            There is no such product.
        ArchiveError
            A product was purged, or is needed by others.
        """
        from dpkit_archive.curation.change import change_statuses

        who = actor or default_actor()
        return change_statuses(
            self._database, _listed(ids), "trashed", actor=who, reason=reason, force=force
        )

    def restore(
        self, ids: Sequence[str] | str, *, reason: str | None = None, actor: str | None = None
    ) -> list[StatusChange]:
        """Bring products back from the trash with the status that they had; all of them or none.

        Their validity ranges return only by being certified again.

        Raises
        ------
        NotFoundError
            There is no such product.
        ArchiveError
            A product is not in the trash.
        """
        from dpkit_archive.curation.change import restore_statuses

        return restore_statuses(
            self._database, _listed(ids), actor=actor or default_actor(), reason=reason
        )

    def purge(
        self,
        ids: Sequence[str] | str = (),
        *,
        trashed_before: int | None = None,
        force: bool = False,
        reason: str | None = None,
        actor: str | None = None,
    ) -> list[Purge]:
        """Remove products in the trash for good, all of them or none.

        Documents, files and all that is derived from them go; what others keep stays where it is.
        The id of a product, its version, history and lineage stay, and are never used again.

        Parameters
        ----------
        ids : sequence of str, or str
            The products; of one that was purged already only files that were left are removed.
        trashed_before : int, optional
            Also everything that went to the trash before this time, nanoseconds of TAI.
        force : bool
            Also what frozen releases or other products need; the log says that it was.
        reason : str, optional
            Why.
        actor : str, optional
            Who does it; user and host by default.

        Raises
        ------
        NotFoundError
            There is no such product.
        ArchiveError
            A product is not in the trash, or is needed by others; or its files cannot be removed,
            while the rest of it is purged.
        """
        from dpkit_archive.curation.purge import find_trashed, purge_products

        found = [] if trashed_before is None else find_trashed(self._database, trashed_before)
        return purge_products(
            self._database,
            [*_listed(ids), *found],
            actor=actor or default_actor(),
            reason=reason,
            force=force,
        )


def _listed(ids: Sequence[str] | str) -> list[str]:
    """Return ids as a list; one alone is easily given where several may be."""
    return [ids] if isinstance(ids, str) else list(ids)
