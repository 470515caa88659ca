"""Simulated dark exposures with known level and read noise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.darkframe import dark_exposure, dark_frame
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatset import DETECTORS
from dpkit.processing.crires.window import FULL_FRAME, Window
from dpkit.product.writing import write

__all__ = ["DarkSimulation", "simulate_darks", "write_darks"]

_SIMULATOR = ("dpkit", "0.1.0")
_OVERHEAD = 5.0  # between two frames [s]
_PATTERN = 3.0  # scatter of the bias from pixel to pixel [adu]


@dataclass(frozen=True, kw_only=True, slots=True)
class DarkSimulation:
    """What to simulate.

    Parameters
    ----------
    frames : int
        Number of exposures.
    seed : int
        Everything random follows from it.
    level : float
        Level [adu].
    drift : float
        Change of the level from frame to frame [adu].
    noise : float
        Read noise of one integration [adu].
    dit, ndit : float, int
        Length of an integration [s] and their number; a frame is the mean of them.
    window : Window
        What is read.
    start : datetime.datetime
        Begin of the first exposure, UTC.

    Raises
    ------
    FlatError
        A number is out of its range.
    """

    frames: int = 3
    seed: int = 0
    level: float = 20.0
    drift: float = 0.0
    noise: float = 10.0
    dit: float = 5.0
    ndit: int = 2
    window: Window = FULL_FRAME
    start: datetime = datetime(2011, 1, 5, 11, 2, 40, 500000, tzinfo=UTC)

    def __post_init__(self) -> None:
        ranges = {
            "frames": 1 <= self.frames <= 1000,
            "seed": self.seed >= 0,
            "level": math.isfinite(self.level),
            "drift": math.isfinite(self.drift),
            "noise": 0.0 <= self.noise < math.inf,
            "dit": 0.0 < self.dit < math.inf,
            "ndit": self.ndit >= 1,
        }
        for name in (name for name, good in ranges.items() if not good):
            raise FlatError(f"{name} = {getattr(self, name)} is out of range")


def simulate_darks(simulation: DarkSimulation) -> dict[int, NDArray[np.float32]]:
    """Simulate the frames of each detector, shape (N, rows, columns) [adu]."""
    found = {}
    for detector in DETECTORS:
        rng = np.random.default_rng([simulation.seed, detector])
        shape = simulation.window.shape
        bias = simulation.level + _PATTERN * rng.standard_normal(shape)
        step = simulation.drift * np.arange(simulation.frames)[:, None, None]
        noise = rng.standard_normal((simulation.frames, *shape))
        frames = bias + step + simulation.noise / math.sqrt(simulation.ndit) * noise
        found[detector] = frames.astype(np.float32)
    return found


def write_darks(simulation: DarkSimulation, folder: Path) -> list[Path]:
    """Simulate a set of darks and write its frames into a folder.

    Returns
    -------
    list of Path
        The documents of the frames, in order of time.
    """
    stacks = simulate_darks(simulation)
    step = timedelta(seconds=simulation.dit * simulation.ndit + _OVERHEAD)
    documents = []
    for index in range(simulation.frames):
        taken = dark_exposure(
            start=simulation.start + index * step,
            dit=simulation.dit,
            ndit=simulation.ndit,
            window=simulation.window,
        )
        images = {number: stack[index] for number, stack in stacks.items()}
        documents.append(write(dark_frame(images, taken, _SIMULATOR), folder))
    return documents
