"""Values of simple types, drawn so that they keep every facet."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from dpkit.simulate.chooser import Chooser, chance, pick
from dpkit.simulate.error import SampleError
from dpkit.simulate.number import (
    INTEGERS,
    draw_decimal,
    draw_float,
    parse_decimal,
    parse_float,
)
from dpkit.simulate.pattern import parse_pattern
from dpkit.simulate.simple import Simple, fits, unknown
from dpkit.simulate.temporal import AXES, draw_temporal, zone_of

__all__ = ["Manner", "draw_value"]

N = TypeVar("N", int, float, Decimal)

_TRIES = 200
_USUAL_LENGTH = 12
_LONG = 300
_PLAIN = "ABCDEFGHJKLMNPRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789"
_LETTERS = 45
_ODD = "<&>\"'\u00e9\u03b1\u4e2d\U0001f52d ]\t\n"
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Manner:
    """How values are drawn.

    Attributes
    ----------
    plain : bool
        Whether to leave out what files and names cannot hold: text beyond ASCII letters and
        digits, infinite numbers, odd dates. Integers are small and positive then.
    identify : callable, optional
        Makes an ``xs:ID`` that is unique in the document out of a name.
    """

    plain: bool = False
    identify: Callable[[str], str] = str


def draw_value(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    """Draw the text of a value of a simple type.

    Raises
    ------
    SampleError
        No such value was found in a bounded number of tries; names the type.
    """
    if simple.enumeration:
        return pick(chooser, simple.enumeration)
    for _ in range(_TRIES):
        text = _candidate(chooser, simple, manner)
        if not (simple.patterns or simple.members) or fits(simple, text):
            return text
    raise SampleError(
        f"no value was found in {_TRIES} tries that keeps {_describe(simple)}",
        place=simple.name,
        remedy="do the facets contradict each other?",
    )


def _describe(simple: Simple) -> str:
    patterns = [f"pattern {pattern}" for pattern in simple.patterns]
    facets = [f"{name} {text}" for name, text in simple.facets.items()]
    return ", ".join([*patterns, *facets]) or "the members of the union"


def _candidate(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    if simple.patterns:
        return _from_pattern(chooser, simple)
    if simple.members:
        return draw_value(chooser, pick(chooser, simple.members), manner)
    if simple.item is not None:
        count = _length(chooser, simple, 3)
        return " ".join(draw_value(chooser, simple.item, manner) for _ in range(count))
    return _atom(chooser, simple, manner)


def _from_pattern(chooser: Chooser, simple: Simple) -> str:
    low, high = simple.length() if simple.item is None else (0, None)
    pattern = parse_pattern(pick(chooser, simple.patterns))
    text = pattern.draw(chooser, low, _LONG + low if high is None else high)
    if simple.primitive == "boolean" or simple.primitive in INTEGERS:
        return text.strip()
    return text


def _length(chooser: Chooser, simple: Simple, usual: int) -> int:
    low, high = simple.length()
    return chooser.integer(low, low + usual if high is None else min(low + usual, high))


def _atom(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    kind = simple.primitive
    if kind in {"double", "float"}:
        return _float(chooser, simple, manner)
    if kind == "decimal" or kind in INTEGERS:
        return _decimal(chooser, simple, manner)
    if kind in AXES:
        return _temporal(chooser, simple, manner)
    if kind in _MAKERS:
        return _MAKERS[kind](chooser, simple, manner)
    return _text(chooser, simple, manner)


def _span(
    simple: Simple, parse: Callable[[str], N], above: Callable[[N], N], below: Callable[[N], N]
) -> tuple[N | None, N | None]:
    """Return the smallest and largest value that the bounds allow.

    ``above`` and ``below`` give the value beside one that a bound excludes.
    """
    low: N | None = None
    high: N | None = None
    for name, text in simple.bounds():
        bound = parse(text)
        if name.startswith("min"):
            bound = above(bound) if name == "minExclusive" else bound
            low = bound if low is None else max(low, bound)
        else:
            bound = below(bound) if name == "maxExclusive" else bound
            high = bound if high is None else min(high, bound)
    return low, high


def _float(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    def beside(bound: float, sign: int) -> float:
        if simple.primitive == "double":
            return math.nextafter(bound, sign * math.inf)
        return bound + sign * max(abs(bound) * 1e-6, 1e-37)

    low, high = _span(simple, parse_float, lambda n: beside(n, 1), lambda n: beside(n, -1))
    return draw_float(chooser, low, high, plain=manner.plain)


def _decimal(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    scale = _scale(chooser, simple)
    unit = Decimal(1).scaleb(-scale)
    low, high = _span(simple, parse_decimal, lambda n: n + unit, lambda n: n - unit)
    least, most = INTEGERS.get(simple.primitive, (None, None))
    if least is not None and (low is None or low < least):
        low = Decimal(least)
    if most is not None and (high is None or high > most):
        high = Decimal(most)
    digits = int(simple.facets["totalDigits"]) if "totalDigits" in simple.facets else None
    return draw_decimal(chooser, (low, high), scale=scale, digits=digits, plain=manner.plain)


def _scale(chooser: Chooser, simple: Simple) -> int:
    """Return how many decimals to draw; all that are allowed when a bound has some itself."""
    if simple.primitive in INTEGERS:
        return 0
    digits = int(simple.facets.get("totalDigits", _DECIMALS))
    most = min(int(simple.facets.get("fractionDigits", _DECIMALS)), digits)
    fine = any("." in text for _, text in simple.bounds())
    return most if fine else chooser.integer(0, most)


def _temporal(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    axis = AXES[simple.primitive]
    bounds = _span(simple, axis.parse, lambda n: n + 1, lambda n: n - 1)
    zone = next((zone_of(text) for _, text in simple.bounds()), None) if axis.zoned else None
    return draw_temporal(chooser, simple.primitive, bounds, zone, plain=manner.plain)


def _filler(count: int) -> str:
    return (_PLAIN * (count // len(_PLAIN) + 1))[:count]


def _word(chooser: Chooser, simple: Simple) -> str:
    """Draw letters and digits, the first one a letter."""
    count = max(_length(chooser, simple, 7), 1)
    if count > 2 * _USUAL_LENGTH:
        return _filler(count)
    letters = [pick(chooser, _PLAIN[:_LETTERS] if i == 0 else _PLAIN) for i in range(count)]
    return "".join(letters)


def _text(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    low, high = simple.length()
    if high == 0:
        return ""
    word = _word(chooser, simple)
    if manner.plain:
        return word
    if high is not None and high <= _LONG and chance(chooser, 24):
        return _filler(high)
    if low == 0 and simple.primitive in {"string", "normalizedString"} and chance(chooser, 16):
        return ""
    if chance(chooser, 4) and len(word) > 2:
        middle = chooser.integer(1, len(word) - 2)
        odd = _ODD if simple.primitive in {"string", "anySimpleType", "anyType"} else _ODD[:-2]
        word = word[:middle] + pick(chooser, odd) + word[middle + 1 :]
    return word


def _boolean(chooser: Chooser, _simple: Simple, manner: Manner) -> str:
    return pick(chooser, ("false", "true") if manner.plain else ("false", "true", "0", "1"))


def _name(chooser: Chooser, simple: Simple, _manner: Manner) -> str:
    return _word(chooser, simple)


def _identifier(chooser: Chooser, simple: Simple, manner: Manner) -> str:
    return manner.identify(_word(chooser, simple))


def _language(chooser: Chooser, simple: Simple, _manner: Manner) -> str:
    known = ("en", "de", "fr", "pt-BR", "zh-Hant-TW")
    low, high = simple.length()
    fitting = [tag for tag in known if low <= len(tag) and (high is None or len(tag) <= high)]
    return pick(chooser, fitting or [("abcdefgh-" * 30)[:low]])


def _uri(chooser: Chooser, simple: Simple, _manner: Manner) -> str:
    low, high = simple.length()
    stem = f"https://example.org/{_word(chooser, Simple(name='', primitive='NCName'))}"
    if high is not None and len(stem) > high:
        return _word(chooser, simple)
    return stem.ljust(low, "x")


def _hexadecimal(chooser: Chooser, simple: Simple, _manner: Manner) -> str:
    return _octets(chooser, simple).hex().upper()


def _base64(chooser: Chooser, simple: Simple, _manner: Manner) -> str:
    return base64.b64encode(_octets(chooser, simple)).decode()


def _octets(chooser: Chooser, simple: Simple) -> bytes:
    count = _length(chooser, simple, _USUAL_LENGTH)
    return bytes(chooser.integer(0, 255) for _ in range(count))


def _refuse(_chooser: Chooser, simple: Simple, _manner: Manner) -> str:
    raise unknown(simple)


_MAKERS: dict[str, Callable[[Chooser, Simple, Manner], str]] = {
    "boolean": _boolean,
    "Name": _name,
    "NCName": _name,
    "NMTOKEN": _name,
    "ID": _identifier,
    "IDREF": _name,
    "QName": _name,
    "language": _language,
    "anyURI": _uri,
    "hexBinary": _hexadecimal,
    "base64Binary": _base64,
    # Both need declarations in the document or schema that samples have no way to make.
    "ENTITY": _refuse,
    "NOTATION": _refuse,
}
