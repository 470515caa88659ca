"""Measure how fast the archive registers, against plain sqlite3 writing the same rows.

Both sides run in turn, in one go: CPU time, median of five, on new databases each time. The rows
written per product, the size of the database and ``synchronous`` are printed, since they decide the
rates. Run it with ``make bench``; the number of products may follow, 20000 by default.
"""

from __future__ import annotations

import math
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import dpkit
import dpkit_archive
from dpkit.binding.objects import serialize
from dpkit.product.digest import Content
from dpkit.tai import format_utc, parse_utc
from dpkit_archive import Archive, Registration, tables
from dpkit_archive.order import IN_PLACE, Order
from dpkit_archive.region.part import Part, polygon
from dpkit_archive.registration import register_submissions
from dpkit_archive.statement import insert_rows, to_text
from dpkit_archive.submission import Submission, prepare
from dpkit_dm.ins import CalibrationValidPeriod, FilterName
from dpkit_dm.nir import DpdNirRelPhotoExpCalibration
from dpkit_dm.pro import NirRelPhotoExpCal, NirRelPhotoExpFactor, NirRelPhotoExpFactorList

RUNS = 5
BATCH = 1000
FILES = 10_000
HOUR = 3_600_000_000_000
BEGIN = parse_utc("2026-01-01T00:00:00Z")
ORDER = Order(actor="bench", mode=IN_PLACE)


def write_documents(folder: Path, count: int) -> list[Path]:
    """Write documents of calibrations, each valid for another hour."""
    return [_write(folder / f"c{number}.xml", number) for number in range(count)]


def _write(path: Path, number: int) -> Path:
    factors = [
        NirRelPhotoExpFactor(value=1 + n / 1000, error=0.001, exposure=n) for n in (1, 2, 3, 4)
    ]
    data = NirRelPhotoExpCal(
        filter=FilterName.NIR_J,
        validity_range=CalibrationValidPeriod(
            timestamp_start=dpkit.to_xml_time(format_utc(BEGIN + number * HOUR)),
            timestamp_end=dpkit.to_xml_time(format_utc(BEGIN + (number + 1) * HOUR)),
        ),
        observation_id=number,
        correction_factor_list=NirRelPhotoExpFactorList(correction_factor=factors),
    )
    made = dpkit.new(DpdNirRelPhotoExpCalibration, data=data, software=("bench", "1.0"))
    path.write_bytes(serialize(made.content))
    return path


def multiply(pattern: Submission, count: int) -> list[Submission]:
    """Return as many products as wanted, alike but for what must differ."""
    return [_vary(pattern, number) for number in range(count)]


def _vary(pattern: Submission, number: int) -> Submission:
    begin = BEGIN + number * HOUR
    digest = f"{number:064x}"
    derived = replace(
        pattern.derived,
        columns={**pattern.derived.columns, "observation": number},
        proposed=(begin, begin + HOUR),
    )
    return replace(
        pattern,
        folder=f"{pattern.folder}/{number}",
        document_sha256=digest,
        id=f"EUC_NIR_REL-PHOTO-EXP_{number}",
        identity=to_text({"filter": "NIR_J", "observation": number}),
        content=Content(body_sha256=digest, references=()),
        derived=derived,
    )


def place_on_sky(submissions: Sequence[Submission]) -> list[Submission]:
    """Return the products with an area each: a square of 0.7 degrees somewhere on the sky."""
    random = np.random.default_rng(1)
    ra = random.uniform(0.0, 360.0, len(submissions))
    dec = np.degrees(np.arcsin(random.uniform(-0.99, 0.99, len(submissions))))
    return [
        replace(one, derived=replace(one.derived, area=(_square(*centre),)))
        for one, centre in zip(submissions, zip(ra, dec, strict=True), strict=True)
    ]


def _square(ra: float, dec: float, half: float = 0.35) -> Part:
    wide = half / math.cos(math.radians(dec))
    corners = [(-wide, -half), (wide, -half), (wide, half), (-wide, half)]
    return polygon([(ra + east, dec + north) for east, north in corners])


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def new_archive(folder: Path, synchronous: str = "full") -> Archive:
    """Return a new archive in a folder of its own."""
    place = Path(tempfile.mkdtemp(dir=folder)) / "a.sqlite"
    dpkit_archive.create(place).close()
    return dpkit_archive.open(f"sqlite:///{place}?synchronous={synchronous}")


def register_prepared(archive: Archive, submissions: Sequence[Submission]) -> None:
    """Register prepared products, a batch in a transaction."""
    for start in range(0, len(submissions), BATCH):
        register_submissions(archive._database, submissions[start : start + BATCH], ORDER)


