"""Regions of whole cells: the inner areas of tiles, as lists of NUNIQ numbers or ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dpkit.processing.vmpz.cell import (
    LARGEST_ORDER,
    Cells,
    cell_area,
    check_order,
    expand_runs,
    from_nuniq,
    whole_cells,
)
from dpkit.processing.vmpz.combine import check_size
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.skymap import SkyMap, make_map, select_cells

__all__ = [
    "Region",
    "finest_order",
    "lies_inside",
    "region_area",
    "region_from_cells",
    "region_from_nuniq",
    "region_from_ranges",
    "region_nuniq",
    "region_to_map",
    "restrict",
]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A part of the sky made of whole cells.

    Parameters
    ----------
    order : int
        Order that it is made for; its finest cells may be coarser.
    ranges : ndarray of int64, shape (R, 2)
        First cell and the one after the last, NESTED at order 29; ascending, apart from each
        other.
    """

    order: int
    ranges: NDArray[np.int64]


def region_from_ranges(ranges: ArrayLike, order: int, *, place: str = "") -> Region:
    """Make a region of ranges of cells of order 29.

    Parameters
    ----------
    ranges : array_like of int, shape (R, 2)
        Half-open ranges, ascending and apart; those that touch are united.
    order : int
        Order of the finest cells.
    place : str, optional
        What has the ranges, for messages.

    Returns
    -------
    Region
        The region.

    Raises
    ------
    SkyMapError
        Ranges are empty, overlap, descend or leave the sky, or need a finer order.
    """
    pairs = np.asarray(ranges, dtype=np.int64).reshape(-1, 2)
    order = check_order(order, place=place)
    _check_ranges(pairs, order, place)
    if len(pairs):
        apart = np.concatenate([[True], pairs[1:, 0] > pairs[:-1, 1]])
        starts = np.flatnonzero(apart)
        ends = np.append(starts[1:], len(pairs)) - 1
        pairs = np.stack([pairs[starts, 0], pairs[ends, 1]], axis=1)
    pairs.flags.writeable = False
    return Region(order, pairs)


def _check_ranges(pairs: NDArray[np.int64], order: int, place: str) -> None:
    for row in np.flatnonzero(pairs[:, 0] >= pairs[:, 1])[:1]:
        raise SkyMapError(
            f"range {row} is empty or reversed", place=place, remedy="leave it out, or turn it"
        )
    for row in np.flatnonzero(pairs[1:, 0] < pairs[:-1, 1])[:1]:
        doubled = pairs[row + 1, 1] > pairs[row, 0]
        fault = "overlaps" if doubled else "comes after"
        raise SkyMapError(
            f"range {row + 1} {fault} the one before", place=place, remedy="sort and unite them"
        )
    if len(pairs) and (pairs[0, 0] < 0 or pairs[-1, 1] > 12 << (2 * LARGEST_ORDER)):
        raise SkyMapError("has ranges outside the sky", place=place, remedy="number cells from 0")
    if np.any(pairs & ((1 << (2 * (LARGEST_ORDER - order))) - 1)):
        raise SkyMapError(
            f"has ranges that are no whole cells of order {order}",
            place=place,
            remedy="give a finer order",
        )


def region_from_cells(cells: ArrayLike, orders: ArrayLike, *, place: str = "") -> Region:
    """Make a region of cells of one or several orders, in any order.

    Parameters
    ----------
    cells : array_like of int, shape (N,)
        NESTED numbers.
    orders : int or array_like of int, shape (N,)
        Order of each.
    place : str, optional
        What has the cells, for messages.

    Returns
    -------
    Region
        The region; its order is the finest of the cells.

    Raises
    ------
    SkyMapError
        A cell is there twice, lies in another one, or is not on the sky.
    """
    number = np.asarray(cells, dtype=np.int64)
    order = np.broadcast_to(np.asarray(orders, dtype=np.int64), number.shape)
    shift = 2 * (LARGEST_ORDER - order)
    pairs = np.stack([number << shift, (number + 1) << shift], axis=1)
    ranked = np.argsort(pairs[:, 0], kind="stable")
    pairs = pairs[ranked]
    for row in ranked[1:][pairs[1:, 0] < pairs[:-1, 1]][:1]:
        raise SkyMapError(
            f"cell {number[row]} of order {order[row]} overlaps another one",
            place=place,
            remedy="give each cell once, and none within another",
        )
    finest = int(order.max()) if order.size else 0
    return region_from_ranges(pairs, finest, place=place)


