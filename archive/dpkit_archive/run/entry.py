"""Enter runs and their calls into the archive."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from dpkit.errors import NotFoundError
from dpkit.tai import parse_utc
from dpkit.workflow.record import CallEntry, RunHead, RunRecord, record_to_dict
from dpkit_archive import tables
from dpkit_archive.contention import retried
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.key import COLUMN_KEYS
from dpkit_archive.pending import Pending
from dpkit_archive.run import table
from dpkit_archive.statement import Among, select_rows, to_text

__all__ = ["begin_run", "end_run", "enter_calls"]

Ids = Mapping[str, Sequence[str]]
"""Ids of what a call made, or was made from, by port."""


def begin_run(database: Database, head: RunHead, actor: str) -> None:
    """Enter a run that begins, or begins again after an interruption."""

    def enter() -> None:
        with database.writing() as connection:
            pending = Pending(connection)
            event = add_event(pending, "run", head.id, actor, {"name": head.name})
            number = _number_of(connection, head.id)
            if number is None:
                pending.add(table.run, _run_row(pending, head, event))
            else:
                for column in ("end_ns", "exit", "ended_event"):
                    pending.change(table.run.c[column], number, None)
            pending.flush()

    retried(enter)


def _run_row(pending: Pending, head: RunHead, event: int) -> dict[str, Any]:
    return {
        "number": pending.number(table.run),
        "id": head.id,
        "name": head.name,
        "version": head.version,
        "start_ns": parse_utc(head.start),
        "end_ns": None,
        "exit": None,
        "detail": to_text(_finite(dict(head.detail))),
        "begun_event": event,
        "ended_event": None,
    }


def end_run(
    database: Database, run: str, exit: str, end: str, calls: Sequence[RunRecord], actor: str
) -> None:
    """Enter the end of a run, and the calls that did not come about.

    Raises
    ------
    NotFoundError
        The run was not begun here.
    """

    def enter() -> None:
        with database.writing() as connection:
            number = _require_run(connection, run)
            pending = Pending(connection)
            _add_calls(connection, pending, [(CallEntry(record=one), {}) for one in calls])
            event = add_event(pending, "run-end", run, actor, {"exit": exit})
            said = {"end_ns": parse_utc(end), "exit": exit, "ended_event": event}
            for column, value in said.items():
                pending.change(table.run.c[column], number, value)
            pending.flush()

    retried(enter)


def enter_calls(connection: Connection, calls: Sequence[tuple[CallEntry, Ids]], actor: str) -> None:
    """Enter calls within the transaction of the one writer.

    Parameters
    ----------
    connection : Connection
        Within the transaction, after the products were written.
    calls : sequence of (CallEntry, mapping of str to sequence of str)
        The calls, each with the ids of what it made, by port.
    actor : str
        Who runs them.

    Raises
    ------
    NotFoundError
        A run was not begun here, or an output is not here.
    """
    pending = Pending(connection)
    for record in (entry.record for entry, _ in calls):
        detail = {"call": record.call, "task": record.task, "exit": record.exit}
        add_event(pending, "call", record.run, actor, detail)
    _add_calls(connection, pending, calls)
    pending.flush()


def _add_calls(
    connection: Connection, pending: Pending, calls: Sequence[tuple[CallEntry, Ids]]
) -> None:
    """Add calls; what must be known of their runs and products is asked for once."""
    named: dict[str, list[str]] = {}
    for record in (entry.record for entry, _ in calls):
        named.setdefault(record.run, []).append(record.call)
    runs = {run: _require_run(connection, run) for run in named}
    for run, names in named.items():
        _forget(connection, runs[run], names)
    made = (ids for _, outputs in calls for ids in outputs.values())
    used = (ids for entry, _ in calls for ids in _inputs(entry).values())
    known = _numbers(connection, (one for some in (*made, *used) for one in some))
    for entry, outputs in calls:
        _add_call(pending, runs[entry.record.run], entry, outputs, known)


def _inputs(entry: CallEntry) -> Ids:
    """Return what went in, or was to go in."""
    return entry.record.inputs or entry.inputs


def _add_call(
    pending: Pending,
    run: int,
    entry: CallEntry,
    outputs: Ids,
    known: Mapping[str, tuple[Any, ...]],
) -> None:
    record = entry.record
    number = pending.number(table.run_call)
    row = {
        "number": number,
        "run": run,
        "name": record.call,
        "task": record.task,
        "version": record.version,
        "exit": record.exit,
        "recipe": record.recipe,
        "start_ns": parse_utc(record.start),
        "end_ns": parse_utc(record.end),
        "record": to_text(_finite(record_to_dict(record))),
    }
    pending.add(table.run_call, row)
    ports = ({"call": number, "port": k, "product": v} for k, v in record.expected.items())
    pending.add(table.run_call_port, *ports)
    pending.add(table.run_call_output, *_output_rows(number, outputs, known))
    keys = _common_keys(_inputs(entry), known) | {k: str(v) for k, v in record.keys.items()}
    named = ({"call": number, "name": k, "value": v} for k, v in keys.items())
    pending.add(table.run_call_key, *named)


def _finite(value: Any) -> Any:
    """Return what JSON can hold: numbers that are not finite become text."""
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _output_rows(
    call: int, outputs: Ids, known: Mapping[str, tuple[Any, ...]]
) -> Iterable[dict[str, Any]]:
    for port, ids in outputs.items():
        for ordinal, identifier in enumerate(ids):
            if identifier not in known:
                raise NotFoundError(
                    f"no product has the id {identifier!r}", remedy="register it with its call"
                )
            product = known[identifier][0]
            yield {"call": call, "port": port, "ordinal": ordinal, "product": product}


def _common_keys(inputs: Ids, known: Mapping[str, tuple[Any, ...]]) -> dict[str, str]:
    """Return the values of keys that all inputs have which have the key."""
    rows = [known[i] for ids in inputs.values() for i in ids if i in known]
    found: dict[str, str] = {}
    for place, name in enumerate(COLUMN_KEYS, 1):
        values = {row[place] for row in rows if row[place] is not None}
        if len(values) == 1:
            found[name] = str(values.pop())
    return found


def _numbers(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Return number and keys of products, by the ids that name them."""
    wanted = list(dict.fromkeys(ids))
    found = {row[0]: tuple(row[1:]) for row in select_rows(connection, _by_id, ids=wanted)}
    others = [one for one in wanted if one not in found]
    rows = select_rows(connection, _by_other_id, ids=others)
    return found | {row[0]: tuple(row[1:]) for row in rows}


