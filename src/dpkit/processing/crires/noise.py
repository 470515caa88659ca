"""Ratio of signal to noise per pixel, from the scatter among the frames of a set."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAST_FRAMES", "drift_factors", "small_sample_factor", "snr_map"]

LEAST_FRAMES = 3
"""With fewer frames no ratio is given."""


def drift_factors(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the factors that bring the frames to one level of the lamp.

    Without them a drift of the lamp counts as noise.

    Examples
    --------
    >>> drift_factors(np.array([100.0, 80.0])).tolist()
    [0.9, 1.125]
    """
    return np.asarray(np.mean(levels) / levels)


def small_sample_factor(frames: int) -> float:
    """Return the factor that corrects a median of ratios whose noise is of few frames.

    The variance of N normal values follows chi-square of N - 1 degrees; it is small more often
    than large, so the median of 1 / sd is too high by the inverse of this factor.

    Parameters
    ----------
    frames : int
        Number of frames, at least 2.

    Returns
    -------
    float
        sqrt(median of chi-square of N - 1 degrees / (N - 1)).

    Examples
    --------
    >>> round(small_sample_factor(3), 4)
    0.8326
    """
    from scipy.special import gammaincinv

    half = (frames - 1) / 2.0
    return math.sqrt(float(gammaincinv(half, 0.5)) / half)


def snr_map(
    stack: NDArray[np.floating], levels: NDArray[np.float64], *, correct_drift: bool = True
) -> NDArray[np.floating]:
    """Compute the ratio of signal to noise of the mean of the frames, pixel by pixel.

    Parameters
    ----------
    stack : ndarray, shape (N, rows, columns)
        The frames, dark subtracted; N is at least 3.
    levels : ndarray, shape (N,)
        Median of each frame over the lit rows.
    correct_drift : bool
        Whether the frames are brought to one level first.

    Returns
    -------
    ndarray, shape (rows, columns)
        sqrt(N) times mean over standard deviation (of the sample, N - 1). NaN where the values
        of all frames are equal to rounding, or one is not finite. Not corrected for the small
        number of frames.

    Notes
    -----
    Sums are of the differences from the first frame, which neither cancel nor lose digits in
    single precision.
    """
    number, kind = len(stack), stack.dtype.type
    factors = drift_factors(levels) if correct_drift else np.ones(number)
    first = stack[0] * kind(factors[0])
    total, squares = np.zeros_like(first), np.zeros_like(first)
    # Infinite pixels become NaN here, which numpy would warn of.
    with np.errstate(invalid="ignore"):
        for frame, factor in zip(stack[1:], factors[1:], strict=True):
            difference = frame * kind(factor)
            difference -= first
            total += difference
            difference *= difference
            squares += difference
        mean = first + total / kind(number)
        squares -= total * total / kind(number)
        deviation = np.sqrt(np.maximum(squares, 0.0) / kind(number - 1))
        rounding = kind(4.0 * np.finfo(stack.dtype).eps)
        deviation[~(deviation > rounding * np.abs(mean))] = np.nan
        return np.asarray(mean * kind(math.sqrt(number)) / deviation)
