"""Where a detector is lit, and where its light is cut off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.statistic import line_medians, percentile
from dpkit.processing.crires.window import FULL_FRAME, Window

__all__ = ["configured_rows", "lit_rows", "vignetted_columns"]

_FRACTION = 0.5
_BRIGHT = 90.0
# The outer detectors of the mosaic, with the side that lies at its edge.
_OUTER_SIDE = {1: "low", 4: "high"}


def lit_rows(frame: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Find the rows that the slit lights.

    Those whose median is at least half of the 90th percentile of the medians of all rows.

    Parameters
    ----------
    frame : ndarray, shape (rows, columns)
        A flat exposure, its dark subtracted or small.

    Returns
    -------
    ndarray of bool, shape (rows,)
        A row without a finite pixel is not lit.

    Examples
    --------
    >>> lit_rows(np.repeat([[0.0], [5.0], [6.0]], 4, axis=1)).tolist()
    [False, True, True]
    """
    medians = line_medians(frame, axis=1)
    return np.asarray(medians >= _FRACTION * percentile(medians, _BRIGHT))


def configured_rows(rows: tuple[int, int], first: int, number: int) -> NDArray[np.bool_]:
    """Mark the rows of a window that lie in a given part of the detector.

    Parameters
    ----------
    rows : tuple of int
        First and last row of the part, counted on the detector from 1, both in it.
    first : int
        Row of the detector at which the window begins, from 1.
    number : int
        Rows of the window.

    Returns
    -------
    ndarray of bool, shape (number,)

    Examples
    --------
    >>> configured_rows((3, 4), first=2, number=4).tolist()
    [False, True, True, False]
    """
    place = first + np.arange(number)
    return np.asarray((place >= rows[0]) & (place <= rows[1]))


def vignetted_columns(
    master: NDArray[np.floating],
    lit: NDArray[np.bool_],
    detector: int,
    window: Window | None = None,
) -> NDArray[np.bool_]:
    """Find the columns whose light may be cut off or comes from a neighbouring order.

    Only the outer halves of the outer detectors, 1 and 4: the columns whose median is below
    half of the 90th percentile of the detector.

    Parameters
    ----------
    master : ndarray, shape (rows, columns)
        Normalised flat.
    lit : ndarray of bool, shape (rows,)
        Rows that are lit.
    detector : int
        Number of the detector.
    window : Window, optional
        What the master covers; without, the whole detector.

    Returns
    -------
    ndarray of bool, shape (columns,)
        Their extent is not published; the rule is ours.
    """
    columns = master.shape[1]
    side = _OUTER_SIDE.get(detector)
    if side is None or not lit.any():
        return np.zeros(columns, dtype=bool)
    area = master[lit]
    dark = ~(line_medians(area, axis=0) >= _FRACTION * percentile(area, _BRIGHT))
    first, width = (1, columns) if window is None else (window.x, FULL_FRAME.columns)
    low = first + np.arange(columns) <= width // 2
    return np.asarray(dark & (low if side == "low" else ~low))
