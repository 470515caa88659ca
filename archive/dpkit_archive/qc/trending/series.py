"""The rows of the plots of a report, from the QC1 tables of an archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpkit.errors import DpkitError
from dpkit.qc.error import TrendError
from dpkit.qc.trenddescription import TrendPoint
from dpkit.qc.trendreport import TrendReport, TrendRequest
from dpkit.tai import parse_utc

if TYPE_CHECKING:
    from dpkit_archive import Archive

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

    def read(report: TrendReport, until: int) -> list[TrendSeries]:
        groups: dict[frozenset[tuple[str, str]], set[str]] = {}
        for plot in report.plots:
            groups.setdefault(_keys(plot), set()).add(plot.metric)
        found: dict[tuple[frozenset[tuple[str, str]], str], TrendSeries] = {}
        for keys, metrics in groups.items():
            for metric, series in _read_safely(archive, report.table, keys, metrics, until).items():
                found[keys, metric] = series
        return [found[_keys(plot), plot.metric] for plot in report.plots]

    return read


def _keys(plot: TrendRequest) -> frozenset[tuple[str, str]]:
    return frozenset(plot.where.items())


def _read_safely(
    archive: Archive, table: str, keys: frozenset[tuple[str, str]], metrics: set[str], until: int
) -> dict[str, TrendSeries]:
    """Read some metrics together; when that fails, one by one, to tell which it is."""
    try:
        return _read(archive, table, keys, metrics, until)
    except DpkitError as error:
        if len(metrics) == 1:
            return {metric: TrendSeries(problem=str(error)) for metric in metrics}
        return {
            name: series
            for one in metrics
            for name, series in _read_safely(archive, table, keys, {one}, until).items()
        }


def _read(
    archive: Archive, table: str, keys: frozenset[tuple[str, str]], metrics: set[str], until: int
) -> dict[str, TrendSeries]:
    names = sorted(metrics)
    qc = archive.qc_table(table)
    rows = qc.rows(
        where=dict(keys),
        columns=["product", "time", "hidden", *names],
        since=EARLIEST,
        until=until,
        hidden=True,
    )
    for name in names:
        if not qc.columns[name].number:
            raise TrendError(
                f"{name} is no number", place=table, remedy="plot a metric, or a column of numbers"
            )
    # Rows of before the archive have no product.
    times, ids = rows["time"].tolist(), [id or "" for id in rows["product"].tolist()]
    counts = [reason is None for reason in rows["hidden"].tolist()]
    hidden = [time for time, count in zip(times, counts, strict=True) if not count]
    found = {}
    for name in names:
        points = map(TrendPoint, times, rows[name].tolist(), ids)
        known = [point for point, count in zip(points, counts, strict=True) if count]
        if _is_of_product(table, name):
            known = _one_each(known)
        found[name] = TrendSeries(points=known, hidden=hidden, unit=qc.columns[name].unit)
    return found


def _is_of_product(table: str, metric: str) -> bool:
    """Say whether a metric is that of a product as a whole, which each of its rows repeats."""
    from dpkit_archive.qc.column import table_products

    metrics = (one for entry in table_products(table) for one in entry.metrics)
    return {one.row for one in metrics if one.name == metric} == {""}


def _one_each(points: Sequence[TrendPoint]) -> list[TrendPoint]:
    """Return one point of each product; those of before the archive have none, and all count."""
    first = {point.id: place for place, point in reversed(list(enumerate(points)))}
    return [point for i, point in enumerate(points) if not point.id or first[point.id] == i]
