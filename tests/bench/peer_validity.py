"""Measure validity in lsst-daf-butler; run by ``archive_validity.py`` in its environment.

Prints rates as JSON, per second of CPU time and of wall time, on a new repository on SQLite with as
many ranges of one detector as are wanted.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from astropy.time import Time, TimeDelta
from lsst.daf.butler import Butler, DatasetType, Timespan

LOOKUPS = 300
BATCH = 10
BATCHES = 50
BEGIN = Time("2026-01-01T00:00:00", scale="tai", format="isot")
HOUR = 1 / 24


def rate(count: int, work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return count / (time.process_time() - cpu), count / (time.perf_counter() - wall)


def hour(number: float) -> Time:
    return BEGIN + TimeDelta(number * HOUR, format="jd", scale="tai")


def repository(folder: Path) -> Butler:
    """Make a repository that knows detectors, one of which has all ranges."""
    Butler.makeRepo(str(folder))
    butler = Butler.from_config(str(folder), writeable=True, run="run")
    known = {"name": "I", "visit_max": 10**9, "exposure_max": 10**9, "detector_max": 100}
    butler.registry.insertDimensionData("instrument", known | {"class_name": ""})
    detectors = [{"instrument": "I", "id": n, "full_name": f"d{n}"} for n in range(BATCH)]
    butler.registry.insertDimensionData("detector", *detectors)
    return butler


def measure(folder: Path, size: int) -> dict[str, tuple[float, float]]:
    """Certify ranges one by one and in batches, and look up."""
    butler = repository(folder / "repository")
    registry = butler.registry
    kind = DatasetType(
        "dark",
        ("instrument", "detector"),
        "StructuredDataDict",
        universe=butler.dimensions,
        isCalibration=True,
    )
    registry.registerDatasetType(kind)
    registry.registerCollection("calib", type=_calibration())
    ids = [registry.expandDataId(instrument="I", detector=n) for n in range(BATCH)]
    refs = registry.insertDatasets(kind, ids, run="run")
    spans = [Timespan(hour(n), hour(n + 1)) for n in range(size)]
    one = rate(size, lambda: [registry.certify("calib", refs[:1], span) for span in spans])
    later = [Timespan(hour(size + n), hour(size + n + 1)) for n in range(BATCHES)]
    many = rate(BATCH * BATCHES, lambda: [registry.certify("calib", refs, span) for span in later])
    numbers = [random.Random(1).randrange(size) + 0.5 for _ in range(LOOKUPS)]
    asked = [Timespan.fromInstant(hour(number)) for number in numbers]
    return {
        "certify": many,
        "certify one": one,
        "look up": rate(LOOKUPS, lambda: [find(butler, span) for span in asked]),
    }


def _calibration() -> Any:
    from lsst.daf.butler import CollectionType

    return CollectionType.CALIBRATION


def find(butler: Butler, span: Timespan) -> None:
    found = butler.find_dataset(
        "dark", instrument="I", detector=0, collections=["calib"], timespan=span
    )
    if found is None:
        raise ValueError(f"nothing is found for {span}")


def main() -> None:
    """Measure with as many ranges as are wanted."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), int(sys.argv[1]))))


if __name__ == "__main__":
    main()
