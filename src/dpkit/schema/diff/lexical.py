"""How values of simple types are written: which texts are one value, or of two types."""

from __future__ import annotations

import re
from fractions import Fraction

from dpkit.schema.diff.simple import Values

__all__ = ["may_share", "plain", "reads_alike", "white_space"]

_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_NUMBER = re.compile(_DECIMAL.pattern + "([eE][+-]?[0-9]+)?")
_WHOLE = {"integer", "decimal"}
_FLOATING = {"double", "float"}
_TIMES = {"date", "dateTime", "time", "gYearMonth", "gMonthDay", "gMonth", "gDay", "duration"}
"""No text is a value of two of these, nor a number or a truth value; a year (gYear) is a number."""
_TRUTH = {"true", "1", "false", "0"}
_MADE = {"list", "union", "anySimpleType", "anyType"}


def white_space(values: Values) -> str:
    """Return what is done with white space before a value is read."""
    usual = {"string": "preserve", "anySimpleType": "preserve", "normalizedString": "replace"}
    return values.facets.get("whiteSpace", usual.get(values.builtin, "collapse"))


def plain(values: Values, text: str) -> str:
    """Return a text that is the same for all ways to write a value of a simple type."""
    if white_space(values) == "collapse":
        text = " ".join(text.split())
    if values.builtin in _WHOLE and _DECIMAL.fullmatch(text):
        return str(Fraction(text))
    if values.builtin in _FLOATING and _NUMBER.fullmatch(text):
        return repr(float(text))
    return text


def reads_alike(one: Values, other: Values) -> bool:
    """Say whether a text that both types accept is the same value for both."""
    if {one.builtin, other.builtin} <= _WHOLE:
        return True
    same = one.builtin == other.builtin and white_space(one) == white_space(other)
    return same and one.builtin not in _MADE


def may_share(one: Values, other: Values) -> bool:
    """Say whether two types may accept the same text; true where that is not known."""
    for listed, all_ in ((one, other), (other, one)):
        if listed.enumeration is not None:
            return any(_may_accept(all_, plain(listed, text)) for text in listed.enumeration)
    kinds = {one.builtin, other.builtin}
    return len(kinds) == 1 or not (
        kinds & _TIMES and kinds <= {*_TIMES, *_WHOLE, *_FLOATING, "boolean"}
    )


def _may_accept(values: Values, text: str) -> bool:
    if values.builtin in _MADE:
        return True
    if values.enumeration is not None:
        return plain(values, text) in {plain(values, value) for value in values.enumeration}
    if values.builtin == "boolean":
        return text in _TRUTH
    if values.builtin in _FLOATING and text in {"INF", "-INF", "NaN"}:
        return True
    if values.builtin in _WHOLE | _FLOATING:
        return _NUMBER.fullmatch(text) is not None
    return True
