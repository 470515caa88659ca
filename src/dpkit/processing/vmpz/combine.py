"""Maps from maps: coarser, finer, united, intersected; nothing depends on their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.cell import check_order, group_starts
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.reduction import Choice, operation_for, reduce_column, reduce_rows
from dpkit.processing.vmpz.skymap import Column, SkyMap, make_map, select_cells

__all__ = ["Overlap", "check_size", "degrade", "intersect", "unite", "upgrade"]

Overlap = Literal["refuse", "max", "sum"]

# A table of more cells than this does not fit in the memory of a usual machine.
_MOST_CELLS = 1 << 28


def degrade(sky_map: SkyMap, order: int, how: Choice = "mean") -> SkyMap:
    """Make a coarser map.

    The fraction of a cell is the sum over its children, divided by how many there could be: what
    is not in the map is not covered. Values are reduced over the children that are valid.

    Parameters
    ----------
    sky_map : SkyMap
        A map; it is not changed.
    order : int
        Order wanted, not above that of the map.
    how : str or mapping of str to str
        One operation for all columns, or one for each name: ``or``, ``and`` (bits and booleans),
        ``min``, ``max``, ``sum``, or ``mean``, weighted by the covered fraction.

    Returns
    -------
    SkyMap
        The coarser map; a value is valid when that of a child is.

    Raises
    ------
    SkyMapError
        The order is finer than the map, or an operation does not fit a column.
    """
    steps = sky_map.order - check_order(order)
    if steps < 0:
        raise SkyMapError(
            f"a map of order {sky_map.order} cannot be degraded to {order}", remedy="use upgrade"
        )
    if steps == 0:
        return sky_map
    parents = sky_map.cells >> (2 * steps)
    starts = group_starts(parents)
    share = reduce_rows(np.add, sky_map.fraction, starts) / 4.0**steps
    columns = {
        name: reduce_column(name, column, sky_map.fraction, starts, operation_for(how, name))
        for name, column in sky_map.columns.items()
    }
    return make_map(order, parents[starts], share, columns)


def upgrade(sky_map: SkyMap, order: int) -> SkyMap:
    """Make a finer map: each child has the values and the fraction of its parent.

    Parameters
    ----------
    sky_map : SkyMap
        A map; it is not changed.
    order : int
        Order wanted, not below that of the map.

    Returns
    -------
    SkyMap
        The finer map. Where within a cell a fraction lies is not known, so that `degrade` gives
        the first map again, but the finer one has no more detail.

    Raises
    ------
    SkyMapError
        The order is coarser than the map, or there would be too many cells.
    """
    steps = check_order(order) - sky_map.order
    if steps < 0:
        raise SkyMapError(
            f"a map of order {sky_map.order} cannot be upgraded to {order}", remedy="use degrade"
        )
    children = 1 << (2 * steps)
    check_size(len(sky_map) * children, order)
    cells = (sky_map.cells[:, None] << (2 * steps)) + np.arange(children)
    columns = {
        name: Column(np.repeat(c.values, children), np.repeat(c.valid, children), c.unit)
        for name, c in sky_map.columns.items()
    }
    return make_map(order, cells.ravel(), np.repeat(sky_map.fraction, children), columns)


def check_size(cells: int, order: int, *, place: str = "") -> None:
    """Refuse to write out more cells than fit in memory.

    Parameters
    ----------
    cells : int
        How many there would be.
    order : int
        Their order.
    place : str, optional
        What they come from, for the message.

    Raises
    ------
    SkyMapError
        There are more than 2**28.
    """
    if cells > _MOST_CELLS:
        raise SkyMapError(
            f"there would be {cells} cells of order {order}, more than {_MOST_CELLS}",
            place=place,
            remedy="ask for a coarser order",
        )


def unite(maps: Sequence[SkyMap], how: Choice = "max", *, overlap: Overlap = "refuse") -> SkyMap:
    """Put maps of one order together.

    Parameters
    ----------
    maps : sequence of SkyMap
        Maps of the same order and columns; they are not changed, and their order does not matter.
    how : str or mapping of str to str
        What to do with the values of a cell that several maps have; see `degrade`.
    overlap : {"refuse", "max", "sum"}
        Such cells are refused, or their fraction is the largest one (the maps saw the same part
        of the cell), or the sum (they saw different parts of it), at most 1.

    Returns
    -------
    SkyMap
        All cells of all maps.

    Raises
    ------
    SkyMapError
        Orders or columns differ, an operation does not fit, or a cell is in several maps and
        `overlap` is ``refuse``.
    """
    _check_alike(maps)
    cells = np.concatenate([m.cells for m in maps])
    share = np.concatenate([m.fraction for m in maps])
    ranked = np.argsort(cells, kind="stable")
    starts = group_starts(cells[ranked])
    if overlap == "refuse":
        _refuse_doubled(maps, cells[ranked], starts)
    columns = {
        name: reduce_column(
            name,
            _join(name, maps, ranked),
            share[ranked],
            starts,
            operation_for(how, name),
            shuffled=True,
        )
        for name in maps[0].columns
    }
    together = _unite_shares(share[ranked], cells[ranked], starts, overlap)
    return make_map(maps[0].order, cells[ranked][starts], together, columns)


def _unite_shares(
    share: NDArray[np.float64], cells: NDArray[np.int64], starts: NDArray[np.intp], overlap: Overlap
) -> NDArray[np.float64]:
    if overlap != "sum":
        return reduce_rows(np.maximum, share, starts)
    ordered = share[np.lexsort((share, cells))]
    return np.minimum(reduce_rows(np.add, ordered, starts), 1.0)


def intersect(maps: Sequence[SkyMap], how: Choice = "max") -> SkyMap:
    """Keep the cells that all maps have.

    Parameters
    ----------
    maps : sequence of SkyMap
        Maps of the same order; columns of the same name are reduced together, a column that only
        some maps have is kept.
    how : str or mapping of str to str
        What to do with columns that several maps have; see `degrade`.

    Returns
    -------
    SkyMap
        The common cells, with the smallest fraction of each: at most so much is in all maps.

    Raises
    ------
    SkyMapError
        Orders differ or an operation does not fit.
    """
    _check_orders(maps)
    common = maps[0].cells
    for other in maps[1:]:
        common = common[_is_in(common, other.cells)]
    cut = [select_cells(m, _is_in(m.cells, common)) for m in maps]
    share = np.minimum.reduce([m.fraction for m in cut])
    columns = {
        name: _meet(name, [m for m in cut if name in m.columns], how)
        for name in sorted({name for m in cut for name in m.columns})
    }
    return make_map(maps[0].order, common, share, columns)


def _meet(name: str, maps: Sequence[SkyMap], how: Choice) -> Column:
    """Reduce a column over maps with the same cells."""
    count = len(maps[0])
    ranked = np.arange(count * len(maps)).reshape(len(maps), count).T.ravel()
    share = np.concatenate([m.fraction for m in maps])[ranked]
    starts = np.arange(count) * len(maps)
    column = _join(name, maps, ranked)
    return reduce_column(name, column, share, starts, operation_for(how, name), shuffled=True)


def _is_in(cells: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which of some sorted cells are among others, also sorted."""
    if not len(others):
        return np.zeros(len(cells), dtype=bool)
    place = np.minimum(np.searchsorted(others, cells), len(others) - 1)
    found: NDArray[np.bool_] = others[place] == cells
    return found


