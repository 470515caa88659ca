"""Documents as JSON: the element names of the schema, lists where the schema allows several."""

from __future__ import annotations

import math
from typing import Any

from lxml import etree

from dpkit.product.document import Document
from dpkit.schema.dictionary import ProductEntry
from dpkit.tai import format_utc, parse_utc
from dpkit_archive.primitive import INTEGERS, NUMBERS, WRAPPED

__all__ = ["document_json"]

_VERBATIM = frozenset({"xs:string", "xs:normalizedString", "xs:anySimpleType"})
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def document_json(document: Document) -> dict[str, Any]:
    """Return a document as JSON values.

    Attributes have ``@`` before their name. Integers, finite numbers and truth values become those
    of JSON; all else stays text, also NaN and INF, which JSON does not have. Blanks that mean
    nothing are left out, and times are in UTC without needless digits, so that equal values are
    equal texts, and the texts of times, less the Z, are in the order of the times.
    """
    value = _element(document.root, document.entry.root_type, document.entry)
    return value if isinstance(value, dict) else {WRAPPED: value}


def _element(node: etree._Element, type_name: str, entry: ProductEntry) -> Any:
    described = entry.types.get(type_name, {})
    fields = {(f["name"], bool(f.get("attribute"))): f for f in described.get("fields", [])}
    content: dict[str, Any] = {}
    for name, text in node.attrib.items():
        field = fields.get((str(name), True), {})
        content[f"@{name}"] = _simple(str(text), field.get("type", ""), entry)
    for child in node:
        name = etree.QName(child).localname
        field = fields.get((name, False), {"maximum": 1})
        below = _element(child, field.get("type", ""), entry)
        if field["maximum"] == 1:
            content[name] = below
        else:
            content.setdefault(name, []).append(below)
    if len(node) or described.get("primitive") == "":
        mixed = " ".join("".join(map(str, node.xpath("text()"))).split())
        return {**content, WRAPPED: mixed} if mixed else content
    value = _simple(node.text or "", type_name, entry)
    return {**content, WRAPPED: value} if content else value


def _simple(text: str, type_name: str, entry: ProductEntry) -> Any:
    described = entry.types.get(type_name, {})
    primitive = described.get("primitive") or type_name
    if described.get("list"):
        return [_number(word, primitive) for word in text.split()]
    return _number(text, primitive)


def _number(text: str, primitive: str) -> bool | int | float | str | None:
    stripped = text.strip()
    if not stripped and primitive in INTEGERS | NUMBERS | {"xs:boolean"}:
        return None  # an element that is nil
    if primitive in INTEGERS:
        return int(stripped)
    if primitive in NUMBERS:
        number = float(stripped)
        return number if math.isfinite(number) else stripped
    if primitive == "xs:boolean":
        return _TRUTHS[stripped]
    if primitive == "xs:dateTime":
        return _time(stripped)
    return text if primitive in _VERBATIM else " ".join(stripped.split())


def _time(text: str) -> str:
    """Return a time in UTC; one without a zone, which could be any, stays as it is."""
    try:
        return format_utc(parse_utc(text))
    except ValueError:
        return text
