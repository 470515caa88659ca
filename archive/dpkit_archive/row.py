"""Rows of products as searches return them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Row, Select, select

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import declared_keys, product_entry, product_names
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.alias import standing_number
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.database import Database
from dpkit_archive.key import COLUMN_KEYS, KeyValue
from dpkit_archive.query.engine import sql_engine
from dpkit_archive.query.moment import AS_OF, status_column
from dpkit_archive.remote import resolve

__all__ = [
    "ProductRow",
    "make_rows",
    "product_columns",
    "product_row",
    "rows_to_json",
]

KeyValues = KeyValue | tuple[KeyValue, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """One product that was found.

    Attributes
    ----------
    id : str
        Its id.
    product : str
        Name of its type.
    version : int
        Its version within its identity.
    status : str
        What the archive says of it.
    dataset : str
        Its dataset.
    created : int or None
        When it was made, nanoseconds of TAI.
    document : Path, str or None
        Its document, as a URL when it was left in place elsewhere; its files are in the folder
        ``data`` beside it. None when the product was purged.
    keys : mapping
        Every key of its type: one value, a tuple for keys that repeat, None when absent.
    """

    id: str
    product: str
    version: int
    status: str
    dataset: str
    created: int | None
    document: Path | str | None
    keys: Mapping[str, KeyValues]

    def stored_document(self) -> Path | str:
        """Return where the document is.

        Raises
        ------
        ArchiveError
            The product was purged.
        """
        if self.document is None:
            raise ArchiveError(
                "was purged: its document and files are gone",
                place=self.id,
                remedy=f"`dpkit archive history {self.id}` says when and why",
            )
        return self.document

    def to_dict(self) -> dict[str, Any]:
        """Return the row ready for JSON: the fixed columns, then the keys."""
        return {
            "id": self.id,
            "product": self.product,
            "version": self.version,
            "status": self.status,
            "dataset": self.dataset,
            "created": None if self.created is None else format_utc(self.created),
            "document": None if self.document is None else str(self.document),
            **{k: list(v) if isinstance(v, tuple) else v for k, v in self.keys.items()},
        }


def rows_to_json(rows: Sequence[ProductRow]) -> list[dict[str, Any]]:
    """Return rows ready for JSON, all with the same keys, in the order of their declaration."""
    used = {key for row in rows for key in row.keys}
    order = [name for name in declared_keys() if name in used]
    order += sorted(used.difference(order))
    dicts = [row.to_dict() for row in rows]
    return [
        {k: v for k, v in said.items() if k not in used} | {k: said.get(k) for k in order}
        for said in dicts
    ]


def product_columns(*, as_of: bool = False, gone: bool = False) -> Select[Any]:
    """Return the selection of all that a row needs, to be narrowed.

    Parameters
    ----------
    as_of : bool
        The status as of the event that is the parameter ``as_of``, not that of now.
    gone : bool
        Also products that were purged, whose documents are not here any more.
    """
    product, document = tables.product, tables.document
    others = [column for column in product.c if column.name != "status"]
    return select(
        *others,
        status_column(product, as_of=as_of).label("status"),
        tables.product_type.c.name.label("type_name"),
        tables.dataset.c.name.label("dataset_name"),
        document.c.path.label("document_path"),
    ).select_from(
        product.join(tables.product_type)
        .join(tables.dataset)
        .join(document, document.c.product == product.c.number, isouter=gone)
    )


def make_rows(connection: Connection, database: Database, found: Sequence[Any]) -> list[ProductRow]:
    """Make rows of what a selection made from `product_columns` found."""
    several = [row.number for row in found if _has_listed(row.type_name)]
    listed = _listed_keys(connection, several)
    return [_make(row, listed.get(row.number, {}), database) for row in found]


def product_row(
    connection: Connection, database: Database, identifier: str, event: int | None = None
) -> ProductRow:
    """Return the row of one product, by its id or another one that it was made anew under.

    Parameters
    ----------
    connection, database
        The archive.
    identifier : str
        The id.
    event : int, optional
        The last event that counts; all do by default.

    Raises
    ------
    NotFoundError
        There is no product of this id, or was none then.
    """
    number = standing_number(connection, identifier, event)
    if number is None:
        then = "" if event is None else f" as of event {event}"
        raise NotFoundError(
            f"no product has the id {identifier!r}{then}",
            place=database.location.text,
            remedy="`dpkit archive find` lists the products",
        )
    selection = product_columns(as_of=event is not None, gone=True)
    selection = selection.where(tables.product.c.number == number)
    found = connection.execute(selection, {} if event is None else {AS_OF: event}).all()
    return make_rows(connection, database, found)[0]


def _make(row: Row[Any], listed: Mapping[str, list[KeyValue]], database: Database) -> ProductRow:
    keys: dict[str, KeyValues] = {}
    for name, repeated in _key_names(row.type_name):
        values = tuple(listed.get(name, ()))
        if not values and name in COLUMN_KEYS:
            column = getattr(row, name)
            values = () if column is None else (column,)
        keys[name] = values if repeated else next(iter(values), None)
    return ProductRow(
        id=row.id,
        product=row.type_name,
        version=row.version,
        status=row.status,
        dataset=row.dataset_name,
        created=row.created_ns,
        document=row.document_path and resolve(database.files, row.document_path),
        keys=keys,
    )


@cache
def _has_listed(product: str) -> bool:
    """Tell whether a product has keys that have no column."""
    return any(several or name not in COLUMN_KEYS for name, several in _key_names(product))


@cache
def _key_names(product: str) -> list[tuple[str, bool]]:
    """Return the keys of a type, and whether they repeat; none when its schemas are not here."""
    if product not in product_names():
        return []
    names = [key.name for key in product_entry(product).keys]
    repeated = {
        k.name for k in product_entry(product).keys if k.repeated or names.count(k.name) > 1
    }
    return [(name, name in repeated) for name in declared_keys() if name in names]


def _listed_keys(
    connection: Connection, numbers: Sequence[int]
) -> dict[int, dict[str, list[KeyValue]]]:
    found: dict[int, dict[str, list[KeyValue]]] = {}
    if not numbers:
        return found
    listed = sql_engine(connection.dialect.name).listed(numbers)
    rows = _keys_of_products(connection.dialect).run(connection, {"products": listed})
    for row in rows:
        product, name, integer, text = tuple(row)
        found.setdefault(product, {}).setdefault(name, []).append(
            text if integer is None else integer
        )
    return found


@cache
def _keys_of_products(dialect: Dialect) -> Statement:
    key = tables.product_key.c
    chosen = sql_engine(dialect.name).among(key.product, "products", integer=True)
    selection = select(key.product, key.name, key.value_integer, key.value_text).where(chosen)
    return compiled(selection.order_by(key.product, key.name, key.ordinal), dialect)
