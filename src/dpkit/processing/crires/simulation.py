"""Write simulated flats: raw frames as products, and the truth beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from dpkit.errors import ProductError
from dpkit.processing.crires.frame import exposure, frame_product
from dpkit.processing.crires.moment import raw_name
from dpkit.processing.crires.simulate import FlatSimulation, SimulatedDetector, simulate_flats
from dpkit.product.writing import write, write_whole

__all__ = ["flat_truth", "write_flats"]

_SIMULATOR = ("dpkit", "0.1.0")
_OVERHEAD = 5.0  # between two frames [s]


def flat_truth(
    simulation: FlatSimulation, detectors: dict[int, SimulatedDetector]
) -> dict[str, Any]:
    """Return what was put into a set of flats, as JSON holds it.

    The ratio of signal to noise is that of a pixel of median response, of the mean of all frames.
    """
    return {
        "setting": simulation.setting,
        "frames": simulation.frames,
        "seed": simulation.seed,
        "lamp": simulation.lamp.tolist(),
        "detectors": {
            str(number): {
                "mean_level": simulation.level * float(np.median(detector.response)),
                "badpix": detector.bad_pixels(),
                "snr": simulation.frames**0.5
                * simulation.level
                * float(np.median(detector.response / detector.noise)),
            }
            for number, detector in detectors.items()
        },
    }


def write_flats(
    simulation: FlatSimulation, folder: Path, *, report: Callable[[str], object] = str
) -> list[Path]:
    """Simulate a set of flats and write its frames and truth into a folder.

    Parameters
    ----------
    simulation : FlatSimulation
        What to simulate.
    folder : Path
        Where to write ``truth.json``, the documents and their files.
    report : callable, optional
        Called with a line of talk after each frame.

    Returns
    -------
    list of Path
        The documents of the frames, in order of time.

    Raises
    ------
    ProductError
        The folder holds a truth already.
    """
    file = folder / "truth.json"
    if file.exists():
        raise ProductError(
            "is there already", place=file, remedy="simulate into another folder, or remove it"
        )
    detectors = simulate_flats(simulation)
    documents = []
    for index in range(simulation.frames):
        start = simulation.start + index * timedelta(
            seconds=simulation.dit * simulation.ndit + _OVERHEAD
        )
        taken = exposure(
            simulation.instrument_setting,
            raw=raw_name(start),
            start=start,
            dit=simulation.dit,
            ndit=simulation.ndit,
            window=simulation.window,
        )
        images = {number: detector.frames[index] for number, detector in detectors.items()}
        documents.append(write(frame_product(images, taken, _SIMULATOR), folder))
        report(f"frame {index + 1} of {simulation.frames}: {taken.first_raw_file}")
    text = json.dumps(flat_truth(simulation, detectors), indent=2) + "\n"
    write_whole(file, text.encode())
    return documents
