"""Measure queries of an archive against plain sqlite3 that answers the same question.

Both sides of each ratio run in turn, in one go: CPU time, median of five. The rows are written past
the registration; the documents are short. Run it with ``make bench``, or with the numbers of
products to measure at, such as ``python tests/bench/archive_query.py 10000 1000000``.
"""

from __future__ import annotations

import math
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, Table

import dpkit_archive
from dpkit_archive import Archive, tables
from dpkit_archive.pending import Pending
from dpkit_archive.region import area
from dpkit_archive.region import part as shape
from dpkit_archive.region.asked import area_parts, lookup_of
from dpkit_archive.region.footprint import add_footprints
from dpkit_archive.region.search import _candidates
from dpkit_archive.statement import insert_rows

RUNS = 5
SECONDS = 1.0
PRODUCT = "DpdNirCalibratedFrame"
EXPOSURES = 10
CHUNK = 50_000
SIDE = 0.7


def rate(**cases: Callable[[int], object]) -> dict[str, float]:
    """Return the calls per CPU second of each case: median over interleaved runs."""
    counts = {}
    for name, case in cases.items():
        case(0)
        start = time.process_time()
        case(1)
        counts[name] = max(1, int(SECONDS / RUNS / max(time.process_time() - start, 1e-6)))
    found: dict[str, list[float]] = {name: [] for name in cases}
    for run in range(RUNS):
        for name, case in cases.items():
            start = time.process_time()
            for number in range(counts[name]):
                case(run * counts[name] + number)
            found[name].append(counts[name] / (time.process_time() - start))
    return {name: statistics.median(values) for name, values in found.items()}