def _by_id(among: Among) -> Select[Any]:
    product = tables.product.c
    keys = (product[name] for name in COLUMN_KEYS)
    return select(product.id, product.number, *keys).where(among(product.id, "ids"))


def _by_other_id(among: Among) -> Select[Any]:
    product, alias = tables.product, tables.product_alias
    keys = (product.c[name] for name in COLUMN_KEYS)
    joined = alias.join(product, alias.c.product == product.c.number)
    selected = select(alias.c.id, product.c.number, *keys).select_from(joined)
    return selected.where(among(alias.c.id, "ids"))


def _number_of(connection: Connection, run: str) -> int | None:
    rows = select_rows(connection, _run_by_id, ids=[run])
    return int(rows[0][0]) if rows else None


def _run_by_id(among: Among) -> Select[Any]:
    return select(table.run.c.number).where(among(table.run.c.id, "ids"))


def _require_run(connection: Connection, run: str) -> int:
    number = _number_of(connection, run)
    if number is None:
        raise NotFoundError(f"no run has the id {run!r}", remedy="begin the run in the archive")
    return number


def _forget(connection: Connection, run: int, names: Sequence[str]) -> None:
    """Remove what is known of calls that are made again, when their run is resumed."""
    calls = table.run_call.c
    for (number,) in select_rows(connection, _calls_by_name, runs=[run], names=names):
        for part in (table.run_call_key, table.run_call_port, table.run_call_output):
            connection.execute(delete(part).where(part.c.call == number))
        connection.execute(delete(table.run_call).where(calls.number == number))


def _calls_by_name(among: Among) -> Select[Any]:
    calls = table.run_call.c
    return select(calls.number).where(among(calls.run, "runs"), among(calls.name, "names"))
