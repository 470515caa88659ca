"""Judge the rows of a QC1 table, each with those before it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection

from dpkit.qc.configuration import Judgement, Method, ScoreConfiguration, judge
from dpkit.qc.earlier import EarlierValues
from dpkit_archive.curation.subject import name_subjects
from dpkit_archive.database import Database
from dpkit_archive.qc.qctable import Arrays, QcTable

__all__ = ["JudgedRow", "finite", "judged_rows"]


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row that is scored.

    Attributes
    ----------
    product : str
        Id of the product.
    number : int
        Its number.
    time_ns : int
        When it was measured, nanoseconds of TAI.
    made : list of Judgement
        One for each parameter of the configuration.
    """

    product: str
    number: int
    time_ns: int
    made: list[Judgement]


def judged_rows(
    connection: Connection,
    database: Database,
    configuration: ScoreConfiguration,
    wanted: Sequence[str] | None,
) -> list[JudgedRow]:
    """Judge the rows of products.

    Parameters
    ----------
    connection, database
        The archive.
    configuration : ScoreConfiguration
        By what.
    wanted : sequence of str or None
        Ids of the products; None for all that have rows in the table.
    """
    table = QcTable(database, configuration.table)
    where, since, until = _asked(connection, table, configuration, wanted)
    filters = [name for name, one in table.columns.items() if one.filter]
    columns = ["row", "product", "time", *filters, *configuration.parameters]
    arrays = table.read(connection, where, columns, since, until)
    keys = _keys(arrays, filters)
    # A lamp or an exposure time may change, and the level stays comparable.
    same = [name for name in filters if table.columns[name].role != "column"]
    earlier = _earlier(arrays, same, configuration)
    chosen = None if wanted is None else set(wanted)
    return [
        JudgedRow(
            product,
            int(arrays["row"][place]),
            int(arrays["time"][place]),
            judge(
                {n: finite(arrays[n][place]) for n in configuration.parameters},
                keys[place],
                configuration.rules,
                earlier(place),
            ),
        )
        for place, product in enumerate(arrays["product"])
        if product is not None and (chosen is None or product in chosen)
    ]


def _asked(
    connection: Connection,
    table: QcTable,
    configuration: ScoreConfiguration,
    wanted: Sequence[str] | None,
) -> tuple[dict[str, list[Any]], int | None, int | None]:
    """Return which rows are needed: those of the products, and what statistics come from."""
    if wanted is None:
        return {}, None, None
    numbers = [one.number for one in name_subjects(connection, wanted)]
    where, since, until = table.about(connection, numbers)
    fixed = all(rule.method is Method.VAL for rule in configuration.rules)
    return where, since if fixed else None, until


def _keys(arrays: Arrays, filters: Sequence[str]) -> list[dict[str, str]]:
    columns = [arrays[name].tolist() for name in filters]
    return [
        {
            name: str(value)
            for name, value in zip(filters, row, strict=True)
            if value is not None and value == value
        }
        for row in zip(*columns, strict=True)
    ]


class _Series:
    """The rows of the same keys, whose values enter statistics in order of time."""

    def __init__(self, values: Mapping[str, Sequence[float]]) -> None:
        self._values = values
        self._known = {name: EarlierValues() for name in values}
        self._entered = dict.fromkeys(values, 0)

    def earlier(self, name: str, count: int) -> EarlierValues:
        """Return the first values of a parameter; never fewer than were asked for before."""
        known = self._known[name]
        for value in self._values[name][self._entered[name] : count]:
            known.add(value)
        self._entered[name] = count
        return known


def _earlier(
    arrays: Arrays, same: Sequence[str], configuration: ScoreConfiguration
) -> Callable[[int], Callable[[str], EarlierValues]]:
    """Return a function that returns the earlier values of a parameter, for the place of a row.

    It is to be asked for one place after the other.
    """
    statistical = {one.parameter for one in configuration.rules if one.method is not Method.VAL}
    groups: dict[tuple[Any, ...], list[int]] = {}
    for place, key in enumerate(zip(*(arrays[name].tolist() for name in same), strict=True)):
        groups.setdefault(key, []).append(place)
    home: dict[int, tuple[_Series, int]] = {}
    for places in groups.values():
        some = np.array(places)
        series = _Series({name: arrays[name][some].tolist() for name in statistical})
        # Rows come in order of time; those of the same time are not earlier.
        before = np.searchsorted(arrays["time"][some], arrays["time"][some], side="left")
        for place, count in zip(places, before.tolist(), strict=True):
            home[place] = (series, count)

    def of_place(place: int) -> Callable[[str], EarlierValues]:
        series, count = home[place]
        # Given limits need nothing.
        return lambda n: series.earlier(n, count) if n in statistical else EarlierValues()

    return of_place


def finite(value: float) -> float | None:
    """Return a number; None for one that is not finite."""
    return float(value) if math.isfinite(value) else None
