"""The rows of the plots of a report, from the QC1 tables of an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import TYPE_CHECKING

from dpkit.errors import DpkitError
from dpkit.qc.error import TrendError
from dpkit.qc.trenddescription import TrendPoint
from dpkit.qc.trendreport import TrendReport, TrendRequest
from dpkit.tai import parse_utc
from dpkit_archive.qc.trending.storedscore import scores_of_rows

if TYPE_CHECKING:
    from dpkit.qc.score import Score
    from dpkit_archive import Archive
    from dpkit_archive.qc.column import QcColumn
    from dpkit_archive.qc.qctable import Arrays

__all__ = ["EARLIEST", "SeriesReader", "TrendSeries", "series_reader"]

EARLIEST = parse_utc("1800-01-01T00:00:00Z")
"""What is earlier has a time without bound, or none that a calendar could show."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendSeries:
    """All rows of a plot up to now, in the order of time.

    Attributes
    ----------
    points : sequence of TrendPoint
        The rows that count, those without a value too.
    hidden : sequence of int
        Times of the rows that were hidden by hand.
    unit : str or None
        Unit of the metric.
    problem : str
        Why there are no rows, when they could not be read.
    """

    points: Sequence[TrendPoint] = field(default=())
    hidden: Sequence[int] = field(default=())
    unit: str | None = None
    problem: str = ""


SeriesReader = Callable[[TrendReport, int], list[TrendSeries]]
"""Reads the series of all plots of a report up to a time."""


def series_reader(archive: Archive) -> SeriesReader:
    """Return what reads the series of reports from an archive.

    Plots of the same keys are read together. What cannot be read, such as a metric that a newer
    schema has renamed, is the problem of its plot alone.
    """
    return lambda report, until: _Reader(archive, report, until).series()


Keys = frozenset[tuple[str, str]]


class _Reader:
    """Reads the series of one report."""

    def __init__(self, archive: Archive, report: TrendReport, until: int) -> None:
        self.archive = archive
        self.report = report
        self.until = until
        self.scored = {(_keys(one), one.metric) for one in report.plots if one.rule.stored}

    def series(self) -> list[TrendSeries]:
        groups: dict[Keys, set[str]] = {}
        for plot in self.report.plots:
            groups.setdefault(_keys(plot), set()).add(plot.metric)
        found = {keys: self._safely(keys, metrics) for keys, metrics in groups.items()}
        return [found[_keys(plot)][plot.metric] for plot in self.report.plots]

    def _safely(self, keys: Keys, metrics: set[str]) -> dict[str, TrendSeries]:
        """Read some metrics together; when that fails, one by one, to tell which it is."""
        try:
            return self._together(keys, sorted(metrics))
        except DpkitError as error:
            if len(metrics) == 1:
                return {metric: TrendSeries(problem=str(error)) for metric in metrics}
            some = [self._safely(keys, {one}) for one in metrics]
            return {name: series for one in some for name, series in one.items()}

    def _together(self, keys: Keys, metrics: Sequence[str]) -> dict[str, TrendSeries]:
        qc = self.archive.qc_table(self.report.table)
        filters = [one.name for one in qc.columns.values() if one.filter] if self.scored else []
        names = list(dict.fromkeys(["product", "time", "hidden", *filters, *metrics]))
        rows = qc.rows(dict(keys), names, EARLIEST, self.until, hidden=True)
        counts = [reason is None for reason in rows["hidden"].tolist()]
        times = rows["time"].tolist()
        hidden = [time for time, count in zip(times, counts, strict=True) if not count]
        found = {}
        for name in metrics:
            _check_number(qc.name, qc.columns[name])
            stored = self._stored(keys, name, rows, filters)
            # Rows of before the archive have no product.
            ids = (id or "" for id in rows["product"].tolist())
            points = list(
                compress(map(TrendPoint, times, rows[name].tolist(), ids, stored), counts)
            )
            if _is_of_product(qc.name, name):
                points = _one_each(points)
            found[name] = TrendSeries(points=points, hidden=hidden, unit=qc.columns[name].unit)
        return found

    def _stored(
        self, keys: Keys, metric: str, rows: Arrays, filters: Sequence[str]
    ) -> Iterable[Score | None]:
        """Return the stored score of each row, where a plot shows them."""
        if (keys, metric) not in self.scored:
            return repeat(None)
        where = {name: value for name, value in keys if name in filters}
        stored = self.archive.score_trend(self.report.table, where, EARLIEST, self.until)
        return scores_of_rows(rows, filters, stored, metric)


def _keys(plot: TrendRequest) -> Keys:
    return frozenset(plot.where.items())


def _check_number(table: str, column: QcColumn) -> None:
    if not column.number:
        raise TrendError(
            f"{column.name} is no number",
            place=table,
            remedy="plot a metric, or a column of numbers",
        )


def _is_of_product(table: str, metric: str) -> bool:
    """Say whether a metric is that of a product as a whole, which each of its rows repeats."""
    from dpkit_archive.qc.column import table_products

    metrics = (one for entry in table_products(table) for one in entry.metrics)
    return {one.row for one in metrics if one.name == metric} == {""}


def _one_each(points: Sequence[TrendPoint]) -> list[TrendPoint]:
    """Return one point of each product; those of before the archive have none, and all count."""
    first = {point.id: place for place, point in reversed(list(enumerate(points)))}
    return [point for i, point in enumerate(points) if not point.id or first[point.id] == i]