def numbered(count: int) -> Iterator[range]:
    for first in range(1, count + 1, CHUNK):
        yield range(first, min(first + CHUNK, count + 1))


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows whose other columns are null."""
    insert_rows(connection, table, [dict.fromkeys(table.c.keys()) | row for row in rows])


def fill(archive: Archive, count: int) -> float:
    """Write products of ten exposures an observation; return the rate of the footprints."""
    random = np.random.default_rng(1)
    seconds = 0.0
    with archive._database.writing() as connection:
        put(connection, tables.product_type, [{"number": 1, "name": PRODUCT}])
        event = {"seq": 1, "time_ns": 0, "actor": "", "verb": "", "subject": "", "detail": "{}"}
        put(connection, tables.event, [event])
        for numbers in numbered(count):
            put(connection, tables.product, [product(number) for number in numbers])
            put(connection, tables.document, [document(number) for number in numbers])
            start = time.process_time()
            pending = Pending(connection)
            add_footprints(pending, [(n, [square(random)]) for n in numbers if n <= 100_000])
            pending.flush()
            seconds += time.process_time() - start
    return min(count, 100_000) / seconds


def product(number: int) -> dict[str, object]:
    return {
        "number": number, "id": f"EUC_NIR_{number:09d}", "type": 1, "dataset": 1, "version": 1,
        "identity": f'{{"observation":{number // EXPOSURES},"exposure":{number % EXPOSURES}}}',
        "status": "registered", "content_sha256": f"{number:064x}", "body_sha256": f"{number:064x}",
        "schema_version": "1.0", "registered_event": 1, "observation": number // EXPOSURES,
        "exposure": number % EXPOSURES, "filter": "NIR_J", "instrument": "NISP",
    }  # fmt: skip


def document(number: int) -> dict[str, object]:
    return {
        "product": number, "name": f"{number}.xml", "path": f"{PRODUCT}/{number}/{number}.xml",
        "mode": "copy", "sha256": f"{number:064x}", "size": 1, "original": b"<x/>",
        "content": f'{{"Data":{{"ObservationId":{number}}}}}',
    }  # fmt: skip


def square(random: np.random.Generator) -> shape.Part:
    ra, dec = random.uniform(0, 360), math.degrees(math.asin(random.uniform(-1, 1)))
    half = SIDE / 2
    corners = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    x, y = np.radians(corners).T
    # Around the place on its tangent plane, so that squares at the poles are squares, too.
    centre = shape.unit(math.radians(ra), math.radians(dec))
    east = np.array([-math.sin(math.radians(ra)), math.cos(math.radians(ra)), 0.0])
    vectors = centre + x[:, None] * east + y[:, None] * np.cross(centre, east)
    return shape.polygon_of(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


KEY_SQL = (
    "SELECT p.*, t.name, d.name, x.path FROM product p JOIN product_type t ON t.number = p.type "
    "JOIN dataset d ON d.number = p.dataset JOIN document x ON x.product = p.number "
    "WHERE p.type = 1 AND p.observation = ?{} AND p.status NOT IN "
    "('invalid', 'rejected', 'trashed') ORDER BY p.exposure"
)


def measure_keys(archive: Archive, plain: sqlite3.Connection, count: int) -> float:
    """Print the rates of look-ups by keys; return that of one observation."""
    observations = max(count // EXPOSURES, 1)
    query = archive.query(PRODUCT)
    one = KEY_SQL.format(" AND p.exposure = ?")
    found = rate(
        one_product=lambda n: query.observation(n * 7919 % observations).exposure(3).rows(),
        one_product_plain=lambda n: plain.execute(one, (n * 7919 % observations, 3)).fetchall(),
        one_id=lambda n: query.observation(n * 7919 % observations).exposure(3).ids(),
        observation=lambda n: query.observation(n * 7919 % observations).rows(),
        observation_plain=lambda n: plain.execute(
            KEY_SQL.format(""), (n * 7919 % observations,)
        ).fetchall(),
    )
    print(
        f"  one product by keys: {found['one_product']:.0f}/s as rows, {found['one_id']:.0f}/s as "
        f"ids; sqlite3 {found['one_product_plain'] / found['one_product']:.1f} x faster"
    )
    print(
        f"  one observation of {EXPOSURES}: {found['observation']:.0f}/s; sqlite3 "
        f"{found['observation_plain'] / found['observation']:.1f} x faster"
    )
    return found["observation"]


def measure_areas(archive: Archive, plain: sqlite3.Connection) -> None:
    """Print the rates of look-ups by cone, with and without what is done once per area."""
    random = np.random.default_rng(2)
    places = [
        (float(ra), math.degrees(math.asin(z)))
        for ra, z in zip(random.uniform(0, 360, 4000), random.uniform(-1, 1, 4000), strict=True)
    ]
    fresh = iter(random.uniform((0, -60), (360, 60), (1_000_000, 2)).tolist())
    query = archive.query(PRODUCT)
    for radius in (0.0, 1.0):
        cones = [area.cone(ra, dec, radius) for ra, dec in places]
        lookups = [lookup_of(area_parts(one)[0]) for one in cones]
        hits = statistics.mean(query.within(one).count() for one in cones[:300])
        with archive._database.reading() as connection:
            listed = [one.listed for one in lookups]
            found = rate(
                sql=lambda n, c=connection, a=lookups: _candidates(c, a[n % 4000]),
                plain=lambda n, a=listed: plain.execute(PLAIN_AREA, (a[n % 4000],)).fetchall(),
                ids=lambda n, a=cones: query.within(a[n % 4000]).ids(),
                new=lambda _n, r=radius: query.within(area.cone(*next(fresh), r)).ids(),
            )
        print(
            f"  cone of {radius:g} deg, {hits:.1f} products: {found['sql']:.0f}/s in SQL, "
            f"{found['ids']:.0f}/s to exact ids, {found['new']:.0f}/s for one never asked before; "
            f"sqlite3 with the cells alone {found['plain'] / found['sql']:.1f} x the SQL"
        )


PLAIN_AREA = (
    "SELECT p.product, p.kind, p.x, p.y, p.z, p.radius, p.data FROM region_part p WHERE p.product "
    "IN (SELECT c.product FROM json_each(?) r JOIN region_cell c ON c.cell BETWEEN "
    "json_extract(r.value, '$[0]') AND json_extract(r.value, '$[1]'))"
)


def main() -> None:
    """Measure at some numbers of products."""
    sizes = [int(word) for word in sys.argv[1:]] or [10_000, 100_000]
    rates = {}
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "archive.sqlite")
            with dpkit_archive.create(path) as archive:
                speed = fill(archive, count)
                plain = sqlite3.connect(path)
                print(f"{count} products; footprints written at {speed:.0f}/s")
                rates[count] = measure_keys(archive, plain, count)
                measure_areas(archive, plain)
                plain.close()
    first, last = min(sizes), max(sizes)
    print(f"one observation at {last} takes {rates[first] / rates[last]:.2f} x as at {first}")


if __name__ == "__main__":
    main()
