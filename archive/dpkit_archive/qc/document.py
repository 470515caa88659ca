"""Score reports and certification records as documents of products."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from dpkit import __version__
from dpkit.errors import ProductError
from dpkit.product.document import parse_document
from dpkit.product.naming import document_name
from dpkit.product.writing import write_whole
from dpkit.schema.dictionary import product_entry
from dpkit.tai import format_utc
from dpkit_archive.qc.blockquality import BlockQuality, Verdict
from dpkit_archive.qc.error import QualityError
from dpkit_archive.qc.scorebook import StoredScore

__all__ = ["write_record", "write_report"]

Items = Iterable[tuple[str, Any]]


def write_report(found: BlockQuality, folder: Path) -> Path:
    """Write the score report of a block into a folder, and return its document.

    Raises
    ------
    QualityError
        The block is not scored.
    ProductError
        The document is there already.
    """
    block = found.block.subject.id
    if not found.scores or found.configuration is None:
        raise QualityError("is not scored", place=block, remedy=f"`dpkit qc score {block}`")
    last = max(found.scores, key=lambda one: one.event)
    data: list[tuple[str, Any]] = [
        ("Block", block),
        ("Configuration", found.configuration.id),
        ("ScoredAt", format_utc(last.scored)),
        ("TotalRed", found.total.red),
        ("TotalScored", found.total.scored),
        *(("Score", list(_score(one))) for one in found.scores),
    ]
    identifier = f"QC_REPORT_{block}_{last.event}"
    return _write("DpdQcScoreReport", identifier, format_utc(last.scored), data, folder)


def write_record(verdict: Verdict, folder: Path) -> Path:
    """Write the record of a decision into a folder, and return its document.

    Raises
    ------
    ProductError
        The document is there already.
    """
    snapshot, time = verdict.snapshot, format_utc(verdict.time)
    data: list[tuple[str, Any]] = [
        ("Block", verdict.block),
        ("State", verdict.state),
        ("Mode", verdict.mode),
        ("DecidedAt", time),
        ("Actor", verdict.actor),
        ("Comment", verdict.reason or ""),
        ("Event", verdict.event),
        ("TotalRed", snapshot["red"]),
        ("TotalScored", snapshot["scored"]),
        *(("Reason", list(_reason(one))) for one in snapshot["reasons"]),
        *(("Product", one) for one in snapshot["products"]),
    ]
    identifier = f"QC_VERDICT_{verdict.block}_{verdict.event}"
    return _write("DpdQcCertificationRecord", identifier, time, data, folder)


def _score(one: StoredScore) -> Items:
    yield "Product", one.product
    for name, value in one.keys.items():
        if value is not None:
            yield "Where", [("Column", name), ("Value", value)]
    yield "Parameter", one.parameter
    yield "Value", one.value
    yield "Lower", one.lower
    yield "Upper", one.upper
    yield "Method", one.method
    yield "Score", one.score
    yield "NotScored", one.why
    yield "HealthCheck", one.hc


def _reason(said: dict[str, Any]) -> Items:
    for name in ("Name", "Text", "Outcome", "Value", "Beside", "Limit"):
        yield name, said[name.lower()]


def _write(product: str, identifier: str, created: str, data: Items, folder: Path) -> Path:
    entry = product_entry(product)
    root = etree.Element(etree.QName(entry.namespace, entry.root), nsmap={"p": entry.namespace})
    root.set("version", entry.version)
    header = [
        ("ProductId", identifier),
        ("ProductType", product),
        ("SoftwareName", "dpkit"),
        ("SoftwareRelease", __version__),
        ("DataSetRelease", "main"),
        ("CreationDate", created),
        ("Status", "UNKNOWN"),
    ]
    _fill(root, [("Header", header), ("Data", list(data))])
    target = folder / document_name(product, identifier)
    if target.exists():
        raise ProductError("is there already", place=target, remedy="choose another folder")
    made = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    parse_document(made, target)
    write_whole(target, made)
    return target


def _fill(node: etree._Element, items: Items) -> None:
    """Add an element for each value; none for None, and those of lists inside theirs."""
    for name, value in items:
        if value is None:
            continue
        child = etree.SubElement(node, name)
        if isinstance(value, list):
            _fill(child, value)
        else:
            child.text = str(value).lower() if isinstance(value, bool) else str(value)
