"""How what one simple type accepts differs from what another one does."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from dpkit.schema.diff.lexical import may_share, plain, reads_alike, white_space
from dpkit.schema.diff.simple import INTEGERS, Values

__all__ = ["compare_values"]

# What each built-in type is derived from; a document that holds the one is valid with the other.
_BASES = {
    "anySimpleType": "anyType",
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "NMTOKEN": "token",
    "Name": "token",
    "NCName": "Name",
    "ID": "NCName",
    "IDREF": "NCName",
    "ENTITY": "NCName",
    "integer": "decimal",
    "float": "double",  # every float is a double of the same text
}
_EXACT = {"double": 2**53, "float": 2**24}
"""Up to which whole number every one is also exact as a floating-point number."""

_LOWER = ("minLength", "minInclusive", "minExclusive")
_TEXT = {"string", "normalizedString", "token", "NMTOKEN", "Name", "NCName", "language"}
_BLANKS = {"string", "normalizedString", "token"}
"""Text of any characters, that differs in what white space counts."""

Row = tuple[str, str, str, str]
"""Kind, old, new, and the reason why it breaks; an empty reason is no break."""


def compare_values(old: Values, new: Values) -> Iterator[Row]:
    """Yield what differs, with the reason where a value of the old type is not one of the new.

    Facets that cannot be put in order, patterns above all, count as breaking when they are new.
    """
    if new.builtin == "union" and old != new:
        yield "type", _describe(old), _describe(new), _why_not_of_union(old, new)
        return
    facets = list(_compare_facets(old, new))
    if old.declared != new.declared:
        # The bounds of built-in whole numbers are part of what the type is.
        bounds = [row for row in facets if _is_builtin_bound(row)]
        facets = [row for row in facets if row not in bounds]
        reasons = (_why_not(old, new), *(row[3] for row in bounds))
        yield "type", old.declared, new.declared, next(filter(None, reasons), "")
    if old.builtin == new.builtin == "list":
        for kind, was, now, reason in compare_values(old.parts[0], new.parts[0]):
            yield kind, f"list of {was}", f"list of {now}", reason
    yield from _compare_enumerations(old, new)
    yield from _compare_patterns(old, new)
    yield from facets


def _describe(values: Values) -> str:
    inner = ", ".join(_describe(part) for part in values.parts)
    return f"{values.declared} of {inner}" if inner else values.declared


def _why_not_of_union(old: Values, new: Values) -> str:
    """Say why a value of the old type is none of the union, or read as another one."""
    members = old.parts if old.builtin == "union" else (old,)
    for index, member in enumerate(members):
        reason = _why_not_member(member, members[:index], new.parts)
        if reason:
            return reason
    limits = (old.enumeration, old.patterns) != (new.enumeration, new.patterns)
    return "the limits of the union are new" if limits and (new.enumeration or new.patterns) else ""


def _why_not_member(old: Values, before: tuple[Values, ...], new: tuple[Values, ...]) -> str:
    """Say why values of an old member are read otherwise: the first that takes one reads it.

    What the old members before it take never came to it.
    """
    for part in new:
        if not may_share(old, part) or any(_fits(part, other) for other in before):
            continue
        if _fits(old, part):
            return ""
        if not reads_alike(old, part):
            return f"a value of {_describe(old)} would be read as {_describe(part)}"
    return "no member accepts all of the old values"


def _fits(old: Values, new: Values) -> bool:
    return not any(row[3] for row in compare_values(old, new))


def _why_not(old: Values, new: Values) -> str:
    """Say why values of the built-in type of one are not values of the other's."""
    here: str | None = old.builtin
    while here is not None:
        if here == new.builtin:
            counts = old.builtin in _TEXT and white_space(old) != white_space(new)
            return "blanks count otherwise" if counts else ""
        here = _BASES.get(
            here, "anySimpleType" if here not in {"anyType", "anySimpleType"} else None
        )
    if old.builtin == "integer" and new.builtin in _EXACT:
        limit = _EXACT[new.builtin]
        low, high = old.facets.get("minInclusive"), old.facets.get("maxInclusive")
        if low and high and -limit <= int(low) and int(high) <= limit:
            return ""
        return "large whole numbers lose digits"
    if new.builtin in _BLANKS and old.builtin in _BLANKS:
        return "" if white_space(old) == white_space(new) else "blanks count otherwise"
    return f"a value of {old.declared} is none of {new.declared}, or means something else"


