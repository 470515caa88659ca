"""Write the rows of a product, within the transaction of its registration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.alias import standing_digest
from dpkit_archive.database import insert_row
from dpkit_archive.documentjson import document_json
from dpkit_archive.key import COLUMN_KEYS, single_keys
from dpkit_archive.region.table import region_cell, region_part
from dpkit_archive.submission import HashedFile, Submission

__all__ = ["Placement", "named_number", "write_product"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """How the files of a product are kept: copied below a folder, or left in place."""

    mode: str
    folder: Path

    def document(self, submission: Submission) -> str:
        """Return the path of the document as the archive records it."""
        return str(self.folder / submission.document.source.name)

    def file(self, item: HashedFile) -> str:
        """Return the path of a file as the archive records it."""
        return str(self.folder / "data" / item.reference.name)


def named_number(connection: Connection, table: Table, name: str) -> int:
    """Return the number of a dataset, calibration set or type; a new name gets a row."""
    return _number_of(connection, table, {"name": name}, {})


def write_product(
    connection: Connection, submission: Submission, placement: Placement, event: int
) -> tuple[int, int]:
    """Write all rows of a product except validity and lineage; return its number and version."""
    row = _product_row(connection, submission, event)
    number = insert_row(connection, tables.product, row)
    connection.execute(insert(tables.document).values(_document_row(submission, placement, number)))
    connection.execute(
        insert(tables.product_status).values(
            product=number, event=event, status=submission.status, reason="as registered"
        )
    )
    _insert(connection, tables.product_key, _key_rows(submission), number)
    _insert(connection, tables.metric, submission.metrics, number)
    _insert(connection, tables.product_reference, _reference_rows(submission), number)
    files = _file_rows(connection, submission, placement, event)
    _insert(connection, tables.product_file, files, number)
    _insert(connection, region_part, submission.footprint.parts, number)
    _insert(connection, region_cell, submission.footprint.cells, number)
    return number, row["version"]


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]], product: int) -> None:
    if rows:
        connection.execute(insert(table), [{"product": product, **row} for row in rows])


def _product_row(connection: Connection, submission: Submission, event: int) -> dict[str, Any]:
    begin, end = submission.observed or (None, None)
    document = submission.document
    row: dict[str, Any] = {
        "id": submission.id,
        "type": named_number(connection, tables.product_type, submission.entry.name),
        "dataset": named_number(connection, tables.dataset, submission.dataset),
        "identity": submission.identity,
        "status": submission.status,
        "content_sha256": standing_digest(connection, submission.content),
        "body_sha256": submission.content.body_sha256,
        "schema_version": document.role("schema-version") or submission.entry.version,
        "software": document.role("software"),
        "software_release": document.role("release"),
        "created_ns": submission.created,
        "begin_ns": begin,
        "end_ns": end,
        "registered_event": event,
    }
    return row | {"version": _next_version(connection, row)} | _column_keys(submission)


def _next_version(connection: Connection, row: Mapping[str, Any]) -> int:
    product = tables.product
    last = connection.scalar(
        select(func.max(product.c.version)).where(
            *(product.c[name] == row[name] for name in ("type", "identity", "dataset"))
        )
    )
    return (last or 0) + 1


def _in_columns(submission: Submission) -> set[str]:
    return single_keys(submission.entry).intersection(COLUMN_KEYS)


def _column_keys(submission: Submission) -> dict[str, Any]:
    keys = submission.keys
    return {name: next(iter(keys[name]), None) for name in _in_columns(submission)}


def _key_rows(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "ordinal": ordinal,
            "value_integer": value if isinstance(value, int) else None,
            "value_text": value if isinstance(value, str) else None,
        }
        for name, values in submission.keys.items()
        if name not in _in_columns(submission)
        for ordinal, value in enumerate(values)
    ]


def _reference_rows(submission: Submission) -> list[dict[str, Any]]:
    references = enumerate(submission.content.references)
    return [{"ordinal": ordinal, "identifier": identifier} for ordinal, identifier in references]


def _document_row(submission: Submission, placement: Placement, number: int) -> dict[str, Any]:
    document = submission.document
    return {
        "product": number,
        "name": document.source.name,
        "path": placement.document(submission),
        "mode": placement.mode,
        "sha256": submission.document_sha256,
        "size": len(document.data),
        "original": document.data,
        "content": document_json(document),
    }


def _file_rows(
    connection: Connection, submission: Submission, placement: Placement, event: int
) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    rows = []
    for item in submission.files:
        reference = item.reference
        counts[reference.storage] = counts.get(reference.storage, -1) + 1
        rows.append(
            {
                "storage": reference.storage,
                "ordinal": counts[reference.storage],
                "name": reference.name,
                "location": _location(connection, item, placement, event),
                "format": reference.format,
                "format_version": reference.format_version,
            }
        )
    return rows


def _location(connection: Connection, item: HashedFile, placement: Placement, event: int) -> int:
    file, location = tables.file, tables.file_location
    number = _number_of(connection, file, {"sha256": item.sha256}, {"size": item.size})
    path = placement.file(item)
    row = connection.execute(select(location).where(location.c.path == path)).one_or_none()
    if row is not None and row.file != number:
        raise ArchiveError(
            "other bytes are registered under this path",
            place=path,
            remedy="give the changed file a new name",
        )
    rest = {"file": number, "mode": placement.mode, "registered_event": event}
    return _number_of(connection, location, {"path": path}, rest)


def _number_of(
    connection: Connection,
    table: Table,
    known_by: Mapping[str, Any],
    rest: Mapping[str, Any],
) -> int:
    """Return the number of the row that is known by some columns; insert it when there is none."""
    where = [table.c[name] == value for name, value in known_by.items()]
    number = connection.scalar(select(table.c.number).where(*where))
    if number is None:
        return insert_row(connection, table, {**known_by, **rest})
    return int(number)
