"""Measure what looking after an archive costs: who is touched by a bad input, and deleting.

``impact`` is asked of 100000 descendants, in four shapes. Then 10000 products with their files are
purged out of many more; how many follows as argument, 100000 by default. CPU time; the time on the
clock of deleting is said as well, since the disk has its part in it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive import (
    BATCH,
    multiply,
    new_archive,
    place_on_sky,
    register_prepared,
    seconds,
)
from sqlalchemy import bindparam, select, update

from dpkit.simulate import write_sample
from dpkit_archive import Archive, tables
from dpkit_archive.placing import product_folder
from dpkit_archive.statement import insert_rows
from dpkit_archive.submission import Submission, prepare

RUNS = 5
DESCENDANTS = 100_000
PURGED = 10_000
PRODUCT = "DpdNirCalibratedFrame"

SHAPES: dict[str, Callable[[int], Sequence[int]]] = {
    "all made from one": lambda _number: [1],
    "each from the one before": lambda number: [number - 1],
    "ten from each": lambda number: [(number + 8) // 10],
    "each from two": lambda number: sorted({number - 1, number // 2}),
}
"""Numbers of the inputs of a product."""


def fill_lineage(archive: Archive, inputs: Callable[[int], Sequence[int]]) -> None:
    """Write products of which nothing is known but what they were made from."""
    event = {"seq": 2, "time_ns": 1, "actor": "", "verb": "", "subject": "", "detail": "{}"}
    common: dict[str, Any] = dict.fromkeys(tables.product.c.keys())
    common |= {"type": 1, "dataset": 2, "version": 1, "status": "registered", "registered_event": 2}
    common |= {"content_sha256": "", "body_sha256": "", "schema_version": "1.0"}
    numbers = range(1, DESCENDANTS + 2)
    products = [common | {"number": n, "id": f"P{n}", "identity": str(n)} for n in numbers]
    edges = [
        {"product": n, "port": "from", "ordinal": ordinal, "input": one}
        for n in numbers[1:]
        for ordinal, one in enumerate(inputs(n))
    ]
    with archive._database.writing() as connection:
        insert_rows(connection, tables.event, [event])
        insert_rows(connection, tables.product_type, [{"number": 1, "name": PRODUCT}])
        insert_rows(connection, tables.dataset, [{"number": 2, "name": "bench"}])
        insert_rows(connection, tables.product, products)
        insert_rows(connection, tables.lineage, edges)


def measure_impact(folder: Path) -> None:
    """Print how long it takes to tell, and to mark, what a bad product touched."""
    for shape, inputs in SHAPES.items():
        with new_archive(folder) as archive:
            fill_lineage(archive, inputs)
            told = [seconds(lambda of=archive: _impact(of)) for _ in range(RUNS)]
            counted = [seconds(lambda of=archive: of.count_impact("P1")) for _ in range(RUNS)]
            marked = seconds(lambda of=archive: of.mark_impact("P1", reason="bench"))
        print(
            f"impact, {shape}: {DESCENDANTS} descendants in {statistics.median(told):.2f} s "
            f"(1 s wanted), counted in {statistics.median(counted):.2f} s, marked in {marked:.2f} s"
        )


def _impact(archive: Archive) -> None:
    if len(archive.impact("P1")) != DESCENDANTS:
        raise ValueError("not all descendants were found")


def fill_products(archive: Archive, pattern: Submission, count: int) -> None:
    """Register products with an area each, and let the archive keep files of the first ones."""
    vary = _varied(pattern, count)
    for start in range(0, count, BATCH):
        register_prepared(archive, place_on_sky(vary(start, start + BATCH)))
    _keep_files(archive)


def _varied(pattern: Submission, count: int) -> Callable[[int, int], list[Submission]]:
    made = multiply(pattern, min(count, BATCH))

    def vary(start: int, stop: int) -> list[Submission]:
        found = []
        for number, one in zip(range(start, stop), made, strict=False):
            columns = {**one.derived.columns, "observation": number}
            digest = f"{number:064x}"
            found.append(
                replace(
                    one,
                    folder=f"{pattern.folder}/{number}",
                    document_sha256=digest,
                    id=f"P{number}",
                    identity=f'{{"observation":{number}}}',
                    content=replace(one.content, body_sha256=digest),
                    derived=replace(one.derived, columns=columns, proposed=None),
                )
            )
        return found

    return vary


def _keep_files(archive: Archive) -> None:
    """Put files of the products that will go into the folder of the archive."""
    document, location, own = tables.document.c, tables.file_location.c, tables.product_file.c
    documents, files = [], []
    with archive._database.writing() as connection:
        rows = connection.execute(
            select(document.product, own.location, own.name)
            .join_from(tables.document, tables.product_file, own.product == document.product)
            .where(document.product <= PURGED)
        ).all()
        for number, at, name in rows:
            folder = product_folder(PRODUCT, f"P{number - 1}")
            inside = archive.files / folder / "data"
            inside.mkdir(parents=True, exist_ok=True)
            (inside / name).write_bytes(b"x" * 2880)
            (inside.parent / "document.xml").write_bytes(b"x" * 2000)
            documents.append({"of": number, "to": f"{folder}/document.xml"})
            files.append({"of": at, "to": f"{folder}/data/{name}"})
        for table, key, some in (
            (tables.document, document.product, documents),
            (tables.file_location, location.number, files),
        ):
            change = update(table).where(key == bindparam("of"))
            connection.execute(change.values(path=bindparam("to"), mode="copy"), some)


def measure_purge(folder: Path, count: int) -> None:
    """Print how long it takes to delete 10000 products."""
    place = Path(tempfile.mkdtemp(dir=folder))
    pattern = prepare(
        write_sample(PRODUCT, place, minimal=True), dataset=None, calibration_set=None
    )
    ids = [f"P{number}" for number in range(PURGED)]
    with new_archive(folder) as archive:
        fill_products(archive, pattern, count)
        trashed = seconds(lambda: archive.trash(ids, reason="bench"))
        clock = time.perf_counter()
        purged = seconds(lambda: archive.purge(ids))
        clock = time.perf_counter() - clock
        if any(archive.files.rglob("*.xml")) or archive.query().count() != count - PURGED:
            raise ValueError("not all that was to go is gone")
    print(
        f"{PURGED} of {count} products: into the trash in {trashed:.1f} s, purged with their files "
        f"in {purged:.1f} s of CPU, {clock:.1f} s on the clock (20 s wanted for both)"
    )


def main() -> None:
    """Print each time beside what is wanted."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as made:
        measure_impact(Path(made))
        measure_purge(Path(made), count)


if __name__ == "__main__":
    main()
