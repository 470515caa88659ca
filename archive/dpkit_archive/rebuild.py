"""Make everything that is derived anew from the original bytes, and say what differs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, delete, select, update

from dpkit.errors import DpkitError
from dpkit.product.digest import read_references
from dpkit.product.document import parse_document
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.derivation import Derived, derive
from dpkit_archive.key import COLUMN_KEYS
from dpkit_archive.qc.rederivation import remake_rows
from dpkit_archive.qc.table import qc_row
from dpkit_archive.region.table import region_cell, region_part
from dpkit_archive.statement import insert_rows, to_text

if TYPE_CHECKING:
    from dpkit_archive.region.part import Part

__all__ = ["DERIVED", "Difference", "rebuild", "rebuild_products", "stored_products"]

_CHUNK = 500
_TIMES = ("created_ns", "begin_ns", "end_ns")
_COLUMNS = ("schema_version", "software", "software_release", *_TIMES, *COLUMN_KEYS)
_SIDES = (tables.product_key, tables.metric, tables.product_reference, tables.proposed_validity)
DERIVED = (*_SIDES, region_part, region_cell)
"""Tables of which every row follows from a document."""
_KEPT = {tables.metric: ("hidden_reason",)}
"""What people said since; it is not in the document."""

Rows = dict[tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something derived that was not what the original bytes say.

    Attributes
    ----------
    id : str
        Id of the product.
    table : str
        Where it stood.
    what : str
        Which row, or column.
    was, now : object
        What stood there, and what stands there now; None for nothing.
    """

    id: str
    table: str
    what: str
    was: Any
    now: Any

    def to_dict(self) -> dict[str, Any]:
        """Return the difference ready for JSON."""
        return {
            "id": self.id,
            "table": self.table,
            "what": self.what,
            "was": self.was,
            "now": self.now,
        }


def rebuild(database: Database, *, keep: bool = True) -> tuple[int, list[Difference]]:
    """Derive keys, JSON, metrics, references and times anew, in one transaction.

    Parameters
    ----------
    database : Database
        The archive.
    keep : bool
        Write what was made anew; else only compare.

    Returns
    -------
    tuple of int and list of Difference
        How many products were looked at, and what was not as it must be; empty for a sound
        archive.

    Raises
    ------
    DpkitError
        The original bytes of a product cannot be read by the schemas that are installed.
    """
    count, found, last = 0, [], 0
    with database.writing() if keep else database.reading() as connection:
        while products := stored_products(connection, last):
            count, last = count + len(products), products[-1].number
            found += rebuild_products(connection, products, keep=keep)
    return count, found


def stored_products(
    connection: Connection, last: int = 0, numbers: Sequence[int] = ()
) -> Sequence[Any]:
    """Return what stands of the next products after a number, or of those with some numbers."""
    product, document = tables.product, tables.document
    names = ("number", "id", "type", "identity", *_COLUMNS)
    kept = [document.c[name] for name in ("name", "sha256", "original", "content")]
    wanted = select(*(product.c[name] for name in names), *kept).join(document)
    chosen = product.c.number.in_(numbers) if numbers else product.c.number > last
    ordered = wanted.where(chosen).order_by(product.c.number)
    return connection.execute(ordered.limit(None if numbers else _CHUNK)).all()


def rebuild_products(
    connection: Connection, products: Sequence[Any], *, keep: bool = True
) -> list[Difference]:
    """Derive anew all that follows from the bytes of some products, and say what differs.

    Parameters
    ----------
    connection : Connection
        One that may write, when it shall be kept.
    products : sequence of Row
        What stands of them, from `stored_products`.
    keep : bool
        Write what was made anew.

    Raises
    ------
    DpkitError
        The bytes of one cannot be read; none of them is written then.
    """
    anew = {stored.number: _derive(stored) for stored in products}
    names = {stored.number: stored.id for stored in products}
    found = _rebuild_columns(
        connection, products, {n: one for n, (one, _) in anew.items()}, keep=keep
    )
    types = {stored.number: stored.type for stored in products}
    for table in _SIDES:
        made = [
            row
            for number, (derived, references) in anew.items()
            for row in _side_rows(table, number, types[number], derived, references)
        ]
        found += _rebuild_side(connection, table, made, names, keep=keep)
    found += _rebuild_rows(connection, {n: one for n, (one, _) in anew.items()}, names, keep=keep)
    areas = {number: one.area for number, (one, _) in anew.items() if one.area is not None}
    return found + _rebuild_areas(connection, areas, names, keep=keep)


