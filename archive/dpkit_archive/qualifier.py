"""The archive as those see it who control quality: QC1 tables, scores, decisions on blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpkit_archive.reader import ArchiveReader

if TYPE_CHECKING:
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
