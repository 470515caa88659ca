"""A map of a part of the sky: cells of one order, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dpkit.processing.vmpz.cell import Cells, cell_area, check_cells, check_order
from dpkit.processing.vmpz.error import SkyMapError

__all__ = ["Column", "SkyMap", "covered_area", "make_map", "same_map", "select_cells"]

Values = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Values of the cells of a map.

    Parameters
    ----------
    values : ndarray, shape (N,)
        Numbers or booleans; where `valid` is false they mean nothing.
    valid : ndarray of bool, shape (N,)
        Whether there is a value.
    unit : str
        Unit of the values, empty for none.
    """

    values: Values
    valid: NDArray[np.bool_]
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SkyMap:
    """Cells of one order with columns; made by `make_map`, its arrays are read-only.

    A cell that is not listed is outside the map: nothing is known of it, and nothing stands for
    it. No value of a column stands for "none" either, `Column.valid` says so.

    Parameters
    ----------
    order : int
        HEALPix order.
    cells : ndarray of int64, shape (N,)
        NESTED numbers, ascending.
    fraction : ndarray of float64, shape (N,)
        Covered share of each cell, 0 ... 1, whatever the convention of a file that it is read
        from or written to. What the algorithms of this package make are multiples of 2**-32, so
        that their sums over up to four million cells are exact and do not depend on the order.
    columns : mapping of str to Column
        Quantities by name.
    """

    order: int
    cells: Cells
    fraction: NDArray[np.float64]
    columns: Mapping[str, Column] = field(default_factory=lambda: MappingProxyType({}))

    def __len__(self) -> int:
        return len(self.cells)


def make_map(
    order: int,
    cells: ArrayLike,
    fraction: ArrayLike | None = None,
    columns: Mapping[str, Column | ArrayLike] | None = None,
    *,
    place: str = "",
) -> SkyMap:
    """Check what a map is made of and put it together.

    Parameters
    ----------
    order : int
        HEALPix order.
    cells : array_like of int, shape (N,)
        NESTED numbers, ascending.
    fraction : array_like, shape (N,), optional
        Covered share of each cell; all 1 when not given.
    columns : mapping of str to Column or array_like, optional
        Quantities; those of an array are all valid.
    place : str, optional
        What the map comes from, for messages.

    Returns
    -------
    SkyMap
        The map. Arrays of the right type are shared with the caller, not copied.

    Raises
    ------
    SkyMapError
        Cells are unsorted, doubled or out of range, lengths differ, a fraction is not within
        0 ... 1.

    Examples
    --------
    >>> night = make_map(3, [5, 9], [1.0, 0.5], {"depth": [25.1, 24.8]})
    >>> covered_area(night) / covered_area(make_map(3, [5]))
    1.5
    """
    order = check_order(order, place=place)
    numbers = np.asarray(cells)
    if numbers.ndim != 1 or (numbers.size and numbers.dtype.kind not in "iu"):
        raise SkyMapError(
            "cells are no list of whole numbers", place=place, remedy="give whole numbers"
        )
    numbers = np.ascontiguousarray(numbers, dtype=np.int64)
    check_cells(numbers, order, place=place)
    share = np.ones(len(numbers)) if fraction is None else np.asarray(fraction, dtype=np.float64)
    _check_length("fraction", share, len(numbers), place)
    for row in np.flatnonzero(~((share >= 0.0) & (share <= 1.0)))[:1]:
        raise SkyMapError(
            f"fraction {share[row]} of row {row} is not in 0 ... 1",
            place=place,
            remedy="give a share of the cell",
        )
    found = {name: _as_column(name, c, len(numbers), place) for name, c in (columns or {}).items()}
    return SkyMap(order, _frozen(numbers), _frozen(share), MappingProxyType(found))


def _as_column(name: str, given: Column | ArrayLike, length: int, place: str) -> Column:
    column = (
        given if isinstance(given, Column) else Column(np.asarray(given), np.ones(length, bool))
    )
    values, valid = np.asarray(column.values), np.asarray(column.valid)
    _check_length(name, values, length, place)
    _check_length(f"valid bits of {name}", valid, length, place)
    if values.dtype.kind not in "iufb" or valid.dtype != np.bool_:
        raise SkyMapError(f"column {name} has values of type {values.dtype}", place=place)
    return Column(_frozen(values), _frozen(valid), column.unit)


def _check_length(name: str, array: Values, length: int, place: str) -> None:
    if array.shape != (length,):
        raise SkyMapError(f"{name} has the shape {array.shape}, cells ({length},)", place=place)


def _frozen(array: Values) -> Values:
    """Return a read-only view; the array of the caller stays writable."""
    view = array.view()
    view.flags.writeable = False
    return view


def covered_area(sky_map: SkyMap) -> float:
    """Sum the covered area.

    Parameters
    ----------
    sky_map : SkyMap
        A map.

    Returns
    -------
    float
        Area [deg2].
    """
    return float(np.sum(sky_map.fraction)) * cell_area(sky_map.order)


def select_cells(sky_map: SkyMap, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> SkyMap:
    """Keep some cells of a map.

    Parameters
    ----------
    sky_map : SkyMap
        A map.
    chosen : ndarray
        Mask or ascending rows of the cells to keep.

    Returns
    -------
    SkyMap
        A map of these cells.
    """
    columns = {
        name: Column(column.values[chosen], column.valid[chosen], column.unit)
        for name, column in sky_map.columns.items()
    }
    return make_map(sky_map.order, sky_map.cells[chosen], sky_map.fraction[chosen], columns)


def same_map(first: SkyMap, second: SkyMap) -> bool:
    """Tell whether two maps say the same, bit by bit.

    Parameters
    ----------
    first, second : SkyMap
        Two maps.

    Returns
    -------
    bool
        Whether order, cells, fractions, columns, valid bits and valid values are equal; what
        lies under a bit that is not valid does not count.
    """
    return (
        first.order == second.order
        and np.array_equal(first.cells, second.cells)
        and np.array_equal(first.fraction, second.fraction)
        and first.columns.keys() == second.columns.keys()
        and all(_same_column(c, second.columns[name]) for name, c in first.columns.items())
    )


def _same_column(first: Column, second: Column) -> bool:
    return (
        first.unit == second.unit
        and first.values.dtype == second.values.dtype
        and np.array_equal(first.valid, second.valid)
        and first.values[first.valid].tobytes() == second.values[second.valid].tobytes()
    )
