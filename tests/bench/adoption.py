"""Measure how fast files are adopted, against registering the same products in place.

Both sides run in turn, in one go: CPU time, median of five, on new databases each time. The peer
has the documents that the adoption made, beside the files. Run it with ``make bench``; the number
of files may follow, 300 by default.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from astropy.io import fits

import dpkit_archive
from dpkit.adoption.grouping import group_files
from dpkit.adoption.making import write_documents
from dpkit.adoption.mappingfile import parse_mapping
from dpkit.schema.dictionary import product_entry
from dpkit.simulate import write_sample
from dpkit_archive import Archive
from dpkit_archive.adopt.stream import adopt_groups

RUNS = 5
ENTRY = product_entry("DpdNirExposureCatalog")
RULES = parse_mapping(
    """
[files]
CatalogStorage = "*.fits"

[values]
Data.ExposureTime.Unit = "s"
Data.ObservationDateTime.MJD = 60000.0
Data.ObservationSequence.PointingId = 1
Data.ObservationSequence.TotalExposure = 1000000000
Data.SpatialCoverage.Polygon.Vertex.C1 = [1.0, 2.0, 2.0]
Data.SpatialCoverage.Polygon.Vertex.C2 = [1.0, 1.0, 2.0]
Data.DetectorList.Detector.DetectorId = ["DET11", "DET12"]
Data.InputFrame = "FRAME"
""",
    ENTRY,
)


def write_files(folder: Path, count: int) -> list[Path]:
    """Write catalogues that differ in their exposure."""
    sample = write_sample(ENTRY.name, folder / "sample", seed=1, minimal=True)
    (pattern,) = (sample.parent / "data").iterdir()
    (folder / "data").mkdir()
    with fits.open(pattern) as hdus:
        return [_write(hdus, folder / f"data/{number:06d}.fits", number) for number in range(count)]


def _write(hdus: fits.HDUList, path: Path, number: int) -> Path:
    hdus[0].header["OBS_ID"] = number
    hdus.writeto(path, checksum=True)
    return path


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def new_archive(folder: Path) -> Archive:
    """Return a new archive in a folder of its own."""
    return dpkit_archive.create(Path(tempfile.mkdtemp(dir=folder)) / "a.sqlite")


def adopt(archive: Archive, files: list[Path]) -> None:
    """Adopt all files, each of which must be new."""
    groups = group_files(files, ENTRY, RULES)
    for made in adopt_groups(archive, groups, ENTRY, RULES):
        if made.result != "adopted":
            raise SystemExit(f"{made.result}: {made.error or made.gaps}")


def main() -> None:
    """Print both rates and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    ours, peer = [], []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        files = write_files(folder, count)
        written = list(write_documents(group_files(files, ENTRY, RULES), ENTRY, RULES, folder))
        documents = [Path(str(one.document)) for one in written]
        for _ in range(RUNS):
            with new_archive(folder) as archive:
                ours.append(seconds(lambda to=archive: adopt(to, files)))
            with new_archive(folder) as archive:
                register = archive.register_stream
                peer.append(seconds(lambda go=register: list(go(documents, mode="in-place"))))
        size = files[0].stat().st_size
    adopted, registered = (count / statistics.median(times) for times in (ours, peer))
    print(
        f"files adopted in place: {adopted:.0f}/s; registered in place with their documents: "
        f"{registered:.0f}/s; {registered / adopted:.2f} x the time; files of {size} bytes"
    )


if __name__ == "__main__":
    main()
