"""Rows of QC1 tables that are left out, or shown again; none is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import NotFoundError
from dpkit_archive import tables
from dpkit_archive.contention import retried
from dpkit_archive.curation.change import said_reason
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.qc.error import QualityError
from dpkit_archive.qc.table import qc_row, qc_series
from dpkit_archive.statement import Among, select_rows

__all__ = ["HiddenRow", "hide_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenRow:
    """What became of a row: why it is hidden now, None when it is shown.

    The event is None when nothing had to change.
    """

    row: int
    table: str
    product: str | None
    hidden: str | None
    event: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def hide_rows(
    database: Database, rows: Iterable[int], *, reason: str | None, actor: str, hide: bool = True
) -> list[HiddenRow]:
    """Hide rows, or show them again: all of them, or none.

    Parameters
    ----------
    database : Database
        The archive.
    rows : iterable of int
        Their numbers.
    reason : str or None
        Why; needed.
    actor : str
        Who does it.
    hide : bool
        Hide them; else show them.

    Raises
    ------
    NotFoundError
        There is no such row.
    QualityError
        There is no reason.
    """
    said, wanted = said_reason(reason), list(dict.fromkeys(rows))
    if said is None:
        raise QualityError("rows are hidden or shown for a reason", remedy="say it with --reason")
    return retried(lambda: _hide(database, wanted, said, actor, hide))


def _hide(
    database: Database, wanted: Sequence[int], reason: str, actor: str, hide: bool
) -> list[HiddenRow]:
    with database.writing() as connection:
        found = _found(connection, wanted, database)
        pending = Pending(connection)
        made = [_hide_one(pending, found[number], reason, actor, hide) for number in wanted]
        pending.flush()
    return made


def _found(connection: Connection, wanted: Sequence[int], database: Database) -> dict[int, Any]:
    found = {row[0]: row for row in select_rows(connection, _rows, rows=wanted)}
    for number in wanted:
        if number not in found:
            raise NotFoundError(
                f"no QC1 table has a row {number}",
                place=database.location.text,
                remedy="`dpkit qc table TABLE` prints the numbers of rows",
            )
    return found


def _hide_one(pending: Pending, row: Any, reason: str, actor: str, hide: bool) -> HiddenRow:
    number, table, product, before = row
    now, event = reason if hide else None, None
    if (before is None) == hide:
        detail = {"row": number, "table": table, "product": product, "reason": reason}
        verb = "qc-hide" if hide else "qc-unhide"
        event = add_event(pending, verb, product or f"{table} row {number}", actor, detail)
        pending.change(qc_row.c.hidden_reason, number, now)
    else:
        now = before
    return HiddenRow(row=number, table=table, product=product, hidden=now, event=event)


def _rows(among: Among) -> Select[Any]:
    row, product = qc_row.c, tables.product
    joined = qc_row.join(qc_series).join(product, product.c.number == row.product, isouter=True)
    columns = (row.number, qc_series.c.qc_table, product.c.id, row.hidden_reason)
    return select(*columns).select_from(joined).where(among(row.number, "rows"))