def _compare_enumerations(old: Values, new: Values) -> Iterator[Row]:
    if old.enumeration == new.enumeration:
        return
    if new.enumeration is None:
        yield "enumeration", _listed(old.enumeration), "any value", ""
    elif old.enumeration is None:
        yield "enumeration", "any value", _listed(new.enumeration), "only listed values are valid"
    else:
        valid = {plain(new, value) for value in new.enumeration}
        for value in sorted(set(old.enumeration) - set(new.enumeration)):
            known = plain(old, value) in valid  # 1 is 01, written otherwise
            yield "enumeration", value, "", "" if known else "the value is no longer valid"
        for value in sorted(set(new.enumeration) - set(old.enumeration)):
            yield "enumeration", "", value, ""


def _listed(values: tuple[str, ...] | None) -> str:
    return " | ".join(values or ())


def _compare_patterns(old: Values, new: Values) -> Iterator[Row]:
    for pattern in new.patterns:
        if pattern not in old.patterns:
            wider = any(known <= pattern for known in old.patterns)
            reason = "" if wider else "it cannot be shown that all old values match"
            yield "facet", _pattern(old.patterns), _pattern((pattern,)), reason
    for pattern in old.patterns:
        if not new.patterns:
            yield "facet", _pattern((pattern,)), "", ""


def _pattern(patterns: tuple[frozenset[str], ...]) -> str:
    return " and ".join("pattern " + " | ".join(sorted(one)) for one in patterns)


def _compare_facets(old: Values, new: Values) -> Iterator[Row]:
    for facet in sorted(old.facets.keys() | new.facets.keys()):
        was, now = old.facets.get(facet), new.facets.get(facet)
        if facet == "whiteSpace" and white_space(old) == white_space(new):
            continue
        if was != now:
            yield "facet", _facet(facet, was), _facet(facet, now), _narrower(old, facet, now)


def _is_builtin_bound(row: Row) -> bool:
    bounds = {str(bound) for pair in INTEGERS.values() for bound in pair if bound is not None}
    said = [text.partition(" ") for text in row[1:3] if text]
    return all(name.endswith("Inclusive") and value in bounds for name, _, value in said)


def _facet(name: str, value: str | None) -> str:
    return "" if value is None else f"{name} {value}"


def _narrower(old: Values, facet: str, now: str | None) -> str:
    """Say why values of the old type break a facet of the new one; nothing when none can."""
    if facet == "whiteSpace":
        return "blanks count otherwise"
    if now is None:
        return ""
    if old.enumeration is not None and (facet[3:] != "Length" or old.builtin in _TEXT):
        bad = [value for value in old.enumeration if not _meets(value, facet, now)]
        return f"{bad[0]!r} breaks it" if bad else ""
    known = _bound(old, facet)
    if known is None:
        return "it was not limited"
    was, exclusive = known
    if (was, facet.endswith("Exclusive")) == (now, exclusive):
        return ""
    excludes = facet.endswith("Exclusive") and not exclusive
    return "" if _within(was, facet, now, excludes) else "old values may lie outside"


def _within(value: str, facet: str, limit: str, excludes: bool) -> bool:
    """Compare with a bound; what is no number, a time above all, is not put in order."""
    try:
        here, bound = Decimal(value), Decimal(limit)
        if facet in _LOWER:
            here, bound = -here, -bound
        return here < bound or (here == bound and not excludes)
    except InvalidOperation:
        return value == limit and not excludes


def _meets(value: str, facet: str, limit: str) -> bool:
    if facet[3:] == "Length":
        return len(value) >= int(limit) if facet == "minLength" else len(value) <= int(limit)
    if facet.endswith("Digits"):
        whole, _, fraction = value.strip().lstrip("+-0").partition(".")
        digits = fraction if facet == "fractionDigits" else whole + fraction
        return len(digits.rstrip("0") if fraction else digits) <= int(limit)
    return _within(value, facet, limit, facet.endswith("Exclusive"))


def _bound(old: Values, facet: str) -> tuple[str, bool] | None:
    """Return the bound of the old type on the same side, and whether it is exclusive."""
    if not facet.endswith("clusive"):
        value = old.facets.get(facet)
        if value is None and facet == "fractionDigits" and old.builtin == "integer":
            value = "0"
        if value is None and facet == "minLength":
            value = "0"
        return None if value is None else (value, False)
    for kind in ("Inclusive", "Exclusive"):
        value = old.facets.get(facet[:3] + kind)
        if value is not None:
            return value, kind == "Exclusive"
    return None
