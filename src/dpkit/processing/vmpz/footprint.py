"""Survey footprints: the fraction of each cell inside polygons, by exact clipping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dpkit.processing.vmpz.cell import Cells, check_order, expand_runs, group_starts
from dpkit.processing.vmpz.combine import check_size, degrade
from dpkit.processing.vmpz.covering import cover_parts, share_union
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.polygon import ConvexParts, convex_parts
from dpkit.processing.vmpz.projection import largest_radius
from dpkit.processing.vmpz.skymap import SkyMap, make_map

__all__ = ["Cover", "cover_polygons", "exposure_map", "footprint"]

# Below this order a cell is too wide for its plane; coarser maps are made at it and degraded.
_SMALLEST_ORDER = 10


@dataclass(frozen=True, slots=True)
class Cover:
    """Runs of cells that lie in polygons, polygon after polygon.

    Parameters
    ----------
    order : int
        Order of the cells.
    owner : ndarray of int64, shape (R,)
        Number of the polygon, ascending.
    first, length : ndarray of int64, shape (R,)
        First cell and number of cells of each run, ascending within a convex polygon.
    share : ndarray of float64, shape (R,)
        Share of each cell of the run that is inside; those below 1 are runs of one cell.
    """

    order: int
    owner: NDArray[np.int64]
    first: Cells
    length: NDArray[np.int64]
    share: NDArray[np.float64]


def cover_polygons(polygons: Sequence[ArrayLike] | NDArray[np.float64], order: int) -> Cover:
    """Find the cells inside each of several polygons.

    Parameters
    ----------
    polygons : sequence of array_like, each of shape (V, 2)
        Vertices [deg]; see `dpkit.processing.vmpz.polygon.convex_parts`.
    order : int
        HEALPix order, at least 10: coarser cells are too wide for the plane they are cut in.

    Returns
    -------
    Cover
        The cells of each polygon. Those of a polygon that is not convex may have a cell more than
        once, with shares that add up.

    Raises
    ------
    PolygonError
        A polygon has no well-defined inside.
    SkyMapError
        The order does not exist or is below 10.
    """
    parts = convex_parts(polygons)
    owner, first, length, share = _cover(parts, _checked(order))
    return Cover(order, parts.owner[owner], first, length, share)


def footprint(polygons: Sequence[ArrayLike] | NDArray[np.float64], order: int) -> SkyMap:
    """Find the share of each cell that lies inside at least one polygon.

    The shares of polygons that overlap do not add: a cell on the border of several is cut by all
    of them, exactly. The result does not depend on the order of the polygons, to the bit.

    Parameters
    ----------
    polygons : sequence of array_like, each of shape (V, 2)
        Vertices [deg]; see `dpkit.processing.vmpz.polygon.convex_parts`.
    order : int
        HEALPix order.

    Returns
    -------
    SkyMap
        All cells that a polygon meets; the fraction is exact to about 1e-5.

    Raises
    ------
    PolygonError
        A polygon has no well-defined inside.
    SkyMapError
        The order does not exist, or there would be too many cells.
    """
    working = max(check_order(order), _SMALLEST_ORDER)
    parts = convex_parts(polygons)
    part, first, length, share = _cover(parts, working)
    whole = share == 1.0
    inner = _merge_runs(first[whole], length[whole])
    cells, groups, members, fraction = _border(*inner, part[~whole], first[~whole], share[~whole])
    check_size(int(inner[1].sum()) + len(cells), working)
    _unite(parts, working, cells, groups, members, fraction)
    inside = expand_runs(*inner)
    union = make_map(working, *_interleave(inside, np.ones(len(inside)), cells, fraction))
    return degrade(union, order)


def exposure_map(
    polygons: Sequence[ArrayLike] | NDArray[np.float64],
    order: int,
    weights: ArrayLike | None = None,
) -> SkyMap:
    """Sum what polygons bring to each cell: the number of exposures, or exposure time.

    Parameters
    ----------
    polygons : sequence of array_like, each of shape (V, 2)
        Vertices [deg].
    order : int
        HEALPix order, at least 10.
    weights : array_like, shape (P,), optional
        What each polygon counts; 1 when not given.

    Returns
    -------
    SkyMap
        The footprint with the column ``exposures``: the sum of weight times share of the cell.

    Raises
    ------
    PolygonError
        A polygon has no well-defined inside.
    SkyMapError
        The order does not exist or is below 10, or there would be too many cells.
    """
    cover = cover_polygons(polygons, order)
    weight = np.ones(len(polygons)) if weights is None else np.asarray(weights, dtype=np.float64)
    check_size(int(cover.length.sum()), order)
    cells = expand_runs(cover.first, cover.length)
    values = np.repeat(weight[cover.owner] * cover.share, cover.length)
    # Sorted by value within a cell, so that the sum is that of any order of the polygons.
    ranked = np.lexsort((values, cells))
    starts = group_starts(cells[ranked])
    total = np.add.reduceat(values[ranked], starts) if len(starts) else values
    union = footprint(polygons, order)
    return make_map(order, union.cells, union.fraction, {"exposures": total})


def _checked(order: int) -> int:
    if check_order(order) < _SMALLEST_ORDER:
        raise SkyMapError(
            f"cells of order {order} are too wide to be cut",
            remedy=f"take order {_SMALLEST_ORDER} and degrade the coarser map from it",
        )
    return order


def _cover(
    parts: ConvexParts, order: int
) -> tuple[NDArray[np.int64], Cells, Cells, NDArray[np.float64]]:
    """Cover all parts; the room for runs grows until they fit."""
    radii = np.sin([largest_radius(level) * (1.0 + 1e-9) + 1e-15 for level in range(order + 1)])
    count = len(parts.owner)
    ends = np.zeros(count, dtype=np.int64)
    room = 256 * count + 4096
    first, length = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    share = np.empty(room)
    done = 0
    while done < count:
        done = cover_parts(
            parts.normals, parts.offsets, order, radii, first, length, share, ends, done
        )
        if done < count:
            first, length, share = (
                np.concatenate([a, np.empty_like(a)]) for a in (first, length, share)
            )
    total = int(ends[-1]) if count else 0
    owner = np.repeat(np.arange(count), np.diff(ends, prepend=0))
    return owner, first[:total], length[:total], share[:total]


def _merge_runs(first: Cells, length: Cells) -> tuple[Cells, Cells]:
    """Unite runs that overlap or touch."""
    ranked = np.argsort(first, kind="stable")
    begin, end = first[ranked], (first + length)[ranked]
    if not len(begin):
        return begin, end
    reach = np.maximum.accumulate(end)
    starts = np.flatnonzero(np.concatenate([[True], begin[1:] > reach[:-1]]))
    stops = reach[np.append(starts[1:], len(reach)) - 1]
    return begin[starts], stops - begin[starts]


def _border(
    first: Cells, length: Cells, part: NDArray[np.int64], cells: Cells, share: NDArray[np.float64]
) -> tuple[Cells, NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Group border cells that no part covers: the cells, their parts, the largest share."""
    place = np.searchsorted(first, cells, side="right") - 1
    covered = (place >= 0) & (cells < (first + length)[place]) if len(first) else place >= 0
    part, cells, share = part[~covered], cells[~covered], share[~covered]
    ranked = np.lexsort((part, cells))
    part, cells, share = part[ranked], cells[ranked], share[ranked]
    starts = group_starts(cells)
    groups = np.append(starts, len(cells)).astype(np.int64)
    largest = np.maximum.reduceat(share, starts) if len(starts) else share
    return cells[starts], groups, part, largest


