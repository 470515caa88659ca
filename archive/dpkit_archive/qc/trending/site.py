"""Make the site of reports: pages, plots with their descriptions, and data."""

from __future__ import annotations

import csv
import io
import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from dpkit.errors import ArchiveError
from dpkit.qc.score import TotalScore, total
from dpkit.qc.trenddate import months_before
from dpkit.qc.trenddescription import TrendPoint
from dpkit.qc.trenddrawing import draw_trend
from dpkit.qc.trendreport import TrendReport
from dpkit.tai import FOREVER, format_utc
from dpkit_archive.qc.trending.folder import write_site
from dpkit_archive.qc.trending.kind import KindPage, pages_of
from dpkit_archive.qc.trending.markup import colour_of
from dpkit_archive.qc.trending.overview import overview_page, quick_page
from dpkit_archive.qc.trending.reportpage import data_file, describe_plot, plot_file, report_page
from dpkit_archive.qc.trending.series import EARLIEST, SeriesReader, TrendSeries

__all__ = ["ReportSummary", "make_site"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSummary:
    """What became of a report.

    Attributes
    ----------
    name : str
        The report.
    page : Path
        Its page of the recent past.
    plots : int
        Number of its plots.
    scores : TotalScore
        How many of them are scored, and how many red.
    problems : sequence of str
        What could not be read, plot by plot.
    """

    name: str
    page: Path
    plots: int
    scores: TotalScore
    problems: Sequence[str]

    def to_dict(self) -> dict[str, object]:
        """Return it as a row."""
        return {
            "report": self.name,
            "colour": colour_of(self.scores).value,
            "red": self.scores.red,
            "scored": self.scores.scored,
            "plots": self.plots,
            "page": str(self.page),
        }


def make_site(
    reports: Sequence[TrendReport], read: SeriesReader, folder: Path, *, now: int, built: int
) -> list[ReportSummary]:
    """Make the site of some reports in a folder, in place of the one that was there.

    Parameters
    ----------
    reports : sequence of TrendReport
        The reports.
    read : callable
        Reads the series of a report, see `dpkit_archive.qc.trending.series.series_reader`.
    folder : Path
        Where to write.
    now : int
        Where the recent past ends, nanoseconds of TAI; later rows are left out.
    built : int
        When the pages are made, nanoseconds of TAI; they show how long ago that is.

    Returns
    -------
    list of ReportSummary
        One for each report.

    Raises
    ------
    ArchiveError
        A file of another origin is in the way, or there is no calendar at that time. Nothing is
        written then.
    """
    if not EARLIEST <= now < FOREVER:
        raise ArchiveError(
            "the recent past cannot end then",
            place=format_utc(now),
            remedy="give a time between 1800 and 2261",
        )
    said = f"{format_utc(built)[:19].removesuffix('Z')}Z"
    package = resources.files("dpkit_archive.qc.trending")
    files = {name: (package / name).read_bytes() for name in ("report.css", "report.js")}
    recent = []
    for report in reports:
        series = read(report, now)
        pages = pages_of(report, series, now)
        recent.append(pages[0])
        files.update(_data(report, series, now))
        for one in pages:
            files[f"{one.stem}.html"] = report_page(one, [each.kind for each in pages], said)
            files.update(_plots(one))
    files["index.html"] = overview_page(recent, said)
    files["quick.html"] = quick_page(recent, now, said)
    write_site(folder, files)
    return [_summary(one, folder) for one in recent]


def _summary(one: KindPage, folder: Path) -> ReportSummary:
    return ReportSummary(
        name=one.report.name,
        page=folder / f"{one.stem}.html",
        plots=len(one.plots),
        scores=total(trend.score for trend in one.plots),
        problems=[
            f"{one.report.name}: plot {number}: {trend.problem}"
            for number, trend in enumerate(one.plots, 1)
            if trend.problem
        ],
    )


def _plots(one: KindPage) -> Iterator[tuple[str, bytes]]:
    for number, trend in enumerate(one.plots, 1):
        head = {"report": one.report.name, "kind": one.kind, "plot": number}
        described = json.dumps(head | trend.to_json(), allow_nan=False, separators=(",", ":"))
        yield plot_file(one, number, "json"), described.encode()
        yield plot_file(one, number, "svg"), draw_trend(trend, describe_plot(trend))
        yield plot_file(one, number, "csv"), _csv(trend.request.metric, trend.points)


def _data(
    report: TrendReport, series: Sequence[TrendSeries], now: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the data of the last year, and all, which the pages of a report share."""
    year = months_before(now, 12)
    for number, (request, one) in enumerate(zip(report.plots, series, strict=True), 1):
        start = bisect_left(one.points, year, key=lambda point: point.time)
        yield data_file(report.name, number, "year"), _csv(request.metric, one.points[start:])
        yield data_file(report.name, number, "all"), _csv(request.metric, one.points)


def _csv(metric: str, points: Sequence[TrendPoint]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("time", metric, "product"))
    # What is no number has no digits to write.
    writer.writerows(
        (_utc(one.time), "" if one.value != one.value else repr(one.value), one.id)
        for one in points
    )
    return text.getvalue().encode()


_utc = lru_cache(maxsize=2**18)(format_utc)
"""Each time stands in several files."""
