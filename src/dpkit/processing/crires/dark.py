"""Level and noise of a set of dark exposures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.statistic import finite_pixels, median

__all__ = ["DarkQuality", "measure_darks", "read_noise"]

_BOX = 13  # pixels along a side of a box
_BOXES = 10  # along x and along y


@dataclass(frozen=True, kw_only=True, slots=True)
class DarkQuality:
    """Quality parameters of one detector; None for what cannot be measured.

    Attributes
    ----------
    median_level : float
        Mean over the frames of the median of their finite pixels [adu].
    std_medians : float
        Standard deviation, of the population, of these medians [adu]; of two frames or more.
    ron12, ron23 : float
        Read noise of one integration, from the frames 1 and 2 or 2 and 3 [adu].
    """

    median_level: float | None
    std_medians: float | None
    ron12: float | None
    ron23: float | None


def measure_darks(frames: Mapping[int, NDArray[np.floating]], ndit: int) -> dict[int, DarkQuality]:
    """Measure a set of darks, detector by detector.

    Parameters
    ----------
    frames : mapping of int to ndarray, shape (N, rows, columns)
        By detector, in order of time [adu].
    ndit : int
        Number of integrations of a frame, which is their mean.

    Raises
    ------
    FlatError
        The window is smaller than a box.
    """
    return {number: _measure(stack, ndit) for number, stack in frames.items()}


def _measure(stack: NDArray[np.floating], ndit: int) -> DarkQuality:
    medians = np.array([median(frame) for frame in stack])
    known = bool(np.isfinite(medians).all())
    return DarkQuality(
        median_level=float(np.mean(medians)) if known else None,
        std_medians=float(np.std(medians)) if known and len(stack) > 1 else None,
        ron12=read_noise(stack[0], stack[1], ndit) if len(stack) > 1 else None,
        ron23=read_noise(stack[1], stack[2], ndit) if len(stack) > 2 else None,
    )


def read_noise(
    first: NDArray[np.floating], second: NDArray[np.floating], ndit: int
) -> float | None:
    """Measure the read noise from the difference of two frames.

    Parameters
    ----------
    first, second : ndarray, shape (rows, columns)
        Two dark frames [adu].
    ndit : int
        Number of integrations, of which a frame is the mean.

    Returns
    -------
    float or None
        Median over 100 boxes of 13 x 13 pixels of the standard deviation, of the population, of
        the finite differences, times sqrt(NDIT / 2) [adu]. The boxes lie evenly over the window
        and overlap in one of less than 130 pixels. None when no box has a finite pixel.

    Raises
    ------
    FlatError
        The window is smaller than a box.
    """
    if min(first.shape) < _BOX:
        raise FlatError(
            f"a window of {first.shape} pixels is smaller than a box of {_BOX} x {_BOX}",
            remedy="measure the read noise on a larger window",
        )
    difference = first.astype(np.float64) - second
    boxes = (
        finite_pixels(difference[y : y + _BOX, x : x + _BOX])
        for y in _starts(first.shape[0])
        for x in _starts(first.shape[1])
    )
    deviations = [float(np.std(box)) for box in boxes if box.size]
    return float(np.median(deviations)) * math.sqrt(ndit / 2.0) if deviations else None


def _starts(length: int) -> list[int]:
    """Return where boxes begin along a side."""
    return [round(start) for start in np.linspace(0, length - _BOX, _BOXES).tolist()]
