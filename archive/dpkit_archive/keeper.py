"""The archive as those see it who look after it: checked, repaired and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dpkit_archive.event import default_actor
from dpkit_archive.reader import ArchiveReader

if TYPE_CHECKING:
    from dpkit_archive.health.fault import Fault
    from dpkit_archive.health.reindex import Reindexed
    from dpkit_archive.health.repair import Repair
    from dpkit_archive.health.stats import Amount

__all__ = ["ArchiveKeeper"]


class ArchiveKeeper(ArchiveReader):
    """What keeps an archive sound."""

    def check(
        self,
        *,
        deep: bool = False,
        rate: float | None = None,
        journal: str | Path | None = None,
        progress: Callable[[int, int], object] = lambda _done, _total: None,
    ) -> Iterator[Fault]:
        """Look at all of the archive, and yield what is not as it must be; nothing is changed.

        Others may read and register meanwhile.

        Parameters
        ----------
        deep : bool
            Read every document and file, and derive anew what follows from every document; else
            only look whether files are there and as large as they were, and at samples of the
            products.
        rate : float, optional
            Let a deep check read at most so many bytes each second.
        journal : str or Path, optional
            Keep a journal of a deep check in this file, and go on where it ends. It is removed
            when the check is at its end.
        progress : callable, optional
            Is told how many bytes a deep check has read, and how many there are.

        Yields
        ------
        Fault
            In no particular order.

        Raises
        ------
        ArchiveError
            The database cannot be read, or the journal is that of something else.
        """
        from dpkit_archive.health.check import check

        kept = None if journal is None else Path(journal)
        return check(self._database, deep=deep, rate=rate, journal=kept, progress=progress)

    def repair(
        self, faults: Iterable[Fault], *, actor: str | None = None, rehearse: bool = False
    ) -> Iterator[Repair]:
        """Mend faults that a check found, each in a transaction, with an entry in the log.

        No file is removed: what is in the way, or belongs to no product, is moved to the folder
        ``.quarantine`` of the archive.

        Parameters
        ----------
        faults : iterable of Fault
            What `check` found; each is looked at again.
        actor : str, optional
            Who repairs; user and host by default.
        rehearse : bool
            Only tell what would be done.

        Yields
        ------
        Repair
            What became of each fault.

        Raises
        ------
        ArchiveError
            Others are at work in the archive.
        """
        from dpkit_archive.health.repair import repair

        return repair(self._database, faults, actor=actor or default_actor(), rehearse=rehearse)

    def reindex(self, *, actor: str | None = None) -> Reindexed:
        """Make what is derived from documents what the installed schemas derive, as far as it goes.

        After schemas were upgraded: documents stay what they are, and are read by the new ones.
        Keys, JSON, metrics, references, areas and proposed validity are made anew, and so are
        the indexes on paths. All in one transaction, with an entry in the log.

        Parameters
        ----------
        actor : str, optional
            Who does it; user and host by default.

        Returns
        -------
        Reindexed
            What was made anew, and what cannot be: the faults that a check would still find.
        """
        from dpkit_archive.health.reindex import reindex

        return reindex(self._database, actor=actor or default_actor())

    def stats(self) -> list[Amount]:
        """Return how much there is of what: products by type, dataset and status; files; bytes."""
        from dpkit_archive.health.stats import stats

        return list(stats(self._database))
