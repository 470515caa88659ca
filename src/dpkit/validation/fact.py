"""What a document says of itself, for the rows of reports."""

from __future__ import annotations

from typing import Any

from dpkit.product.document import Document
from dpkit.schema.dictionary import KeyPath
from dpkit.validation.report import Report

__all__ = ["fill_facts", "key_values"]


def fill_facts(report: Report, document: Document) -> None:
    """Enter type, id and the like of a document that is valid against its schema."""
    report.product = document.entry.name
    report.id = (document.role("id") or "").strip()
    report.status = document.role("status")
    report.dataset = document.role("dataset")
    report.created = document.role("created")
    report.keys = key_values(document)


def key_values(document: Document) -> dict[str, Any]:
    """Return the values of the keys of a document; a list for a key that can have several."""
    found: dict[str, list[Any]] = {}
    repeated = set()
    for key in document.entry.keys:
        if key.repeated or key.name in found:
            repeated.add(key.name)
        values = found.setdefault(key.name, [])
        values += (_value(key, text) for text in document.key_texts(key))
    return {
        name: list(dict.fromkeys(values)) if name in repeated else next(iter(values), None)
        for name, values in found.items()
    }


def _value(key: KeyPath, text: str) -> int | str:
    plain = text.strip()
    if key.type != "integer":
        return plain
    try:
        return int(plain)
    except ValueError:
        return plain
