"""Terms of SQL on JSON that both engines share.

Names of elements are the only text that is written into SQL. They come from the data dictionary,
never from a user, and are quoted; a promoted path needs them so, since an index on an expression
serves only the very same expression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column

from dpkit_archive.query.field import PARTS, DocumentField

__all__ = [
    "HOLDERS",
    "NULL",
    "OBJECT",
    "as_parts",
    "by_kind",
    "first_of",
    "instant_of",
    "json_path",
    "no_value",
    "quoted",
]


def quoted(text: str) -> ColumnElement[Any]:
    """Return a text as a constant of SQL."""
    return literal_column("'" + text.replace("'", "''") + "'")


def json_path(names: Sequence[str], *, all_of: Sequence[bool] = ()) -> str:
    """Return a JSON path of names; with a star after those of which there is a list."""
    stars = [*all_of, *([False] * (len(names) - len(all_of)))]
    steps = (f'."{name}"' + "[*]" * star for name, star in zip(names, stars, strict=True))
    return "$" + "".join(steps)


NULL, OBJECT = quoted("null"), quoted("object")
HOLDERS = (OBJECT, quoted("array"))


def no_value(field: DocumentField) -> tuple[ColumnElement[Any], ...]:
    """Return the kinds of JSON that are no value of a field."""
    return (NULL,) if field.kind == PARTS else (NULL, *HOLDERS)


def as_parts(field: DocumentField) -> DocumentField:
    """Return a field whose value is the kind of JSON there, whatever it is."""
    return DocumentField(steps=field.steps, kind=PARTS, wrapped=False)


def first_of(values: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """Return the first value that is not null."""
    return values[0] if len(values) == 1 else func.coalesce(*values)


def by_kind(
    kind: ColumnElement[Any], values: Mapping[str, ColumnElement[Any]]
) -> ColumnElement[Any]:
    """Return the value for the kind of JSON that is there, null for other kinds."""
    return case(*((quoted(name), value) for name, value in values.items()), value=kind)


def instant_of(text: ColumnElement[Any], last: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a time less its Z; null without one, as it could be any time."""
    return case((and_(last == quoted("Z")), func.rtrim(text, quoted("Z"))))
