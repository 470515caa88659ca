"""The level of a lamp: plain functions on numbers, which know nothing of products."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

__all__ = ["clipped_mean", "joined_mean"]


def clipped_mean(values: Sequence[float], limit: float) -> tuple[float, int]:
    """Return the mean of the values near their median, and how many these are.

    Parameters
    ----------
    values : sequence of float
        One or more [V].
    limit : float
        Largest distance from the median [V].
    """
    middle = median(values)
    kept = [value for value in values if abs(value - middle) <= limit]
    return fmean(kept), len(kept)


def joined_mean(means: Sequence[float], numbers: Sequence[int]) -> float:
    """Return the mean of all values of which means and numbers are given [V]."""
    return sum(m * n for m, n in zip(means, numbers, strict=True)) / sum(numbers)
