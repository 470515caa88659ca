"""Measure how long the pages of trends take: three reports over 100 000 rows of quality.

The rows are a simulated history; they are entered into an archive on SQLite, then the site is made
from it and its files are written. Seconds of CPU time, and of wall time in brackets.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import dpkit_archive
from dpkit.processing.crires.history import HistorySimulation, simulate_history
from dpkit.processing.crires.historyfile import HISTORY_COLUMNS
from dpkit.tai import parse_utc
from dpkit_archive.qc.trending.known import choose_reports
from dpkit_archive.qc.trending.series import series_reader
from dpkit_archive.qc.trending.site import make_site

RUNS = 3
REPORTS = ("trend_report_FLATSTAB_HC", "trend_report_FLAT_IRHa_HC", "trend_report_BADPIX_HC")
NOW = parse_utc("2032-01-01T00:00:00Z")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds of CPU time, and of wall time."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    simulated = simulate_history(HistorySimulation(seed=3, years=20.0, points=350))
    rows = [{name: asdict(one)[name] for name in HISTORY_COLUMNS} for one in simulated]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with dpkit_archive.create(folder / "archive.sqlite") as archive:
            entered = timed(lambda: archive.ingest_rows("crires_flat", rows))
            read = series_reader(archive)
            reports = choose_reports(REPORTS)
            counts = [len(one.points) for report in reports for one in read(report, NOW)]
            spent = [
                timed(lambda: make_site(reports, read, folder / "site", now=NOW, built=NOW))
                for _ in range(RUNS)
            ]
        files = [one.stat().st_size for one in (folder / "site").glob("**/*") if one.is_file()]
    cpu, wall = sorted(spent)[RUNS // 2]
    print(f"{len(rows)} rows entered: {entered[0]:.1f} s [{entered[1]:.1f}]")
    print(f"{len(REPORTS)} reports, {len(counts)} plots, {sum(counts)} values")
    print(f"site of {len(files)} files, {sum(files) / 1e6:.0f} MB: {cpu:.2f} s [{wall:.2f}]")


if __name__ == "__main__":
    main()
