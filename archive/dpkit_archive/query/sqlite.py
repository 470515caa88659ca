"""What SQLite says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Select,
    Text,
    bindparam,
    case,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from dpkit_archive import tables
from dpkit_archive.primitive import WRAPPED
from dpkit_archive.query.engine import Predicate
from dpkit_archive.query.field import INTEGER, NUMBER, PARTS, TEXT, TIME, TRUTH, DocumentField
from dpkit_archive.query.jsonterm import (
    HOLDERS,
    NULL,
    OBJECT,
    as_parts,
    by_kind,
    first_of,
    instant_of,
    json_path,
    no_value,
    quoted,
)
from dpkit_archive.query.pattern import to_glob

__all__ = ["Sqlite"]


class Sqlite:
    """How SQLite says things; see `dpkit_archive.query.engine.SqlEngine`."""

    dialect = SQLiteDialect()

    def value(self, field: DocumentField) -> ColumnElement[Any]:
        """Return the value of a field that a document has once; null when it has none."""
        names = [name for name, _ in field.steps]
        content = tables.document.c.content
        inside = [quoted(json_path([*names, WRAPPED]))] if field.wrapped else []
        places = [*inside, quoted(json_path(names))]
        kinds = [func.json_type(content, place) for place in places]
        values = [func.json_extract(content, place) for place in places]
        return self._typed(field.kind, first_of(kinds), first_of(values))

    def some(self, field: DocumentField, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values of a repeated field is so."""
        rows, counts, value = self._expanded(field)
        return select(1).select_from(rows).where(counts, predicate(value)).exists()

    def values(self, field: DocumentField) -> Select[Any]:
        """Return the selection of the values of a repeated field, each beside its product."""
        rows, counts, value = self._expanded(field, tables.document)
        columns = (tables.document.c.product.label("product"), value.label("value"))
        return select(*columns).select_from(rows).where(counts)

    def _expanded(
        self, field: DocumentField, joined: Any = None
    ) -> tuple[FromClause, ColumnElement[bool], ColumnElement[Any]]:
        """Return rows with each value of a field, the condition that there is one, and it."""
        source: Any = tables.document.c.content
        rows: Any = None
        names: list[str] = []
        for number, (name, repeated) in enumerate(field.steps):
            names.append(name)
            if repeated:
                rows = func.json_each(source, quoted(json_path(names))).table_valued(
                    "value", "type", name=f"each_{number}"
                )
                joined = rows if joined is None else joined.join(rows, true())
                source, names = rows.c.value, []
        kind, found = self._last(rows, names, field.wrapped)
        return joined, kind.not_in(no_value(field)), self._typed(field.kind, kind, found)

    def _last(
        self, rows: Any, names: list[str], wrapped: bool
    ) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """Return kind and value of what is below the innermost list, or in it."""
        if names:
            inside = [quoted(json_path([*names, WRAPPED]))] if wrapped else []
            places = [*inside, quoted(json_path(names))]
            # What is no object or list has nothing below it, and may be no JSON.
            holder = case((rows.c.type.in_(HOLDERS), rows.c.value))
            kinds = [func.json_type(holder, place) for place in places]
            return first_of(kinds), first_of([func.json_extract(holder, place) for place in places])
        if not wrapped:
            return rows.c.type, rows.c.value
        holder, place = case((rows.c.type == OBJECT, rows.c.value)), quoted(json_path([WRAPPED]))
        return (
            first_of([func.json_type(holder, place), rows.c.type]),
            first_of([func.json_extract(holder, place), rows.c.value]),
        )

    def present(self, field: DocumentField) -> ColumnElement[bool]:
        """Return the condition that a document has something at a field."""
        if field.repeated:
            return self.some(as_parts(field), lambda _kind: true())
        names = [name for name, _ in field.steps]
        content, place = tables.document.c.content, quoted(json_path(names))
        return func.json_type(content, place) != NULL

    def like(self, text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
        """Return the condition that a text follows one of our patterns."""
        return text.op("GLOB", is_comparison=True, return_type=Boolean())(to_glob(pattern))

    def among(self, value: ColumnElement[Any], name: str, *, integer: bool) -> ColumnElement[bool]:
        """Return the condition that a value is in the list that comes as a parameter."""
        listed = func.json_each(bindparam(name, type_=Text())).table_valued("value")
        return value.in_(select(listed.c.value))

    def listed(self, values: Sequence[int | str]) -> object:
        """Return a list as the parameter for `among`."""
        return json.dumps(list(values))

    def unindexed(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a column so that no index on it keeps a better one from being used."""
        # Without statistics, which grow stale, SQLite takes any index to be as good as another.
        return UnaryExpression(column, operator=custom_op("+"))

    def _typed(
        self, kind: str, json_kind: ColumnElement[Any], value: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Return a value when it is of the kind that the schema says, else null."""
        infinity: dict[str, ColumnElement[Any]] = {
            "INF": literal_column("9e999"),
            "-INF": literal_column("-9e999"),
        }
        infinite = by_kind(value, infinity)
        found: dict[str, ColumnElement[Any]] = {
            INTEGER: by_kind(json_kind, {"integer": value}),
            NUMBER: by_kind(json_kind, {"integer": value, "real": value, "text": infinite}),
            TRUTH: by_kind(json_kind, {"true": literal_column("1"), "false": literal_column("0")}),
            TIME: by_kind(
                json_kind, {"text": instant_of(value, func.substr(value, literal_column("-1")))}
            ),
            TEXT: by_kind(json_kind, {"text": value}),
            PARTS: json_kind,
        }
        return found[kind]
