"""Measure completeness, export, import and copy of an archive on SQLite.

Prints seconds on the clock and of CPU, medians of several runs on new places each. Run it with
``make bench``; the number of products to export and copy may follow, 2000 by default.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count, product
from pathlib import Path
from typing import Any

from archive import BATCH, ORDER, multiply, write_documents
from sqlalchemy import Connection

import dpkit_archive
from dpkit_archive import Archive, tables
from dpkit_archive.event import add_event
from dpkit_archive.key import COLUMN_KEYS
from dpkit_archive.pending import NameBook, Pending
from dpkit_archive.registration import register_submissions
from dpkit_archive.release.table import release_member
from dpkit_archive.statement import insert_rows
from dpkit_archive.submission import prepare

RUNS = 5
OBSERVATIONS = 10_000
FILTERS = ("VIS", "NIR_Y", "NIR_J", "NIR_H")
SINGLE = (
    "DpdNirCalibratedFrame",
    "DpdNirExposureCatalog",
    "DpdNirRelPhotoExpCalibration",
    "DpdVisCalibratedFrame",
    "DpdVisStackedFrame",
)
"""Products with one observation and one filter each."""
LISTED = "DpdMerFinalCatalog"
"""A product with lists of both."""
MISSING_EACH = 97


def measured(work: Callable[[], object], runs: int = RUNS) -> str:
    """Return the seconds that some work takes, on the clock and of CPU."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return f"{statistics.median(walls):.2f} s on the clock, {statistics.median(cpus):.2f} s of CPU"


def fill(connection: Connection) -> int:
    """Write rows of products with keys, but for a few; return how many."""
    pending = Pending(connection)
    names = NameBook(connection, pending)
    event = add_event(pending, "bench", "archive", "bench", {})
    types = {name: names.number(tables.product_type, name) for name in (*SINGLE, LISTED)}
    pending.flush()
    numbers, rows, keys = count(1), [], []
    for observation, filter, name in product(range(OBSERVATIONS), FILTERS, SINGLE):
        number = next(numbers)
        if number % MISSING_EACH:
            rows.append(_row(number, types[name], event, observation=observation, filter=filter))
    for observation in range(OBSERVATIONS):
        number = next(numbers)
        rows.append(_row(number, types[LISTED], event))
        keys.append(_key(number, "observation", 0, observation))
        keys += [_key(number, "filter", n, filter) for n, filter in enumerate(FILTERS)]
    insert_rows(connection, tables.product, rows)
    insert_rows(connection, tables.product_key, keys)
    return len(rows)


def _row(number: int, kind: int, event: int, **keys: Any) -> dict[str, Any]:
    return {
        "number": number,
        "id": f"P{number}",
        "type": kind,
        "dataset": 1,
        "identity": str(number),
        "version": 1,
        "status": "invalid" if number % (5 * MISSING_EACH) == 1 else "registered",
        "content_sha256": "",
        "body_sha256": "",
        "schema_version": "1.0",
        "registered_event": event,
        **dict.fromkeys(("software", "software_release", "created_ns", "begin_ns", "end_ns")),
        **dict.fromkeys(COLUMN_KEYS),
        **keys,
    }


def _key(number: int, name: str, ordinal: int, value: int | str) -> dict[str, Any]:
    integer = isinstance(value, int)
    return {
        "product": number,
        "name": name,
        "ordinal": ordinal,
        "value_integer": value if integer else None,
        "value_text": None if integer else value,
    }


def measure_completeness(folder: Path) -> None:
    """Print how long the matrix of a large dataset, and of a release, takes."""
    with dpkit_archive.create(folder / "matrix.sqlite") as archive:
        with archive._database.writing() as connection:
            products = fill(connection)
        asked = {"by": ["observation", "filter"], "expect": [*SINGLE, LISTED]}
        found = archive.completeness("main", **asked)
        cells = len(found.rows) * len(found.expected)
        print(f"completeness of {cells} cells, {products} products; 2 s wanted; {found.counts}")
        print(f"  of a dataset: {measured(lambda: archive.completeness('main', **asked))}")
        release = archive.create_release("DR1")
        with archive._database.writing() as connection:
            event = release.record.created_event
            said = {"release": 1, "added_event": event, "removed_event": None}
            chosen = connection.exec_driver_sql("SELECT number FROM product").scalars()
            rows = [{**said, "product": number} for number in chosen]
            insert_rows(connection, release_member, rows)
        print(f"  of a release: {measured(lambda: release.completeness(**asked))}")


def measure_transfer(folder: Path, number: int) -> None:
    """Print how long products with documents take to be exported, imported and copied."""
    documents = write_documents(folder, number)
    with dpkit_archive.create(folder / "full.sqlite") as archive:
        list(archive.register_stream(documents))
        places = (folder / f"package-{n}" for n in count())
        print(f"{number} products with a document each")
        made: list[Path] = []

        def export() -> None:
            made.append(next(places))
            archive.export(made[-1], archive.query())

        def export_tar() -> None:
            archive.export(next(places).with_suffix(".tar"), archive.query())

        print(f"  export as folder: {measured(export, 3)}")
        print(f"  export as tar: {measured(export_tar, 3)}")
        for jobs in (1, os.cpu_count() or 1):
            print(f"  import, {jobs} processes: {measured(_importing(folder, made[0], jobs), 3)}")
        targets = (folder / f"copy-{n}.sqlite" for n in count())
        print(f"  copy: {measured(lambda: dpkit_archive.copy(archive.url, next(targets)), 3)}")


def _importing(folder: Path, package: Path, jobs: int) -> Callable[[], None]:
    targets = (folder / f"import-{jobs}-{n}.sqlite" for n in count())

    def work() -> None:
        with dpkit_archive.create(next(targets)) as archive:
            archive.import_package(package, jobs=jobs)

    return work


def measure_rows(folder: Path, number: int) -> None:
    """Print how many rows a copy takes each second, of products whose files are left in place."""
    documents = write_documents(folder, 1)
    pattern = prepare(documents[0], dataset=None, calibration_set=None)
    with dpkit_archive.create(folder / "rows.sqlite") as archive:
        submissions = multiply(pattern, number)
        for start in range(0, number, BATCH):
            register_submissions(archive._database, submissions[start : start + BATCH], ORDER)
        _measure_rows(archive, folder, number)


def _measure_rows(archive: Archive, folder: Path, number: int) -> None:
    targets = (folder / f"rows-{n}.sqlite" for n in count())
    rows: list[int] = []

    def work() -> None:
        done = dpkit_archive.copy(archive.url, next(targets))
        rows.append(sum(one.rows for one in done.tables))

    said = measured(work, 3)
    print(f"copy with proof of {rows[0]} rows, {number} products in place: {said}")


def main() -> None:
    """Print each figure."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "documents").mkdir()
        measure_completeness(folder)
        measure_transfer(folder / "documents", number)
        measure_rows(folder, 10 * number)


if __name__ == "__main__":
    main()
