"""A site of reports from rows that are made here, without an archive."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dpkit.qc.trenddescription import TrendPoint
from dpkit.qc.trendfile import parse_report
from dpkit.qc.trendreport import TrendReport
from dpkit.tai import parse_utc
from dpkit_archive.qc.trending.series import TrendSeries
from dpkit_archive.qc.trending.site import ReportSummary, make_site

from .browser import browser

__all__ = ["BEGIN", "DAY", "NOW", "browser", "points", "report_of"]

DAY = 86_400 * 10**9
BEGIN = parse_utc("2025-01-01T12:00:00Z")
NOW = parse_utc("2026-03-01T00:00:00Z")

Build = Callable[..., list[ReportSummary]]


def report_of(
    name: str, *plots: str, instrument: str = "CAMERA", group: str = "FLAT"
) -> TrendReport:
    """Return a report with plots as TOML says them."""
    head = f'name = "{name}"\ntitle = "Test & <{name}>"\ninstrument = "{instrument}"\n'
    head += f'group = "{group}"\ntable = "some_table"\nday_begins = 12:00:00\nfailed = -1\n'
    return parse_report(head + "".join(f"[[plot]]\n{plot}\n" for plot in plots), name)


def points(values: Sequence[float], first: int = BEGIN) -> list[TrendPoint]:
    """Return a row a day."""
    return [TrendPoint(first + day * DAY, value, f"P{day}") for day, value in enumerate(values)]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return where the site is made."""
    return tmp_path / "site"


@pytest.fixture
def build(site: Path) -> Build:
    """Return a function that makes a site of reports from series by the name of their report."""

    def run(
        series: dict[TrendReport, list[TrendSeries]]
        | Sequence[tuple[TrendReport, list[TrendSeries]]],
        built: int | None = None,
    ) -> list[ReportSummary]:
        known = {report.name: rows for report, rows in series}
        made = parse_utc(datetime.now(UTC).isoformat()) if built is None else built
        return make_site(
            [report for report, _ in series],
            lambda report, _: known[report.name],
            site,
            now=NOW,
            built=made,
        )

    return run


@pytest.fixture
def everything() -> list[tuple[TrendReport, list[TrendSeries]]]:
    """Return reports in which everything happens that can."""
    usual = [2.0 + 0.1 * math.sin(day) for day in range(424)]
    special = [*usual[:400], 3.5, 99.0, -1.0, math.nan, *usual[404:423], 3.2]
    busy = report_of(
        "busy",
        'metric = "flux"\nthreshold = "VAL 1,3"\nwhere = { detector = 3 }\nremark = "a & <b>"',
        'metric = "rms"\nthreshold = "3SIG"\naverage = "mean"',
        'metric = "rms"\nthreshold = "VAL -inf,3"\naverage = "none"',
    )
    quiet = report_of(
        "quiet",
        'metric = "a"\nthreshold = "3SIG"',
        'metric = "b"\nthreshold = "VAL 0,1"',
        'metric = "c"',
        'metric = "d"',
        'metric = "e"\nthreshold = "3SIG"',
        instrument="OTHER <camera>",
    )
    return [
        (
            busy,
            [
                TrendSeries(points=points(special), unit="adu/s"),
                TrendSeries(points=points(usual), unit="1"),
                TrendSeries(points=points(usual), hidden=[BEGIN + 400 * DAY]),
            ],
        ),
        (
            quiet,
            [
                TrendSeries(),
                TrendSeries(hidden=[NOW - DAY, NOW - 2 * DAY]),
                TrendSeries(problem="some_table has no column 'c' (did you mean 'b'?)"),
                TrendSeries(points=points([math.nan] * 3, NOW - 5 * DAY)),
                TrendSeries(points=points([1.0], NOW - 5 * DAY)),
            ],
        ),
    ]
