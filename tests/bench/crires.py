"""Measure how long the quality control of CRIRES flats takes.

CPU time, median of five: a block of three full frames with all parameters, the same with products
written, and with the five plots and the cover sheet; two years of a simulated history. Run it with
``make bench``.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dpkit
from dpkit.processing.crires.cover import write_cover
from dpkit.processing.crires.flatdrawing import draw_flat
from dpkit.processing.crires.flatquality import measure_flats
from dpkit.processing.crires.frame import read_flats
from dpkit.processing.crires.history import HistorySimulation, simulate_history
from dpkit.processing.crires.simulate import FlatSimulation
from dpkit.processing.crires.simulation import write_flats
from dpkit.processing.crires.tasks import crires_flat
from dpkit.product.product import Product

RUNS = 5


def seconds(work: Callable[[], Any]) -> float:
    """Return the median of the CPU time of some runs."""
    taken = []
    for _ in range(RUNS):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def report(what: str, value: float, wanted: float) -> None:
    print(f"{what:<56} {value:8.2f} s   wanted {wanted:g} s")


def draw(frames: list[Product[Any]], folder: Path) -> None:
    """Run the task, write its products, draw the plots and write the cover sheet."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        out = Path(made)
        products = crires_flat(frames=frames)._asdict()
        written = {
            name: dpkit.read(dpkit.write(product, out))
            for name, product in products.items()
            if product is not None
        }
        plots = draw_flat({"frames": frames}, written, out)
        write_cover(crires_flat, written["quality"], out / "cover.html", plots=plots)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames = [dpkit.read(one) for one in write_flats(FlatSimulation(), folder / "raw")]
        flats = read_flats(frames)
        report("3 full frames, all parameters, arrays", seconds(lambda: measure_flats(flats)), 0.5)
        report("the task, from files to products", seconds(lambda: crires_flat(frames=frames)), 0.5)
        report("with five plots and cover sheet", seconds(lambda: draw(frames, folder)), 8)
    report(
        "history of two years, 5760 rows",
        seconds(lambda: simulate_history(HistorySimulation())),
        2,
    )


if __name__ == "__main__":
    main()
