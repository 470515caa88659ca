"""What SQLite and PostgreSQL say differently: values in JSON, patterns, and lists of numbers.

Names of elements are the only text that is written into SQL. They come from the data dictionary,
never from a user, and are quoted; a promoted path needs them so, since an index on an expression
serves only the very same expression.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Double,
    Numeric,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.documentjson import TEXT as WRAPPED
from dpkit_archive.query.field import INTEGER, NUMBER, PARTS, TEXT, TIME, TRUTH, DocumentField
from dpkit_archive.query.pattern import to_glob, to_like

__all__ = ["Predicate", "SqlEngine", "sql_engine"]

Predicate = Callable[[ColumnElement[Any]], ColumnElement[bool]]


class SqlEngine(Protocol):
    """How one database engine says what the other says differently."""

    def value(self, field: DocumentField) -> ColumnElement[Any]:
        """Return the value of a field that a document has once; null when it has none."""
        ...

    def some(self, field: DocumentField, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values of a repeated field is so."""
        ...

    def present(self, field: DocumentField) -> ColumnElement[bool]:
        """Return the condition that a document has something at a field."""
        ...

    def like(self, text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
        """Return the condition that a text follows one of our patterns."""
        ...

    def among(self, value: ColumnElement[Any], name: str, *, integer: bool) -> ColumnElement[bool]:
        """Return the condition that a value is in the list that comes as a parameter."""
        ...

    def listed(self, values: Sequence[int | str]) -> object:
        """Return a list as the parameter for `among`."""
        ...


def sql_engine(name: str) -> SqlEngine:
    """Return how a database engine says things.

    Raises
    ------
    ArchiveError
        Queries do not know the engine.
    """
    if name not in _ENGINES:
        raise ArchiveError(f"queries cannot run on {name}", remedy="use SQLite or PostgreSQL")
    return _ENGINES[name]


def _quoted(text: str) -> ColumnElement[Any]:
    return literal_column("'" + text.replace("'", "''") + "'")


def _json_path(names: Sequence[str], *, all_of: Sequence[bool] = ()) -> str:
    """Return a JSON path of names; with a star after those of which there is a list."""
    stars = [*all_of, *([False] * (len(names) - len(all_of)))]
    steps = (f'."{name}"' + "[*]" * star for name, star in zip(names, stars, strict=True))
    return "$" + "".join(steps)


class _Sqlite:
    def value(self, field: DocumentField) -> ColumnElement[Any]:
        names = [name for name, _ in field.steps]
        content = tables.document.c.content
        inside = [_quoted(_json_path([*names, WRAPPED]))] if field.wrapped else []
        places = [*inside, _quoted(_json_path(names))]
        kinds = [func.json_type(content, place) for place in places]
        values = [func.json_extract(content, place) for place in places]
        return self._typed(field.kind, _first(kinds), _first(values))

    def some(self, field: DocumentField, predicate: Predicate) -> ColumnElement[bool]:
        source: Any = tables.document.c.content
        joined: Any = None
        rows: Any = None
        names: list[str] = []
        for number, (name, repeated) in enumerate(field.steps):
            names.append(name)
            if repeated:
                rows = func.json_each(source, _quoted(_json_path(names))).table_valued(
                    "value", "type", name=f"each_{number}"
                )
                joined = rows if joined is None else joined.join(rows, true())
                source, names = rows.c.value, []
        kind, found = self._last(rows, names, field.wrapped)
        value = self._typed(field.kind, kind, found)
        counts = kind.not_in(_no_value(field))
        return select(1).select_from(joined).where(counts, predicate(value)).exists()

    def _last(
        self, rows: Any, names: list[str], wrapped: bool
    ) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """Return kind and value of what is below the innermost list, or in it."""
        if names:
            inside = [_quoted(_json_path([*names, WRAPPED]))] if wrapped else []
            places = [*inside, _quoted(_json_path(names))]
            # What is no object or list has nothing below it, and may be no JSON.
            holder = case((rows.c.type.in_(_HOLDERS), rows.c.value))
            kinds = [func.json_type(holder, place) for place in places]
            return _first(kinds), _first([func.json_extract(holder, place) for place in places])
        if not wrapped:
            return rows.c.type, rows.c.value
        holder, place = case((rows.c.type == _OBJECT, rows.c.value)), _quoted(_json_path([WRAPPED]))
        return (
            _first([func.json_type(holder, place), rows.c.type]),
            _first([func.json_extract(holder, place), rows.c.value]),
        )

    def present(self, field: DocumentField) -> ColumnElement[bool]:
        if field.repeated:
            return self.some(_as_parts(field), lambda _kind: true())
        names = [name for name, _ in field.steps]
        content, place = tables.document.c.content, _quoted(_json_path(names))
        return func.json_type(content, place) != _NULL

    def like(self, text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
        return text.op("GLOB", is_comparison=True, return_type=Boolean())(to_glob(pattern))

    def among(self, value: ColumnElement[Any], name: str, *, integer: bool) -> ColumnElement[bool]:
        listed = func.json_each(bindparam(name, type_=Text())).table_valued("value")
        return value.in_(select(listed.c.value))

    def listed(self, values: Sequence[int | str]) -> object:
        return json.dumps(list(values))

    def _typed(
        self, kind: str, json_kind: ColumnElement[Any], value: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Return a value when it is of the kind that the schema says, else null."""
        infinity: dict[str, ColumnElement[Any]] = {
            "INF": literal_column("9e999"),
            "-INF": literal_column("-9e999"),
        }
        infinite = _when(value, infinity)
        found: dict[str, ColumnElement[Any]] = {
            INTEGER: _when(json_kind, {"integer": value}),
            NUMBER: _when(json_kind, {"integer": value, "real": value, "text": infinite}),
            TRUTH: _when(json_kind, {"true": literal_column("1"), "false": literal_column("0")}),
            TIME: _when(
                json_kind, {"text": _instant(value, func.substr(value, literal_column("-1")))}
            ),
            TEXT: _when(json_kind, {"text": value}),
            PARTS: json_kind,
        }
        return found[kind]


class _Postgres:
    def value(self, field: DocumentField) -> ColumnElement[Any]:
        names = [name for name, _ in field.steps]
        value = _first([self._at([*names, WRAPPED]), self._at(names)][not field.wrapped :])
        return self._typed(field.kind, value)

    def some(self, field: DocumentField, predicate: Predicate) -> ColumnElement[bool]:
        return or_(
            *(self._some_at(field, names, predicate) for names in self._places(field)),
        )

    def _places(self, field: DocumentField) -> list[list[str]]:
        names = [name for name, _ in field.steps]
        return [names, [*names, WRAPPED]] if field.wrapped else [names]

    def _some_at(
        self, field: DocumentField, names: list[str], predicate: Predicate
    ) -> ColumnElement[bool]:
        path = _json_path(names, all_of=[repeated for _, repeated in field.steps])
        rows = func.jsonb_path_query(self._document(), _quoted(path), type_=JSONB).column_valued(
            "value"
        )
        value = self._typed(field.kind, rows)
        counts = func.jsonb_typeof(rows).not_in(_no_value(field))
        return select(1).where(counts, predicate(value)).exists()

    def present(self, field: DocumentField) -> ColumnElement[bool]:
        if field.repeated:
            return self.some(_as_parts(field), lambda _kind: true())
        return func.jsonb_typeof(self._at([name for name, _ in field.steps])) != _NULL

    def like(self, text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
        return text.like(to_like(pattern))

    def among(self, value: ColumnElement[Any], name: str, *, integer: bool) -> ColumnElement[bool]:
        listed = bindparam(name, type_=ARRAY(BigInteger() if integer else Text()))
        return value == func.any(listed)

    def listed(self, values: Sequence[int | str]) -> object:
        return list(values)

    def _document(self) -> ColumnElement[Any]:
        return cast(tables.document.c.content, JSONB)

    def _at(self, names: Sequence[str]) -> ColumnElement[Any]:
        path = "{" + ",".join(f'"{name}"' for name in names) + "}"
        return self._document().op("#>", return_type=JSONB())(_quoted(path))

    def _typed(self, kind: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a value when it is of the kind that the schema says, else null."""
        json_kind: ColumnElement[Any] = func.jsonb_typeof(value)
        text = value.op("#>>", return_type=Text())(_quoted("{}"))
        infinity = {"INF": "Infinity", "-INF": "-Infinity"}
        infinite = _when(text, {one: cast(_quoted(said), Double) for one, said in infinity.items()})
        found: dict[str, ColumnElement[Any]] = {
            INTEGER: _when(json_kind, {"number": cast(text, Numeric)}),
            NUMBER: _when(json_kind, {"number": cast(text, Double), "string": infinite}),
            TRUTH: _when(json_kind, {"boolean": cast(text, Boolean)}),
            TIME: _when(
                json_kind, {"string": _instant(text, func.right(text, literal_column("1")))}
            ),
            TEXT: _when(json_kind, {"string": text}),
            PARTS: json_kind,
        }
        # The order of code points, as SQLite has it.
        return found[kind].collate("C") if kind in (TIME, TEXT) else found[kind]


_ENGINES: dict[str, SqlEngine] = {"sqlite": _Sqlite(), "postgresql": _Postgres()}
_NULL, _OBJECT = _quoted("null"), _quoted("object")
_HOLDERS = (_OBJECT, _quoted("array"))


def _no_value(field: DocumentField) -> tuple[ColumnElement[Any], ...]:
    """Return the kinds of JSON that are no value of a field."""
    return (_NULL,) if field.kind == PARTS else (_NULL, *_HOLDERS)


def _as_parts(field: DocumentField) -> DocumentField:
    """Return a field whose value is the kind of JSON there, whatever it is."""
    return DocumentField(steps=field.steps, kind=PARTS, wrapped=False)


def _first(values: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    return values[0] if len(values) == 1 else func.coalesce(*values)


def _when(kind: ColumnElement[Any], values: dict[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    return case(*((_quoted(name), value) for name, value in values.items()), value=kind)


def _instant(text: ColumnElement[Any], last: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a time less its Z; null without one, as it could be any time."""
    return case((and_(last == _quoted("Z")), func.rtrim(text, _quoted("Z"))))
