"""The archive as those see it who control quality: QC1 tables, scores, decisions on blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dpkit_archive.event import default_actor
from dpkit_archive.reader import ArchiveReader

if TYPE_CHECKING:
    from dpkit.qc.configuration import ScoreConfiguration
    from dpkit_archive.asof import AsOf
    from dpkit_archive.qc.blockquality import BlockQuality, Verdict
    from dpkit_archive.qc.hiding import HiddenRow
    from dpkit_archive.qc.ingestion import IngestedRow
    from dpkit_archive.qc.qctable import QcTable
    from dpkit_archive.qc.scorebook import StoredScore
    from dpkit_archive.qc.scoring import ScoredProduct

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

    def score_configuration(self, table: str, identifier: str | None = None) -> ScoreConfiguration:
        """Return a score configuration of the archive.

        Parameters
        ----------
        table : str
            The QC1 table that it is for.
        identifier : str, optional
            Its id; by default that of the newest one that counts.

        Raises
        ------
        NotFoundError
            There is none.
        """
        from dpkit_archive.qc.configuration import stored_configuration

        with self._database.reading() as connection:
            return stored_configuration(connection, table, identifier)

    def measured(self, ids: Sequence[str]) -> dict[str, list[str]]:
        """Return the products that were measured, by their QC1 table.

        Parameters
        ----------
        ids : sequence of str
            Such products, or blocks, which mean what was measured of them.

        Raises
        ------
        NotFoundError
            There is no such product.
        QualityError
            Nothing was measured of one.
        """
        from dpkit.schema.dictionary import product_entry
        from dpkit_archive.qc.block import measured_products

        found: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            for one in measured_products(connection, ids):
                found.setdefault(product_entry(one.product).metric_table or "", []).append(one.id)
        return found

    def score(
        self,
        configuration: ScoreConfiguration,
        products: Iterable[str] | None = None,
        *,
        actor: str | None = None,
    ) -> list[ScoredProduct]:
        """Score products in one transaction; scores that stood are kept, and others stand.

        Parameters
        ----------
        configuration : ScoreConfiguration
            By what: `score_configuration` returns one of the archive.
        products : iterable of str, optional
            Their ids; by default all that have rows in the table.
        actor : str, optional
            Who does it; user and host by default.

        Returns
        -------
        list of ScoredProduct
            In order of time; without an event where the same scores stood already.

        Raises
        ------
        ThresholdError
            Two thresholds judge one value.
        """
        from dpkit_archive.qc.scoring import score_products

        return score_products(
            self._database, configuration, products, actor=actor or default_actor()
        )

    def scores(
        self, ids: Sequence[str], *, as_of: AsOf | None = None, history: bool = False
    ) -> list[StoredScore]:
        """Return the scores of products, or of blocks.

        Parameters
        ----------
        ids : sequence of str
            The products, or blocks.
        as_of : int or str, optional
            Number of an event, or UTC text: those that stood then.
        history : bool
            Also those that others took the place of.

        Raises
        ------
        NotFoundError
            There is no such product.
        QualityError
            Nothing was measured of one.
        """
        from dpkit_archive.asof import event_at
        from dpkit_archive.qc.block import measured_products
        from dpkit_archive.qc.scorebook import scores_of_products

        with self._database.reading() as connection:
            event = None if as_of is None else event_at(connection, as_of)
            numbers = [one.number for one in measured_products(connection, ids)]
            return scores_of_products(connection, numbers, event=event, history=history)

    def score_trend(
        self,
        table: str,
        where: Mapping[str, Any] | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> list[StoredScore]:
        """Return the scores that stand of rows of a QC1 table, in order of time.

        Parameters
        ----------
        table : str
            The table.
        where : mapping, optional
            Values of its filters, as for `QcTable.rows`.
        since, until : int, optional
            Half-open range of times, nanoseconds of TAI.

        Raises
        ------
        NotFoundError
            There is no such table.
        """
        from dpkit_archive.qc.scorebook import scores_of_series

        found = self.qc_table(table)
        with self._database.reading() as connection:
            series = [one.number for one in found.series(connection, where)]
            return scores_of_series(connection, series, since, until)

    def block_quality(self, identifier: str, *, purpose: str | None = None) -> BlockQuality:
        """Return a block as it is judged: its state, scores, reasons to reject, and history.

        Parameters
        ----------
        identifier : str
            The block: what lists the raw frames that are processed together.
        purpose : str, optional
            What it is declared to be used for, such as ``science``.

        Raises
        ------
        NotFoundError
            There is no such product.
        QualityError
            It is no block.
        """
        from dpkit_archive.qc.blockquality import block_quality

        with self._database.reading() as connection:
            return block_quality(connection, self._database, identifier, purpose=purpose)

    def decide(
        self,
        identifier: str,
        state: str,
        *,
        reason: str | None = None,
        actor: str | None = None,
        purpose: str | None = None,
        automatic: bool = False,
    ) -> Verdict:
        """Decide on a block: its calibrations become valid, or lose their ranges.

        Parameters
        ----------
        identifier : str
            The block.
        state : {"certified", "rejected", "superseded", "retired"}
            What is decided.
        reason : str, optional
            Why; needed unless it is automatic.
        actor : str, optional
            Who decides; user and host by default.
        purpose : str, optional
            What the block is declared to be used for, such as ``science``.
        automatic : bool
            Only when nobody needs to look at it: all scores are 0, nothing that is configured
            is not scored, and there is no reason to reject.

        Raises
        ------
        NotFoundError
            There is no such product.
        QualityError
            This cannot be decided now, there is no reason, or somebody needs to look at it.
        ValidityError
            A range overlaps that of another product.
        """
        from dpkit_archive.qc.verdict import decide

        return decide(
            self._database,
            identifier,
            state,
            reason=reason,
            actor=actor or default_actor(),
            purpose=purpose,
            automatic=automatic,
        )
