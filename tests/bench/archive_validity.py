"""Measure how fast calibrations are certified and looked up, against plain sqlite3 and butler.

All sides run in turn, in one go, on SQLite: medians of three, per second of CPU time, and of wall
time in brackets. Each has as many ranges of one selection as the line says. The peer runs in an
environment of its own, which is given with ``--peer-python /path/to/python``, else made in a
temporary folder (this needs a package index); ``--no-peer`` leaves it out.
"""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from archive import BEGIN, HOUR, multiply, new_archive, register_prepared, write_documents
from archive_peer import PACKAGE, peer_python

from dpkit_archive import Archive
from dpkit_archive.submission import prepare

RUNS = 3
SIZES = (1_000, 10_000, 100_000)
PEER_SIZE = 1_000
LOOKUPS = 3_000
AT_ONCE = 1_000
BATCH = 1_000
ONE_BY_ONE = 100
PRODUCT = "DpdNirRelPhotoExpCalibration"

Rates = dict[str, tuple[float, float]]
"""Per second of CPU time, and of wall time."""

LIMIT = """SELECT id, begin_ns, end_ns FROM (
    SELECT product.id, validity.begin_ns, validity.end_ns FROM validity
    JOIN product ON product.number = validity.product
    WHERE calibration_set = 2 AND validity.type = 1 AND selection = ?
      AND retired_event IS NULL AND validity.begin_ns <= ?
    ORDER BY validity.begin_ns DESC LIMIT 2) WHERE end_ns > ?"""


def rate(count: int, work: Callable[[], object]) -> tuple[float, float]:
    """Return how many there are per second of CPU time, and of wall time."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return count / (time.process_time() - cpu), count / (time.perf_counter() - wall)


def measure(folder: Path, size: int) -> Rates:
    """Return our rates with so many ranges, and those of plain sqlite3 on the same database."""
    (document,) = write_documents(Path(tempfile.mkdtemp(dir=folder)), 1)
    products = multiply(prepare(document, dataset=None, calibration_set=None), size)
    with new_archive(folder) as archive:
        register_prepared(archive, products)
        first, *ids = [one.id for one in products]
        certify(archive, [first])  # what is compiled once counts for nobody
        batches = ids[:-ONE_BY_ONE]
        found = {"certify": rate(len(batches), lambda: certify(archive, batches))}
        found["certify one"] = rate(
            ONE_BY_ONE,
            lambda: [archive.certify(one, calibration_set="bench") for one in ids[-ONE_BY_ONE:]],
        )
        times = [BEGIN + random.Random(1).randrange(size * HOUR) for _ in range(LOOKUPS)]
        return found | look_up(archive, times) | look_up_plainly(archive, times)


def certify(archive: Archive, ids: list[str]) -> None:
    """Certify products into a set of their own, a batch in a transaction."""
    for start in range(0, len(ids), BATCH):
        archive.certify(ids[start : start + BATCH], calibration_set="bench", create_set=True)


def look_up(archive: Archive, times: list[int]) -> Rates:
    keys = {"filter": "NIR_J"}
    with archive.calibrations(PRODUCT, "bench") as found:
        found.at(times[0], **keys)
        found.at_each([(times[0], keys)])
        asked = [[(at, keys) for at in times[n : n + AT_ONCE]] for n in range(0, LOOKUPS, AT_ONCE)]
        answers = [one for some in asked for one in found.at_each(some)]
        if None in answers or answers != [found.at(at, **keys) for at in times]:
            raise ValueError("the two ways to look up differ")
        rates = {
            "look up": rate(LOOKUPS, lambda: [found.at(at, **keys) for at in times]),
            "look up many": rate(LOOKUPS, lambda: [found.at_each(some) for some in asked]),
        }
    few = times[:300]
    rates["explain"] = rate(
        len(few),
        lambda: [archive.calib(PRODUCT, at=at, keys=keys, calibration_set="bench") for at in few],
    )
    return rates


def look_up_plainly(archive: Archive, times: list[int]) -> Rates:
    """Return the rate of the driver alone, with the same SQL."""
    with closing(sqlite3.connect(str(archive.path))) as connection:
        selection = '{"filter":"NIR_J"}'
        ask = connection.execute
        return {
            "sqlite3": rate(
                LOOKUPS, lambda: [ask(LIMIT, (selection, at, at)).fetchall() for at in times]
            )
        }


def measure_peer(python: str) -> Rates:
    """Return the peer's rates."""
    script = Path(__file__).with_name("peer_validity.py")
    command = [python, str(script), str(PEER_SIZE)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return {name: (cpu, wall) for name, (cpu, wall) in json.loads(done.stdout).items()}


def median(runs: list[Rates]) -> Rates:
    """Return the median of each rate."""
    return {
        name: (
            statistics.median(run[name][0] for run in runs),
            statistics.median(run[name][1] for run in runs),
        )
        for name in runs[0]
    }


def main() -> None:
    """Print rates and ratios."""
    ours: dict[int, list[Rates]] = {size: [] for size in SIZES}
    peers: list[Rates] = []
    with tempfile.TemporaryDirectory() as folder:
        if "--no-peer" in sys.argv:
            _run(Path(folder), None, ours, peers)
        else:
            with peer_python() as python:
                _run(Path(folder), python, ours, peers)
    first = median(ours[SIZES[0]])
    for size in SIZES:
        for name, (cpu, wall) in median(ours[size]).items():
            flat = cpu / first[name][0]
            print(f"{size} ranges, {name}: {cpu:.0f}/s ({wall:.0f}/s), {flat:.2f} of {SIZES[0]}")
    limit = first["sqlite3"][0]
    print(f"look up, share of sqlite3 with the same SQL: 1/{limit / first['look up'][0]:.1f}")
    for name, (cpu, wall) in (median(peers) if peers else {}).items():
        ratio = first[name][0] / cpu
        print(f"{PEER_SIZE} ranges, {PACKAGE}, {name}: {cpu:.0f}/s ({wall:.0f}/s), {ratio:.1f} x")


def _run(
    folder: Path, python: str | None, ours: dict[int, list[Rates]], peers: list[Rates]
) -> None:
    for _ in range(RUNS):
        for size in SIZES:
            ours[size].append(measure(folder, size))
        if python is not None:
            peers.append(measure_peer(python))


if __name__ == "__main__":
    main()
