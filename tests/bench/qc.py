"""Measure how fast QC1 tables are filled, asked and scored.

Filled and asked against plain sqlite3 with a wide table.

Both sides hold the same rows: products of four detectors in five settings. CPU time, median of
five, in turn. Run it with ``make bench``; the number of rows may follow, 100000 by default; the
figure that counts is that of 1000000.
"""

from __future__ import annotations

import math
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import dpkit_archive
from dpkit.qc.configuration import Method, ScoreConfiguration, ThresholdRule
from dpkit.tai import parse_utc
from dpkit_archive import Archive, tables
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.qc.measure import Measure, packed
from dpkit_archive.qc.series import SeriesBook

RUNS = 5
SETTINGS = [f"{1000 + 500 * n}.000_25.000_Halogen" for n in range(5)]
DETECTORS = "1234"
METRICS = ("mean_level", "mean_flux", "rms_master", "badpix", "num_overexp", "level_overexp")
NUMBERS = {"mjd_obs", "ref_wave", "ndit", "nraw", *METRICS}
CHOSEN = {"instrument", "setting", "detector", "lamp", "dit"}
HOUR = 3_600_000_000_000
BEGIN = parse_utc("2006-01-01T00:00:00Z")
CHUNK = 5000
SIGMA = ScoreConfiguration(
    id="SIGMA",
    name="sigma",
    table="crires_flat",
    automatic=False,
    rules=(ThresholdRule(parameter="mean_flux", method=Method.SIGMA, half_width=3.0),),
)


def values(number: int, setting: str, detector: str) -> dict[str, Any]:
    """Return a row by column."""
    noise = math.sin(number * 12.9898 + ord(detector)) * 437.58
    return {
        "instrument": "CRIRES",
        "setting": setting,
        "raw": f"CRIRE.{number}",
        "detector": detector,
        "mjd_obs": 53_736 + number / 24,
        "ref_wave": 1090.4,
        "lamp": "Halogen",
        "dit": 2.0,
        "ndit": 4.0,
        "nraw": 3.0,
        **{name: 500 + place + noise for place, name in enumerate(METRICS)},
    }


def products(count: int) -> Iterator[tuple[int, str]]:
    """Yield the number and setting of so many products."""
    return ((number, SETTINGS[number % len(SETTINGS)]) for number in range(count))


def fill(archive: Archive, count: int) -> float:
    """Enter products with their rows, and return the CPU time of the rows alone."""
    spent = 0.0
    for start in range(0, count, CHUNK):
        with archive._database.writing() as connection:
            pending = Pending(connection)
            event = add_event(pending, "bench", "bench", "bench", {})
            some = list(products(count))[start : start + CHUNK]
            pending.add(tables.product, *(_product(one, event) for one, _ in some))
            pending.flush()
            made = [(one, _measures(one, setting)) for one, setting in some]
            begun = time.process_time()
            book = SeriesBook(connection, pending)
            for one, rows in made:
                book.add(rows, one + 1, "main", event)
            pending.flush()
            spent += time.process_time() - begun
    return spent


def _measures(number: int, setting: str) -> list[Measure]:
    rows = (values(number, setting, detector) for detector in DETECTORS)
    at = BEGIN + number * HOUR
    return [packed("crires_flat", row, CHOSEN, NUMBERS.__contains__, at) for row in rows]


def _product(number: int, event: int) -> dict[str, Any]:
    nothing = dict.fromkeys(tables.product.c.keys())
    return nothing | {
        "number": number + 1,
        "id": f"QC_{number}",
        "type": 1,
        "dataset": 1,
        "identity": f'{{"raw":"CRIRE.{number}"}}',
        "version": 1,
        "status": "registered",
        "content_sha256": f"{number:064x}",
        "body_sha256": f"{number:064x}",
        "schema_version": "1.0",
        "registered_event": event,
        "begin_ns": BEGIN + number * HOUR,
        "end_ns": BEGIN + number * HOUR,
    }


def fill_plain(path: Path, count: int) -> tuple[sqlite3.Connection, float]:
    """Make a wide table by hand, and return the CPU time of its rows."""
    connection = sqlite3.connect(path)
    names = list(values(0, "", "1"))
    connection.execute(f"CREATE TABLE crires_flat (time_ns INTEGER, {', '.join(names)})")
    connection.execute("CREATE INDEX i ON crires_flat (setting, detector, time_ns)")
    marks = ", ".join("?" * (len(names) + 1))
    spent = 0.0
    for start in range(0, count, CHUNK):
        rows = [
            (BEGIN + number * HOUR, *values(number, setting, detector).values())
            for number, setting in list(products(count))[start : start + CHUNK]
            for detector in DETECTORS
        ]
        begun = time.process_time()
        connection.executemany(f"INSERT INTO crires_flat VALUES ({marks})", rows)
        connection.commit()
        spent += time.process_time() - begun
    return connection, spent


def ask_plain(connection: sqlite3.Connection, names: list[str], since: int) -> dict[str, Any]:
    """Ask the plain table for columns as arrays."""
    sql = f"SELECT {', '.join(names)} FROM crires_flat WHERE setting = ? AND detector = ?"
    sql += " AND time_ns >= ? ORDER BY time_ns"
    rows = connection.execute(sql, (SETTINGS[0], "3", since)).fetchall()
    return {
        name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }


def median(*tasks: Callable[[], Any]) -> list[float]:
    """Return the CPU time of each task, run in turn."""
    spent: list[list[float]] = [[] for _ in tasks]
    for _ in range(RUNS):
        for place, task in enumerate(tasks):
            begun = time.process_time()
            task()
            spent[place].append(time.process_time() - begun)
    return [statistics.median(one) for one in spent]


def main(rows: int) -> None:
    """Print the rates and times of both sides."""
    count = rows // len(DETECTORS)
    with tempfile.TemporaryDirectory() as folder:
        archive = dpkit_archive.create(Path(folder) / "a.sqlite")
        with archive._database.writing() as connection:
            connection.execute(tables.product_type.insert(), [{"number": 1, "name": "bench"}])
        ours = fill(archive, count)
        plain, theirs = fill_plain(Path(folder) / "plain.sqlite", count)
        print(f"{rows} rows in {len(SETTINGS)} settings")
        print(f"fill: {rows / ours:.0f} rows/s, plain {rows / theirs:.0f}, {theirs / ours:.2f} x")
        table = archive.qc_table("crires_flat")
        where = {"setting": SETTINGS[0], "detector": 3}
        last = BEGIN + count * HOUR
        asked = (
            ("two columns, all times", ["mjd_obs", "mean_flux"], BEGIN),
            ("two columns, 90 days", ["mjd_obs", "mean_flux"], last - 90 * 24 * HOUR),
            ("all columns, all times", [*values(0, "", "1")], BEGIN),
        )
        for said, names, since in asked:
            mine, other = median(
                lambda names=names, since=since: table.rows(where, names, since),
                lambda names=names, since=since: ask_plain(plain, names, since),
            )
            found = len(table.rows(where, ["row"], since)["row"])
            print(
                f"{said}: {found} rows in {mine:.3f} s, plain {other:.3f} s, {mine / other:.2f} x"
            )
        begun = time.process_time()
        red = sum(one.red for one in archive.score(SIGMA))
        spent = time.process_time() - begun
        print(f"score by statistics: {rows / spent:.0f} rows/s, {red} red")
        archive.close()
        plain.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
