"""All that the archive knows of one product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.alias import aliases_of
from dpkit_archive.database import Database
from dpkit_archive.lineage import made_from, made_into
from dpkit_archive.remote import resolve
from dpkit_archive.row import ProductRow, product_row
from dpkit_archive.run.account import calls_of

__all__ = ["ProductRecord", "read_record"]

Facts = tuple[Mapping[str, Any], ...]

_LAST = 2**63 - 1
"""A number that no event exceeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRecord:
    """One product with everything that belongs to it; times are ISO text.

    Attributes
    ----------
    row : ProductRow
        What searches return.
    facts : mapping
        Other ids, software, release, schema version, digests, observation time.
    files : tuple of mapping
        storage, name, path, mode, size, sha256, format, format_version.
    metrics : tuple of mapping
        name, scope, value, text, unit.
    validity : tuple of mapping
        state (proposed, granted, retired), set, begin, end, granted and retired event.
    inputs, outputs : tuple of mapping
        port and id of the products it was made from, and of those made from it.
    calls : tuple of mapping
        run, call, port, task, version and exit of the calls that made it, the first one first;
        later ones made the same content again, or took it from the archive.
    statuses : tuple of mapping
        status, event, reason; the last one holds.
    events : tuple of mapping
        seq, time, actor, verb, subject, detail.
    """

    row: ProductRow
    facts: Mapping[str, Any]
    files: Facts
    metrics: Facts
    validity: Facts
    inputs: Facts
    outputs: Facts
    calls: Facts
    statuses: Facts
    events: Facts

    def to_dict(self) -> dict[str, Any]:
        """Return the record ready for JSON; it begins like the row of a search."""
        parts = ["files", "metrics", "validity", "inputs", "outputs", "calls", "statuses", "events"]
        lists = {part: [dict(one) for one in getattr(self, part)] for part in parts}
        return self.row.to_dict() | dict(self.facts) | lists


def read_record(
    connection: Connection, database: Database, identifier: str, event: int | None = None
) -> ProductRecord:
    """Read all that the archive knows of a product, or knew as of an event.

    Raises
    ------
    NotFoundError
        There is no product of this id, or was none then.
    """
    row = product_row(connection, database, identifier, event)
    until = _LAST if event is None else event
    stored = connection.execute(select(tables.product).where(tables.product.c.id == row.id)).one()
    number = stored.number
    return ProductRecord(
        row=row,
        facts=_facts(connection, stored, until),
        files=_files(connection, database, number),
        metrics=_all(connection, _metrics(number)),
        validity=_validity(connection, number, until),
        inputs=tuple(made_from(connection, number)),
        outputs=tuple(made_into(connection, number, until)),
        calls=_all(connection, calls_of(number, until)),
        statuses=_all(connection, _statuses(number, until)),
        events=_events(connection, number, row.id, until),
    )


def _all(connection: Connection, selection: Select[Any]) -> Facts:
    return tuple(dict(row) for row in connection.execute(selection).mappings())


def _facts(connection: Connection, stored: Any, until: int) -> dict[str, Any]:
    document = tables.document.c
    sha256 = select(document.sha256).where(document.product == stored.number)
    return {
        "aliases": list(aliases_of(connection, stored.number, until)),
        "software": stored.software,
        "software_release": stored.software_release,
        "schema_version": stored.schema_version,
        "content_sha256": stored.content_sha256,
        "document_sha256": connection.scalar(sha256),
        "begin": _time(stored.begin_ns),
        "end": _time(stored.end_ns),
    }


def _time(instant: int | None) -> str | None:
    return None if instant is None else format_utc(instant)


def _files(connection: Connection, database: Database, number: int) -> Facts:
    own, location, file = tables.product_file, tables.file_location, tables.file
    selection = (
        select(
            own.c.storage,
            own.c.name,
            location.c.path,
            location.c.mode,
            file.c.size,
            file.c.sha256,
            own.c.format,
            own.c.format_version,
        )
        .select_from(own.join(location).join(file))
        .where(own.c.product == number)
        .order_by(own.c.storage, own.c.ordinal)
    )
    rows = _all(connection, selection)
    return tuple({**row, "path": str(resolve(database.files, row["path"]))} for row in rows)


def _metrics(number: int) -> Select[Any]:
    metric = tables.metric.c
    columns = (metric.name, metric.scope, metric.value, metric.text, metric.unit)
    chosen = select(*columns).where(metric.product == number)
    return chosen.order_by(metric.name, metric.ordinal)


def _statuses(number: int, until: int) -> Select[Any]:
    status = tables.product_status.c
    told = select(status.status, status.event, status.reason).where(status.product == number)
    return told.where(status.event <= until).order_by(status.event)


def _validity(connection: Connection, number: int, until: int) -> Facts:
    proposed, validity, sets = tables.proposed_validity, tables.validity, tables.calibration_set
    found = [
        _range("proposed", None, row)
        for row in connection.execute(select(proposed).where(proposed.c.product == number))
    ]
    granted = (
        select(validity, sets.c.name.label("set_name"))
        .select_from(validity.join(sets))
        .where(validity.c.product == number, validity.c.granted_event <= until)
        .order_by(validity.c.number)
    )
    for row in connection.execute(granted):
        ended = row.retired_event
        retired = None if ended is None or ended > until else ended
        state = "granted" if retired is None else "retired"
        events = {"granted_event": row.granted_event, "retired_event": retired}
        found.append(_range(state, row.set_name, row) | events)
    return tuple(found)


def _range(state: str, calibration_set: str | None, row: Any) -> dict[str, Any]:
    return {
        "state": state,
        "set": calibration_set,
        "begin": format_utc(row.begin_ns),
        "end": format_utc(row.end_ns),
        "granted_event": None,
        "retired_event": None,
    }


def _events(connection: Connection, number: int, identifier: str, until: int) -> Facts:
    event, validity = tables.event, tables.validity
    retiring = select(validity.c.retired_event).where(validity.c.product == number)
    selection = (
        select(event)
        .where(or_(event.c.subject == identifier, event.c.seq.in_(retiring)))
        .where(event.c.seq <= until)
        .order_by(event.c.seq)
    )
    rows = []
    for row in connection.execute(selection).mappings():
        said = dict(row)
        rows.append({"seq": said.pop("seq"), "time": format_utc(said.pop("time_ns")), **said})
    return tuple(rows)
