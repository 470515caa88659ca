"""Measure what starting up costs: CPU time of fresh processes, median of several.

Both sides of each ratio run in turn, in one go. Run it with ``make bench``.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

RUNS = 15
PYTHON = [sys.executable, "-c", "pass"]
CASES = {
    "dpkit --help": ([sys.executable, "-m", "dpkit", "--help"], 0.15),
    "import dpkit": ([sys.executable, "-c", "import dpkit"], 0.10),
    "one product class": (
        [sys.executable, "-c", "from dpkit_dm.nir import DpdNirRelPhotoExpCalibration"],
        None,
    ),
}


def cpu_seconds(command: list[str]) -> float:
    """Return user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the cost of each case, beside that of starting Python alone."""
    for command in [PYTHON, *(command for command, _ in CASES.values())]:
        cpu_seconds(command)  # fills the caches of the disk and of compiled modules
    for name, (command, bound) in CASES.items():
        pairs = [(cpu_seconds(command), cpu_seconds(PYTHON)) for _ in range(RUNS)]
        ours, python = (statistics.median(side) for side in zip(*pairs, strict=True))
        limit = "" if bound is None else f", at most {bound:.2f} s wanted"
        print(f"{name}: {ours:.3f} s CPU, {ours / python:.1f} x Python alone{limit}")


if __name__ == "__main__":
    main()
