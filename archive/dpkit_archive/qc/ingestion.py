"""Rows of earlier times, of which there are no products: entered whole, or not at all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit.tai import format_utc, parse_utc
from dpkit_archive import tables
from dpkit_archive.contention import retried
from dpkit_archive.database import DEFAULT_DATASET, Database
from dpkit_archive.event import add_event
from dpkit_archive.key import check_text, convert
from dpkit_archive.pending import Pending
from dpkit_archive.qc.column import GENERAL, QcColumn, axes, table_columns
from dpkit_archive.qc.error import QualityError
from dpkit_archive.qc.measure import Measure, packed
from dpkit_archive.qc.series import SeriesBook
from dpkit_archive.qc.table import qc_layout, qc_row
from dpkit_archive.statement import Among, select_rows

__all__ = ["IngestedRow", "ingest_rows"]

Given = Mapping[str, str | float | None]

_NOTHING = ("", "NULL", "NaN", "nan")
_MJD_ZERO = datetime(1858, 11, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestedRow:
    """What became of a row.

    Attributes
    ----------
    row : int
        Its number.
    time : int
        Its time, nanoseconds of TAI.
    outcome : {"new", "same", "replaced"}
        Whether it was not there, was there with these values, or with others.
    """

    row: int
    time: int
    outcome: str

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {"row": self.row, "time": format_utc(self.time), "outcome": self.outcome}


def ingest_rows(
    database: Database, table: str, rows: Sequence[Given], *, actor: str, places: Sequence[str]
) -> list[IngestedRow]:
    """Enter rows into a QC1 table, all of them or none.

    A row is what its filters and its time say. One that is there with the same values stays as it
    is; one with other values takes its place, and the earlier one is kept.

    Parameters
    ----------
    database : Database
        The archive.
    table : str
        The table.
    rows : sequence of mapping
        Values by column; what is left out, or empty, is none.
    actor : str
        Who does it.
    places : sequence of str
        Where each row comes from, for messages.

    Raises
    ------
    NotFoundError
        There is no such table or column; names the nearest ones.
    QualityError
        A value is not of its column's type, a row has no time, is given twice, or is of a product.
    """
    columns = table_columns(table)
    made = [_measure(table, columns, row, place) for row, place in zip(rows, places, strict=True)]
    return retried(lambda: _enter(database, table, made, places, actor))


def _measure(
    table: str, columns: Mapping[str, QcColumn], row: Given, place: str
) -> tuple[str, Measure]:
    """Return the dataset of a row, and the row."""
    for name in row:
        if name not in columns or (name in GENERAL and name not in {"time", "dataset"}):
            known = [n for n in columns if n not in GENERAL] + ["time", "dataset"]
            raise NotFoundError(
                f"{table} has no column {name!r} to fill",
                place=place,
                remedy=near_names(name, known, "column"),
            )
    found = {n: _value(one, row.get(n), place) for n, one in columns.items() if n not in GENERAL}
    chosen = {name for name, one in columns.items() if one.filter and name not in GENERAL}
    time_ns = _time(table, columns, row, found, place)
    dataset = str(row.get("dataset") or DEFAULT_DATASET)
    return dataset, packed(table, found, chosen, lambda name: columns[name].number, time_ns)


def _value(column: QcColumn, given: str | float | None, place: str) -> Any:
    if given is None or (isinstance(given, str) and given.strip() in _NOTHING):
        return None
    try:
        if column.role == "key":
            return convert(column.name, str(given))
        if not column.number:
            return check_text(column.name, str(given).strip())
        value = float(given)
        if math.isfinite(value):
            return value + 0.0
    except (ValueError, ArchiveError):
        pass  # said below, with the place
    kind = "a number" if column.number else "a value of this column"
    raise QualityError(
        f"{column.name} is not {kind}: {given!r}", place=place, remedy="correct it, or leave it out"
    )


def _time(
    table: str,
    columns: Mapping[str, QcColumn],
    row: Given,
    found: Mapping[str, Any],
    place: str,
) -> int:
    said = row.get("time")
    if said not in (None, ""):
        try:
            return parse_utc(str(said))
        except ValueError as error:
            raise QualityError(f"time is wrong: {error}", place=place) from None
    axis = axes(table)[0]
    if columns[axis].unit == "d" and found[axis] is not None:
        return _time_of_mjd(found[axis], place)
    or_axis = f"{axis} or " if columns[axis].unit == "d" else ""
    raise QualityError("the row has no time", place=place, remedy=f"give {or_axis}time")


def _time_of_mjd(mjd: float, place: str) -> int:
    day = math.floor(mjd)
    try:
        midnight = _MJD_ZERO + timedelta(days=day)
    except OverflowError:
        raise QualityError(f"{mjd} is no modified Julian date", place=place) from None
    return parse_utc(f"{midnight.isoformat()}Z") + round((mjd - day) * 86_400e9)


def _enter(
    database: Database,
    table: str,
    made: Sequence[tuple[str, Measure]],
    places: Sequence[str],
    actor: str,
) -> list[IngestedRow]:
    with database.writing() as connection:
        pending = Pending(connection)
        book = SeriesBook(connection, pending)
        wanted = [(book.series(one, dataset), one.time_ns or 0) for dataset, one in made]
        _refuse_twice(wanted, places)
        standing = _standing(connection, wanted)
        outcomes = [
            _outcome(standing.get(key), one, place)
            for key, (_, one), place in zip(wanted, made, places, strict=True)
        ]
        if set(outcomes) <= {"same"}:
            return [
                IngestedRow(row=standing[key][2], time=key[1], outcome="same") for key in wanted
            ]
        said = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
        event = add_event(pending, "qc-ingest", table, actor, said)
        entered = [
            _enter_one(pending, book, one, standing.get(key), outcome, event)
            for key, one, outcome in zip(wanted, made, outcomes, strict=True)
        ]
        pending.flush()
    return entered


def _refuse_twice(wanted: Sequence[tuple[int, int]], places: Sequence[str]) -> None:
    seen: dict[tuple[int, int], str] = {}
    for key, place in zip(wanted, places, strict=True):
        if key in seen:
            raise QualityError(
                f"the row of {seen[key]} is given again: same filters, same time",
                place=place,
                remedy="leave one of them out",
            )
        seen[key] = place


def _standing(
    connection: Connection, wanted: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], Any]:
    """Return the rows that are there at the places of others."""
    given = {"series": {series for series, _ in wanted}, "times": {time for _, time in wanted}}
    rows = select_rows(connection, _rows_at, **given)
    # What a product says comes last, and counts.
    return {(row[0], row[1]): row for row in sorted(rows, key=lambda row: row[3] is not None)}


def _outcome(standing: Any, one: Measure, place: str) -> str:
    if standing is None:
        return "new"
    _, _, _, product, names, numbers, texts, _ = standing
    if product is not None:
        raise QualityError(
            f"the product {product} measures this already",
            place=place,
            remedy="leave the row out; rows of earlier times have no product",
        )
    same = (names, bytes(numbers), texts) == (one.names, one.numbers, one.texts)
    return "same" if same else "replaced"


def _enter_one(
    pending: Pending,
    book: SeriesBook,
    made: tuple[str, Measure],
    standing: Any,
    outcome: str,
    event: int,
) -> IngestedRow:
    dataset, one = made
    if outcome == "same":
        return IngestedRow(row=standing[2], time=standing[1], outcome=outcome)
    row = book.row(one, None, 0, dataset, event)
    if standing is not None:
        pending.change(qc_row.c.replaced_event, standing[2], event)
        # That it was hidden, somebody said of this row, whatever its values.
        row = (*row[:-2], standing[7], None)
    pending.add_tuples(qc_row, [row])
    return IngestedRow(row=row[0], time=row[2], outcome=outcome)


def _rows_at(among: Among) -> Select[Any]:
    row, product = qc_row.c, tables.product
    columns = (row.series, row.time_ns, row.number, product.c.id, qc_layout.c.names)
    values = (row.numbers, row.texts, row.hidden_reason)
    joined = qc_row.join(qc_layout).join(product, product.c.number == row.product, isouter=True)
    return (
        select(*columns, *values)
        .select_from(joined)
        .where(
            among(row.series, "series"),
            among(row.time_ns, "times"),
            row.replaced_event.is_(None),
        )
    )