def _rebuild_rows(
    connection: Connection, anew: Mapping[int, Derived], names: Mapping[int, str], *, keep: bool
) -> list[Difference]:
    made = {number: one.measures for number, one in anew.items()}
    changes = remake_rows(connection, made, keep=keep)
    return [
        Difference(id=names[product], table=qc_row.name, what=str(ordinal), was=was, now=now)
        for product, ordinal, was, now in changes
    ]


def _rebuild_areas(
    connection: Connection,
    areas: Mapping[int, Sequence[Part]],
    names: Mapping[int, str],
    *,
    keep: bool,
) -> list[Difference]:
    """Make the rows of areas anew; those that files say, not documents, stay as they are."""
    if not areas:
        return []
    from dpkit_archive.region.footprint import footprint_rows  # numpy is dear to import

    told = {number: names[number] for number in areas}
    parts, cells = footprint_rows(list(areas.items()))
    found = _rebuild_side(connection, region_part, parts, told, keep=keep)
    return found + _rebuild_side(connection, region_cell, cells, told, keep=keep)


def _derive(stored: Any) -> tuple[Derived, Sequence[str]]:
    try:
        document = parse_document(stored.original, Path(stored.name))
        return derive(document), read_references(document)
    except DpkitError as error:
        error.place = f"product {stored.id}: {error.place}"
        raise


def _rebuild_columns(
    connection: Connection, products: Sequence[Any], anew: Mapping[int, Derived], *, keep: bool
) -> list[Difference]:
    found: list[Difference] = []
    columns, contents = [], []
    for stored in products:
        now = {name: anew[stored.number].columns[name] for name in _COLUMNS}
        content = json.loads(anew[stored.number].content)
        columns.append({"of": stored.number, **now})
        contents.append({"of": stored.number, "content": content})
        found += _differences(stored, "product", now)
        found += _differences(stored, "document", {"content": content})
    if not keep:
        return found
    product, document = tables.product, tables.document
    connection.execute(update(product).where(product.c.number == bindparam("of")), columns)
    connection.execute(update(document).where(document.c.product == bindparam("of")), contents)
    return found


def _differences(stored: Any, table: str, now: Mapping[str, Any]) -> list[Difference]:
    return [
        Difference(id=stored.id, table=table, what=name, was=getattr(stored, name), now=value)
        for name, value in now.items()
        if getattr(stored, name) != value
    ]


def _side_rows(
    table: Table, number: int, kind: int, derived: Derived, references: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the rows of a product in a table beside it, made anew."""
    rows: dict[Table, list[dict[str, Any]]] = {
        tables.product_key: derived.keys,
        tables.metric: derived.metrics,
        tables.product_reference: [
            {"ordinal": ordinal, "identifier": identifier}
            for ordinal, identifier in enumerate(references)
        ],
        tables.proposed_validity: [],
    }
    if derived.proposed is not None:
        begin, end = derived.proposed
        said = {"type": kind, "selection": derived.selection, "begin_ns": begin, "end_ns": end}
        rows[tables.proposed_validity] = [said]
    return [{"product": number, **row} for row in rows[table]]


def _rebuild_side(
    connection: Connection,
    table: Table,
    made: Sequence[dict[str, Any]],
    names: Mapping[int, str],
    *,
    keep: bool,
) -> list[Difference]:
    chosen = table.c.product.in_(list(names))
    stored = connection.execute(select(table).where(chosen)).mappings()
    was, now = _keyed(table, stored), _keyed(table, made)
    for key, row in now.items():
        row |= {name: was.get(key, {}).get(name) for name in _KEPT.get(table, ())}
    if keep:
        connection.execute(delete(table).where(chosen))
        insert_rows(connection, table, [row | _as_text(row) for row in now.values()])
    return [
        Difference(
            id=names[(now.get(key) or was[key])["product"]],
            table=table.name,
            what=_said(table, key),
            was=was.get(key),
            now=now.get(key),
        )
        for key in sorted({*was, *now})
        if was.get(key) != now.get(key)
    ]


def _said(table: Table, key: Sequence[Any]) -> str:
    """Say which row of a product a primary key means."""
    columns = zip(table.primary_key.columns, key, strict=True)
    return " ".join(str(part) for column, part in columns if column.name != "product") or "row"


def _keyed(table: Table, rows: Any) -> Rows:
    """Return rows by their primary keys, with all columns, JSON as values."""
    keys = [column.name for column in table.primary_key.columns]
    found: Rows = {}
    for row in rows:
        whole = {name: row.get(name) for name in (column.name for column in table.c)}
        if isinstance(whole.get("scope"), str):
            whole["scope"] = json.loads(whole["scope"])
        found[tuple(whole[name] for name in keys)] = whole
    return found


def _as_text(row: Mapping[str, Any]) -> dict[str, str]:
    return {"scope": to_text(row["scope"])} if "scope" in row else {}
