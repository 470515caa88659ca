"""Rows of a QC1 table as they come from the database, turned into columns of arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.tai import format_utc
from dpkit_archive.qc.column import QcColumn

__all__ = ["FACTS", "Rowset"]

FACTS = ("type", "version", "software", "software_release", "file")
"""Columns that say more of the product, in the order in which they are selected."""

Array = NDArray[Any]
_FACT_PLACES = {name: place for place, name in enumerate(FACTS, 1)}
_INTEGERS = {"row": 0, "time": 2, "event": 9}
_OBJECTS = {"product": 6, "hidden": 8}


class Rowset:
    """Rows in order of time, of which columns are made as they are asked for.

    Parameters
    ----------
    rows : sequence of tuple
        number, series, time, layout, numbers, number of the product, its id and status, why it is
        hidden, event, and texts when they are needed.
    layouts : mapping
        Names of the numbers and of the texts, by number of the layout.
    series : mapping
        Values of filters, by number of the series.
    facts : mapping
        What else is known of products, by their numbers.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[Any]],
        layouts: Mapping[int, tuple[list[str], list[str]]],
        series: Mapping[int, Mapping[str, Any]],
        facts: Mapping[int, Sequence[Any]],
    ) -> None:
        times = np.fromiter((row[2] for row in rows), dtype=np.int64, count=len(rows))
        self._rows = [rows[place] for place in np.argsort(times, kind="stable")]
        self._layouts = layouts
        self._keys = series
        self._facts = facts

    def column(self, column: QcColumn) -> Array:
        """Return a column."""
        name = column.name
        if name in _INTEGERS:
            return self._integers(_INTEGERS[name])
        if name in _OBJECTS:
            return _objects([row[_OBJECTS[name]] for row in self._rows])
        if name == "civil_date":
            return _objects([format_utc(row[2])[:10] for row in self._rows])
        if name in _FACT_PLACES:
            place, nothing = _FACT_PLACES[name], (None,) * (len(FACTS) + 1)
            return _objects([self._facts.get(row[5], nothing)[place] for row in self._rows])
        if column.filter:
            return self._filtered(column)
        return self._numbers_of(name) if column.number else self._texts_of(name)

    def _integers(self, place: int) -> Array:
        return np.fromiter((row[place] for row in self._rows), dtype=np.int64, count=len(self))

    def __len__(self) -> int:
        return len(self._rows)

    def _filtered(self, column: QcColumn) -> Array:
        """Return what all rows of a series have in common."""
        values = {number: keys.get(column.name) for number, keys in self._keys.items()}
        found = [values[row[1]] for row in self._rows]
        return np.array(found, dtype=np.float64) if column.number else _objects(found)

    def _numbers_of(self, name: str) -> Array:
        made = np.full(len(self), np.nan)
        for layout, (places, numbers) in self._blocks.items():
            names = self._layouts[layout][0]
            if name in names:
                made[places] = numbers[:, names.index(name)]
        return made

    def _texts_of(self, name: str) -> Array:
        made = np.full(len(self), None, dtype=object)
        for layout, (places, _) in self._blocks.items():
            names = self._layouts[layout][1]
            if name in names:
                place = names.index(name)
                made[places] = [values[place] for values in self._texts[layout]]
        return made

    @cached_property
    def _blocks(self) -> dict[int, tuple[Array, Array]]:
        """Return the places and the numbers of the rows of each layout."""
        layouts = self._integers(3)
        found = {}
        for layout in np.unique(layouts).tolist():
            places = np.flatnonzero(layouts == layout)
            width = len(self._layouts[layout][0])
            data = b"".join([self._rows[place][4] for place in places])
            numbers = np.frombuffer(data, dtype="<f8").reshape(len(places), width)
            found[layout] = (places, numbers)
        return found

    @cached_property
    def _texts(self) -> dict[int, list[list[Any]]]:
        # Of all rows at once, which costs a fraction of one by one.
        return {
            layout: json.loads(f"[{','.join(self._rows[place][-1] for place in places)}]")
            for layout, (places, _) in self._blocks.items()
        }


def _objects(values: Sequence[Any]) -> Array:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
