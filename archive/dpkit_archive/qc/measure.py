"""The rows of a document in its QC1 table."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from dpkit.errors import ProductError
from dpkit.product.document import Document, select_nodes, select_texts
from dpkit.schema.dictionary import Column, Metric, product_entry
from dpkit_archive.key import KeyValue, convert
from dpkit_archive.place import place_of
from dpkit_archive.qc.column import filters, table_columns
from dpkit_archive.statement import to_text

__all__ = ["Measure", "measures", "packed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A row of a QC1 table.

    Attributes
    ----------
    table : str
        The table.
    keys : mapping
        The values that it is filtered by, but for the dataset of its product.
    time_ns : int or None
        When it was measured, nanoseconds of TAI; None when nothing says it.
    names : str
        JSON of the names of its numbers, and of its other values.
    numbers : bytes
        Its numbers as doubles, the lowest byte first; NaN for none.
    texts : str
        JSON of its other values.
    """

    table: str
    keys: Mapping[str, KeyValue | float | None]
    time_ns: int | None
    names: str
    numbers: bytes
    texts: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is read at each row of one kind of a document, and what once for all of them."""

    row: str
    scope: tuple[tuple[str, str], ...]
    own: tuple[Metric | Column, ...]
    common: tuple[Metric | Column, ...]


def measures(
    document: Document, values: Mapping[str, list[KeyValue]], time_ns: int | None
) -> list[Measure]:
    """Return the rows of a document in its QC1 table; none when it has no table.

    Parameters
    ----------
    document : Document
        The product.
    values : mapping
        The values of its keys.
    time_ns : int or None
        When it was measured, nanoseconds of TAI.

    Raises
    ------
    ProductError
        A key or a number is not what it should be.
    """
    if document.entry.metric_table is None:
        return []
    single = {name: found[0] for name, found in values.items() if len(found) == 1}
    return [
        _measure(document, plan, node, single, time_ns)
        for plan in _plans(document.entry.name)
        for node in (select_nodes(document.root, plan.row) if plan.row else [document.root])
    ]


def packed(
    table: str,
    found: Mapping[str, Any],
    chosen: set[str],
    is_number: Callable[[str], bool],
    time_ns: int | None,
) -> Measure:
    """Return values by name as a row.

    Parameters
    ----------
    table : str
        The table.
    found : mapping
        Values, None for none.
    chosen : set of str
        Those that rows are filtered by.
    is_number : callable
        Tells whether a column holds numbers.
    time_ns : int or None
        When it was measured.
    """
    others = [name for name in found if name not in chosen]
    numbers = [name for name in others if is_number(name)]
    texts = [name for name in others if not is_number(name)]
    doubles = (math.nan if found[name] is None else found[name] for name in numbers)
    return Measure(
        table=table,
        keys={name: value for name, value in found.items() if name in chosen},
        time_ns=time_ns,
        names=to_text([numbers, texts]),
        numbers=struct.pack(f"<{len(numbers)}d", *doubles),
        texts=to_text([found[name] for name in texts]),
    )


@cache
def _plans(product: str) -> list[_Plan]:
    entry = product_entry(product)
    shown: list[Metric | Column] = [*entry.columns, *(m for m in entry.metrics if not m.local)]
    common = tuple(one for one in shown if not one.row)
    groups = dict.fromkeys((m.row, m.scope) for m in entry.metrics if m.row and not m.local)
    plans = [
        _Plan(row, scope, tuple(one for one in shown if one.row == row), common)
        for row, scope in groups
    ]
    return plans or [_Plan("", (), (), common)]


@cache
def _number_names(product: str) -> frozenset[str]:
    entry = product_entry(product)
    numbers = {column.name for column in entry.columns if column.number}
    return frozenset(numbers | {metric.name for metric in entry.metrics})


@cache
def _chosen(product: str) -> set[str]:
    return filters(product_entry(product))


def _measure(
    document: Document,
    plan: _Plan,
    node: etree._Element,
    single: Mapping[str, KeyValue],
    time_ns: int | None,
) -> Measure:
    entry = document.entry
    scope = {name: _key(name, node, path) for name, path in plan.scope}
    found: dict[str, Any] = {name: single.get(name) for name in _key_names(entry.name)}
    found |= scope
    found |= {one.name: _value(document, one, document.root, one.path) for one in plan.common}
    below = len(plan.row) + 1
    found |= {one.name: _value(document, one, node, one.path[below:]) for one in plan.own}
    numbers = _number_names(entry.name)
    return packed(
        entry.metric_table or "", found, _chosen(entry.name), numbers.__contains__, time_ns
    )


@cache
def _key_names(product: str) -> tuple[str, ...]:
    """Return the keys that are columns, in the order of the schema."""
    entry = product_entry(product)
    columns = table_columns(entry.metric_table or "")
    return tuple(dict.fromkeys(key.name for key in entry.keys if key.name in columns))


def _key(name: str, node: etree._Element, path: str) -> KeyValue | None:
    # That it is of the key's type was looked at when the keys of the document were read.
    return next((convert(name, text) for text in select_texts(node, path)), None)


def _value(
    document: Document, one: Metric | Column, node: etree._Element, path: str
) -> float | str | None:
    text = next(iter(select_texts(node, path)), None)
    if text is None or (isinstance(one, Column) and not one.number):
        return None if text is None else text.strip()
    try:
        value = float(text)
    except ValueError:
        raise ProductError(
            f"the column {one.name} is not a number: {text!r}",
            place=place_of(document, path, node),
        ) from None
    return value + 0.0 if math.isfinite(value) else None
