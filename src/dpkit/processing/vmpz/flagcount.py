"""Counts of flags by cell: integers, so that they merge exactly whatever the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.cell import Cells, group_starts
from dpkit.processing.vmpz.error import SkyMapError

__all__ = [
    "FlagCounts",
    "coarsen_counts",
    "count_pixels",
    "merge_counts",
    "reduce_table",
    "select_counts",
]

Table = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FlagCounts:
    """How many image pixels of each cell have which flags.

    Parameters
    ----------
    order : int
        HEALPix order.
    cells : ndarray of int64, shape (N,)
        NESTED numbers, ascending.
    bits : tuple of int
        Bits that were counted, 0 is the least significant.
    masks : tuple of int
        Sets of bits; pixels free of each were counted.
    table : ndarray of int64, shape (N, 3 + bits + masks)
        Per cell: pixels, OR of their flags, AND of their flags, pixels with each bit, pixels
        without any bit of each mask.
    """

    order: int
    cells: Cells
    bits: tuple[int, ...]
    masks: tuple[int, ...]
    table: Table

    @property
    def pixels(self) -> NDArray[np.int64]:
        """Number of image pixels of each cell."""
        return self.table[:, 0]

    @property
    def some(self) -> NDArray[np.int64]:
        """Bits that at least one pixel has."""
        return self.table[:, 1]

    @property
    def every(self) -> NDArray[np.int64]:
        """Bits that all pixels have."""
        return self.table[:, 2]

    def flagged(self, bit: int) -> NDArray[np.int64]:
        """Return the number of pixels with a bit."""
        return self.table[:, 3 + self.bits.index(bit)]

    def clean(self, mask: int) -> NDArray[np.int64]:
        """Return the number of pixels without any bit of a mask."""
        return self.table[:, 3 + len(self.bits) + self.masks.index(mask)]


def count_pixels(
    cells: Cells, flags: NDArray[np.integer], bits: Sequence[int], masks: Sequence[int]
) -> tuple[Cells, Table]:
    """Count the flags of pixels whose cells are known.

    Parameters
    ----------
    cells : ndarray of int64, shape (N,)
        Cell of each pixel.
    flags : ndarray of int, shape (N,)
        Flags of each pixel.
    bits, masks : sequence of int
        See `FlagCounts`.

    Returns
    -------
    cells : ndarray of int64, shape (M,)
        The cells, ascending.
    table : ndarray of int64, shape (M, 3 + bits + masks)
        Their counts, see `FlagCounts`.
    """
    values = flags.astype(np.int64)
    columns = [np.ones_like(values), values, values]
    columns += [(values >> bit) & 1 for bit in bits]
    columns += [((values & mask) == 0).astype(np.int64) for mask in masks]
    return reduce_table(cells, np.stack(columns, axis=1))


def reduce_table(cells: Cells, table: Table) -> tuple[Cells, Table]:
    """Unite rows of the same cell.

    Parameters
    ----------
    cells : ndarray of int64, shape (N,)
        Cell of each row.
    table : ndarray of int64, shape (N, C)
        Rows, see `FlagCounts`.

    Returns
    -------
    cells : ndarray of int64, shape (M,)
        The cells, ascending.
    table : ndarray of int64, shape (M, C)
        One row each.
    """
    ranked = np.argsort(cells, kind="stable")
    starts = group_starts(cells[ranked])
    if not len(starts):
        return cells, table
    rows = table[ranked]
    found = np.add.reduceat(rows, starts, axis=0)
    found[:, 1] = np.bitwise_or.reduceat(rows[:, 1], starts)
    found[:, 2] = np.bitwise_and.reduceat(rows[:, 2], starts)
    return cells[ranked][starts], found


def merge_counts(parts: Sequence[FlagCounts]) -> FlagCounts:
    """Add the counts of several images, or of parts of one.

    Parameters
    ----------
    parts : sequence of FlagCounts
        Counts of different pixels; their order does not matter.

    Returns
    -------
    FlagCounts
        The counts of all pixels.

    Raises
    ------
    SkyMapError
        Orders, bits or masks differ, or nothing is given.
    """
    kinds = {(part.order, part.bits, part.masks) for part in parts}
    if len(kinds) != 1:
        raise SkyMapError(
            f"counts of {len(kinds)} kinds (order, bits, masks) cannot be merged",
            remedy="count all images alike",
        )
    order, bits, masks = kinds.pop()
    cells = np.concatenate([part.cells for part in parts])
    table = np.concatenate([part.table for part in parts])
    return FlagCounts(order, *_before_table(cells, table, bits, masks))


def _before_table(
    cells: Cells, table: Table, bits: tuple[int, ...], masks: tuple[int, ...]
) -> tuple[Cells, tuple[int, ...], tuple[int, ...], Table]:
    cells, table = reduce_table(cells, table)
    return cells, bits, masks, table


def coarsen_counts(counts: FlagCounts, order: int) -> FlagCounts:
    """Add up the counts of the children of coarser cells.

    Parameters
    ----------
    counts : FlagCounts
        Counts; they are not changed.
    order : int
        Order wanted, not above that of the counts.

    Returns
    -------
    FlagCounts
        The coarser counts.

    Raises
    ------
    SkyMapError
        The order is finer.
    """
    if not 0 <= order <= counts.order:
        raise SkyMapError(
            f"counts of order {counts.order} cannot be given at order {order}",
            remedy="give the same order or a coarser one",
        )
    parents = counts.cells >> (2 * (counts.order - order))
    return FlagCounts(order, *_before_table(parents, counts.table, counts.bits, counts.masks))


def select_counts(counts: FlagCounts, chosen: NDArray[np.bool_]) -> FlagCounts:
    """Keep some cells.

    Parameters
    ----------
    counts : FlagCounts
        Counts; they are not changed.
    chosen : ndarray of bool, shape (N,)
        True for the cells to keep.

    Returns
    -------
    FlagCounts
        The counts of these cells.
    """
    return FlagCounts(
        counts.order, counts.cells[chosen], counts.bits, counts.masks, counts.table[chosen]
    )
