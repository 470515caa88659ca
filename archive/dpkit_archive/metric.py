"""Metrics: each quality value of a document as a row with its scope of keys."""

from __future__ import annotations

import math
from typing import Any

from lxml import etree

from dpkit.errors import ArchiveError, ProductError
from dpkit.product.document import Document, select_nodes, select_texts
from dpkit.schema.dictionary import Metric, ProductEntry
from dpkit_archive.key import KeyValue, convert
from dpkit_archive.place import place_of
from dpkit_archive.statement import to_text

__all__ = ["metric_rows"]

Scope = tuple[tuple[str, str], ...]
"""Names of keys, and their paths below a row."""


def metric_rows(document: Document, time: int | None) -> list[dict[str, Any]]:
    """Return the rows of a document's metrics, but for the number of the product.

    Parameters
    ----------
    document : Document
        The product.
    time : int or None
        When its metrics were measured, nanoseconds of TAI.

    Returns
    -------
    list of dict
        name, ordinal, scope as JSON, value (None when it is not finite), text, unit and time.

    Raises
    ------
    ProductError
        A metric, or a key that it belongs to, is not what it should be.
    """
    rows = []
    for (row, scope), metrics in _grouped(document.entry).items():
        for node in select_nodes(document.root, row):
            found = [(one, text) for one in metrics for text in select_texts(node, _below(one))]
            if found:
                said = {"time_ns": time, "scope": to_text(_scope(document, scope, node))}
                rows += [said | _value(document, one, node, text) for one, text in found]
    return _numbered(rows)


def _grouped(entry: ProductEntry) -> dict[tuple[str, Scope], list[Metric]]:
    """Return the metrics of a product by row and scope, which cost as much as their values."""
    groups: dict[tuple[str, Scope], list[Metric]] = {}
    for metric in entry.metrics:
        groups.setdefault((metric.row, metric.scope), []).append(metric)
    return groups


def _below(metric: Metric) -> str:
    return metric.path.removeprefix(f"{metric.row}/") if metric.row else metric.path


def _value(document: Document, metric: Metric, node: etree._Element, text: str) -> dict[str, Any]:
    try:
        value = float(text)
    except ValueError:
        raise ProductError(
            f"the metric {metric.name} is not a number: {text!r}",
            place=place_of(document, _below(metric), node),
        ) from None
    # SQLite has no negative zero in a column; adding zero makes it a positive one everywhere.
    return {
        "name": metric.name,
        "unit": metric.unit,
        "hidden_reason": None,
        "value": value + 0.0 if math.isfinite(value) else None,
        "text": text.strip(),
    }


def _scope(document: Document, scope: Scope, node: etree._Element) -> dict[str, KeyValue]:
    found: dict[str, KeyValue] = {}
    for name, path in scope:
        for text in select_texts(node, path)[:1]:
            try:
                found[name] = convert(name, text)
            except ArchiveError as error:
                raise ProductError(error.message, place=place_of(document, path, node)) from None
    return found


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for row in rows:
        row["ordinal"] = counts[row["name"]] = counts.get(row["name"], -1) + 1
    return rows
