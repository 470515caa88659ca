"""Measure validation: products per second, ratios to xmlschema, start-up and memory.

Both sides of each ratio run in turn, in one go: CPU time, median of five. xmlschema gets a schema
that it has compiled before. Rates are told twice: by wall time, which depends on what else the
machine does, and by the CPU time of all processes. Run it with ``make bench``.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import xmlschema
from astropy.io import fits
from binding import calibration, compare

import dpkit
from dpkit.product.document import parse_document
from dpkit.validation.batch import Settings, validate_all
from dpkit.validation.source import find_documents
from dpkit_dm import bas, ins, nir, pro

RUNS = 5
TOGETHER = 50
"""Documents validated in one go."""
MANY = 100_000
"""Documents of the run whose memory is watched; the same ones come again."""


def cpu() -> float:
    """Return the CPU seconds of this process and of those that it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def print_rate(name: str, folder: Path, level: str) -> None:
    """Print products per second in two processes: medians of all runs."""
    settings = Settings(level=level, facts=False)
    walls, cpus = [], []
    for _ in range(RUNS):
        start, used = time.perf_counter(), cpu()
        number = 0
        for report in validate_all(find_documents([str(folder)]), settings, jobs=2):
            if not report.ok:
                raise ValueError(str(report.findings[0]))
            number += 1
        walls.append(number / (time.perf_counter() - start))
        cpus.append(2 * number / (cpu() - used))
    print(
        f"{name}: {statistics.median(walls):.0f} products/s by wall time, "
        f"{statistics.median(cpus):.0f} by CPU time of two cores"
    )


def write_calibrations(folder: Path, number: int) -> None:
    """Write calibration documents with ids of their own."""
    folder.mkdir()
    data = calibration(4)
    head, _, tail = data.partition(b"</ProductId>")
    for n in range(number):
        (folder / f"{n:06d}.xml").write_bytes(head + b"-%d</ProductId>" % n + tail)


def write_flats(folder: Path, number: int) -> None:
    """Write master darks with a small FITS file each."""
    for _ in range(number):
        images = [fits.PrimaryHDU()]
        for plane, kind in (("SCI", "float32"), ("RMS", "float32"), ("DQ", "int32")):
            images.append(fits.ImageHDU(np.ones((8, 8), kind), name=f"DET11.{plane}"))
            if plane != "DQ":
                images[-1].header["BUNIT"] = "electron/s"
        header = images[0].header
        header["TELESCOP"], header["INSTRUME"], header["FILTER"] = "Euclid", "NISP", "NIR_Y"
        data = pro.NirMasterDark(
            filter=ins.FilterName.NIR_Y,
            validity_range=ins.CalibrationValidPeriod(
                timestamp_start=dpkit.to_xml_time("2026-03-01T00:00:00Z"),
                timestamp_end=dpkit.to_xml_time("2026-03-02T00:00:00Z"),
            ),
            calibration_id="bench",
            data_storage=dpkit.to_be_written(bas.FitsFile),
            frame_numbers=20,
            total_exposure_time=2000.0,
            focal_plane_temperature=95.1,
        )
        product = dpkit.new(
            nir.DpdNirMasterDark,
            data=data,
            files={"DataStorage": fits.HDUList(images)},
            software=("bench", "1.0"),
        )
        dpkit.write(product, folder)


def measure_peer(folder: Path) -> None:
    """Print the ratios to xmlschema."""
    path = folder / "one.xml"
    path.write_bytes(calibration(4))
    source = parse_document(path.read_bytes(), path).entry.schema
    schema = xmlschema.XMLSchema10(str(source))

    def ours(level: str) -> int:
        settings = Settings(level=level, facts=False)
        return sum(report.ok for report in validate_all([path] * TOGETHER, settings))

    def peer() -> None:
        for _ in range(TOGETHER):
            schema.validate(str(path))

    times = compare(xmlschema=peer, schema=lambda: ours("schema"), quality=lambda: ours("quality"))
    for level in ("schema", "quality"):
        ratio, each = times["xmlschema"] / times[level], times[level] / TOGETHER
        print(f"level {level}: {each * 1e6:.0f} us, {ratio:.1f} x faster than xmlschema")


def measure_rates(folder: Path) -> None:
    """Print products per second in two processes."""
    write_calibrations(folder / "many", 4000)
    write_flats(folder / "flats", 300)
    print_rate("XML levels", folder / "many", "quality")
    print_rate("with small FITS files", folder / "flats", "headers")


def measure_start(folder: Path) -> None:
    """Print the time of one call from the shell."""
    command = [sys.executable, "-m", "dpkit", "validate", str(folder / "one.xml")]
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - start)
    print(f"dpkit validate ONE.xml: {statistics.median(found):.2f} s")


def resident(process: int) -> Iterator[float]:
    """Yield the memory in MB of a process and of those that it started; shared pages count once."""
    for name in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        yield from resident(int(name))
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    yield next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def measure_memory(folder: Path) -> None:
    """Print the largest memory of a run over many documents, and what the first tenth took."""
    command = [sys.executable, "-m", "dpkit", "validate", "-", "--level", "quality", "--jobs", "2"]
    names = sorted((folder / "many").iterdir())
    peaks = {}
    for number in (MANY // 10, MANY):
        listed = folder / "list"
        listed.write_text("\n".join(str(names[n % len(names)]) for n in range(number)))
        with listed.open() as stream:
            run = subprocess.Popen(command, stdin=stream, stderr=subprocess.DEVNULL)
        peaks[number] = 0.0
        start = time.perf_counter()
        while run.poll() is None:
            try:
                peaks[number] = max(peaks[number], sum(resident(run.pid)))
            except (FileNotFoundError, ProcessLookupError, StopIteration):
                continue  # a process has just ended
            time.sleep(0.05)
        speed = number / (time.perf_counter() - start)
        print(f"{number} documents: at most {peaks[number]:.0f} MB, {speed:.0f} products/s")


def main() -> None:
    """Measure all in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="dpkit-bench-"))
    try:
        measure_peer(folder)
        measure_start(folder)
        measure_rates(folder)
        measure_memory(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
