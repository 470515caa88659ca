"""Rows on their way into QC1 tables: their series and layouts, numbered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from dpkit_archive.pending import Pending
from dpkit_archive.qc.measure import Measure
from dpkit_archive.qc.table import qc_layout, qc_row, qc_series
from dpkit_archive.statement import Among, select_rows

__all__ = ["SeriesBook", "series_text"]


def series_text(keys: Mapping[str, Any]) -> str:
    """Return the values that rows are filtered by as text that is equal exactly when they are."""
    return json.dumps(dict(keys), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class SeriesBook:
    """The numbers of series and layouts; new ones get rows.

    Parameters
    ----------
    connection : Connection
        Within the transaction of the one writer.
    pending : Pending
        The rows that wait.
    """

    def __init__(self, connection: Connection, pending: Pending) -> None:
        self._connection = connection
        self._pending = pending
        self._numbers: dict[tuple[str, str], dict[str, int]] = {}

    def add(self, made: Iterable[Measure], product: int, dataset: str, event: int) -> None:
        """Let the rows of a new product wait."""
        rows = (self.row(one, product, ordinal, dataset, event) for ordinal, one in enumerate(made))
        self._pending.add_tuples(qc_row, rows)

    def row(
        self, one: Measure, product: int | None, ordinal: int, dataset: str, event: int
    ) -> tuple[Any, ...]:
        """Return the values of a row with a new number, in the order of the columns."""
        time_ns = self._pending.time_ns if one.time_ns is None else one.time_ns
        return (
            self._pending.number(qc_row),
            *(self.series(one, dataset), time_ns, self.layout(one), product, ordinal),
            *(one.numbers, one.texts, event, None, None),
        )

    def series(self, one: Measure, dataset: str) -> int:
        """Return the number of the series of a row."""
        return self._number(qc_series, one.table, series_text({**one.keys, "dataset": dataset}))

    def layout(self, one: Measure) -> int:
        """Return the number of the layout of a row."""
        return self._number(qc_layout, one.table, one.names)

    def _number(self, table: Table, qc_table: str, text: str) -> int:
        known = self._numbers.get((table.name, qc_table))
        if known is None:
            build = _all_series if table is qc_series else _all_layouts
            rows = select_rows(self._connection, build, tables=[qc_table])
            known = self._numbers[table.name, qc_table] = {said: number for number, said in rows}
        if text not in known:
            known[text] = self._pending.number(table)
            name = table.c.keys()[-1]
            row = {"number": known[text], "qc_table": qc_table, name: text}
            self._pending.add(table, row)
        return known[text]


def _all_series(among: Among) -> Select[Any]:
    one = qc_series.c
    return select(one.number, one["keys"]).where(among(one.qc_table, "tables"))


def _all_layouts(among: Among) -> Select[Any]:
    one = qc_layout.c
    return select(one.number, one.names).where(among(one.qc_table, "tables"))
