"""Where the values of an operand are: in a column, in the table of keys, or in the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Table, and_, select, true

from dpkit_archive import tables
from dpkit_archive.query.engine import Predicate, SqlEngine
from dpkit_archive.query.field import DocumentField

__all__ = [
    "ColumnSource",
    "FieldSource",
    "KeyColumnSource",
    "KeySource",
    "ListedFieldSource",
    "Source",
    "opposite",
]


def opposite(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that another does not hold, be it false or null."""
    return condition.is_not(true())


class Source(Protocol):
    """A place where values of an operand are."""

    def some(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values is so."""
        ...

    def fails(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values is there and is not so."""
        ...

    def present(self) -> ColumnElement[bool]:
        """Return the condition that there is a value."""
        ...


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """A column, or what is computed from columns."""

    column: ColumnElement[Any]

    def some(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition on the one value."""
        return predicate(self.column)

    def fails(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that it is there and is not so."""
        return and_(self.present(), opposite(predicate(self.column)))

    def present(self) -> ColumnElement[bool]:
        """Return the condition that it is not null."""
        return self.column.is_not(None)


@dataclass(frozen=True, slots=True)
class KeyColumnSource(ColumnSource):
    """A column of a key, in products of all types.

    The indexes on keys begin with the type; naming all types lets them be used.
    """

    def some(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition on the one value."""
        types = select(tables.product_type.c.number)
        return and_(tables.product.c.type.in_(types), predicate(self.column))


@dataclass(frozen=True, slots=True)
class KeySource:
    """The values of a key in the table of keys."""

    name: str
    integer: bool

    def some(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values is so."""
        key = tables.product_key.c
        value = key.value_integer if self.integer else key.value_text
        having = select(key.product).where(key.name == self.name, predicate(value))
        return tables.product.c.number.in_(having)

    def fails(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values is not so."""
        return self.some(lambda value: opposite(predicate(value)))

    def present(self) -> ColumnElement[bool]:
        """Return the condition that there is a value."""
        return self.some(lambda value: value.is_not(None))


@dataclass(frozen=True, slots=True)
class FieldSource:
    """A field of the document."""

    field: DocumentField
    engine: SqlEngine

    def some(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values is so."""
        if self.field.repeated:
            return self.engine.some(self.field, predicate)
        return predicate(self.engine.value(self.field))

    def fails(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values is there and is not so."""
        not_so = self.some(lambda value: opposite(predicate(value)))
        return not_so if self.field.repeated else and_(self.present(), not_so)

    def present(self) -> ColumnElement[bool]:
        """Return the condition that the document has the field."""
        return self.engine.present(self.field)


@dataclass(frozen=True, slots=True)
class ListedFieldSource(FieldSource):
    """A field of the document whose values have a table of their own."""

    table: Table

    def some(self, predicate: Predicate) -> ColumnElement[bool]:
        """Return the condition that one of the values is so."""
        values = self.table.c
        return tables.product.c.number.in_(select(values.product).where(predicate(values.value)))
