"""What the name of an operand means: a column, a key, or a path of the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement

from dpkit.errors import ArchiveError, DpkitError, NotFoundError
from dpkit.schema.dictionary import (
    ProductEntry,
    declared_keys,
    near_names,
    product_entry,
    product_names,
)
from dpkit_archive import tables
from dpkit_archive.key import COLUMN_KEYS, check_names, single_keys
from dpkit_archive.query.engine import SqlEngine
from dpkit_archive.query.field import INTEGER, PARTS, TEXT, DocumentField, fields_of
from dpkit_archive.query.literal import INSTANT, place_at
from dpkit_archive.query.moment import state_column, status_column
from dpkit_archive.query.pathindex import PathIndex
from dpkit_archive.query.pathtable import path_table
from dpkit_archive.query.source import (
    ColumnSource,
    FieldSource,
    KeyColumnSource,
    KeySource,
    ListedFieldSource,
    Source,
)
from dpkit_archive.query.syntax import Operand
from dpkit_archive.status import STATUSES

__all__ = [
    "COLUMNS",
    "Meaning",
    "Scope",
    "key_sources",
    "key_words",
    "listed_words",
    "meanings",
    "refuse_parts",
]

_PRODUCT = tables.product.c

COLUMNS: dict[str, tuple[str, ColumnElement[Any]]] = {
    "id": (TEXT, _PRODUCT.id),
    "product": (TEXT, tables.product_type.c.name),
    "version": (INTEGER, _PRODUCT.version),
    "status": (TEXT, _PRODUCT.status),
    "dataset": (TEXT, tables.dataset.c.name),
    "created": (INSTANT, _PRODUCT.created_ns),
    "begin": (INSTANT, _PRODUCT.begin_ns),
    "end": (INSTANT, _PRODUCT.end_ns),
    "software": (TEXT, _PRODUCT.software),
    "release": (TEXT, _PRODUCT.software_release),
}
"""Columns that an expression can name, beside keys and paths; with their kind."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What names refer to: a product or all of them, and the engine that will be asked.

    Attributes
    ----------
    product : str or None
        The product; None for all.
    engine : SqlEngine
        How the database says things.
    promoted : frozenset of PathIndex
        The indexes on paths.
    as_of : bool
        Whether an event is named as of which the archive answers.
    """

    product: str | None
    engine: SqlEngine
    promoted: frozenset[PathIndex] = frozenset()
    as_of: bool = False

    @property
    def entry(self) -> ProductEntry | None:
        """What the dictionary says of the product; None for all."""
        return None if self.product is None else product_entry(self.product)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that the name of an operand means, with values of one kind."""

    kind: str
    words: Collection[str]
    sources: Sequence[Source]


def meanings(operand: Operand, scope: Scope) -> list[Meaning]:
    """Return what an operand means: more than one when products differ in the kind of a path.

    Raises
    ------
    NotFoundError
        There is no such column, key or path; names the nearest ones.
    """
    try:
        return _meanings(operand, scope)
    except DpkitError as error:
        error.place = place_at(operand.column)
        raise


def _meanings(operand: Operand, scope: Scope) -> list[Meaning]:
    name = operand.name
    if name in COLUMNS:
        kind, column = COLUMNS[name]
        if name == "status":
            column = status_column(tables.product, as_of=scope.as_of)
        return [Meaning(kind, _column_words(name), [ColumnSource(column)])]
    if name in declared_keys():
        check_names([name], scope.entry)
        kind = INTEGER if declared_keys()[name]["type"] == "integer" else TEXT
        return [Meaning(kind, key_words(name, scope.product), key_sources(name, scope.entry))]
    try:
        fields = fields_of(name, scope.product, lenient=operand.lenient)
    except NotFoundError:
        if "." in name:
            raise
        raise _unknown_name(name) from None
    return [
        Meaning(kind, _common_words(same), [_field_source(one, scope) for one in same])
        for kind, same in _by_kind(fields).items()
    ]


def _unknown_name(name: str) -> NotFoundError:
    known = [*COLUMNS, *declared_keys()]
    return NotFoundError(
        f"{name!r} is no key, column or path", remedy=near_names(name, known, "key or column")
    )


def _by_kind(fields: Sequence[DocumentField]) -> dict[str, list[DocumentField]]:
    found: dict[str, list[DocumentField]] = {}
    for one in fields:
        found.setdefault(one.kind, []).append(one)
    return found


def _common_words(fields: Sequence[DocumentField]) -> frozenset[str]:
    if not all(one.words for one in fields):
        return frozenset()
    return frozenset[str]().union(*(one.words for one in fields))


def _column_words(name: str) -> Collection[str]:
    named: dict[str, Callable[[], Collection[str]]] = {
        "status": lambda: STATUSES,
        "product": product_names,
    }
    return named[name]() if name in named else ()


def _field_source(field: DocumentField, scope: Scope) -> Source:
    if field.state:
        return ColumnSource(state_column(field, as_of=scope.as_of))
    names = {one.name for one in scope.promoted if one.path == field.path}
    if field.repeated and names:
        made = path_table(field, scope.engine.dialect.name)
        if made.name in names:
            return ListedFieldSource(field, scope.engine, made)
    return FieldSource(field, scope.engine)


def key_sources(name: str, entry: ProductEntry | None) -> list[Source]:
    """Return where the values of a key are, in one product or in any."""
    listed = KeySource(name, declared_keys()[name]["type"] == "integer")
    if name not in COLUMN_KEYS:
        return [listed]
    if entry is None:
        return [KeyColumnSource(_PRODUCT[name]), listed]
    return [ColumnSource(_PRODUCT[name])] if name in single_keys(entry) else [listed]


@cache
def key_words(name: str, product: str | None) -> frozenset[str]:
    """Return the only values that a key can have; empty when some schema allows any."""
    said = _words_of_key(name, product)
    return frozenset[str]().union(*said) if all(said) else frozenset()


@cache
def listed_words(name: str) -> frozenset[str]:
    """Return the values that schemas list for a key, though others may allow any."""
    return frozenset[str]().union(*_words_of_key(name, None))


def _words_of_key(name: str, product: str | None) -> list[frozenset[str]]:
    entries = map(product_entry, product_names() if product is None else [product])
    return [_words_at(e, key.path) for e in entries for key in e.keys if key.name == name]


def _words_at(entry: ProductEntry, path: str) -> frozenset[str]:
    try:
        return _common_words(fields_of(path.replace("/", "."), entry.name))
    except NotFoundError:
        # A path of a foreign schema may be more than names of steps.
        return frozenset()


def refuse_parts(meaning: Meaning, operand: Operand) -> None:
    """Refuse to compare an element that has parts instead of a value.

    Raises
    ------
    ArchiveError
        The element has no value of its own.
    """
    if meaning.kind == PARTS:
        raise ArchiveError(
            f"{operand.name} has no value of its own",
            place=place_at(operand.column),
            remedy="name one of its parts, or test it with `is null`",
        )
