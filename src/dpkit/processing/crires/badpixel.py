"""Bad pixels of a master flat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["bad_pixel_map", "map_difference"]


def bad_pixel_map(
    master: NDArray[np.floating], low: float, high: float, *, nan_is_bad: bool = False
) -> NDArray[np.uint8]:
    """Mark the pixels of a master whose value is outside limits.

    Parameters
    ----------
    master : ndarray, shape (rows, columns)
        Around 1.
    low, high : float
        A pixel strictly below the one or strictly above the other is bad.
    nan_is_bad : bool
        Whether a pixel without a finite value is bad too.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        1 for bad.

    Examples
    --------
    >>> bad_pixel_map(np.array([0.05, 0.1, 10.0, 12.0, np.nan]), 0.1, 10.0).tolist()
    [1, 0, 0, 1, 0]
    """
    # The limits in the precision of the pixels, or a pixel at a limit would count as outside.
    kind = master.dtype.type
    finite = np.isfinite(master)
    bad = finite & ((master < kind(low)) | (master > kind(high)))
    marked = bad | ~finite if nan_is_bad else bad
    return np.asarray(marked, dtype=np.uint8)


def map_difference(current: NDArray[np.uint8], reference: NDArray[np.uint8]) -> NDArray[np.int8]:
    """Subtract a reference map from the current one.

    Returns
    -------
    ndarray of int8
        -1 where a pixel is healed, 1 where it is newly bad, else 0.

    Examples
    --------
    >>> map_difference(np.uint8([0, 1, 1]), np.uint8([1, 1, 0])).tolist()
    [-1, 0, 1]
    """
    return current.astype(np.int8) - reference.astype(np.int8)
