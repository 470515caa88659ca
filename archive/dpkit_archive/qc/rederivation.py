"""Rows of QC1 tables made anew from documents; their numbers, and what hides them, stay."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, select, update

from dpkit_archive import tables
from dpkit_archive.pending import Pending
from dpkit_archive.qc.measure import Measure
from dpkit_archive.qc.series import SeriesBook, series_text
from dpkit_archive.qc.table import qc_layout, qc_row, qc_series
from dpkit_archive.statement import Among, delete_rows, select_rows

__all__ = ["RowChange", "remake_rows"]

Said = dict[str, Any]


class RowChange(NamedTuple):
    """A row that was not what the document of its product says, as it was and as it is now."""

    product: int
    ordinal: int
    was: Said | None
    now: Said | None


def remake_rows(
    connection: Connection, made: Mapping[int, Sequence[Measure]], *, keep: bool
) -> list[RowChange]:
    """Make the rows of products anew, and say what differs.

    Parameters
    ----------
    connection : Connection
        One that may write, when it shall be kept.
    made : mapping
        What the documents say, by number of the product.
    keep : bool
        Write what was made anew.
    """
    stored = {(row[0], row[1]): row for row in select_rows(connection, _stored, products=made)}
    datasets = dict(iter(select_rows(connection, _datasets, products=made)))
    now = {
        (product, ordinal): one
        for product, some in made.items()
        for ordinal, one in enumerate(some)
    }
    changes = []
    for key in sorted({*stored, *now}):
        was = _was(stored[key]) if key in stored else None
        is_now = _now(now[key], datasets[key[0]], stored.get(key)) if key in now else None
        if was != is_now:
            changes.append(RowChange(*key, was, is_now))
    if keep and changes:
        _write(connection, changes, stored, now, datasets)
    return changes


def _was(row: Sequence[Any]) -> Said:
    _, _, _, table, keys, names, time_ns, numbers, texts = row
    return _said(table, keys, names, time_ns, numbers, texts)


def _now(one: Measure, dataset: str, stored: Sequence[Any] | None) -> Said:
    keys = series_text({**one.keys, "dataset": dataset})
    # A document that says no time has that of its registration.
    time_ns = stored[6] if one.time_ns is None and stored is not None else one.time_ns
    return _said(one.table, keys, one.names, time_ns, one.numbers, one.texts)


def _said(
    table: str, keys: str, names: str, time_ns: int | None, numbers: bytes, texts: str
) -> Said:
    values = [repr(value) for (value,) in struct.iter_unpack("<d", numbers)]
    said = {"table": table, "keys": keys, "names": names, "time_ns": time_ns}
    return {**said, "numbers": values, "texts": texts}


def _write(
    connection: Connection,
    changes: Sequence[RowChange],
    stored: Mapping[tuple[int, int], Sequence[Any]],
    now: Mapping[tuple[int, int], Measure],
    datasets: Mapping[int, str],
) -> None:
    pending = Pending(connection)
    book = SeriesBook(connection, pending)
    events = dict(iter(select_rows(connection, _events, products={one.product for one in changes})))
    new, changed, gone = [], [], []
    for product, ordinal, was, is_now in changes:
        key = (product, ordinal)
        if is_now is None:
            gone.append(stored[key][2])
        elif was is None:
            new.append(book.row(now[key], product, ordinal, datasets[product], events[product]))
        else:
            one = now[key]
            numbers = {"series": book.series(one, datasets[product]), "layout": book.layout(one)}
            values = {"numbers": one.numbers, "texts": one.texts, "time_ns": is_now["time_ns"]}
            changed.append({"of": stored[key][2], **numbers, **values})
    pending.add_tuples(qc_row, new)
    pending.flush()
    if changed:
        connection.execute(update(qc_row).where(qc_row.c.number == bindparam("of")), changed)
    delete_rows(connection, qc_row.c.number, gone)


def _stored(among: Among) -> Select[Any]:
    row, series, layout = qc_row.c, qc_series.c, qc_layout.c
    columns = (row.product, row.ordinal, row.number, series.qc_table, series["keys"])
    values = (layout.names, row.time_ns, row.numbers, row.texts)
    joined = qc_row.join(qc_series).join(qc_layout)
    return select(*columns, *values).select_from(joined).where(among(row.product, "products"))


def _datasets(among: Among) -> Select[Any]:
    product, dataset = tables.product, tables.dataset
    chosen = select(product.c.number, dataset.c.name).select_from(product.join(dataset))
    return chosen.where(among(product.c.number, "products"))


def _events(among: Among) -> Select[Any]:
    product = tables.product.c
    chosen = select(product.number, product.registered_event)
    return chosen.where(among(product.number, "products"))
