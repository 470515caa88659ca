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
            A product cannot get the status from the one it has, or a reason is needed.
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


def _listed(ids: Sequence[str] | str) -> list[str]:
    """Return ids as a list; one alone is easily given where several may be."""
    return [ids] if isinstance(ids, str) else list(ids)
