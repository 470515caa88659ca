"""What a simple type accepts, with all that it restricts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from dpkit.schema.diff.component import Declarations, TypeUse, tag
from dpkit.schema.xsd.declaration import XS, QName

__all__ = ["INTEGERS", "Values", "values_of"]

INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""Bounds of the built-in whole numbers."""

_FACETS = {
    *("minLength", "maxLength", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive"),
    *("totalDigits", "fractionDigits", "whiteSpace"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a simple type accepts.

    Attributes
    ----------
    builtin : str
        Built-in type; ``list`` and ``union`` for types made of others. Whole numbers of all sizes
        are ``integer`` with bounds.
    declared : str
        The built-in type as the schema names it.
    facets : dict of str to str
        Bounds, lengths and digits.
    patterns : tuple of frozenset of str
        Patterns that must all be met, each by one of its alternatives.
    enumeration : tuple of str or None
        The only values.
    parts : tuple of Values
        Type of the items of a list, or the types of a union.
    """

    builtin: str
    declared: str
    facets: dict[str, str] = field(default_factory=dict)
    patterns: tuple[frozenset[str], ...] = ()
    enumeration: tuple[str, ...] | None = None
    parts: tuple[Values, ...] = ()


def values_of(declared: Declarations, type_: TypeUse) -> Values:
    """Return what a simple type accepts, with all that it restricts."""
    node = type_.node
    if node is None:
        return _builtin(type_.builtin)
    if node.tag == tag("restriction"):
        return _restricted(declared, node)
    if node.tag == tag("complexType"):
        inner = next(node.iter(tag("extension"), tag("restriction")))
        if inner.tag == tag("restriction"):
            return _restricted(declared, inner)
        return values_of(declared, _base(declared, inner))
    inner = next(node.iterchildren(tag("restriction"), tag("list"), tag("union")))
    if inner.tag == tag("restriction"):
        return _restricted(declared, inner)
    kind = "list" if inner.tag == tag("list") else "union"
    parts = [TypeUse(None, part) for part in inner.iterchildren(tag("simpleType"))]
    named = inner.get("itemType", "") if kind == "list" else inner.get("memberTypes", "")
    parts[:0] = [declared.type_named(declared.qname(inner, n), inner) for n in named.split()]
    return Values(
        builtin=kind, declared=kind, parts=tuple(values_of(declared, part) for part in parts)
    )


def _base(declared: Declarations, node: etree._Element) -> TypeUse:
    named = node.get("base")
    if named is not None:
        return declared.type_named(declared.qname(node, named), node)
    inner = node.find(tag("simpleType"))
    return TypeUse(QName(XS, "anySimpleType"), None) if inner is None else TypeUse(None, inner)


def _builtin(name: str) -> Values:
    if name in {"NMTOKENS", "IDREFS", "ENTITIES"}:
        return Values(builtin="list", declared=name, parts=(_builtin(name.rstrip("S")),))
    if name not in INTEGERS:
        return Values(builtin=name, declared=f"xs:{name}")
    low, high = INTEGERS[name]
    bounds = {"minInclusive": low, "maxInclusive": high}
    facets = {facet: str(bound) for facet, bound in bounds.items() if bound is not None}
    return Values(builtin="integer", declared=f"xs:{name}", facets=facets)


def _restricted(declared: Declarations, node: etree._Element) -> Values:
    base = values_of(declared, _base(declared, node))
    facets, patterns, enumeration = dict(base.facets), set(), []
    for child in node.iterchildren(f"{{{XS}}}*"):
        facet, value = etree.QName(child).localname, child.get("value", "")
        if facet == "pattern":
            patterns.add(value)
        elif facet == "enumeration":
            enumeration.append(value)
        elif facet == "length":
            facets |= {"minLength": value, "maxLength": value}
        elif facet in _FACETS:
            _tighten(facets, facet, value, whole=base.builtin == "integer")
    return replace(
        base,
        facets=facets,
        patterns=(*base.patterns, frozenset(patterns)) if patterns else base.patterns,
        enumeration=tuple(enumeration) if enumeration else base.enumeration,
    )


def _tighten(facets: dict[str, str], facet: str, value: str, *, whole: bool) -> None:
    """Set a facet, which replaces that of the base: inclusive and exclusive are one bound."""
    if facet.endswith("clusive"):
        facets.pop(facet[:3] + "Inclusive", None)
        facets.pop(facet[:3] + "Exclusive", None)
    if whole and facet.endswith("Exclusive"):
        facet, value = f"{facet[:3]}Inclusive", str(int(value) + (1 if facet[:3] == "min" else -1))
    facets[facet] = value
