"""Sets of cells: shared with each other, cut to what is near a shape, and as polygons."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from dpkit_archive.region.cover import cells_in_caps
from dpkit_archive.region.geometry import Polygons
from dpkit_archive.region.healpix import (
    DEEPEST,
    Cells,
    Vectors,
    cell_borders,
    cell_centres,
    cell_of,
    cell_side,
)
from dpkit_archive.region.part import CELLS, Part

__all__ = [
    "FINE",
    "Levels",
    "cell_polygons",
    "cells_covered",
    "cells_hold",
    "cells_missing",
    "cells_near",
    "cells_shared",
    "intersection",
    "split_ranges",
]

_STEPS = 8
"""Points on each side of a cell: its polygon is true to a hundred-thousandth of its size."""

FINE = 8
"""Cells of this order, of 14 arcminutes, are polygons to 5 milliarcseconds."""

_COARSEST, _FINEST = 4, 24

Levels: TypeAlias = list[tuple[int, Cells]]
"""Cells by their order."""


def cells_shared(first: Part, second: Part) -> bool:
    """Tell whether two sets of cells share one."""
    return len(intersection(first.ranges, second.ranges)) > 0


def intersection(first: Cells, second: Cells) -> Cells:
    """Return the ranges that two sorted sets of ranges share, shape (n, 2)."""
    # For each range of the first set, those of the second that begin before its end and end after.
    begin = np.searchsorted(second[:, 1], first[:, 0], side="right")
    end = np.searchsorted(second[:, 0], first[:, 1], side="left")
    counts = np.maximum(end - begin, 0)
    own = np.repeat(np.arange(len(first)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    other = begin[own] + offsets
    low = np.maximum(first[own, 0], second[other, 0])
    high = np.minimum(first[own, 1], second[other, 1])
    return np.stack([low, high], axis=1)


def cells_near(cells: Part, near: Part) -> Levels:
    """Return the cells of a set that may touch a part, cut to a fraction of its size."""
    return split_ranges(intersection(cells.ranges, _cover(near)), 0)


def cells_missing(asked: Part, cells: Part) -> Levels:
    """Return the cells around a part that a set does not have."""
    return split_ranges(_difference(_cover(asked), cells.ranges), 0)


def cells_covered(asked: Part, cells: Part) -> bool:
    """Tell whether a set of cells has all cells of another."""
    shared = intersection(asked.ranges, cells.ranges)
    return int((shared[:, 1] - shared[:, 0]).sum()) == int(np.diff(asked.ranges).sum())


def cells_hold(cells: Part, points: Vectors) -> bool:
    """Tell whether all of some positions lie in a set of cells."""
    numbers = cell_of(points, DEEPEST)
    at = np.searchsorted(cells.ranges[:, 0], numbers, side="right") - 1
    return bool(np.all((at >= 0) & (numbers < cells.ranges[at, 1])))


def cell_polygons(levels: Levels) -> Polygons:
    """Return cells as polygons; those much larger than a degree should be cut before."""
    borders = [cell_borders(numbers, order, _STEPS) for order, numbers in levels]
    centres = [cell_centres(numbers, order) for order, numbers in levels]
    return Polygons([corners for one in borders for corners in one], np.concatenate(centres))


def _cover(part: Part) -> Cells:
    """Return ranges of cells around a part, a fraction of it in size."""
    if part.kind == CELLS:
        return part.ranges
    order = FINE
    while order < _FINEST and cell_side(order) > part.radius / 4.0:
        order += 1
    while order > _COARSEST and cell_side(order) < part.radius / 16.0:
        order -= 1
    _, cells = cells_in_caps(np.array([part.centre]), np.array([part.radius]), order)
    cells = np.sort(cells) << (2 * (DEEPEST - order))
    return np.stack([cells, cells + (1 << (2 * (DEEPEST - order)))], axis=1)


def split_ranges(ranges: Cells, coarsest: int) -> Levels:
    """Return the fewest cells that make ranges, by order, none coarser than an order."""
    found: Levels = []
    rest = ranges
    for order in range(coarsest, DEEPEST + 1):
        if not len(rest):
            break
        shift = 2 * (DEEPEST - order)
        size = np.int64(1) << shift
        begin, end = (rest[:, 0] + size - 1) >> shift, rest[:, 1] >> shift
        whole = end > begin
        counts = np.where(whole, end - begin, 0)
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        numbers = np.repeat(begin, counts) + offsets
        if len(numbers):
            found.append((order, numbers))
        before = np.stack([rest[:, 0], np.where(whole, begin << shift, rest[:, 1])], axis=1)
        after = np.stack([end << shift, rest[:, 1]], axis=1)[whole]
        rest = np.concatenate([before, after])
        rest = rest[rest[:, 1] > rest[:, 0]]
    return found


def _difference(first: Cells, second: Cells) -> Cells:
    """Return the ranges of the first set that are not in the second."""
    edges = np.concatenate([[0], second.ravel(), [12 << (2 * DEEPEST)]]).astype(np.int64)
    return intersection(first, edges.reshape(-1, 2))