def region_from_nuniq(nuniq: ArrayLike, moc_order: int | None = None, *, place: str = "") -> Region:
    """Make a region of NUNIQ numbers, as a MER tile states its inner area.

    Parameters
    ----------
    nuniq : array_like of int, shape (N,)
        Cells, ``4 * 4**order + number``, each once.
    moc_order : int, optional
        Order that the list is made for; no cell may be finer.
    place : str, optional
        What has the numbers, for messages.

    Returns
    -------
    Region
        The region.

    Raises
    ------
    SkyMapError
        A number is no cell, is there twice, lies in another one, or is finer than `moc_order`.
    """
    order, cells = from_nuniq(np.asarray(nuniq, dtype=np.int64), place=place)
    region = region_from_cells(cells, order, place=place)
    if moc_order is None:
        return region
    if region.order > check_order(moc_order, place=place):
        raise SkyMapError(
            f"has cells of order {region.order}, its MOC order is {moc_order}",
            place=place,
            remedy="correct the order, or give cells that are no finer",
        )
    return Region(moc_order, region.ranges)


def region_nuniq(region: Region) -> Cells:
    """Write a region as the fewest cells.

    Parameters
    ----------
    region : Region
        A region.

    Returns
    -------
    ndarray of int64
        NUNIQ numbers, ascending.
    """
    return whole_cells(region.ranges, LARGEST_ORDER)[0]


def finest_order(region: Region) -> int:
    """Return the order of the finest cells that a region needs, which may be below its own."""
    together = int(np.bitwise_or.reduce(region.ranges, axis=None))
    if not together:
        return 0
    zeros = (together & -together).bit_length() - 1
    return max(0, LARGEST_ORDER - zeros // 2)


def region_area(region: Region) -> float:
    """Return the area of a region [deg2]."""
    return float(np.sum(region.ranges[:, 1] - region.ranges[:, 0])) * cell_area(LARGEST_ORDER)


def region_to_map(region: Region, order: int, *, place: str = "") -> SkyMap:
    """Write a region as a map.

    Parameters
    ----------
    region : Region
        A region.
    order : int
        Order of the map; where cells are coarser than the region, their fraction is the share
        that is in it, exactly.
    place : str, optional
        What the region comes from, for messages.

    Returns
    -------
    SkyMap
        All cells that meet the region.

    Raises
    ------
    SkyMapError
        There are too many cells at that order.
    """
    shift = 2 * (LARGEST_ORDER - check_order(order, place=place))
    begin, end = region.ranges[:, 0], region.ranges[:, 1]
    first, last = begin >> shift, (end - 1) >> shift
    check_size(int(np.sum(last - first + 1)), order, place=place)
    rows = np.repeat(np.arange(len(begin)), last - first + 1)
    cells = expand_runs(first, last - first + 1)
    inside = np.minimum(end[rows], (cells + 1) << shift) - np.maximum(begin[rows], cells << shift)
    starts = np.flatnonzero(np.diff(cells, prepend=-1))
    share = np.add.reduceat(inside, starts) if len(starts) else inside
    return make_map(order, cells[starts], share / 2.0**shift, place=place)


def restrict(sky_map: SkyMap, region: Region) -> SkyMap:
    """Keep the cells of a map that lie in a region, so that maps of tiles do not overlap.

    Parameters
    ----------
    sky_map : SkyMap
        A map; it is not changed.
    region : Region
        The inner area of a tile.

    Returns
    -------
    SkyMap
        The cells inside.

    Raises
    ------
    SkyMapError
        The region has finer cells than the map, so that cells of the map would be cut.
    """
    return select_cells(sky_map, lies_inside(sky_map.cells, sky_map.order, region))


def lies_inside(cells: Cells, order: int, region: Region) -> NDArray[np.bool_]:
    """Tell which cells lie in a region.

    Parameters
    ----------
    cells : ndarray of int64, shape (N,)
        NESTED numbers.
    order : int
        Their order.
    region : Region
        A region.

    Returns
    -------
    ndarray of bool, shape (N,)
        Whether each is inside.

    Raises
    ------
    SkyMapError
        The region has finer cells.
    """
    finest = finest_order(region)
    if finest > order:
        raise SkyMapError(
            f"a region with cells of order {finest} cuts cells of order {order}",
            remedy=f"make the map at order {finest} or finer and degrade it afterwards",
        )
    if not len(region.ranges):
        return np.zeros(len(cells), dtype=bool)
    begin = cells << (2 * (LARGEST_ORDER - order))
    row = np.searchsorted(region.ranges[:, 0], begin, side="right") - 1
    inside: NDArray[np.bool_] = (row >= 0) & (begin < region.ranges[row, 1])
    return inside
