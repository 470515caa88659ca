"""What a document says of itself, for the rows of reports."""

from __future__ import annotations

from functools import cache
from typing import Any

from lxml import etree

from dpkit.product.document import Document
from dpkit.schema.dictionary import KeyPath, product_entry
from dpkit.validation.report import Report

__all__ = ["fill_facts", "key_values"]

_BETWEEN = "\ue000\ue001"
"""What stands between texts that are read together, and in no text."""


def fill_facts(report: Report, document: Document) -> None:
    """Enter type, id and the like of a document that is valid against its schema."""
    roles, texts = document.entry.roles, _texts(document)
    report.product = document.entry.name
    report.id = (texts.get(roles.get("id", "")) or "").strip()
    report.status = texts.get(roles.get("status", ""))
    report.dataset = texts.get(roles.get("dataset", ""))
    report.created = texts.get(roles.get("created", ""))
    report.keys = _key_values(document, texts)


def key_values(document: Document) -> dict[str, Any]:
    """Return the values of the keys of a document; a list for a key that can have several."""
    return _key_values(document, _texts(document))


def _key_values(document: Document, texts: dict[str, str | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in document.entry.keys:
        if key.path in texts:
            text = texts[key.path]
            found[key.name] = None if text is None else _value(key, text)
        else:
            values = [_value(key, text) for text in document.key_texts(key)]
            found[key.name] = list(dict.fromkeys([*found.get(key.name, ()), *values]))
    return found


def _texts(document: Document) -> dict[str, str | None]:
    """Return the text at each path that leads to one place; None where there is none."""
    paths, together = _single_paths(document.entry.name)
    texts = str(together(document.root)).split(_BETWEEN) if paths else []
    if len(texts) != len(paths):
        texts = [""] * len(paths)
    # An empty text may as well be an element that is not there, or one in a namespace.
    return {path: text or document.text(path) for path, text in zip(paths, texts, strict=True)}


@cache
def _single_paths(product: str) -> tuple[tuple[str, ...], etree.XPath]:
    """Return the paths of a product that lead to one place, and an XPath that reads them all."""
    entry = product_entry(product)
    names = [key.name for key in entry.keys]
    single = [k for k in entry.keys if not k.repeated and not k.list and names.count(k.name) == 1]
    roles = [
        entry.roles[role] for role in ("id", "status", "dataset", "created") if role in entry.roles
    ]
    paths = tuple(dict.fromkeys([*roles, *(key.path for key in single)]))
    parts = f", '{_BETWEEN}', ".join(f"string({path})" for path in paths)
    return paths, etree.XPath(f"concat('', {parts or 'string()'}, '')")


def _value(key: KeyPath, text: str) -> int | str:
    plain = text.strip()
    if key.type != "integer":
        return plain
    try:
        return int(plain)
    except ValueError:
        return plain
