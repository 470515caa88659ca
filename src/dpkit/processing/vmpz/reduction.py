"""Reduce the values of groups of rows: bits, extremes, sums and means, over what is valid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.skymap import Column, Values

__all__ = ["Choice", "Operation", "operation_for", "reduce_column", "reduce_rows"]

Operation = Literal["or", "and", "min", "max", "sum", "mean"]
Choice = Operation | Mapping[str, Operation]
Starts = NDArray[np.intp]

_UFUNC: dict[str, np.ufunc] = {
    "or": np.bitwise_or,
    "and": np.bitwise_and,
    "min": np.minimum,
    "max": np.maximum,
    "sum": np.add,
}


def operation_for(how: Choice, name: str) -> Operation:
    """Find what is to be done with a column.

    Parameters
    ----------
    how : str or mapping of str to str
        One operation for all columns, or one for each name.
    name : str
        Name of the column.

    Returns
    -------
    str
        The operation.

    Raises
    ------
    SkyMapError
        There is none, or it is unknown.
    """
    found = how if isinstance(how, str) else how.get(name)
    if found is None or found not in get_args(Operation):
        raise SkyMapError(
            f"no operation {found!r} for column {name}",
            remedy=f"use one of {', '.join(get_args(Operation))}",
        )
    return found


def reduce_rows(operation: np.ufunc, values: Values, starts: Starts) -> Values:
    """Reduce runs of rows; there may be none.

    Parameters
    ----------
    operation : numpy.ufunc
        What to do.
    values : ndarray, shape (N,)
        Rows.
    starts : ndarray of int, shape (M,)
        Where each run begins.

    Returns
    -------
    ndarray, shape (M,)
        One value a run; whole numbers are summed in 64 bits.
    """
    if not len(starts):
        return values[:0]
    wide = {"i": np.int64, "u": np.uint64}.get(values.dtype.kind) if operation is np.add else None
    found: Values = operation.reduceat(values, starts, dtype=wide)
    return found


def reduce_column(
    name: str,
    column: Column,
    share: NDArray[np.float64],
    starts: Starts,
    how: Operation,
    *,
    shuffled: bool = False,
) -> Column:
    """Reduce runs of rows of a column to one value each.

    Parameters
    ----------
    name : str
        Name of the column, for messages.
    column : Column
        Rows; those that are not valid do not take part.
    share : ndarray, shape (N,)
        Covered fraction of each row, the weight of a mean.
    starts : ndarray of int, shape (M,)
        Where each run begins.
    how : str
        The operation.
    shuffled : bool
        Whether rows of a run may come in any order; they are then put into one before they are
        summed, as the last digit of a sum depends on it.

    Returns
    -------
    Column
        One row a run, valid when one of its rows is.

    Raises
    ------
    SkyMapError
        The operation makes no sense for such values.
    """
    kind = column.values.dtype.kind
    bits = how in {"or", "and"}
    if (bits and kind == "f") or (kind == "b" and how in {"sum", "mean"}):
        raise SkyMapError(f"operation {how} does not fit column {name} of {column.values.dtype}")
    if shuffled and how in {"sum", "mean"}:
        rows = _canonical_rows(column, share, starts)
        column = Column(column.values[rows], column.valid[rows], column.unit)
        share = share[rows]
    valid = reduce_rows(np.logical_or, column.valid, starts)
    if how == "mean":
        return Column(_mean(column, share, starts, valid), valid, column.unit)
    found = reduce_rows(_UFUNC[how], _neutralised(column, how), starts)
    return Column(np.where(valid, found, np.zeros_like(found)), valid, column.unit)


def _canonical_rows(column: Column, share: NDArray[np.float64], starts: Starts) -> NDArray[np.intp]:
    """Order the rows of each run by value and weight."""
    group = np.zeros(len(share), dtype=np.intp)
    group[starts] = 1
    return np.lexsort((share, column.values, column.valid, np.cumsum(group)))


def _mean(
    column: Column, share: NDArray[np.float64], starts: Starts, valid: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Average by covered fraction; plainly where all fractions are 0."""
    present = share if column.valid.all() else np.where(column.valid, share, 0.0)
    values = np.where(column.valid, column.values, 0.0)
    weight = reduce_rows(np.add, present, starts)
    total = reduce_rows(np.add, present * values, starts)
    bare = valid & (weight == 0.0)
    if bare.any():
        weight[bare] = reduce_rows(np.add, column.valid.astype(np.float64), starts)[bare]
        total[bare] = reduce_rows(np.add, values, starts)[bare]
    return np.divide(total, weight, out=np.zeros(len(starts)), where=valid)


def _neutralised(column: Column, how: Operation) -> Values:
    """Put where nothing is valid a value that changes no result."""
    if column.valid.all():
        return column.values
    return np.where(column.valid, column.values, _neutral(column.values.dtype, how))


def _neutral(dtype: np.dtype[Any], how: Operation) -> Any:
    if how in {"or", "sum"}:
        return dtype.type(0)
    if dtype.kind == "b":
        return np.bool_(how != "max")
    if how == "and":
        return ~dtype.type(0)
    if dtype.kind == "f":
        return dtype.type(np.inf if how == "min" else -np.inf)
    limits = np.iinfo(dtype)
    return dtype.type(limits.max if how == "min" else limits.min)
