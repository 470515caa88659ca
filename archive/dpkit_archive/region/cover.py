"""Cells that cover caps, and the numbers by which cells of any order are found in an index.

The number of a cell of any order is ``(2 cell + 1) 4^(29 - order)``: those of the cells inside it
make a range, so that what a cell holds, and what holds it, are found in one sorted column.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

import numpy as np

from dpkit_archive.region.healpix import (
    DEEPEST,
    Cells,
    Vectors,
    cell_centres,
    cell_radii,
    cell_side,
)

__all__ = ["COARSEST", "FINEST", "cells_in_caps", "index_numbers", "order_for", "search_ranges"]

COARSEST, FINEST = 0, 12
"""Orders of the cells that the index holds; 12 is of 51 arcseconds."""

_FEW = 8
"""For so many caps the calls are what costs, and not the cells that they look at."""


def order_for(radius: float, *, finer: int = 0) -> int:
    """Return the order whose cells are as wide as a cap's radius, or up to twice as wide."""
    if radius <= 0.0:
        return FINEST
    order = math.floor(math.log2(cell_side(0) / radius)) + finer
    return min(max(order, COARSEST), FINEST)


def cells_in_caps(centres: Vectors, radii: Vectors, order: int) -> tuple[Cells, Cells]:
    """Return the cells of one order that may touch caps: none that does is left out.

    Parameters
    ----------
    centres : ndarray of float, shape (n, 3)
        Unit vectors of the centres of the caps.
    radii : ndarray of float, shape (n,)
        Their radii in radians.
    order : int
        Order of the cells.

    Returns
    -------
    caps, cells : ndarray of int
        Pairs: number of the cap and a cell that its centre is close enough to.
    """
    first, stride = (3, 2) if len(centres) < _FEW else (1, 1)
    start = min(order, first)
    positions, reach = _all_cells(start)
    caps, cells = np.nonzero(_near(centres[:, None], positions, radii[:, None] + reach))
    while start < order:
        step = min(stride, order - start)
        start += step
        count = 1 << (2 * step)
        cells = (cells[:, None] * count + np.arange(count)).ravel()
        caps = np.repeat(caps, count)
        reach = radii[caps] + cell_radii(cells, start)
        keep = _near(centres[caps], cell_centres(cells, start), reach)
        caps, cells = caps[keep], cells[keep]
    return caps, cells


def _near(centres: Vectors, positions: Vectors, reach: Vectors) -> Vectors:
    """Tell which positions are within reach; by chords, which are exact for the smallest, too."""
    chord = 2.0 * np.sin(np.minimum(reach, np.pi) / 2.0)
    apart = centres - positions
    near: Vectors = np.einsum("...i,...i->...", apart, apart) <= chord * chord * (1.0 + 1e-12)
    return near


@cache
def _all_cells(order: int) -> tuple[Vectors, Vectors]:
    cells = np.arange(12 << (2 * order), dtype=np.int64)
    return cell_centres(cells, order), cell_radii(cells, order)


def index_numbers(cells: Cells, order: int) -> Cells:
    """Return the numbers of cells of one order, which no cell of another order has."""
    return (2 * cells + 1) << (2 * (DEEPEST - order))


def search_ranges(cells: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges of index numbers of all cells that share area with some cells.

    Parameters
    ----------
    cells : iterable of (int, int)
        Order and number of each cell.

    Returns
    -------
    list of (int, int)
        First and last number of each range: the cells in them, then the cells around them.
    """
    inside: list[tuple[int, int]] = []
    around: set[int] = set()
    for order, cell in sorted(cells, key=lambda one: one[1] << (2 * (DEEPEST - one[0]))):
        shift = 2 * (DEEPEST - order)
        first, last = (cell << shift) * 2 + 1, ((cell + 1) << shift) * 2 - 1
        if inside and first <= inside[-1][1] + 2:
            inside[-1] = (inside[-1][0], max(last, inside[-1][1]))
        else:
            inside.append((first, last))
        for above in range(order):
            number = (2 * (cell >> (2 * (order - above))) + 1) << (2 * (DEEPEST - above))
            around.add(number)
    return [*inside, *((number, number) for number in sorted(around))]
