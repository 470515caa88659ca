"""Numbers of HEALPix cells in the NESTED scheme: checks, parents, children, NUNIQ."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.error import SkyMapError

__all__ = [
    "LARGEST_ORDER",
    "cell_area",
    "cell_count",
    "check_cells",
    "check_order",
    "expand_runs",
    "from_nuniq",
    "group_starts",
    "to_nuniq",
    "whole_cells",
]

LARGEST_ORDER = 29
"""Largest order whose cells can be counted in 64 bits."""

Cells = NDArray[np.int64]


def check_order(order: int, *, place: str = "") -> int:
    """Refuse an order that does not exist.

    Parameters
    ----------
    order : int
        HEALPix order, the logarithm of NSIDE.
    place : str, optional
        What has the order, for the message.

    Returns
    -------
    int
        The order.

    Raises
    ------
    SkyMapError
        It is no whole number from 0 to 29.
    """
    if order != int(order) or not 0 <= order <= LARGEST_ORDER:
        raise SkyMapError(f"order {order}: use 0 to {LARGEST_ORDER}", place=place)
    return int(order)


def cell_count(order: int) -> int:
    """Return the number of cells of the sky at an order."""
    return 12 << (2 * order)


def cell_area(order: int) -> float:
    """Return the area of a cell [deg2]."""
    return 4.0 * math.pi * math.degrees(1.0) ** 2 / cell_count(order)


def check_cells(cells: Cells, order: int, *, place: str = "") -> None:
    """Refuse cells that are not sorted, single and on the sky.

    Parameters
    ----------
    cells : ndarray of int64, shape (N,)
        NESTED numbers.
    order : int
        Their order.
    place : str, optional
        What has the cells, for the message.

    Raises
    ------
    SkyMapError
        Cells descend, are doubled, or do not exist at that order.
    """
    steps = np.diff(cells)
    for row in np.flatnonzero(steps <= 0)[:1]:
        fault = "is there twice" if steps[row] == 0 else "comes after a larger one"
        raise SkyMapError(
            f"cell {cells[row + 1]} of order {order} {fault} (row {row + 1})",
            place=place,
            remedy="give each cell once, in ascending order",
        )
    if len(cells) and (cells[0] < 0 or cells[-1] >= cell_count(order)):
        wrong = cells[0] if cells[0] < 0 else cells[-1]
        raise SkyMapError(
            f"cell {wrong} does not exist at order {order}",
            place=place,
            remedy=f"the last one is {cell_count(order) - 1}",
        )


def group_starts(sorted_values: Cells) -> NDArray[np.intp]:
    """Return where each run of equal values begins."""
    if not len(sorted_values):
        return np.empty(0, dtype=np.intp)
    changes = np.flatnonzero(sorted_values[1:] != sorted_values[:-1])
    return np.concatenate([np.zeros(1, dtype=np.intp), changes + 1])


def expand_runs(first: Cells, length: Cells) -> Cells:
    """Write out runs of consecutive numbers.

    Parameters
    ----------
    first, length : ndarray of int64, shape (R,)
        First number and how many there are.

    Returns
    -------
    ndarray of int64
        All numbers, run after run.

    Examples
    --------
    >>> expand_runs(np.array([4, 10]), np.array([2, 3])).tolist()
    [4, 5, 10, 11, 12]
    """
    ends = np.cumsum(length)
    total = int(ends[-1]) if len(ends) else 0
    start: Cells = np.repeat(first - (ends - length), length)
    return np.arange(total, dtype=np.int64) + start


def to_nuniq(cells: Cells, order: int | NDArray[np.int64]) -> Cells:
    """Write order and cell as one number, ``4 * 4**order + cell``."""
    offset: Cells = np.int64(4) << (2 * np.asarray(order, dtype=np.int64))
    return cells + offset


def from_nuniq(nuniq: Cells, *, place: str = "") -> tuple[NDArray[np.int64], Cells]:
    """Split NUNIQ numbers into orders and cells.

    Parameters
    ----------
    nuniq : ndarray of int64, shape (N,)
        Numbers of cells of several orders.
    place : str, optional
        What has the numbers, for the message.

    Returns
    -------
    order, cells : ndarray of int64, shape (N,)
        Order and NESTED number of each.

    Raises
    ------
    SkyMapError
        A number belongs to no cell.

    Examples
    --------
    >>> order, cells = from_nuniq(np.array([4, 15, 16]))
    >>> order.tolist(), cells.tolist()
    ([0, 0, 1], [0, 11, 0])
    """
    nuniq = np.asarray(nuniq, dtype=np.int64)
    # The exponent of the float: exact, as rounding up never reaches the next power of four
    # among numbers that belong to a cell (12 of each 16).
    exponent = np.frexp(nuniq.astype(np.float64))[1]
    order = ((exponent - 3) // 2).astype(np.int64)
    known = (nuniq >= 4) & (order <= LARGEST_ORDER)
    cells = nuniq - (np.int64(4) << (2 * np.where(known, order, 0)))
    known &= cells < (np.int64(12) << (2 * np.where(known, order, 0)))
    for row in np.flatnonzero(~known)[:1]:
        raise SkyMapError(
            f"NUNIQ {nuniq[row]} is no cell (row {row})",
            place=place,
            remedy="a cell of order o has 4 * 4**o + number",
        )
    return order, cells


def whole_cells(ranges: NDArray[np.int64], order: int) -> tuple[Cells, NDArray[np.intp]]:
    """Write ranges of cells as the fewest cells of any order.

    Parameters
    ----------
    ranges : ndarray of int64, shape (R, 2)
        First cell and the one after the last; ranges do not overlap.
    order : int
        Their order.

    Returns
    -------
    nuniq : ndarray of int64, shape (N,)
        NUNIQ numbers, ascending.
    row : ndarray of int, shape (N,)
        The range that each is in.
    """
    found, owner = [], []
    left, row = ranges, np.arange(len(ranges))
    for level in range(order + 1):
        shift = 2 * (order - level)
        first, last = (left[:, 0] + (1 << shift) - 1) >> shift, left[:, 1] >> shift
        count = np.maximum(last - first, 0)
        found.append(to_nuniq(expand_runs(first, count), level))
        owner.append(np.repeat(row, count))
        # What is left of a range lies before and after its whole cells.
        begin = np.where(count > 0, first << shift, left[:, 1])
        end = np.where(count > 0, last << shift, left[:, 1])
        left = np.concatenate([np.stack([left[:, 0], begin], 1), np.stack([end, left[:, 1]], 1)])
        some = left[:, 0] < left[:, 1]
        left, row = left[some], np.concatenate([row, row])[some]
    nuniq = np.concatenate(found)
    ranked = np.argsort(nuniq)
    return nuniq[ranked], np.concatenate(owner)[ranked]
