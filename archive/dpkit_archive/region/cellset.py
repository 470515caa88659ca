"""Sets of cells: shared with each other, cut to what is near a shape, and as polygons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dpkit_archive.region.cover import cells_in_caps
from dpkit_archive.region.geometry import Polygons, Truths
from dpkit_archive.region.healpix import DEEPEST, Cells, cell_borders, cell_centres, cell_side
from dpkit_archive.region.part import CELLS, Part

__all__ = ["cell_polygons", "cells_cover", "cells_shared", "intersection", "split_ranges"]

_STEPS = 8
"""Points on each side of a cell: its polygon is true to a hundred-thousandth of its size."""

_FINE = 8
"""Cells are cut to this order at least before they become polygons."""


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


def cell_polygons(cells: Part, near: Part | None = None) -> Polygons | None:
    """Return the cells as polygons; only those near a part, None when there are none.

    Cells as large as a few degrees are cut, so that their polygons follow their sides.
    """
    ranges = cells.ranges
    if near is not None:
        ranges = intersection(ranges, _cover(near))
    found = list(split_ranges(ranges, _FINE if near is None else 0))
    borders = [cell_borders(numbers, order, _STEPS) for order, numbers in found]
    if not borders:
        return None
    centres = [cell_centres(numbers, order) for order, numbers in found]
    return Polygons([corners for one in borders for corners in one], np.concatenate(centres))


def _cover(part: Part) -> Cells:
    """Return ranges of cells around a part, a fraction of it in size."""
    if part.kind == CELLS:
        return part.ranges
    order = _FINE
    while order < DEEPEST and cell_side(order) > part.radius / 2.0 and order < 24:
        order += 1
    while order > _FINE - 4 and cell_side(order) < part.radius / 16.0:
        order -= 1
    _, cells = cells_in_caps(np.array([part.centre]), np.array([part.radius]), order)
    cells = np.sort(cells) << (2 * (DEEPEST - order))
    return np.stack([cells, cells + (1 << (2 * (DEEPEST - order)))], axis=1)


def split_ranges(ranges: Cells, coarsest: int) -> list[tuple[int, Cells]]:
    """Return the fewest cells that make ranges, by order, none coarser than an order."""
    found: list[tuple[int, Cells]] = []
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


def cells_cover(cells: Part, asked: Part, touching: Callable[[Polygons, Part], Truths]) -> bool:
    """Tell whether a set of cells covers a part, to a fraction of the part's size."""
    ranges = cells.ranges
    if asked.kind == CELLS:
        shared = intersection(asked.ranges, ranges)
        return int((shared[:, 1] - shared[:, 0]).sum()) == int(np.diff(asked.ranges).sum())
    missing = _difference(_cover(asked), ranges)
    if not len(missing):
        return True
    ends = np.ascontiguousarray(missing, "<i8").tobytes()
    polygons = cell_polygons(Part(CELLS, asked.centre, asked.radius, ends))
    return polygons is None or not touching(polygons, asked).any()


def _difference(first: Cells, second: Cells) -> Cells:
    """Return the ranges of the first set that are not in the second."""
    edges = np.concatenate([[0], second.ravel(), [12 << (2 * DEEPEST)]]).astype(np.int64)
    return intersection(first, edges.reshape(-1, 2))
