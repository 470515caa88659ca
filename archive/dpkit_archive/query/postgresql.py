"""What PostgreSQL says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Double,
    Numeric,
    SelectBase,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql.base import PGDialect

from dpkit_archive import tables
from dpkit_archive.primitive import WRAPPED
from dpkit_archive.query.engine import Predicate
from dpkit_archive.query.field import INTEGER, NUMBER, PARTS, TEXT, TIME, TRUTH, DocumentField
from dpkit_archive.query.jsonterm import (
    NULL,
    as_parts,
    by_kind,
    first_of,
    instant_of,
    json_path,
    no_value,
    quoted,
)
from dpkit_archive.query.pattern import to_like

__all__ = ["Postgresql"]


class Postgresql:
    """How PostgreSQL says things; see `dpkit_archive.query.engine.SqlEngine`."""

    dialect = PGDialect()  # type: ignore[no-untyped-call]

    def value(self, field: DocumentField) -> ColumnElement[Any]:
        """Return the value of a field that a document has once; null when it has none."""
        names = [name for name, _ in field.steps]
        value = first_of([self._at([*names, WRAPPED]), self._at(names)][not field.wrapped :])
        return self._typed(field.kind, value)

    def some(self, field: DocumentField, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values of a repeated field is so."""
        found = [self._expanded(field, names) for names in self._places(field)]
        return or_(*(select(1).where(counts, predicate(value)).exists() for counts, value in found))

    def values(self, field: DocumentField) -> SelectBase:
        """Return the selection of the values of a repeated field, each beside its product."""
        product = tables.document.c.product
        found = [self._expanded(field, names) for names in self._places(field)]
        return union_all(*(select(product, value.label("value")).where(c) for c, value in found))

    def _places(self, field: DocumentField) -> list[list[str]]:
        names = [name for name, _ in field.steps]
        return [names, [*names, WRAPPED]] if field.wrapped else [names]

    def _expanded(
        self, field: DocumentField, names: list[str]
    ) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
        """Return, for each value of a field, the condition that there is one, and it."""
        path = json_path(names, all_of=[repeated for _, repeated in field.steps])
        rows = func.jsonb_path_query(self._document(), quoted(path), type_=JSONB).column_valued(
            "value"
        )
        return func.jsonb_typeof(rows).not_in(no_value(field)), self._typed(field.kind, rows)

    def present(self, field: DocumentField) -> ColumnElement[bool]:
        """Return the condition that a document has something at a field."""
        if field.repeated:
            return self.some(as_parts(field), lambda _kind: true())
        return func.jsonb_typeof(self._at([name for name, _ in field.steps])) != NULL

    def like(self, text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
        """Return the condition that a text follows one of our patterns."""
        return text.like(to_like(pattern))

    def among(self, value: ColumnElement[Any], name: str, *, integer: bool) -> ColumnElement[bool]:
        """Return the condition that a value is in the list that comes as a parameter."""
        listed = bindparam(name, type_=ARRAY(BigInteger() if integer else Text()))
        return value == func.any(listed)

    def listed(self, values: Sequence[int | str]) -> object:
        """Return a list as the parameter for `among`."""
        return list(values)

    def unindexed(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a column so that no index on it keeps a better one from being used."""
        return column

    def _document(self) -> ColumnElement[Any]:
        return cast(tables.document.c.content, JSONB)

    def _at(self, names: Sequence[str]) -> ColumnElement[Any]:
        path = "{" + ",".join(f'"{name}"' for name in names) + "}"
        return self._document().op("#>", return_type=JSONB())(quoted(path))

    def _typed(self, kind: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a value when it is of the kind that the schema says, else null."""
        json_kind: ColumnElement[Any] = func.jsonb_typeof(value)
        text = value.op("#>>", return_type=Text())(quoted("{}"))
        infinity = {"INF": "Infinity", "-INF": "-Infinity"}
        infinite = by_kind(
            text, {one: cast(quoted(said), Double) for one, said in infinity.items()}
        )
        found: dict[str, ColumnElement[Any]] = {
            INTEGER: by_kind(json_kind, {"number": cast(text, Numeric)}),
            NUMBER: by_kind(json_kind, {"number": cast(text, Double), "string": infinite}),
            TRUTH: by_kind(json_kind, {"boolean": cast(text, Boolean)}),
            TIME: by_kind(
                json_kind, {"string": instant_of(text, func.right(text, literal_column("1")))}
            ),
            TEXT: by_kind(json_kind, {"string": text}),
            PARTS: json_kind,
        }
        # The order of code points, as SQLite has it.
        return found[kind].collate("C") if kind in (TIME, TEXT) else found[kind]
