"""Kinds of pages of a report: the recent past, half years, and everything."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dpkit.qc.trenddate import half_years, months_before
from dpkit.qc.trenddescription import TrendDescription, describe_trend
from dpkit.qc.trendreport import TrendReport
from dpkit_archive.qc.trending.series import TrendSeries

__all__ = ["FULL", "HEALTH", "KindPage", "pages_of"]

HEALTH, FULL = "HEALTH", "FULL"


@dataclass(frozen=True, kw_only=True, slots=True)
class KindPage:
    """A page of a report, but for its text.

    Attributes
    ----------
    report : TrendReport
        The report.
    kind : str
        HEALTH, FULL, or the half year of a page of history, such as 2026H1.
    plots : sequence of TrendDescription
        Its plots.
    """

    report: TrendReport
    kind: str
    plots: Sequence[TrendDescription]

    @property
    def stem(self) -> str:
        """How its files are named; that of the recent past is the report's own name."""
        name = self.report.name
        return name if self.kind == HEALTH else f"{name}_{self.kind}"


def pages_of(report: TrendReport, series: Sequence[TrendSeries], now: int) -> list[KindPage]:
    """Return the pages of a report: HEALTH, FULL, then half years, the latest first.

    Parameters
    ----------
    report : TrendReport
        The report.
    series : sequence of TrendSeries
        The rows of each of its plots up to now.
    now : int
        Where the recent past ends, nanoseconds of TAI.
    """
    periods = _periods(report, series, now)
    return [
        KindPage(report=report, kind=kind, plots=_describe(report, series, period))
        for kind, period in periods
    ]


def _periods(
    report: TrendReport, series: Sequence[TrendSeries], now: int
) -> Iterator[tuple[str, tuple[int, int]]]:
    recent = (months_before(now, report.months), now)
    yield HEALTH, recent
    times = [one.points[i].time for one in series for i in (0, -1) if one.points]
    if not times:
        yield FULL, recent
        return
    first, last = min(times), max(times)
    yield FULL, (first, last + 1)
    for name, begin, end in reversed(list(half_years(first, last))):
        yield name, (begin, end)


def _describe(
    report: TrendReport, series: Sequence[TrendSeries], period: tuple[int, int]
) -> list[TrendDescription]:
    begin, end = period
    found = []
    for request, one in zip(report.plots, series, strict=True):
        start = bisect_left(one.points, begin, key=lambda point: point.time)
        stop = bisect_left(one.points, end, key=lambda point: point.time)
        found.append(
            describe_trend(
                request,
                one.points[start:stop],
                period,
                unit=one.unit,
                hidden=bisect_left(one.hidden, end) - bisect_left(one.hidden, begin),
                day_begins=report.day_begins,
                problem=one.problem,
            )
        )
    return found
