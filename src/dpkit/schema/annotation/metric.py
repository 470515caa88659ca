"""Compile the metrics of a product and the columns of its metric table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.content import require_text
from dpkit.schema.annotation.expansion import Node, node_below
from dpkit.schema.annotation.row import row_of, row_scope
from dpkit.schema.annotation.valuekind import is_number
from dpkit.schema.xsd.declaration import Entry, SchemaSet

__all__ = ["check_metric_table", "compile_columns", "compile_metrics"]

Json = dict[str, Any]


def compile_metrics(schemas: SchemaSet, nodes: list[Node]) -> list[Json]:
    """Collect metrics; the keys within its innermost repetition say what one measures.

    Raises
    ------
    SchemaError
        A metric is no number.
    """
    return [
        _metric(schemas, nodes, node, entry) for node in nodes for entry in node.entries("metric")
    ]


def compile_columns(schemas: SchemaSet, nodes: list[Node]) -> list[Json]:
    """Collect what is a column of the metric table beside metrics and keys.

    Raises
    ------
    SchemaError
        A path does not exist, or there is no text.
    """
    by_path = {node.path: node for node in nodes}
    return [
        _column(schemas, node_below(by_path, node, entry), entry)
        for node in nodes
        for entry in node.entries("column")
    ]


def _column(schemas: SchemaSet, node: Node, entry: Entry) -> Json:
    require_text(schemas, node, entry)
    return {
        "name": entry.attributes["name"],
        "path": node.path,
        "row": row_of(node),
        "number": is_number(schemas, node.field.type),
        "unit": _unit(node),
    } | _plot(entry)


def check_metric_table(
    table: str | None, metrics: list[Json], columns: list[Json], place: str
) -> None:
    """Check that a metric table has one column per name, one for each axis, and a product.

    Raises
    ------
    SchemaError
        A name or axis is taken twice, an axis has no column, or columns have no table.
    """
    if table is None:
        if columns:
            raise SchemaError(
                f"column {columns[0]['name']!r} belongs to no metric table",
                place=place,
                remedy="name one in the attribute metricTable of the product",
            )
        return
    shown = columns + [metric for metric in metrics if not metric["local"]]
    for name, count in Counter(column["name"] for column in shown).items():
        if count > 1:
            raise SchemaError(f"metric table {table!r} has two columns {name!r}", place=place)
    for axis in ("x", "y"):
        if (count := sum(column["plot"] == axis for column in shown)) != 1:
            raise SchemaError(
                f"metric table {table!r} has {count} columns for the {axis} axis, not one",
                place=place,
                remedy=f'say plot="{axis}" on one metric or column',
            )


def _metric(schemas: SchemaSet, nodes: list[Node], node: Node, entry: Entry) -> Json:
    if not is_number(schemas, node.field.type):
        raise SchemaError(
            f"metric {entry.attributes['name']!r} is no number: {node.path}",
            place=entry.place,
            remedy="use a column for texts, times and truth values",
        )
    return {
        "name": entry.attributes["name"],
        "path": node.path,
        "unit": _unit(node),
        "row": row_of(node),
        "scope": row_scope(nodes, node),
        "local": entry.attributes.get("scope") == "local",
    } | _plot(entry)


def _unit(node: Node) -> str | None:
    return next((e.attributes["name"] for e in node.entries("unit")), None)


def _plot(entry: Entry) -> Json:
    default = "axis" if entry.name == "metric" else "none"
    return {
        "plot": entry.attributes.get("plot", default),
        "filter": entry.attributes.get("filter") in {"true", "1"},
    }
