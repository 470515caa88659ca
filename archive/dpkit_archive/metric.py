"""Metrics: each quality value of a document as a row with its scope of keys."""

from __future__ import annotations

import math
from typing import Any

from lxml import etree

from dpkit.errors import ArchiveError, ProductError
from dpkit.product.document import Document, select_nodes, select_texts
from dpkit.schema.dictionary import Metric
from dpkit_archive.key import KeyValue, convert
from dpkit_archive.place import place_of
from dpkit_archive.statement import to_text

__all__ = ["metric_rows"]


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
    for metric in document.entry.metrics:
        below = metric.path.removeprefix(f"{metric.row}/") if metric.row else metric.path
        for node in select_nodes(document.root, metric.row):
            texts = select_texts(node, below)
            if texts:
                said = {"name": metric.name, "unit": metric.unit, "time_ns": time}
                said["hidden_reason"] = None
                said["scope"] = to_text(_scope(document, metric, node))
                rows += [said | _value(document, metric, node, text) for text in texts]
    return _numbered(rows)


def _value(document: Document, metric: Metric, node: etree._Element, text: str) -> dict[str, Any]:
    try:
        value = float(text)
    except ValueError:
        raise ProductError(
            f"the metric {metric.name} is not a number: {text!r}",
            place=place_of(document, metric.path.removeprefix(f"{metric.row}/"), node),
        ) from None
    # SQLite has no negative zero in a column; adding zero makes it a positive one everywhere.
    return {"value": value + 0.0 if math.isfinite(value) else None, "text": text.strip()}


def _scope(document: Document, metric: Metric, node: etree._Element) -> dict[str, KeyValue]:
    scope: dict[str, KeyValue] = {}
    for name, path in metric.scope:
        for text in select_texts(node, path)[:1]:
            try:
                scope[name] = convert(name, text)
            except ArchiveError as error:
                raise ProductError(error.message, place=place_of(document, path, node)) from None
    return scope


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for row in rows:
        row["ordinal"] = counts[row["name"]] = counts.get(row["name"], -1) + 1
    return rows
