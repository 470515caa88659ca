"""Measure the first stage of the masks: one tile of full size, and memory from 1 to 32 tiles.

Everything is done by fresh processes on files: what is measured is the command that a user calls.
Run it with ``make bench``; the images of the tile of full size need 6 GB of disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

SIDE = 19200  # pixels of a MER tile
BANDS = ("VIS", "NIR_Y", "NIR_J", "NIR_H")
SMALL_SIDE = 2400
COUNTS = (1, 2, 8, 32)
DPKIT = Path(sys.executable).with_name("dpkit")

IN_ONE_PROCESS = """
import json, sys
from pathlib import Path
from dpkit.processing.vmpz.pipelines import main
from dpkit.workflow.launch import run
from dpkit.workflow.options import RunOptions
from dpkit.workflow.setting import Setting
tiles, out = json.load(sys.stdin), Path(sys.argv[1])
for number, inputs in enumerate(tiles):
    documents = {port: [Path(name) for name in names] for port, names in inputs.items()}
    order = {"moc_order": Setting(value=14, origin="bench")}
    done = run(main, documents, order, out=out / str(number), options=RunOptions(engine="serial"))
    assert done.failures == {}, done.failures
lines = Path("/proc/self/status").read_text().splitlines()
print(next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")))
"""


def simulate(folder: Path, side: int, bands: Iterable[str], columns: int, rows: int) -> None:
    """Simulate tiles and the exposures over them."""
    command = [DPKIT, "simulate", "mer-tiles", "--columns", columns, "--rows", rows]
    command += ["--shape", side, "--bands", ",".join(bands), "--no-conditions", "--out", folder]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


def inputs_of(folder: Path) -> list[dict[str, list[str]]]:
    """Return what the pipeline of each tile takes."""

    def of(name: str, part: str = "") -> list[str]:
        return [str(path) for path in sorted(folder.glob(f"{name}__*.xml")) if part in path.name]

    frames = {"observations": of("DpdVisObsFrame"), "nir_frames": of("DpdNirCalibratedFrame")}
    frames = {port: paths for port, paths in frames.items() if paths}
    own = {"mer_tile": "DpdMerTile", "mosaics": "DpdMerMosaic"}
    return [
        frames | {name: of(kind, f"_{tile}_") for name, kind in own.items()}
        for tile in json.loads((folder / "truth.json").read_text())["tiles"]
    ]


def time_command(command: list[str], folder: Path) -> tuple[float, float]:
    """Return how long a command takes [s], and the peak memory of its own process [MiB]."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command[:3])} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def measure_full_tile(scratch: Path) -> None:
    """Measure three masks of a tile of full size in four filters."""
    simulate(scratch / "tile", SIDE, BANDS, 1, 1)
    (inputs,) = inputs_of(scratch / "tile")
    command = [str(DPKIT), "run", "VMPZ_Main", "--moc-order", "14"]
    for port, documents in inputs.items():
        option = "--" + port.replace("_", "-")
        command += [word for document in documents for word in (option, document)]
    for title, engine in (("two processes", "processes:2"), ("one process", "serial")):
        place = ["--engine", engine, "--out", str(scratch / engine.partition(":")[0])]
        seconds, peak = time_command([*command, *place], scratch)
        made = len(list(Path(place[-1]).glob("DpdMOC*.xml")))
        print(
            f"{made} masks of {SIDE} x {SIDE} pixels, {len(BANDS)} filters, {title}: "
            f"{seconds:.1f} s (below 60 wanted on two cores), VmHWM of its first {peak:.0f} MiB"
        )


def measure_many_tiles(scratch: Path) -> None:
    """Measure the memory of one process that makes more and more tiles."""
    simulate(scratch / "tiles", SMALL_SIDE, ("VIS",), 8, 4)
    tiles = inputs_of(scratch / "tiles")
    found = {}
    for count in COUNTS:
        out = scratch / f"made-{count}"
        done = subprocess.run(
            [sys.executable, "-c", IN_ONE_PROCESS, str(out)],
            input=json.dumps(tiles[:count]),
            check=True,
            capture_output=True,
            text=True,
            cwd=scratch,
        )
        found[count] = float(done.stdout.split()[-1])
        print(f"{count} tiles of {SMALL_SIDE} x {SMALL_SIDE}: VmHWM {found[count]:.0f} MiB")
    print(f"    from {COUNTS[0]} to {COUNTS[-1]} tiles: x {found[32] / found[1]:.2f} (flat wanted)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="dpkit-bench-") as folder:
        measure_full_tile(Path(folder))
        measure_many_tiles(Path(folder))
