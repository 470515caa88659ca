"""Documents as JSON: the element names of the schema, lists where the schema allows several."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dpkit.product.document import Document
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.standing import actual_type
from dpkit.tai import format_utc, parse_utc
from dpkit_archive.primitive import INTEGERS, NUMBERS, OMITTED, WRAPPED

__all__ = ["LONGEST_LIST", "LONGEST_TEXT", "document_json"]

LONGEST_TEXT = 2000
"""Bytes of a text that can be searched for: PostgreSQL can index no more."""
LONGEST_LIST = 65_536
"""Bytes of a list of values in one element."""

_VERBATIM = frozenset({"xs:string", "xs:normalizedString", "xs:anySimpleType"})
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class _Child:
    """How a child becomes JSON: its name, what the dictionary says of it, and its plan."""

    name: str
    field: Mapping[str, Any]
    plan: _Plan
    several: bool


class _Children(dict[Any, _Child]):
    """The children of a type by their tags, described when they are first met."""

    def __init__(self, fields: Mapping[str, Mapping[str, Any]], plans: _Plans) -> None:
        super().__init__()
        self._fields, self._plans = fields, plans

    def __missing__(self, tag: Any) -> _Child:
        name = str(tag).rpartition("}")[2]
        field = self._fields.get(name, _UNKNOWN)
        self[tag] = _Child(name, field, self._plans[field["type"]], field["maximum"] != 1)
        return self[tag]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How elements of one type become JSON: their children and attributes, and their text."""

    children: _Children
    attributes: Mapping[str, str]
    value: Callable[[str], Any]
    complex: bool


def document_json(document: Document) -> dict[str, Any]:
    """Return a document as JSON values.

    Attributes have ``@`` before their name. Integers, finite numbers and truth values become those
    of JSON; all else stays text, also NaN and INF, which JSON does not have. Blanks that mean
    nothing are left out, and times are in UTC without needless digits, so that equal values are
    equal texts, and the texts of times, less the Z, are in the order of the times. What is longer
    than `LONGEST_TEXT`, and a list longer than `LONGEST_LIST`, is left to the original bytes.
    """
    plans = _plans(document.entry)
    value = _element(document.root, {"type": document.entry.root_type}, plans)
    return value if isinstance(value, dict) else {WRAPPED: value}


_UNKNOWN = {"type": "", "maximum": 1}


class _Plans(dict[str, _Plan]):
    """The plans of the types of a product, made when they are first needed."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        super().__init__()
        self.types = types

    def __missing__(self, name: str) -> _Plan:
        described = self.types.get(name, {})
        fields = described.get("fields", [])
        self[name] = _Plan(
            children=_Children({f["name"]: f for f in fields if not f.get("attribute")}, self),
            attributes={f["name"]: f.get("type", "") for f in fields if f.get("attribute")},
            value=_converter(
                described.get("primitive") or name, listed=bool(described.get("list"))
            ),
            complex=described.get("primitive") == "",
        )
        return self[name]


_known: dict[str, _Plans] = {}


def _plans(entry: ProductEntry) -> _Plans:
    plans = _known.get(entry.name)
    if plans is None or plans.types is not entry.types:
        plans = _known[entry.name] = _Plans(entry.types)
    return plans


def _element(node: etree._Element, field: Mapping[str, Any], plans: _Plans) -> Any:
    """Return the value of an element of a field, or of the type that it names itself."""
    attributes, children = node.items(), list(node)
    plan = plans[actual_type(plans.types, field, node) if attributes else field["type"]]
    if not (attributes or children or plan.complex):
        return plan.value(node.text or "")
    content: dict[str, Any] = {}
    for name, text in attributes:
        content[f"@{name}"] = plans[plan.attributes.get(str(name), "")].value(str(text))
    for child in children:
        said = plan.children[child.tag]
        if said.plan.complex or len(child) or child.keys():
            below = _element(child, said.field, plans)
        else:
            below = said.plan.value(child.text or "")
        if said.several:
            content.setdefault(said.name, []).append(below)
        else:
            content[said.name] = below
    if plan.complex or children:
        texts = [node.text or "", *(child.tail or "" for child in children)]
        mixed = " ".join("".join(texts).split())
        return {**content, WRAPPED: mixed} if mixed else content
    return {**content, WRAPPED: plan.value(node.text or "")}


def _converter(primitive: str, *, listed: bool) -> Callable[[str], Any]:
    convert = _CONVERTERS.get(primitive, _token)
    if listed:
        return lambda text: _bounded(text, LONGEST_LIST, lambda t: list(map(convert, t.split())))
    if convert in {str, _token}:
        return lambda text: _bounded(text, LONGEST_TEXT, convert)
    return convert


def _bounded(text: str, longest: int, convert: Callable[[str], Any]) -> Any:
    """Convert a text, or tell how long it is when it is too long to be searched."""
    # A character has four bytes at most: nearly all texts need not be encoded to be measured.
    if len(text) * 4 > longest and (size := len(text.encode())) > longest:
        return {OMITTED: size}
    return convert(text)


def _integer(text: str) -> int | None:
    return int(text) if text.strip() else None  # an element that is nil


def _number(text: str) -> float | str | None:
    stripped = text.strip()
    if not stripped:
        return None
    number = float(stripped)
    return number if math.isfinite(number) else stripped


def _truth(text: str) -> bool | None:
    stripped = text.strip()
    return _TRUTHS[stripped] if stripped else None


def _time(text: str) -> str:
    """Return a time in UTC; one without a zone, which could be any, stays as it is."""
    try:
        return format_utc(parse_utc(text))
    except ValueError:
        return _token(text)


def _token(text: str) -> str:
    return " ".join(text.split())


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(INTEGERS, _integer),
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(_VERBATIM, str),
    "xs:boolean": _truth,
    "xs:dateTime": _time,
}
