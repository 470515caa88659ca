"""Rows of a batch, gathered and numbered before they are written all at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Select,
    Table,
    func,
    literal_column,
    select,
    union_all,
)

from dpkit.errors import ArchiveError
from dpkit.tai import format_utc, parse_utc
from dpkit_archive import tables
from dpkit_archive.descent import table as _descent_table  # noqa: F401 - they join the metadata
from dpkit_archive.qc import table as _qc_table  # noqa: F401
from dpkit_archive.region import table as _region_table  # noqa: F401
from dpkit_archive.release import table as _release_table  # noqa: F401
from dpkit_archive.run import table as _run_table  # noqa: F401
from dpkit_archive.statement import (
    Among,
    insert_rows,
    insert_tuples,
    select_rows,
    update_rows,
)

if TYPE_CHECKING:
    from dpkit_archive.qc.series import SeriesBook

__all__ = ["CLOCK_SKEW_NS", "NameBook", "Pending", "now_ns"]

CLOCK_SKEW_NS = 300 * 10**9
"""So much the clocks of the machines that write to one archive may differ."""

_ORDER = tuple(tables.metadata.sorted_tables)
_NUMBERED = tuple(table for table in _ORDER if {"number", "seq"} & {*table.c.keys()})
_NAMED = (tables.product_type, tables.dataset, tables.calibration_set)


class Pending:
    """Rows that wait to be written, by table; whoever has one holds the turn to write.

    Parameters
    ----------
    connection : Connection
        Within the transaction of the one writer.

    Attributes
    ----------
    time_ns : int
        The time of the batch, nanoseconds of TAI; never before that of the last event.

    Raises
    ------
    ArchiveError
        The clock is behind the last event by more than the clocks of several machines differ.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        ((time, *last),) = select_rows(connection, _last_numbers)
        self.time_ns = _time_after(time)
        self._last = {t.name: number or 0 for t, number in zip(_NUMBERED, last, strict=True)}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._tuples: dict[str, list[tuple[Any, ...]]] = {}
        self._changes: dict[Column[Any], list[tuple[Any, int]]] = {}

    def number(self, table: Table) -> int:
        """Return the next number of a table with numbered rows."""
        self._last[table.name] += 1
        return self._last[table.name]

    def add(self, table: Table, *rows: dict[str, Any]) -> None:
        """Let rows wait, each with a value for every column; JSON is text."""
        if rows:
            self._rows.setdefault(table.name, []).extend(rows)

    def add_tuples(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Let rows wait, each a tuple of the values of all columns: for tables of many rows."""
        self._tuples.setdefault(table.name, []).extend(rows)

    def change(self, column: Column[Any], number: int, value: Any) -> None:
        """Let a change of a numbered row wait, which may itself still wait."""
        waiting = self._rows.get(column.table.name, ())
        if waiting and number >= waiting[0]["number"]:
            for row in reversed(waiting):
                if row["number"] == number:
                    row[column.name] = value
                    return
        self._changes.setdefault(column, []).append((value, number))

    def flush(self) -> None:
        """Write what waits, rows that are referred to before those that refer to them."""
        for table in _ORDER:
            # What is changed makes room for what comes.
            for column in [one for one in self._changes if one.table is table]:
                update_rows(self._connection, column, self._changes.pop(column))
            insert_rows(self._connection, table, self._rows.pop(table.name, []))
            insert_tuples(self._connection, table, self._tuples.pop(table.name, []))


class NameBook:
    """The numbers of types, datasets and calibration sets; a new name gets a row."""

    def __init__(self, connection: Connection, pending: Pending) -> None:
        self._connection = connection
        self._pending = pending
        self._series: SeriesBook | None = None
        self._numbers: dict[str, dict[str, int]] = {table.name: {} for table in _NAMED}
        for kind, name, number in select_rows(connection, _all_names):
            self._numbers[kind][name] = number

    def known(self, table: Table, name: str) -> int | None:
        """Return the number of a name; None when it has none yet."""
        return self._numbers[table.name].get(name)

    def all(self, table: Table) -> list[str]:
        """Return all names."""
        return sorted(self._numbers[table.name])

    def series(self) -> SeriesBook:
        """Return the numbers of what rows of QC1 tables have in common."""
        if self._series is None:
            from dpkit_archive.qc.series import SeriesBook

            self._series = SeriesBook(self._connection, self._pending)
        return self._series

    def number(self, table: Table, name: str) -> int:
        """Return the number of a name, a new one when it has none yet."""
        numbers = self._numbers[table.name]
        if name not in numbers:
            numbers[name] = self._pending.number(table)
            self._pending.add(table, {"number": numbers[name], "name": name})
        return numbers[name]


def now_ns() -> int:
    """Return what the clock says, nanoseconds of TAI."""
    return parse_utc(datetime.now(UTC).isoformat())


def _time_after(last: int | None) -> int:
    now = now_ns()
    if last is None or last <= now:
        return now
    if last - now > CLOCK_SKEW_NS:
        raise ArchiveError(
            f"the clock of this machine says {format_utc(now)}, but the archive was written to at "
            f"{format_utc(last)}",
            remedy="set the clock; when it is right, `dpkit archive repair` mends the time of the "
            "archive",
        )
    return last


def _last_numbers(_among: Among) -> Select[Any]:
    event = tables.event.c
    numbers = (select(func.max(*table.primary_key.columns)) for table in _NUMBERED)
    time = select(event.time_ns).where(event.seq == select(func.max(event.seq)).scalar_subquery())
    return select(*(one.scalar_subquery() for one in (time, *numbers)))


def _all_names(_among: Among) -> CompoundSelect[Any]:
    return union_all(*(select(literal_column(f"'{t.name}'"), t.c.name, t.c.number) for t in _NAMED))
