"""The columns of what a query found: of the rows, and from paths of the documents."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import declared_keys, near_names
from dpkit.tai import format_utc, parse_utc, to_time
from dpkit_archive import tables
from dpkit_archive.primitive import WRAPPED
from dpkit_archive.query.answer import answered, answers_of
from dpkit_archive.query.field import fields_of
from dpkit_archive.query.operand import COLUMNS
from dpkit_archive.query.wanted import Wanted
from dpkit_archive.row import ProductRow, rows_to_json

if TYPE_CHECKING:
    from astropy.table import Table

__all__ = ["FIXED_COLUMNS", "table_of", "values_of"]

FIXED_COLUMNS = ("id", "product", "version", "status", "dataset", "created", "document")
"""What every row has."""

_TIMES = ("created", "begin", "end")
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
    known = {*FIXED_COLUMNS, *COLUMNS, *declared_keys()}
    paths = [name for name in columns if name not in known]
    for path in paths:
        _check_path(path, wanted.product, known)
    found = rows_to_json(rows)
    if not columns:
        return found
    more = [name for name in columns if name in COLUMNS and name not in FIXED_COLUMNS]
    if paths or more:
        rest = _rest(connection, [row.id for row in rows], more)
        answers = answers_of(connection, rows, wanted.as_of)
        for row, said in zip(rows, found, strict=True):
            content, others = rest.get(row.id, (None, {}))
            said.update(others)
            told = answers[row.id]
            content = answered(content, told)
            said.update({p: told[p] if p in told else _at(content, p.split(".")) for p in paths})
    return [{name: said.get(name) for name in columns} for said in found]


def _check_path(path: str, product: str | None, known: Collection[str]) -> None:
    """Refuse what is no path, either; that of an element right below the root has no dot."""
    try:
        fields_of(path, product)
    except NotFoundError:
        if "." in path:
            raise
        raise NotFoundError(
            f"no column is named {path!r}", remedy=near_names(path, known, "column")
        ) from None


def _rest(
    connection: Connection, ids: Sequence[str], names: Sequence[str]
) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Return the contents of documents, and columns that rows do not have, by id."""
    product, document = tables.product.c, tables.document.c
    more = [COLUMNS[name][1].label(f"more_{name}") for name in names]
    found: dict[str, tuple[Any, dict[str, Any]]] = {}
    for start in range(0, len(ids), _CHUNK):
        chosen = product.id.in_(ids[start : start + _CHUNK])
        rows = connection.execute(
            select(product.id, document.content, *more)
            .join(tables.document, document.product == product.number)
            .where(chosen)
        )
        for identifier, content, *values in rows:
            said = dict(zip(names, map(_said, names, values), strict=True))
            found[identifier] = content, said
    return found


def _said(name: str, value: Any) -> Any:
    return format_utc(value) if name in _TIMES and value is not None else value


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


def table_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> Table:
    """Return rows as a table of astropy: times as such, lists as text, None masked.

    Columns that were asked for are there without rows, too.
    """
    from astropy.table import Table

    names = list(dict.fromkeys(columns)) or list(rows[0] if rows else FIXED_COLUMNS)
    return Table({name: _column(name, [row[name] for row in rows]) for name in names})


def _column(name: str, values: Sequence[Any]) -> Any:
    import numpy as np
    from astropy.time import Time

    if name in _TIMES and values and None not in values:
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
