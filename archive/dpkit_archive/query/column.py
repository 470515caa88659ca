"""The columns of what a query found: of the rows, and from paths of the documents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import declared_keys, near_names
from dpkit.tai import parse_utc, to_time
from dpkit_archive import tables
from dpkit_archive.primitive import WRAPPED
from dpkit_archive.query.answer import answered, answers_of
from dpkit_archive.query.field import fields_of
from dpkit_archive.query.wanted import Wanted
from dpkit_archive.row import ProductRow, rows_to_json

if TYPE_CHECKING:
    from astropy.table import Table

__all__ = ["table_of", "values_of"]

_FIXED = ("id", "product", "version", "status", "dataset", "created", "document")
_CHUNK = 500


def values_of(
    connection: Connection, rows: Sequence[ProductRow], columns: Sequence[str], wanted: Wanted
) -> list[dict[str, Any]]:
    """Return some columns of rows that a query found, ready for JSON; all of them by default.

    What a document says of its status, or of being published, is answered by the archive.

    Raises
    ------
    NotFoundError
        There is no such column, key or path.
    """
    known = {*_FIXED, *declared_keys()}
    paths = [name for name in columns if name not in known]
    for path in paths:
        if "." not in path:
            raise NotFoundError(
                f"no column is named {path!r}", remedy=near_names(path, known, "column")
            )
        fields_of(path, wanted.product)
    found = rows_to_json(rows)
    if not columns:
        return found
    if paths:
        documents = _documents(connection, [row.id for row in rows])
        answers = answers_of(connection, rows, wanted.as_of)
        for row, said in zip(rows, found, strict=True):
            told = answers[row.id]
            content = answered(documents.get(row.id), told)
            said.update({p: told[p] if p in told else _at(content, p.split(".")) for p in paths})
    return [{name: said.get(name) for name in columns} for said in found]


def _documents(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    product, document = tables.product.c, tables.document.c
    found: dict[str, Any] = {}
    for start in range(0, len(ids), _CHUNK):
        chosen = product.id.in_(ids[start : start + _CHUNK])
        rows = connection.execute(
            select(product.id, document.content)
            .join(tables.document, document.product == product.number)
            .where(chosen)
        )
        found.update({row.id: row.content for row in rows})
    return found


def _at(value: Any, steps: Sequence[str]) -> Any:
    """Return what is at a path: a list when the path repeats, None when it is not there."""
    if isinstance(value, list):
        below = [one for one in (_at(item, steps) for item in value) if one is not None]
        nested = [part for one in below for part in (one if isinstance(one, list) else [one])]
        return nested or None
    if not steps:
        return value.get(WRAPPED, value) if isinstance(value, dict) else value
    return (
        _at(value[steps[0]], steps[1:]) if isinstance(value, dict) and steps[0] in value else None
    )


def table_of(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return rows as a table of astropy: times as such, lists as text, None masked."""
    from astropy.table import Table

    names = list(rows[0]) if rows else []
    return Table({name: _column(name, [row[name] for row in rows]) for name in names})


def _column(name: str, values: Sequence[Any]) -> Any:
    import numpy as np
    from astropy.time import Time

    if name == "created" and values and None not in values:
        return Time([to_time(parse_utc(value)).isot for value in values], scale="utc")
    plain = [_plain(value) for value in values]
    mask = [value is None for value in plain]
    if not any(mask):
        return plain
    example = next((value for value in plain if value is not None), "")
    filled = [type(example)() if value is None else value for value in plain]
    return np.ma.MaskedArray(filled, mask=mask)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(str(_plain(one)) for one in value)
    return json.dumps(value) if isinstance(value, dict) else value
