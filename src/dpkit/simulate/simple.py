"""Simple types with all that they inherit: what a text must be to belong to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from dpkit.simulate.error import SampleError
from dpkit.simulate.number import INTEGERS, parse_decimal, parse_float
from dpkit.simulate.pattern import parse_pattern
from dpkit.simulate.temporal import AXES

__all__ = ["Simple", "builtin", "fits", "restrict", "unknown"]

_LISTS = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"}
_BLANKS = {"string": "preserve", "anySimpleType": "preserve", "normalizedString": "replace"}
_NCNAME = re.compile(r"[^\W\d][\w.\-]*")
# How text looks that is neither a number nor a time.
_LEXICAL: dict[str, re.Pattern[str]] = {
    "boolean": re.compile(r"true|false|0|1"),
    "language": re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
    "Name": re.compile(r"[^\W\d][\w.:\-]*"),
    "NCName": _NCNAME,
    "NMTOKEN": re.compile(r"[\w.:\-]+"),
    "ID": _NCNAME,
    "IDREF": _NCNAME,
    "ENTITY": _NCNAME,
    "QName": re.compile(r"([^\W\d][\w.\-]*:)?[^\W\d][\w.\-]*"),
    "NOTATION": re.compile(r"([^\W\d][\w.\-]*:)?[^\W\d][\w.\-]*"),
    "hexBinary": re.compile(r"([0-9a-fA-F]{2})*"),
    "base64Binary": re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """A simple type.

    Attributes
    ----------
    name : str
        Its name in the data dictionary, for messages.
    primitive : str
        The built-in type of its text without prefix, such as ``double``; empty for unions.
    enumeration : tuple of str
        The values that it is restricted to; empty when it is not.
    patterns : tuple of str
        Patterns, from that of the base to its own; the text matches all of them.
    facets : mapping of str to str
        The other facets, those of the nearest type for each name.
    item : Simple or None
        Type of the items of a list.
    members : tuple of Simple
        Types of a union.
    """

    name: str
    primitive: str
    enumeration: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    item: Simple | None = None
    members: tuple[Simple, ...] = ()

    def length(self) -> tuple[int, int | None]:
        """Return the smallest and largest length that the facets allow."""
        if "length" in self.facets:
            return int(self.facets["length"]), int(self.facets["length"])
        high = self.facets.get("maxLength")
        return int(self.facets.get("minLength", 0)), None if high is None else int(high)

    def bounds(self) -> list[tuple[str, str]]:
        """Return the facets that bound the value, by name."""
        return [(name, text) for name, text in self.facets.items() if name.endswith("clusive")]


def builtin(name: str) -> Simple:
    """Return a built-in type by its name without prefix."""
    if name in _LISTS:
        item = builtin(_LISTS[name])
        return Simple(name=f"xs:{name}", primitive=name, item=item, facets={"minLength": "1"})
    return Simple(name=f"xs:{name}", primitive=name)


def restrict(base: Simple, name: str, said: Mapping[str, Any]) -> Simple:
    """Return a type restricted by the facets and enumeration of a dictionary entry."""
    facets = dict(said.get("facets", {}))
    pattern = facets.pop("pattern", None)
    return replace(
        base,
        name=name,
        enumeration=tuple(said.get("enumeration", ())) or base.enumeration,
        patterns=base.patterns if pattern is None else (*base.patterns, pattern),
        facets={**base.facets, **facets},
    )


def fits(simple: Simple, text: str) -> bool:
    """Tell whether a text belongs to a type."""
    text = _normal(simple, text)
    if simple.enumeration and text not in simple.enumeration:
        return False
    if not all(_matches(source, text) for source in simple.patterns):
        return False
    if simple.members:
        return any(fits(member, text) for member in simple.members)
    if simple.item is not None:
        items = text.split()
        return _long_enough(simple, len(items)) and all(fits(simple.item, i) for i in items)
    return _fits_atom(simple, text)


def _normal(simple: Simple, text: str) -> str:
    """Return a text with its blanks as a validator sees them."""
    treatment = simple.facets.get("whiteSpace", _BLANKS.get(simple.primitive, "collapse"))
    if treatment == "preserve" or simple.members:
        return text
    return re.sub("[\\t\\n\\r]", " ", text) if treatment == "replace" else " ".join(text.split())


def _matches(source: str, text: str) -> bool:
    return len(text) in parse_pattern(source).ends(text, 0)


def _long_enough(simple: Simple, length: int) -> bool:
    low, high = simple.length()
    return low <= length and (high is None or length <= high)


def _fits_atom(simple: Simple, text: str) -> bool:
    kind = simple.primitive
    if kind in {"decimal", *INTEGERS} or kind in {"double", "float"} or kind in AXES:
        try:
            return _within(simple, text) and _few_digits(simple, text)
        except (ValueError, OverflowError, InvalidOperation):
            return False
    if kind in _LEXICAL and not _LEXICAL[kind].fullmatch(text):
        return False
    return _long_enough(simple, _measure(kind, text))


def _measure(kind: str, text: str) -> int:
    if kind == "hexBinary":
        return len(text) // 2
    return len(text) * 3 // 4 - text.count("=") if kind == "base64Binary" else len(text)


def _ordered(kind: str, text: str) -> Any:
    if kind in AXES:
        return AXES[kind].parse(text)
    return parse_float(text) if kind in {"double", "float"} else parse_decimal(text)


def _within(simple: Simple, text: str) -> bool:
    value = _ordered(simple.primitive, text)
    if simple.primitive in INTEGERS:
        low, high = INTEGERS[simple.primitive]
        if "." in text or (low is not None and value < low) or (high is not None and value > high):
            return False
    checks = {
        "minInclusive": lambda bound: value >= bound,
        "minExclusive": lambda bound: value > bound,
        "maxInclusive": lambda bound: value <= bound,
        "maxExclusive": lambda bound: value < bound,
    }
    return all(checks[name](_ordered(simple.primitive, said)) for name, said in simple.bounds())


def _few_digits(simple: Simple, text: str) -> bool:
    if simple.primitive != "decimal" and simple.primitive not in INTEGERS:
        return True
    exponent = Decimal(text).normalize().as_tuple()
    decimals = max(-int(exponent.exponent), 0)
    digits = max(len(exponent.digits) + max(int(exponent.exponent), 0), decimals)
    return digits <= int(simple.facets.get("totalDigits", digits)) and decimals <= int(
        simple.facets.get("fractionDigits", decimals)
    )


def unknown(simple: Simple) -> SampleError:
    """Make the error for a type whose values cannot be made."""
    return SampleError(
        f"values of {simple.primitive} cannot be made",
        place=simple.name,
        remedy="use another type in the schema",
    )
