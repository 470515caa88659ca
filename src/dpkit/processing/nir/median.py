"""Robust centre of a sample: clipping, the median and its error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["clip_outliers", "median_error", "noise_median_error"]

# Quantile of the normal distribution at 0.995, the two-sided 99 % that McKean & Schrader use.
_QUANTILE = 2.5758293035489004
# The median absolute deviation of a normal distribution is its sigma over this.
_MAD_TO_SIGMA = 1.482602218505602


def clip_outliers(values: NDArray[np.float64], sigma: float, iterations: int) -> NDArray[np.bool_]:
    """Find the values that lie near the median.

    Centre and width are the median and the scaled median absolute deviation of what the
    iteration before kept, which a minority of outliers cannot move.

    Parameters
    ----------
    values : ndarray, shape (N,)
        The sample.
    sigma : float
        Largest distance from the median, in units of the width.
    iterations : int
        Most repetitions; it ends earlier when nothing changes.

    Returns
    -------
    ndarray of bool, shape (N,)
        True for the values to keep.

    Examples
    --------
    >>> clip_outliers(np.array([1.0, 1.1, 0.9, 1.0, 7.0]), 3.0, 5).tolist()
    [True, True, True, True, False]
    """
    kept = np.ones(len(values), dtype=bool)
    for _ in range(iterations if len(values) else 0):
        centre = np.median(values[kept])
        width = _MAD_TO_SIGMA * np.median(np.abs(values[kept] - centre))
        # Values equal up to rounding are no outliers.
        floor = 64.0 * np.finfo(float).eps * max(1.0, abs(centre))
        now = np.abs(values - centre) <= sigma * width + floor
        if np.array_equal(now, kept):
            break
        kept = now
    return kept


def median_error(values: NDArray[np.float64]) -> float:
    """Estimate the standard error of the median from order statistics.

    The distance between the ends of a 99 % confidence interval of the median, which sign
    statistics give for any continuous distribution, divided by its width in sigma.

    Parameters
    ----------
    values : ndarray, shape (N,)
        The sample, in any order; at least 2 values.

    Returns
    -------
    float
        Standard error, in the unit of the values.

    Raises
    ------
    ValueError
        If there are fewer than 2 values.

    References
    ----------
    McKean & Schrader 1984, Communications in Statistics - Simulation and Computation 13, 751.
    """
    number = len(values)
    if number < 2:
        raise ValueError(f"error of the median of {number} value: give at least 2")
    ordered = np.sort(values)
    rank = max(1, round((number + 1) / 2.0 - _QUANTILE * np.sqrt(number / 4.0)))
    return float(ordered[number - rank] - ordered[rank - 1]) / (2.0 * _QUANTILE)


def noise_median_error(errors: NDArray[np.float64]) -> float:
    """Compute the standard error that the median has from known normal errors alone.

    The median lies below t when more than half of the values do. Their number is a sum of
    independent chances, of mean sum(p) and variance sum(p (1 - p)) with p = Phi(t / error); the t
    at which half lies 2.58 sigma below the mean is the same end of a 99 % interval that
    `median_error` takes from the sample. Bright and faint sources so get the weight they have
    in a median of this size, which the asymptotic 1 / (2 n f(m)) does not give.

    Parameters
    ----------
    errors : ndarray, shape (N,)
        Standard deviation of every value, above 0.

    Returns
    -------
    float
        Standard error of the median, in the unit of the errors.

    Raises
    ------
    ValueError
        If there is no value or an error is not above 0.

    Examples
    --------
    >>> one, four = (noise_median_error(np.full(n, 0.01)) for n in (1000, 4000))
    >>> round(one / four, 2)
    2.0
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    if not len(errors) or not np.all(errors > 0.0):
        raise ValueError("error of a median: give standard deviations above 0, at least one")

    def excess(end: float) -> float:
        below = ndtr(end / errors)
        spread = np.sqrt(np.sum(below * (1.0 - below)))
        return float(np.sum(below) - 0.5 * len(errors) - _QUANTILE * spread)

    # Negative at the median itself, positive where all values lie below.
    return float(brentq(excess, 0.0, 40.0 * float(np.max(errors)))) / _QUANTILE
