"""Master flats: normalised means of a set of exposures."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.statistic import median

__all__ = ["Combination", "Normalisation", "frame_levels", "make_masters"]

Stacks = Mapping[int, NDArray[np.floating]]
"""By detector, the frames of a set, shape (N, rows, columns)."""
Rows = Mapping[int, NDArray[np.bool_]]
"""By detector, which rows are lit, shape (rows,)."""


class Normalisation(StrEnum):
    """What a flat is divided by.

    Attributes
    ----------
    PER_DETECTOR
        The median of each detector by itself.
    MOSAIC
        One median of all detectors, which keeps the gain from detector to detector.
    """

    PER_DETECTOR = "per_detector"
    MOSAIC = "mosaic"


class Combination(StrEnum):
    """How the frames of a set become one.

    Attributes
    ----------
    MEAN
        Mean of the frames.
    MEDIAN
        Median of the frames, which a particle hit in one of them does not move.
    """

    MEAN = "mean"
    MEDIAN = "median"


def frame_levels(stack: NDArray[np.floating], lit: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the median of each frame over the lit rows, shape (N,); NaN without a finite pixel."""
    return np.array([median(frame[lit]) for frame in stack], dtype=np.float64)


def make_masters(
    stacks: Stacks,
    lit: Rows,
    levels: Mapping[int, NDArray[np.float64]],
    *,
    normalisation: Normalisation = Normalisation.PER_DETECTOR,
    combination: Combination = Combination.MEAN,
) -> dict[int, NDArray[np.floating]]:
    """Make the master flat of every detector.

    Each frame is divided by its median over the lit rows, the frames are combined, and the result
    is divided by its own median over the lit rows.

    Parameters
    ----------
    stacks : mapping of int to ndarray, shape (N, rows, columns)
        The frames, dark subtracted, by detector.
    lit : mapping of int to ndarray of bool, shape (rows,)
        Rows that are lit.
    levels : mapping of int to ndarray, shape (N,)
        `frame_levels` of every detector.
    normalisation : Normalisation
        Whether medians are those of one detector or of all.
    combination : Combination
        Mean or median of the frames.

    Returns
    -------
    dict of int to ndarray, shape (rows, columns)
        Around 1; all NaN for a detector that has no light in one of the frames, which is left
        out of the medians of the mosaic.
    """
    with_light = [number for number, level in levels.items() if np.all(level > 0.0)]
    divisors: Mapping[int, NDArray[np.float64]] = levels
    if normalisation is Normalisation.MOSAIC and with_light:
        common = _mosaic_levels(stacks, lit, with_light)
        divisors = dict.fromkeys(with_light, common)
    masters = {
        number: _combine(stacks[number], divisors[number], combination) for number in with_light
    }
    _normalise(masters, lit, normalisation)
    return {
        number: masters.get(number, np.full(stack.shape[1:], np.nan, dtype=stack.dtype))
        for number, stack in stacks.items()
    }


def _mosaic_levels(stacks: Stacks, lit: Rows, numbers: list[int]) -> NDArray[np.float64]:
    frames = range(len(stacks[numbers[0]]))
    return np.array([_mosaic_median({n: stacks[n][i] for n in numbers}, lit) for i in frames])


def _mosaic_median(images: Stacks, lit: Rows) -> float:
    return median(np.concatenate([image[lit[n]].ravel() for n, image in images.items()]))


def _combine(
    stack: NDArray[np.floating], divisors: NDArray[np.float64], combination: Combination
) -> NDArray[np.floating]:
    scaled = [frame * frame.dtype.type(1.0 / by) for frame, by in zip(stack, divisors, strict=True)]
    if combination is Combination.MEDIAN:
        return np.asarray(np.median(scaled, axis=0))
    total = scaled[0]
    for frame in scaled[1:]:
        total += frame
    return np.asarray(total / total.dtype.type(len(scaled)))


def _normalise(
    masters: dict[int, NDArray[np.floating]], lit: Rows, normalisation: Normalisation
) -> None:
    """Divide the masters, in place, by their median or by that of the mosaic."""
    if normalisation is Normalisation.MOSAIC and masters:
        level = _mosaic_median(masters, lit)
        for master in masters.values():
            master /= level
        return
    for number, master in masters.items():
        master /= median(master[lit[number]])