def _unite(
    parts: ConvexParts,
    order: int,
    cells: Cells,
    groups: NDArray[np.int64],
    members: NDArray[np.int64],
    fraction: NDArray[np.float64],
) -> None:
    """Replace the fraction of cells that several parts meet by that of their union."""
    counts = np.diff(groups)
    several = np.flatnonzero(counts > 1)
    if not len(several):
        return
    chosen = np.repeat(counts > 1, counts)
    own = members[chosen]
    bounds = np.append(0, np.cumsum(counts[several]))
    # Cut by the parts in an order of their own: rounding would remember that of the caller.
    own = own[np.lexsort((_rank(parts)[own], np.repeat(several, counts[several])))]
    edges = np.diff(parts.offsets)[own]
    room = int(np.add.reduceat(edges, bounds[:-1]).max())
    share = np.empty(len(several))
    share_union(cells[several], bounds, own, parts.normals, parts.offsets, order, room, share)
    fraction[several] = share


def _rank(parts: ConvexParts) -> NDArray[np.intp]:
    """Return the place of each part in an order that depends on nothing but the parts."""
    edges = [part.tobytes() for part in np.split(parts.normals, parts.offsets[1:-1])]
    rank = np.empty(len(edges), dtype=np.intp)
    rank[sorted(range(len(edges)), key=edges.__getitem__)] = np.arange(len(edges))
    return rank


def _interleave(
    first: Cells, first_share: NDArray[np.float64], second: Cells, second_share: NDArray[np.float64]
) -> tuple[Cells, NDArray[np.float64]]:
    """Merge two sorted lists of cells."""
    places = np.searchsorted(first, second)
    return np.insert(first, places, second), np.insert(first_share, places, second_share)
