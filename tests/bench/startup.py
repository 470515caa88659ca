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
PRODUCT = "DpdNirRelPhotoExpCalibration"
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


def main() -> None:
    """Print the cost of each case, beside that of what it stands on."""
    python = [sys.executable]
    compare("dpkit --help", [*python, "-m", "dpkit", "--help"], PYTHON, 0.15)
    compare("import dpkit", [*python, "-c", "import dpkit"], PYTHON, 0.10)
    compare("import dpkit_dm", [*python, "-c", "import dpkit_dm"], PYTHON, 0.002)
    with tempfile.TemporaryDirectory() as folder:
        sample = [*python, "-m", "dpkit", "schema", "sample", PRODUCT, "--out", folder]
        subprocess.run(sample, check=True, capture_output=True)
        document = str(next(Path(folder).glob("*.xml")))
        compare("import and read one product", [*python, "-c", READ, document], LXML, 0.06)


if __name__ == "__main__":
    main()
