"""Medians and percentiles of the finite pixels of an image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["brightest", "finite_pixels", "line_medians", "median", "percentile"]


def finite_pixels(image: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the finite pixels of an image, in one dimension."""
    finite = np.isfinite(image)
    return image.ravel() if finite.all() else image[finite]


def median(image: NDArray[np.floating]) -> float:
    """Return the median of the finite pixels; NaN when there is none.

    Examples
    --------
    >>> median(np.array([1.0, np.nan, 3.0]))
    2.0
    """
    pixels = finite_pixels(image)
    return float(np.median(pixels)) if pixels.size else float("nan")


def percentile(image: NDArray[np.floating], percent: float) -> float:
    """Return a percentile of the finite pixels, linear between two; NaN when there is none.

    Examples
    --------
    >>> percentile(np.array([0.0, 10.0, np.inf]), 25.0)
    2.5
    """
    pixels = finite_pixels(image)
    return float(np.percentile(pixels, percent)) if pixels.size else float("nan")


def line_medians(image: NDArray[np.floating], axis: int) -> NDArray[np.floating]:
    """Return the median of the finite pixels along an axis; NaN for a line without one.

    Parameters
    ----------
    image : ndarray, shape (rows, columns)
    axis : int
        0 for a median of each column, 1 for one of each row.
    """
    lines = np.ascontiguousarray(image if axis else image.T)
    medians = np.median(lines, axis=1) if lines.shape[1] else np.full(len(lines), np.nan)
    # Only the lines that have a gap take the slow way.
    for line in np.flatnonzero(~np.isfinite(lines).all(axis=1)):
        medians[line] = median(lines[line])
    return np.asarray(medians)


def brightest(medians: NDArray[np.float64]) -> int:
    """Return the place of the highest of some medians; NaN counts as lowest.

    Examples
    --------
    >>> brightest(np.array([1.0, 3.0, np.nan]))
    1
    """
    return int(np.argmax(np.where(np.isnan(medians), -np.inf, medians)))
