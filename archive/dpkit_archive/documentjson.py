"""Documents as JSON: the element names of the schema, lists where the schema allows several."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from lxml import etree

from dpkit.product.document import Document
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.standing import actual_type

__all__ = ["document_json"]

_INTEGERS = frozenset(
    {
        "xs:integer",
        "xs:long",
        "xs:int",
        "xs:short",
        "xs:byte",
        "xs:nonNegativeInteger",
        "xs:positiveInteger",
        "xs:nonPositiveInteger",
        "xs:negativeInteger",
        "xs:unsignedLong",
        "xs:unsignedInt",
        "xs:unsignedShort",
        "xs:unsignedByte",
    }
)
_NUMBERS = frozenset({"xs:double", "xs:float"})
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}

TEXT = "#text"
"""Name of the text of an element that has attributes."""


def document_json(document: Document) -> dict[str, Any]:
    """Return a document as JSON values.

    Attributes have ``@`` before their name. Integers, finite floating-point numbers and truth
    values become those of JSON; all else stays text, also NaN and INF, which JSON does not have.
    """
    value = _element(document.root, {"type": document.entry.root_type}, document.entry)
    return value if isinstance(value, dict) else {TEXT: value}


def _element(node: etree._Element, declared: Mapping[str, Any], entry: ProductEntry) -> Any:
    """Return the value of an element of a field; it may name another type than that of its own."""
    type_name = actual_type(entry.types, declared, node)
    described = entry.types.get(type_name, {})
    fields = {(f["name"], bool(f.get("attribute"))): f for f in described.get("fields", [])}
    content: dict[str, Any] = {}
    for name, text in node.attrib.items():
        field = fields.get((str(name), True), {})
        content[f"@{name}"] = _simple(str(text), field.get("type", ""), entry)
    for child in node:
        name = etree.QName(child).localname
        field = fields.get((name, False), {"maximum": 1, "type": ""})
        below = _element(child, field, entry)
        if field["maximum"] == 1:
            content[name] = below
        else:
            content.setdefault(name, []).append(below)
    if len(node) or described.get("primitive") == "":
        mixed = " ".join("".join(map(str, node.xpath("text()"))).split())
        return {**content, TEXT: mixed} if mixed else content
    value = _simple(node.text or "", type_name, entry)
    return {**content, TEXT: value} if content else value


def _simple(text: str, type_name: str, entry: ProductEntry) -> Any:
    described = entry.types.get(type_name, {})
    primitive = described.get("primitive") or type_name
    if described.get("list"):
        return [_number(word, primitive) for word in text.split()]
    return _number(text, primitive)


def _number(text: str, primitive: str) -> bool | int | float | str | None:
    stripped = text.strip()
    if not stripped and primitive in _INTEGERS | _NUMBERS | {"xs:boolean"}:
        return None  # an element that is nil
    if primitive in _INTEGERS:
        return int(stripped)
    if primitive in _NUMBERS:
        number = float(stripped)
        return number if math.isfinite(number) else stripped
    if primitive == "xs:boolean":
        return _TRUTHS[stripped]
    return text