def _check_orders(maps: Sequence[SkyMap]) -> None:
    if not maps:
        raise SkyMapError("no maps are given", remedy="give at least one")
    orders = sorted({m.order for m in maps})
    if len(orders) > 1:
        raise SkyMapError(
            f"maps have the orders {orders}", remedy="degrade or upgrade them to one order first"
        )


def _check_alike(maps: Sequence[SkyMap]) -> None:
    _check_orders(maps)
    for number, other in enumerate(maps):
        if other.columns.keys() != maps[0].columns.keys():
            raise SkyMapError(
                f"map {number} has the columns {sorted(other.columns)}, map 0 has "
                f"{sorted(maps[0].columns)}",
                remedy="give maps with the same columns",
            )


def _refuse_doubled(
    maps: Sequence[SkyMap], cells: NDArray[np.int64], starts: NDArray[np.intp]
) -> None:
    """Name a cell that two maps have, and both maps."""
    if len(starts) == len(cells):
        return
    doubled = cells[np.flatnonzero(np.diff(cells) == 0)[0]]
    owners = [number for number, m in enumerate(maps) if doubled in m.cells]
    raise SkyMapError(
        f"maps {owners} overlap: all have cell {doubled} of order {maps[0].order}",
        remedy="cut them to inner areas, or say how to unite them with overlap",
    )


def _join(name: str, maps: Sequence[SkyMap], ranked: NDArray[np.intp]) -> Column:
    """Put the columns of several maps under each other, in an order of rows."""
    columns = [m.columns[name] for m in maps]
    units = sorted({column.unit for column in columns})
    if len(units) > 1:
        raise SkyMapError(f"column {name} has the units {units}", remedy="convert to one unit")
    values = np.concatenate([column.values for column in columns])[ranked]
    valid = np.concatenate([column.valid for column in columns])[ranked]
    return Column(values, valid, units[0])
