"""Columns of a QC1 table as rows to print, and what sums them up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.schema.dictionary import near_names
from dpkit.tai import format_utc
from dpkit_archive.qc.column import QcColumn
from dpkit_archive.qc.error import QualityError

__all__ = ["AGGREGATES", "aggregated", "listed"]

Array = NDArray[Any]

AGGREGATES: Mapping[str, Callable[[Array], float]] = {
    "mean": lambda values: float(values.mean()) if values.size else math.nan,
    # Of the population, as thresholds have it.
    "sigma": lambda values: float(values.std()) if values.size else math.nan,
    "number": lambda values: float(values.size),
    "sum": lambda values: float(values.sum()),
}
"""What sums up the finite values of a column, by name."""


def listed(arrays: Mapping[str, Array]) -> list[dict[str, Any]]:
    """Return rows ready for JSON: None for what is not finite, times as UTC text."""
    columns = [
        [_plain(name, value) for value in values.tolist()] for name, values in arrays.items()
    ]
    return [dict(zip(arrays, row, strict=True)) for row in zip(*columns, strict=True)]


def aggregated(
    arrays: Mapping[str, Array], columns: Mapping[str, QcColumn], wanted: Sequence[str]
) -> list[dict[str, Any]]:
    """Return a row for each of some aggregates, with the columns that hold numbers.

    Raises
    ------
    QualityError
        There is no such aggregate, or no column holds numbers.
    """
    for name in wanted:
        if name not in AGGREGATES:
            raise QualityError(
                f"no aggregate is named {name!r}", remedy=near_names(name, AGGREGATES, "aggregate")
            )
    numbers = {n: array[np.isfinite(array)] for n, array in arrays.items() if columns[n].number}
    if not numbers:
        raise QualityError(
            f"nothing to sum up: {', '.join(arrays)} are no numbers",
            remedy="name a metric with --columns",
        )
    return [
        {"aggregate": name, **{n: _finite(AGGREGATES[name](array)) for n, array in numbers.items()}}
        for name in wanted
    ]


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, float):
        return _finite(value)
    return format_utc(value) if name == "time" else value


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
