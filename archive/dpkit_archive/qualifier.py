"""The archive as those see it who control quality: QC1 tables, scores, decisions on blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dpkit_archive.event import default_actor
from dpkit_archive.reader import ArchiveReader

if TYPE_CHECKING:
    from dpkit_archive.qc.hiding import HiddenRow
    from dpkit_archive.qc.ingestion import IngestedRow
    from dpkit_archive.qc.qctable import QcTable

__all__ = ["ArchiveQualifier"]


class ArchiveQualifier(ArchiveReader):
    """What was measured, how it was scored, and what was decided."""

    def qc_table(self, name: str) -> QcTable:
        """Return a QC1 table, to be asked for rows.

        Parameters
        ----------
        name : str
            Its name: the ``metricTable`` of a product.

        Raises
        ------
        NotFoundError
            There is no such table; names the nearest ones.
        """
        from dpkit_archive.qc.qctable import QcTable

        return QcTable(self._database, name)

    def ingest_rows(
        self,
        table: str,
        rows: Sequence[Mapping[str, str | float | None]],
        *,
        actor: str | None = None,
        places: Sequence[str] | None = None,
    ) -> list[IngestedRow]:
        """Enter rows of which there are no products into a QC1 table, all of them or none.

        Parameters
        ----------
        table : str
            The table.
        rows : sequence of mapping
            Values by column, ``time`` and ``dataset`` among them; what is left out is none.
        actor : str, optional
            Who does it; user and host by default.
        places : sequence of str, optional
            Where each row comes from, for messages.

        Raises
        ------
        NotFoundError
            There is no such table or column; names the nearest ones.
        QualityError
            A value is not of its column's type, a row has no time, is given twice, or is of a
            product.
        """
        from dpkit_archive.qc.ingestion import ingest_rows

        said = places or [f"row {number}" for number in range(1, len(rows) + 1)]
        return ingest_rows(self._database, table, rows, actor=actor or default_actor(), places=said)

    def hide_rows(
        self,
        rows: Iterable[int],
        *,
        reason: str | None,
        actor: str | None = None,
        hide: bool = True,
    ) -> list[HiddenRow]:
        """Leave rows of QC1 tables out, or show them again; all of them or none.

        Parameters
        ----------
        rows : iterable of int
            Their numbers, which are in the column ``row``.
        reason : str or None
            Why; needed.
        actor : str, optional
            Who does it; user and host by default.
        hide : bool
            Hide them; else show them.

        Raises
        ------
        NotFoundError
            There is no such row.
        QualityError
            There is no reason.
        """
        from dpkit_archive.qc.hiding import hide_rows

        return hide_rows(
            self._database, rows, reason=reason, actor=actor or default_actor(), hide=hide
        )
