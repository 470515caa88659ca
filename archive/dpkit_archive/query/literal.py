"""The value that a literal has where it is compared."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal

from dpkit.errors import ArchiveError, DpkitError, NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit.tai import format_utc, parse_utc
from dpkit_archive.query.field import INTEGER, NUMBER, TEXT, TIME, TRUTH
from dpkit_archive.query.syntax import Literal

__all__ = ["INSTANT", "SqlValue", "fits", "place_at", "sql_value"]

SqlValue = int | float | str | bool

INSTANT = "instant"
"""Kind of the archive's own times: nanoseconds of TAI."""

_INT64 = 2**63
_DIGITS = frozenset("0123456789.+-eE")
"""What numbers are made of; Python also takes words such as NaN, and digits of other scripts."""

_FITTING = {
    "text": {TEXT, TIME, INSTANT},
    "number": {INTEGER, NUMBER},
    "truth": {TRUTH},
    "time": {TIME, INSTANT},
    "word": {TEXT, TIME, INSTANT, INTEGER, NUMBER, TRUTH},
}
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_NOUNS = {
    INTEGER: "an integer",
    NUMBER: "a number",
    TRUTH: "true or false",
    TIME: "a time, such as 2026-03-01T12:00:00Z",
    INSTANT: "a time, such as 2026-03-01T12:00:00Z",
    TEXT: "a text between quotes",
}


def place_at(column: int) -> str:
    """Return how an error names a place of an expression."""
    return f"expression, column {column}"


def fits(literal: Literal, kind: str) -> bool:
    """Tell whether a literal can be a value of a kind."""
    return kind in _FITTING[literal.kind]


def sql_value(literal: Literal, kind: str, words: Collection[str], name: str) -> SqlValue:
    """Return the value of a literal as the database compares it.

    Parameters
    ----------
    literal : Literal
        The value as it was written.
    kind : str
        Kind of what it is compared with.
    words : collection of str
        The only texts that are allowed; empty for any.
    name : str
        What it is compared with, for the error.

    Raises
    ------
    ArchiveError
        The literal is of another kind, or beyond its range.
    NotFoundError
        The text is none that the schema allows; names the nearest ones.
    """
    place = place_at(literal.column)
    if not fits(literal, kind):
        raise ArchiveError(f"{name} is {_NOUNS[kind]}, not {literal.text!r}", place=place)
    try:
        if kind == TEXT:
            return _word(literal.text, words, name)
        if kind == INTEGER:
            return _integer(literal.text)
        return _MAKERS[kind](literal.text)
    except DpkitError as error:
        error.place = error.place or place
        raise
    except (ValueError, KeyError, OverflowError) as error:
        why = str(error) if kind in (TIME, INSTANT) else f"{literal.text!r} is not {_NOUNS[kind]}"
        raise ArchiveError(f"{name}: {why}", place=place) from None


def _word(text: str, words: Collection[str], name: str) -> str:
    if words and text not in words:
        raise NotFoundError(
            f"{name} is never {text!r}", remedy=near_names(text, words, "possible value")
        )
    return text


def _integer(text: str) -> int | float:
    # Integers can be compared with 2.5; what has no fraction is the integer, exactly.
    rounded, exact = _number(text), Decimal(text)
    if exact != exact.to_integral_value():
        return rounded
    number = int(exact)
    if not -_INT64 <= number < _INT64:
        raise ArchiveError(f"{text} is beyond 64 bits")
    return number


def _number(text: str) -> float:
    if not _DIGITS.issuperset(text):
        raise ValueError("is no number")
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ArchiveError(f"{text} is beyond 64 bits")
    return number


def _time(text: str) -> str:
    """Return a time as documents have it in the archive, less the Z, in the order of time."""
    return format_utc(parse_utc(text)).removesuffix("Z")


_MAKERS: dict[str, Callable[[str], SqlValue]] = {
    NUMBER: _number,
    TRUTH: lambda text: _TRUTHS[text.lower()],
    TIME: _time,
    INSTANT: parse_utc,
}