def stored_rows(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of an archive, tables that are referred to first."""
    with closing(sqlite3.connect(str(archive.path))) as connection:
        return {
            table.name: connection.execute(f"SELECT * FROM {table.name}").fetchall()
            for table in tables.metadata.sorted_tables
        }


def write_plainly(folder: Path, rows: dict[str, list[tuple[Any, ...]]], products: int) -> float:
    """Return the CPU seconds in which sqlite3 writes the same rows, in as many transactions."""
    with new_archive(folder) as empty:
        path = str(empty.path)
    with closing(sqlite3.connect(path)) as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(f"DELETE FROM {table.name}")
        connection.commit()
        connection.executescript(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000"
        )
        batches = list(_batches(rows, max(1, products // BATCH), products))
        return seconds(lambda: _execute(connection, batches))


def _batches(
    rows: dict[str, list[tuple[Any, ...]]], count: int, products: int
) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """Yield the rows of so many products at a time; the first come with all that has none."""
    batches: list[dict[str, list[tuple[Any, ...]]]] = [{} for _ in range(count)]
    for name, some in rows.items():
        table = tables.metadata.tables[name]
        owner = "number" if name == "product" else "seq" if name == "event" else "product"
        at = list(table.c.keys()).index(owner) if owner in table.c else None
        for row in some:
            number = 0 if at is None else (row[at] - 1) * count // products
            batches[min(number, count - 1)].setdefault(name, []).append(row)
    yield from batches


def _execute(
    connection: sqlite3.Connection, batches: list[dict[str, list[tuple[Any, ...]]]]
) -> None:
    for batch in batches:
        for name, some in batch.items():
            if some:
                places = ", ".join("?" * len(some[0]))
                connection.executemany(f"INSERT INTO {name} VALUES ({places})", some)
        connection.commit()


def measure_prepared(folder: Path, submissions: Sequence[Submission], kind: str) -> None:
    """Print the rate for prepared products, and the ratio to plain sqlite3."""
    ours, plain = [], []
    for _ in range(RUNS):
        with new_archive(folder) as archive:
            ours.append(seconds(lambda to=archive: register_prepared(to, submissions)))
            rows = stored_rows(archive)
            size = archive.path.stat().st_size if archive.path else 0
        plain.append(write_plainly(folder, rows, len(submissions)))
    count, rate = len(submissions), len(submissions) / statistics.median(ours)
    written = sum(map(len, rows.values())) / count
    ratio = statistics.median(ours) / statistics.median(plain)
    print(
        f"prepared {kind}, all rows: {rate:.0f}/s (8000 wanted); {written:.1f} rows and "
        f"{size / count:.0f} bytes of database each; synchronous full, {BATCH} a transaction; "
        f"{ratio:.2f} x the time of plain sqlite3"
    )


def measure_index(folder: Path, submissions: Sequence[Submission]) -> None:
    """Print the rate of the rows by which products are found."""
    with new_archive(folder) as archive:
        register_prepared(archive, submissions)
        with archive._database.reading() as connection:
            stored = [
                (t, [dict(row) for row in connection.execute(t.select()).mappings()])
                for t in (tables.product, tables.product_key)
            ]
            needed = [
                (t, [dict(row) for row in connection.execute(t.select()).mappings()])
                for t in (tables.event, tables.product_type)
            ]
    times = []
    for _ in range(RUNS):
        with new_archive(folder) as archive, archive._database.writing() as connection:
            for table, rows in needed:
                prepared = [{**r, "detail": "{}"} if "detail" in r else r for r in rows]
                insert_rows(connection, table, prepared)
            times.append(seconds(lambda to=connection: [insert_rows(to, *one) for one in stored]))
    count = sum(len(rows) for _, rows in stored)
    rate = count / statistics.median(times)
    print(
        f"index rows alone: {rate:.0f} rows/s, {len(submissions) / statistics.median(times):.0f} "
        f"products/s (40000 rows/s wanted); {count / len(submissions):.1f} rows each"
    )


def measure_files(folder: Path, documents: Sequence[Path]) -> None:
    """Print the rate for documents in place, read, validated, hashed and registered."""
    size = documents[0].stat().st_size
    for jobs in (1, 2):
        cpus, walls = [], []
        for _ in range(RUNS):
            with new_archive(folder) as archive:
                start, used = time.perf_counter(), _cpu_of_all()
                made = list(archive.register_stream(documents, mode=IN_PLACE, jobs=jobs))
                walls.append(time.perf_counter() - start)
                cpus.append(_cpu_of_all() - used)
                if not all(isinstance(one, Registration) and one.created for one in made):
                    raise ValueError("not all were registered")
        print(
            f"documents in place, validated and hashed, {jobs} processes: "
            f"{len(documents) / statistics.median(walls):.0f}/s on the clock, "
            f"{len(documents) / statistics.median(cpus):.0f}/s of CPU (2000 wanted); "
            f"{size} bytes each; synchronous full, {BATCH} a transaction"
        )


def _cpu_of_all() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure_single(folder: Path, documents: Sequence[Path]) -> None:
    """Print the rate of single registrations with a commit each."""
    for synchronous in ("normal", "full"):
        with new_archive(folder, synchronous) as archive:
            archive.register(documents[0], mode=IN_PLACE)
            clock = time.perf_counter()
            cpu = seconds(lambda to=archive: [to.register(d, mode=IN_PLACE) for d in documents[1:]])
            clock = time.perf_counter() - clock
        count = len(documents) - 1
        print(
            f"single registrations, each with a commit: {count / cpu:.0f}/s of CPU, "
            f"{count / clock:.0f}/s on the clock (1000 wanted); synchronous {synchronous}"
        )


def measure_opening(folder: Path) -> None:
    """Print what opening an archive costs, in a process that has done it before."""
    with new_archive(folder) as archive:
        place = archive.url
    times = [seconds(lambda: dpkit_archive.open(place).close()) for _ in range(50)]
    print(f"opening: {1e3 * statistics.median(times):.1f} ms (40 wanted)")


def main() -> None:
    """Print each rate beside what is wanted."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        documents = write_documents(folder, FILES)
        pattern = prepare(documents[0], dataset=None, calibration_set=None)
        submissions = multiply(pattern, count)
        print(f"{count} products")
        plain = [replace(s, derived=replace(s.derived, proposed=None)) for s in submissions]
        measure_prepared(folder, plain, "products without validity")
        measure_prepared(folder, submissions, "calibrations")
        measure_prepared(folder, place_on_sky(plain), "products without validity, with an area")
        measure_index(folder, submissions)
        measure_files(folder, documents)
        measure_single(folder, documents[:2001])
        measure_opening(folder)


if __name__ == "__main__":
    main()
