"""Measure what starting up costs: CPU time of fresh processes, median of several.

Each case runs in turn with what it is held against, in one go. Run it with ``make bench``.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 15
PYTHON = [sys.executable, "-c", "pass"]
LXML = [sys.executable, "-c", "import lxml.etree"]
READ = "import sys, lxml.etree, dpkit; dpkit.read(sys.argv[1]).content"
PRODUCTS = ("DpdNirRelPhotoExpCalibration", "DpdVisCalibratedFrame")
"""One of the middle, and the largest."""
DICTIONARY = """
import sys, time
from dpkit.schema.dictionary import product_entry, product_summaries
from dpkit.schema.paths import places_at
clock, times = time.process_time, []
start = clock(); product_summaries(); times.append(clock() - start)
start = clock(); entry = product_entry(sys.argv[1]); times.append(clock() - start)
places_at(entry, 'Data.ValidityRange.TimestampStart')
start = clock()
for _ in range(1000):
    places_at(entry, 'Data.ValidityRange.TimestampStart')
times.append((clock() - start) / 1000)
print(*times)
"""
ENVIRONMENT = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cpu_seconds(command: list[str]) -> float:
    """Return user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(name: str, command: list[str], below: list[str], wanted: float) -> None:
    """Print what a command costs above another."""
    for once in (command, below):
        cpu_seconds(once)  # fills the caches of the disk and of compiled modules
    pairs = [(cpu_seconds(command), cpu_seconds(below)) for _ in range(RUNS)]
    ours, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"{name}: {ours:.3f} s CPU, {ours / other:.1f} x {' '.join(below[1:])!r}, "
        f"{1e3 * (ours - other):.0f} ms above it (at most {1e3 * wanted:.0f} wanted)"
    )


def measure_dictionary() -> None:
    """Print what the data dictionary takes in a fresh process, and a path in one that goes on."""
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, "-c", DICTIONARY, PRODUCTS[0]]
        done = subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT, text=True)
        runs.append([float(word) for word in done.stdout.split()])
    index, product, path = (statistics.median(column) for column in zip(*runs, strict=True))
    print(
        f"dictionary: index {1e3 * index:.1f} ms (2 wanted), product {1e3 * product:.1f} ms "
        f"(5 wanted), path {1e6 * path:.1f} us (10 wanted)"
    )


def main() -> None:
    """Print the cost of each case, beside that of what it stands on."""
    python = [sys.executable]
    compare("dpkit --help", [*python, "-m", "dpkit", "--help"], PYTHON, 0.15)
    compare("import dpkit", [*python, "-c", "import dpkit"], PYTHON, 0.10)
    compare("import dpkit_dm", [*python, "-c", "import dpkit_dm"], PYTHON, 0.002)
    for product in PRODUCTS:
        with tempfile.TemporaryDirectory() as folder:
            sample = [*python, "-m", "dpkit", "schema", "sample", product, "--out", folder]
            subprocess.run(sample, check=True, capture_output=True)
            document = str(next(Path(folder).glob("*.xml")))
            compare(f"import and read one {product}", [*python, "-c", READ, document], LXML, 0.06)
    measure_dictionary()


if __name__ == "__main__":
    main()
