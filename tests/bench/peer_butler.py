"""Measure lsst-daf-butler; run by ``archive_peer.py`` in an environment that has it.

Prints rates as JSON: per second of CPU time, on a new repository on SQLite.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsst.daf.butler import Butler, DatasetRef, DatasetType, FileDataset
from lsst.sphgeom import Angle, Circle, ConvexPolygon, LonLat, UnitVector3d

DETECTORS = 10
SIDE = math.radians(0.7)


def rate(count: int, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


def new_repository(folder: Path, exposures: int) -> Butler:
    """Make a repository that knows exposures, with a visit and its area for each."""
    Butler.makeRepo(str(folder))
    butler = Butler.from_config(str(folder), writeable=True, run="run")
    insert = butler.registry.insertDimensionData
    of = {"instrument": "I"}
    known = {"name": "I", "visit_max": 10**9, "exposure_max": 10**9, "detector_max": 100}
    insert("instrument", known | {"class_name": ""})
    insert("physical_filter", of | {"name": "J", "band": "j"})
    insert("detector", *(of | {"id": n, "full_name": f"d{n}"} for n in range(DETECTORS)))
    insert("day_obs", of | {"id": 20260101})
    insert("group", *(of | {"name": str(n)} for n in range(exposures)))
    common = of | {"physical_filter": "J", "day_obs": 20260101}
    insert(
        "exposure",
        *(common | {"id": n, "obs_id": str(n), "group": str(n)} for n in range(exposures)),
    )
    insert(
        "visit",
        *(common | {"id": n, "name": str(n), "region": square(n)} for n in range(exposures)),
    )
    return butler


def square(number: int) -> ConvexPolygon:
    """Return a square somewhere on the sky, spread by the golden angle."""
    z, longitude = ((number * 0.6180339887) % 1.0) * 1.98 - 0.99, number * 2.399963 % math.tau
    latitude, half = math.asin(z), SIDE / 2
    wide = half / math.cos(latitude)
    corners = [(-wide, -half), (wide, -half), (wide, half), (-wide, half)]
    return ConvexPolygon(
        [
            UnitVector3d(LonLat.fromRadians((longitude + x) % math.tau, latitude + y))
            for x, y in corners
        ]
    )


def measure(folder: Path, exposures: int, files: int) -> dict[str, float]:
    """Return the rate of each task."""
    butler = new_repository(folder / "repository", exposures)
    registry, universe = butler.registry, butler.dimensions
    kinds = {}
    for name in ("bulk", "file", "put"):
        dimensions = ("instrument", "exposure", "detector")
        kinds[name] = DatasetType(name, dimensions, "StructuredDataDict", universe=universe)
        registry.registerDatasetType(kinds[name])
    ids = [
        registry.expandDataId(instrument="I", exposure=n, detector=d)
        for n in range(exposures)
        for d in range(DETECTORS)
    ]
    found = {"bulk": rate(len(ids), lambda: registry.insertDatasets(kinds["bulk"], ids, run="run"))}
    paths = existing_files(folder, files)
    found["in_place"] = rate(files, lambda: ingest(butler, kinds["file"], paths))
    made: list[DatasetRef] = []
    found["single"] = rate(100, lambda: made.extend(put_each(butler, kinds["put"], ids[:100])))
    found["delete"] = rate(100, lambda: delete(butler, made))
    found["keys"] = rate(300, lambda: [find(butler, n % exposures) for n in range(300)])
    found["exposure"] = rate(50, lambda: [query(butler, n % exposures) for n in range(50)])
    found["cone"] = rate(30, lambda: [in_cone(butler, n) for n in range(30)])
    return found


def existing_files(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.yaml" for number in range(count)]
    for path in paths:
        path.write_text("value: 1\n" + "# " + "x" * 2500)
    return paths


def ingest(butler: Butler, kind: DatasetType, paths: list[Path]) -> None:
    """Say what each file is, and ingest it where it lies; nothing of it is read."""
    made = []
    for number, path in enumerate(paths):
        exposure, detector = divmod(number, DETECTORS)
        one = butler.registry.expandDataId(instrument="I", exposure=exposure, detector=detector)
        made.append(FileDataset(str(path), [DatasetRef(kind, one, run="run")]))
    butler.ingest(*made, transfer="direct")


def put_each(butler: Butler, kind: DatasetType, ids: list[Any]) -> list[DatasetRef]:
    return [butler.put({"value": 1}, kind, one) for one in ids]


def delete(butler: Butler, made: list[DatasetRef]) -> None:
    """Remove files and rows, all at once."""
    butler.pruneDatasets(made, disassociate=True, unstore=True, purge=True)


def find(butler: Butler, exposure: int) -> None:
    if butler.find_dataset("bulk", instrument="I", exposure=exposure, detector=3) is None:
        raise ValueError(f"exposure {exposure} is not found")


def query(butler: Butler, exposure: int) -> None:
    where = "instrument = 'I' AND exposure = wanted"
    made = butler.query_datasets("bulk", where=where, bind={"wanted": exposure})
    if len(made) != DETECTORS:
        raise ValueError(f"exposure {exposure} has {len(made)}")


def in_cone(butler: Butler, number: int) -> None:
    """Ask for the visits around the middle of one, by an area that is no circle of its syntax."""
    centre = UnitVector3d(LonLat.fromRadians((number * 2.399963) % math.tau, 0.3))
    cone = Circle(centre, Angle.fromDegrees(1.0))
    where = "visit.region OVERLAPS wanted"
    list(butler.query_dimension_records("visit", where=where, bind={"wanted": cone}, explain=False))


def main() -> None:
    """Measure with as many exposures and files as are wanted."""
    exposures, files = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), exposures, files)))


if __name__ == "__main__":
    main()
