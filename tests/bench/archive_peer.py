"""Measure the archive beside lsst-daf-butler, in turn and in one go, both on SQLite.

The peer runs in an environment of its own, which is made in a temporary folder (this needs a
package index), or given: ``python tests/bench/archive_peer.py --peer-python /path/to/python``.
Rates are per second of CPU time, medians of three; neither side is asked for what the other does
not do, except where a line says so.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from archive import (
    IN_PLACE,
    new_archive,
    place_on_sky,
    register_prepared,
    seconds,
    write_documents,
)
from archive import multiply as vary

from dpkit.simulate import write_sample
from dpkit_archive import Archive, Registration
from dpkit_archive.region import area
from dpkit_archive.submission import Submission, prepare

RUNS = 3
EXPOSURES = 1000
FILES = 1000
PRODUCT = "DpdNirCalibratedFrame"
PACKAGE = "lsst-daf-butler"

TASKS = {
    "bulk": "products of which all is known, at once (butler: a row each and its tags; here also "
    "document, metrics, area and event)",
    "in_place": "existing small files, left in place (butler reads nothing of them; here each is "
    "validated and hashed)",
    "single": "one at a time, each safe on disk, with its file",
    "delete": "products with their file, removed for good (here into the trash first)",
    "keys": "look-up of one product by its keys",
    "exposure": "all ten products of one exposure or observation",
    "cone": "what a cone of one degree overlaps, of 1000 areas (here 10000)",
}


def measure(folder: Path) -> dict[str, float]:
    """Return our rate of each task."""
    documents = write_documents(Path(tempfile.mkdtemp(dir=folder)), FILES + 400)
    sample = write_sample(PRODUCT, Path(tempfile.mkdtemp(dir=folder)), minimal=True)
    pattern = prepare(sample, dataset=None, calibration_set=None)
    products = place_on_sky(_exposures(pattern, EXPOSURES * 10))
    found: dict[str, float] = {}
    with new_archive(folder) as archive:
        found["bulk"] = len(products) / seconds(lambda: register_prepared(archive, products))
        found |= _query(archive)
    with new_archive(folder) as archive:
        files = documents[:FILES]
        found["in_place"] = FILES / seconds(
            lambda: list(archive.register_stream(files, mode=IN_PLACE))
        )
        one_by_one = documents[FILES:]
        made: list[Registration] = []
        found["single"] = len(one_by_one) / seconds(
            lambda: made.extend(archive.register(one) for one in one_by_one)
        )
        found["delete"] = len(made) / seconds(lambda: _delete(archive, [one.id for one in made]))
    return found


def _delete(archive: Archive, ids: list[str]) -> None:
    archive.trash(ids)
    archive.purge(ids)


def _exposures(pattern: Submission, count: int) -> list[Submission]:
    """Return frames, ten exposures of each observation; all with the one file of the first."""
    made = []
    for number, one in enumerate(vary(pattern, count)):
        observation, exposure = divmod(number, 10)
        columns = {**one.derived.columns, "observation": observation, "exposure": exposure}
        derived = replace(one.derived, columns=columns)
        made.append(replace(one, derived=derived))
    return made


def _query(archive: Archive) -> dict[str, float]:
    query = archive.query(PRODUCT)
    first = archive.query(PRODUCT).observation(7).rows()
    if len(first) != 10:
        raise ValueError(f"the observation has {len(first)}")
    cones = [area.cone(number * 137.5077 % 360, 17.0, 1.0) for number in range(300)]
    return {
        "keys": 1000
        / seconds(
            lambda: [query.observation(n % EXPOSURES).exposure(3).rows() for n in range(1000)]
        ),
        "exposure": 500
        / seconds(lambda: [query.observation(n % EXPOSURES).rows() for n in range(500)]),
        "cone": 300 / seconds(lambda: [query.within(one).rows() for one in cones]),
    }


@contextmanager
def peer_python() -> Iterator[str]:
    """Yield the interpreter of an environment with the peer."""
    if "--peer-python" in sys.argv:
        yield sys.argv[sys.argv.index("--peer-python") + 1]
        return
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = f"{folder}/bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
        yield python


def measure_peer(python: str) -> dict[str, float]:
    """Return the peer's rate of each task."""
    script = Path(__file__).with_name("peer_butler.py")
    command = [python, str(script), str(EXPOSURES), str(FILES)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    rates: dict[str, float] = json.loads(done.stdout)
    return rates


def main() -> None:
    """Print both rates of each task, and their ratio."""
    ours: list[dict[str, float]] = []
    peers: list[dict[str, float]] = []
    with peer_python() as python, tempfile.TemporaryDirectory() as folder:
        for _ in range(RUNS):
            ours.append(measure(Path(folder)))
            peers.append(measure_peer(python))
    for task, meaning in TASKS.items():
        mine, other = (statistics.median(run[task] for run in runs) for runs in (ours, peers))
        print(f"{task}: {mine:.0f}/s, {PACKAGE} {other:.0f}/s, {mine / other:.1f} x; {meaning}")


if __name__ == "__main__":
    main()
