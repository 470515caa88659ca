"""The columns of a QC1 table, as the data dictionary declares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import (
    ProductEntry,
    declared_keys,
    near_names,
    product_entry,
    product_names,
)
from dpkit_archive.key import single_keys

__all__ = [
    "GENERAL",
    "QcColumn",
    "axes",
    "filters",
    "table_columns",
    "table_names",
    "table_products",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class QcColumn:
    """A column of a QC1 table.

    Attributes
    ----------
    name : str
        Its name.
    role : {"general", "key", "column", "metric"}
        What it comes from: the archive, a key, a column or a metric of the schema.
    number : bool
        Whether its values are floating-point numbers.
    unit : str or None
        Their unit.
    plot : {"x", "y", "axis", "none"}
        Whether it is the default axis of a plot, can be one, or is none.
    filter : bool
        Whether rows are found by it without looking at all of them.
    """

    name: str
    role: str
    number: bool
    unit: str | None = None
    plot: str = "none"
    filter: bool = False


GENERAL: Mapping[str, QcColumn] = {
    name: QcColumn(name=name, role="general", number=False, filter=name == "dataset")
    for name in (
        *("row", "time", "civil_date", "product", "type", "version", "dataset"),
        *("software", "software_release", "file", "hidden", "event"),
    )
}
"""Columns of every table, by name: number of the row, UTC time (in programs nanoseconds of TAI)
and its day in UTC (not the date of a night, which a block or a report says), id, type, version,
dataset, software and document of the product, why the row is hidden, and the event that brought
it."""


@cache
def _tables() -> dict[str, tuple[ProductEntry, ...]]:
    found: dict[str, list[ProductEntry]] = {}
    for name in product_names():
        entry = product_entry(name)
        if entry.metric_table is not None:
            found.setdefault(entry.metric_table, []).append(entry)
    return {table: tuple(entries) for table, entries in sorted(found.items())}


def table_names() -> list[str]:
    """Return the names of all QC1 tables."""
    return list(_tables())


def table_products(table: str) -> tuple[ProductEntry, ...]:
    """Return the products that have rows in a QC1 table.

    Raises
    ------
    NotFoundError
        There is no such table; names the nearest ones.
    """
    if table not in _tables():
        raise NotFoundError(
            f"no QC1 table is named {table!r}", remedy=near_names(table, _tables(), "QC1 table")
        )
    return _tables()[table]


@cache
def table_columns(table: str) -> Mapping[str, QcColumn]:
    """Return the columns of a QC1 table by name: general ones, keys, columns, then metrics.

    Raises
    ------
    NotFoundError
        There is no such table; names the nearest ones.
    """
    declared = [one for entry in table_products(table) for one in _declared(entry)]
    order = ("key", "column", "metric")
    ordered = sorted(declared, key=lambda one: order.index(one.role))
    return {**GENERAL, **{one.name: one for one in ordered}}


def filters(entry: ProductEntry) -> set[str]:
    """Return the columns that say what the rows of a product measure, but for the dataset."""
    return {one.name for one in _declared(entry) if one.filter}


def axes(table: str) -> tuple[str, str]:
    """Return the default axes of a plot of a QC1 table, x and y."""
    columns = table_columns(table).values()
    x, y = (next(one.name for one in columns if one.plot == axis) for axis in ("x", "y"))
    return x, y


def _declared(entry: ProductEntry) -> Iterator[QcColumn]:
    shown = [metric for metric in entry.metrics if not metric.local]
    scopes = {key for metric in shown for key, _ in metric.scope}
    keys = declared_keys()
    for name in dict.fromkeys(key.name for key in entry.keys):
        if name in scopes or name in single_keys(entry):
            chosen = name in scopes or keys[name]["selection"]
            yield QcColumn(name=name, role="key", number=False, filter=chosen)
    for column in entry.columns:
        yield QcColumn(
            name=column.name,
            role="column",
            number=column.number,
            unit=column.unit,
            plot=column.plot,
            filter=column.filter,
        )
    for metric in shown:
        yield QcColumn(
            name=metric.name, role="metric", number=True, unit=metric.unit, plot=metric.plot
        )
