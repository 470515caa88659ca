"""Statistics of values by cell that merge exactly: in any order, in any grouping.

Sums are kept as fixed-point numbers of 120 bits, three limbs of 40 bits in 64-bit integers, in
units of 2**-64. Adding integers has no rounding, so that tiles, patches and parts of exposures
give the same bits however they are put together. Each value is rounded once, to 2**-64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dpkit.processing.vmpz.cell import Cells, check_order, group_starts
from dpkit.processing.vmpz.error import SkyMapError

__all__ = ["Statistics", "collect", "mean", "merge_statistics", "total", "variance"]

_LIMB = 40
# Units of the limbs from the largest.
_UNITS = np.array([2.0**16, 2.0**-24, 2.0**-64])
_LARGEST = 2.0**54
Sums = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """What is kept of the values of each cell.

    Parameters
    ----------
    order : int
        HEALPix order.
    cells : ndarray of int64, shape (N,)
        NESTED numbers, ascending.
    count : ndarray of int64, shape (N,)
        Number of values.
    sums : ndarray of int64, shape (N, 3, 3)
        Sum of weights, of weight times value and of weight times squared value, as limbs.
    smallest, largest : ndarray of float64, shape (N,)
        Extremes.
    """

    order: int
    cells: Cells
    count: NDArray[np.int64]
    sums: Sums
    smallest: NDArray[np.float64]
    largest: NDArray[np.float64]


def collect(
    order: int, cells: ArrayLike, values: ArrayLike, weights: ArrayLike | None = None
) -> Statistics:
    """Collect values by cell.

    Parameters
    ----------
    order : int
        HEALPix order.
    cells : array_like of int, shape (N,)
        Cell of each value, in any order.
    values : array_like, shape (N,)
        Values of magnitude below 2**27, so that their squares stay below 2**54.
    weights : array_like, shape (N,), optional
        Weights, not negative; 1 when not given.

    Returns
    -------
    Statistics
        One row a cell.

    Raises
    ------
    SkyMapError
        A value or weight is not finite or too large, or a weight is negative.
    """
    check_order(order)
    number = np.asarray(cells, dtype=np.int64)
    value = np.asarray(values, dtype=np.float64)
    weight = np.ones(len(value)) if weights is None else np.asarray(weights, dtype=np.float64)
    products = np.stack([weight, weight * value, weight * value * value], axis=1)
    for row in np.flatnonzero(~((np.abs(products) < _LARGEST).all(axis=1) & (weight >= 0.0)))[:1]:
        raise SkyMapError(
            f"value {value[row]} with weight {weight[row]} (row {row}) cannot be summed",
            remedy="give finite values, weights of 0 or more, and w x**2 below 2**54",
        )
    ones = np.ones(len(value), dtype=np.int64)
    return _reduce(Statistics(order, number, ones, _to_limbs(products), value, value))


def merge_statistics(parts: Sequence[Statistics]) -> Statistics:
    """Put statistics together, exactly.

    Parameters
    ----------
    parts : sequence of Statistics
        Statistics of one order over different values.

    Returns
    -------
    Statistics
        Those of all values: the same bits in any order and grouping of the parts.

    Raises
    ------
    SkyMapError
        There are none, or of different orders.
    """
    orders = {part.order for part in parts}
    if len(orders) != 1:
        raise SkyMapError(
            f"statistics of the orders {sorted(orders)} cannot be merged",
            remedy="degrade them to one order",
        )
    return _reduce(
        Statistics(
            orders.pop(),
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("cells", "count", "sums", "smallest", "largest")
            ),
        )
    )


def _reduce(rows: Statistics) -> Statistics:
    """Unite rows of the same cell."""
    ranked = np.argsort(rows.cells, kind="stable")
    starts = group_starts(rows.cells[ranked])
    if not len(starts):
        return rows
    return Statistics(
        rows.order,
        rows.cells[ranked][starts],
        np.add.reduceat(rows.count[ranked], starts),
        _carry(np.add.reduceat(rows.sums[ranked], starts, axis=0)),
        np.minimum.reduceat(rows.smallest[ranked], starts),
        np.maximum.reduceat(rows.largest[ranked], starts),
    )


def _to_limbs(values: NDArray[np.float64]) -> Sums:
    """Write floats as fixed-point numbers; all steps but the last rounding are exact.

    Limbs are cut towards 0: a small negative number, floored, would leave a rest that rounds.
    """
    high = np.trunc(values / _UNITS[0])
    rest = values - high * _UNITS[0]
    middle = np.trunc(rest / _UNITS[1])
    low = np.rint((rest - middle * _UNITS[1]) / _UNITS[2])
    return _carry(np.stack([high, middle, low], axis=-1).astype(np.int64))


def _carry(sums: Sums) -> Sums:
    """Bring the lower limbs back to 40 bits, so that equal sums have equal limbs."""
    middle = sums[..., 1] + (sums[..., 2] >> _LIMB)
    low = sums[..., 2] & ((1 << _LIMB) - 1)
    high = sums[..., 0] + (middle >> _LIMB)
    return np.stack([high, middle & ((1 << _LIMB) - 1), low], axis=-1)


def _to_float(sums: Sums) -> NDArray[np.float64]:
    """Round fixed-point numbers to floats."""
    # The limbs of a magnitude all have one sign, so that none takes digits from another.
    sign = np.where(sums[..., 0] < 0, -1, 1)
    parts = _carry(sums * sign[..., None]).astype(np.float64) * _UNITS
    found: NDArray[np.float64] = sign * (parts[..., 0] + (parts[..., 1] + parts[..., 2]))
    return found


def total(statistics: Statistics) -> NDArray[np.float64]:
    """Return the sum of weight times value of each cell."""
    return _to_float(statistics.sums[:, 1])


def mean(statistics: Statistics) -> NDArray[np.float64]:
    """Return the weighted mean of each cell, NaN where all weights are 0."""
    weight = _to_float(statistics.sums[:, 0])
    found = np.full(len(weight), np.nan)
    np.divide(total(statistics), weight, out=found, where=weight > 0.0)
    return found


def variance(statistics: Statistics) -> NDArray[np.float64]:
    """Return ``sum(w x**2) / sum(w) - mean**2`` of each cell, NaN where all weights are 0."""
    weight = _to_float(statistics.sums[:, 0])
    square = np.full(len(weight), np.nan)
    np.divide(_to_float(statistics.sums[:, 2]), weight, out=square, where=weight > 0.0)
    square -= mean(statistics) ** 2
    # Rounding may take an exact 0 below it.
    square[square < 0.0] = 0.0
    return square
