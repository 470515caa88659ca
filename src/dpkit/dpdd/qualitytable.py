"""The tables of what tells the quality of a product: metrics, rules and flags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes

from dpkit.dpdd.doctree import Cell, code, paragraph, separated, table
from dpkit.dpdd.element import Element, product_elements
from dpkit.dpdd.elementtable import element_link, path_node
from dpkit.dpdd.label import KEYS, link_to
from dpkit.dpdd.said import said_of
from dpkit.schema.dictionary import ProductEntry, Rule

__all__ = ["column_table", "flag_table", "metric_table", "rule_table"]

_AS_SAID = "as the document says"


def metric_table(entry: ProductEntry) -> nodes.table:
    """Make the table of the measures of quality that the archive tabulates."""
    columns = (("Metric", 24), ("Path", 38), ("Unit", 10), ("One value per", 16), ("Use", 12))
    return table(columns, [_metric(entry, metric) for metric in said_of(entry, "metrics")])


def _metric(entry: ProductEntry, metric: Mapping[str, Any]) -> list[Cell]:
    scope = [link_to(KEYS, code(key["key"])) for key in metric["scope"]]
    return [
        code(metric["name"]),
        [paragraph(element_link(entry, metric["path"]))],
        metric["unit"] or "",
        [paragraph(*(separated(scope) or ["row" if metric["row"] else "product"]))],
        _use(metric) if entry.metric_table else "",
    ]


def column_table(entry: ProductEntry) -> nodes.table:
    """Make the table of the columns that a metric table has besides its metrics."""
    columns = (("Column", 30), ("Path", 50), ("Use", 20))
    rows: list[list[Cell]] = [
        [code(said["name"]), [paragraph(element_link(entry, said["path"]))], _use(said)]
        for said in said_of(entry, "columns")
    ]
    return table(columns, rows)


def _use(said: Mapping[str, Any]) -> str:
    """Say how plots use a value, and whether only the document has it."""
    if said.get("local"):
        return "in the document only"
    axis = said.get("plot", "none")
    shown = {"none": "", "axis": "any axis"}.get(axis, f"{axis} axis")
    return ", ".join(use for use in (shown, "filter" if said.get("filter") else "") if use)


def rule_table(entry: ProductEntry) -> nodes.table:
    """Make the table of the rules that must hold beyond the types."""
    columns = (("Rule", 22), ("At", 20), ("Test", 34), ("Message", 24))
    return table(columns, [_rule(entry, rule) for rule in entry.rules])


def _rule(entry: ProductEntry, rule: Rule) -> list[Cell]:
    severity = "" if rule.severity == "error" else f"{rule.severity}: "
    place = element_link(entry, rule.context) if rule.context else nodes.Text("the product")
    return [
        code(rule.id),
        [paragraph(place)],
        code(rule.test),
        f"{severity}{rule.message}",
    ]


def flag_table(entry: ProductEntry) -> nodes.table:
    """Make the table of the quality flags with the limits that they are computed from."""
    columns = (("Flag", 30), ("Raised when", 26), ("Value", 28), ("Limits", 16))
    found = {element.xpath: element for element in product_elements(entry)}
    paths = [*entry.flags, *said_of(entry, "openFlags")]
    rows = [_flag(entry, found[path]) for path in dict.fromkeys(paths)]
    return table(columns, rows)


def _flag(entry: ProductEntry, element: Element) -> list[Cell]:
    stated = {field["name"]: _stated(field) for field in element.type.get("fields", ())}
    low, high, value = (stated.get(name) for name in ("minLimit", "maxLimit", "xpath"))
    limited = low is not None or high is not None
    return [
        [paragraph(element_link(entry, element.place.path))],
        element.place.documentation,
        [paragraph(path_node(_dotted(value)) if value else _AS_SAID)],
        f"{low or '-∞'} to {high or '∞'}" if limited else _AS_SAID,
    ]


def _stated(field: Mapping[str, Any]) -> str | None:
    """Return the value that the schema itself gives an attribute."""
    value: str | None = field.get("fixed", field.get("default"))
    return value


def _dotted(xpath: str) -> str:
    """Return the dotted path that a flag's XPath from the root leads to."""
    steps = [step for step in xpath.split("/") if step]
    return ".".join(steps[1:] if xpath.startswith("/") and not xpath.startswith("//") else steps)
