"""Simulated flat exposures with known response, bad pixels, lamp drift and noise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.badpixel import bad_pixel_map
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatset import DETECTORS
from dpkit.processing.crires.setting import InstrumentSetting, parse_setting
from dpkit.processing.crires.window import FULL_FRAME, Window, cut_to_window

__all__ = [
    "FlatSimulation",
    "SimulatedDetector",
    "simulate_detector",
    "simulate_flats",
]

_GAIN = 7.0  # [electron/adu]
_READ_NOISE = 10.0  # of one integration [adu]
_SLIT_END = 0.03  # light beyond the ends of the slit, as a fraction
_VIGNETTED_COLUMNS, _VIGNETTED_LIGHT = 200, 0.3
_VIGNETTED_BELOW = 1500.0  # [nm]
_DEAD, _HOT = 0.02, 15.0
_OVEREXPOSED_LEVEL = 12_000.0  # [adu]

# Streams of random numbers.
_RESPONSE, _NOISE = 0, 1


@dataclass(frozen=True, kw_only=True, slots=True)
class FlatSimulation:
    """What to simulate.

    Parameters
    ----------
    setting : str
        Name of the setting. Below 1500 nm the outer columns of detectors 1 and 4 are vignetted.
    frames : int
        Number of exposures.
    seed : int
        Everything random follows from it. The detectors are the same for all settings, windows
        and numbers of frames of a seed, the noise for all exposures that begin together.
    level : float
        Mean level of a lit pixel [adu].
    drift : float
        Change of the lamp from frame to frame, as a fraction of the mean.
    pattern : float
        Standard deviation of the response from pixel to pixel.
    bad_fraction : float
        Fraction of pixels that are dead or, as many, hot.
    overexposed : int
        Pixels of every detector above 10000 adu, beside the hot ones.
    lit_rows : tuple of int
        First and last row that the slit lights, from 1.
    window : Window
        What is read.
    dit, ndit : float, int
        Length of an integration [s] and their number; a frame is the mean of them.
    start : datetime.datetime
        Begin of the first exposure, UTC.

    Raises
    ------
    FlatError
        A number is out of its range.
    """

    setting: str = "2199.100_15.000_Halogen"
    frames: int = 3
    seed: int = 0
    level: float = 5000.0
    drift: float = 0.01
    pattern: float = 0.05
    bad_fraction: float = 1e-3
    overexposed: int = 0
    lit_rows: tuple[int, int] = (1, 512)
    window: Window = FULL_FRAME
    dit: float = 5.0
    ndit: int = 2
    start: datetime = datetime(2011, 1, 5, 12, 33, 11, 123000, tzinfo=UTC)

    def __post_init__(self) -> None:
        parse_setting(self.setting)
        ranges = {
            "frames": 1 <= self.frames <= 1000,
            "seed": self.seed >= 0,
            "level": 0.0 < self.level < math.inf,
            "drift": abs(self.drift) * self.frames < 1.0,
            "pattern": 0.0 <= self.pattern <= 0.2,
            "bad_fraction": 0.0 <= self.bad_fraction <= 0.2,
            "overexposed": 0 <= self.overexposed <= 1000,
            "lit_rows": 1 <= self.lit_rows[0] <= self.lit_rows[1],
            "dit": 0.0 < self.dit < math.inf,
            "ndit": self.ndit >= 1,
            "start": self.start.timestamp() >= 0.0,
        }
        for name in (name for name, good in ranges.items() if not good):
            raise FlatError(f"{name} = {getattr(self, name)} is out of range")
        if not FULL_FRAME.holds(self.window):
            raise FlatError(
                f"window {self.window} leaves the detector",
                remedy=f"give one within {FULL_FRAME}",
            )

    @property
    def instrument_setting(self) -> InstrumentSetting:
        """The setting, taken apart."""
        return parse_setting(self.setting)

    @property
    def lamp(self) -> NDArray[np.float64]:
        """Brightness of the lamp in each frame, 1 on average, shape (N,)."""
        step = np.arange(self.frames, dtype=np.float64) - (self.frames - 1) / 2.0
        return np.asarray(1.0 + self.drift * step)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SimulatedDetector:
    """The frames of one detector, and what they were made of.

    Attributes
    ----------
    frames : ndarray of float32, shape (N, rows, columns)
        Raw frames [adu].
    response : ndarray, shape (rows, columns)
        Light times response of each pixel: around 1 where it is lit.
    noise : ndarray, shape (rows, columns)
        Standard deviation of a frame at the mean brightness of the lamp [adu].
    """

    frames: NDArray[np.float32]
    response: NDArray[np.float64]
    noise: NDArray[np.float64]

    def bad_pixels(self, low: float = 0.1, high: float = 10.0) -> int:
        """Count the pixels whose true response is outside limits, dark ends of the slit too."""
        return int(bad_pixel_map(self.response, low, high).sum())


def simulate_flats(simulation: FlatSimulation) -> dict[int, SimulatedDetector]:
    """Simulate a set of flats, by detector."""
    return {detector: simulate_detector(simulation, detector) for detector in DETECTORS}


def simulate_detector(simulation: FlatSimulation, detector: int) -> SimulatedDetector:
    """Simulate the frames of one detector.

    Parameters
    ----------
    simulation : FlatSimulation
        What to simulate.
    detector : int
        Number of the detector, 1 to 4.

    Returns
    -------
    SimulatedDetector
        Shot noise of 7 electrons per adu and read noise, both of the mean of NDIT integrations.
    """
    whole = _response(simulation, detector)
    response = cut_to_window(whole, FULL_FRAME, simulation.window)
    begin = int(simulation.start.timestamp())
    rng = np.random.default_rng([simulation.seed, _NOISE, detector, begin])
    frames = np.empty((simulation.frames, *simulation.window.shape), dtype=np.float32)
    for frame, lamp in zip(frames, simulation.lamp, strict=True):
        signal = simulation.level * lamp * response
        frame[:] = signal + _noise(signal, simulation.ndit) * rng.standard_normal(frame.shape)
    noise = _noise(simulation.level * response, simulation.ndit)
    return SimulatedDetector(frames=frames, response=response, noise=noise)


def _noise(signal: NDArray[np.float64], ndit: int) -> NDArray[np.float64]:
    return np.asarray(np.sqrt((signal / _GAIN + _READ_NOISE**2) / ndit))


def _response(simulation: FlatSimulation, detector: int) -> NDArray[np.float64]:
    """Return light times response of the full detector."""
    rng = np.random.default_rng([simulation.seed, _RESPONSE, detector])
    shape = FULL_FRAME.shape
    pattern, chance = rng.standard_normal(shape), rng.random(shape)
    place = rng.permutation(chance.size)[: simulation.overexposed]
    response = 1.0 + simulation.pattern * np.clip(pattern, -4.0, 4.0)
    half = simulation.bad_fraction / 2.0
    response[chance < half] = _DEAD
    response[(chance >= half) & (chance < 2.0 * half)] = _HOT
    row = 1 + np.arange(shape[0])
    lit = (row >= simulation.lit_rows[0]) & (row <= simulation.lit_rows[1])
    response *= np.where(lit, 1.0, _SLIT_END)[:, None]
    response *= _vignetting(simulation, detector)
    response.flat[place] = _OVEREXPOSED_LEVEL / simulation.level
    return response


def _vignetting(simulation: FlatSimulation, detector: int) -> NDArray[np.float64]:
    """Return the light that reaches each column, shape (columns,)."""
    light = np.ones(FULL_FRAME.columns)
    if simulation.instrument_setting.wavelength < _VIGNETTED_BELOW:
        if detector == DETECTORS[0]:
            light[:_VIGNETTED_COLUMNS] = _VIGNETTED_LIGHT
        if detector == DETECTORS[-1]:
            light[-_VIGNETTED_COLUMNS:] = _VIGNETTED_LIGHT
    return light
