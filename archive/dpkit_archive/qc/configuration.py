"""Score configurations: read from their documents, found in the archive, and shipped ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from sqlalchemy import Connection, Select, select

from dpkit.entrypoint import entry_points
from dpkit.errors import NotFoundError
from dpkit.product.document import Document, parse_document, read_document
from dpkit.product.document import select_nodes as nodes
from dpkit.product.document import select_texts as texts
from dpkit.qc.configuration import Method, RejectionReason, ScoreConfiguration, ThresholdRule
from dpkit.schema.dictionary import near_names
from dpkit_archive import tables
from dpkit_archive.qc.column import table_columns, table_products
from dpkit_archive.qc.error import NoConfigurationError, QualityError
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import HIDDEN

__all__ = [
    "CONFIGURATION",
    "check_configuration",
    "read_configuration",
    "shipped_configuration",
    "stored_configuration",
]

CONFIGURATION = "DpdQcScoreConfiguration"
"""The product that is a configuration."""


def shipped_configuration(name: str) -> Path:
    """Return the document of a configuration that comes with a family of products.

    Raises
    ------
    NotFoundError
        No package brings one of this name; names the nearest ones.
    """
    points = {point.name: point for point in entry_points(group="dpkit.score_configurations")}
    if name not in points:
        raise NotFoundError(
            f"no score configuration is named {name!r}",
            remedy=near_names(name, points, "score configuration"),
        )
    return Path(points[name].load())


def read_configuration(source: Path) -> ScoreConfiguration:
    """Read a configuration from its document.

    Raises
    ------
    QualityError
        The document is another product.
    ThresholdError
        A threshold has reversed limits.
    NotFoundError
        It judges what its table has not.
    """
    document = read_document(source)
    made = _made(document)
    check_configuration(made, document.source)
    return made


def _made(document: Document) -> ScoreConfiguration:
    """Return what a document says."""
    if document.entry.name != CONFIGURATION:
        raise QualityError(
            f"is a {document.entry.name}, not a {CONFIGURATION}",
            place=document.source,
            remedy="`dpkit qc configuration` writes one to begin with",
        )
    (data,) = nodes(document.root, "Data")
    return ScoreConfiguration(
        id=document.id,
        name=_text(data, "ConfigurationName"),
        table=_text(data, "MetricTable"),
        automatic=_is_true(data, "Automatic"),
        rules=tuple(map(_rule, nodes(data, "Threshold"))),
        reasons=tuple(map(_reason, nodes(data, "Reason"))),
    )


def check_configuration(configuration: ScoreConfiguration, place: str | Path) -> None:
    """Refuse a configuration that judges what its table has not.

    Raises
    ------
    NotFoundError
        There is no such table, parameter, column or metric; names the nearest ones.
    """
    columns = table_columns(configuration.table)
    metrics = {m.name for entry in table_products(configuration.table) for m in entry.metrics}
    shown = {name: None for name, one in columns.items() if one.role == "metric"}
    filters = {name: None for name, one in columns.items() if one.filter}
    for rule in configuration.rules:
        _check(rule.parameter, shown, "parameter", place)
        for name in rule.where:
            _check(name, filters, "filter", place)
    for reason in configuration.reasons:
        for metric in (reason.metric, reason.beside):
            _check(metric, dict.fromkeys(metrics), "metric", place)
        _check(reason.counted, columns, "column", place)


def stored_configuration(
    connection: Connection, table: str, identifier: str | None = None, *, checked: bool = True
) -> ScoreConfiguration:
    """Return a configuration of the archive.

    Parameters
    ----------
    connection : Connection
        Where to look.
    table : str
        The table that it is for.
    identifier : str, optional
        Its id; by default that of the newest one for the table that counts.
    checked : bool
        Refuse one that judges what the table has not any more.

    Raises
    ------
    NoConfigurationError
        There is none.
    NotFoundError
        It judges what its table has not.
    """
    rows = select_rows(connection, _documents, types=[CONFIGURATION])
    for found, status, name, original in rows:
        if (found != identifier) if identifier else (status in HIDDEN):
            continue
        configuration = _made(parse_document(bytes(original), Path(name)))
        if configuration.table == table:
            if checked:
                check_configuration(configuration, found)
            return configuration
    known = f" with the id {identifier!r}" if identifier else ""
    raise NoConfigurationError(
        f"the archive has no score configuration for {table}{known}",
        remedy="name one with --configuration: a file, an id, or one that `dpkit qc "
        "configuration` lists",
    )


def _documents(among: Among) -> Select[tuple[str, str, str, bytes]]:
    product, document, kind = tables.product, tables.document, tables.product_type
    joined = product.join(kind).join(document, document.c.product == product.c.number)
    columns = (product.c.id, product.c.status, document.c.name, document.c.original)
    chosen = select(*columns).select_from(joined).where(among(kind.c.name, "types"))
    return chosen.order_by(product.c.number.desc())


def _check(name: str | None, known: Mapping[str, object], noun: str, place: str | Path) -> None:
    if name is not None and name not in known:
        raise NotFoundError(
            f"the table has no {noun} {name!r}",
            place=place,
            remedy=f"{near_names(name, known, noun)}; a newer schema may have renamed it",
        )


def _rule(node: etree._Element) -> ThresholdRule:
    return ThresholdRule(
        parameter=_text(node, "Parameter"),
        where={_text(one, "Column"): _text(one, "Value") for one in nodes(node, "Where")},
        method=Method(_text(node, "Method")),
        lower=_first(node, "Lower", float, -math.inf),
        upper=_first(node, "Upper", float, math.inf),
        half_width=_first(node, "HalfWidth", float, 0.0),
        reports=tuple(text.strip() for text in texts(node, "Report")),
        hc=_is_true(node, "HealthCheck"),
    )


def _reason(node: etree._Element) -> RejectionReason:
    return RejectionReason(
        name=_text(node, "Name"),
        text=_text(node, "Text"),
        metric=_text(node, "Metric"),
        above=_text(node, "Side") == "above",
        limit=float(_text(node, "Limit")),
        beside=_first(node, "Beside", str, None),
        purpose=_first(node, "Purpose", str, None),
        counted=_first(node, "Counted", str, None),
        at_least=_first(node, "AtLeast", int, 0),
    )


def _text(node: etree._Element, path: str) -> str:
    return texts(node, path)[0].strip()


def _is_true(node: etree._Element, path: str) -> bool:
    return _text(node, path) in {"true", "1"}


def _first(node: etree._Element, path: str, kind: Callable[[str], Any], default: Any) -> Any:
    found: Sequence[str] = texts(node, path)
    return kind(found[0].strip()) if found else default
