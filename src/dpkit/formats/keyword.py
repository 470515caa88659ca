"""Check the value of a keyword against its description, whatever kind of file it is in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dpkit import tai
from dpkit.formats.deviation import Deviation

__all__ = ["check_keyword", "check_limits", "is_time"]

_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d*)?)?")
_TYPES: dict[str, tuple[type, ...]] = {
    "Undefined": (type(None),),
    "String": (str,),
    "Time": (str,),
    "Logical": (bool,),
    "Integer": (int,),
    "Double": (float, int),
    "ComplexInteger": (complex,),
    "ComplexDouble": (complex,),
}


def check_keyword(said: Mapping[str, Any], value: Any, place: str) -> Iterator[Deviation]:
    """Yield what is wrong with the value of a keyword that is there.

    Parameters
    ----------
    said : mapping
        Description of the keyword, from the data dictionary.
    value : object
        Its value; None for one without.
    place : str
        Where it stands.
    """
    if not _is_of(said["type"], value):
        yield Deviation(
            code="format-keyword-type",
            place=place,
            message=f"is {value!r}, which is no {said['type']}",
            value=str(value),
        )
    else:
        yield from check_limits(said, value, place, "format-keyword-value")


def _is_of(kind: str, value: Any) -> bool:
    allowed: Any = _TYPES[kind]
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        return False
    if kind == "Time":
        return is_time(str(value))
    return kind != "ComplexInteger" or _is_whole(value)


def _is_whole(value: complex) -> bool:
    return value.real.is_integer() and value.imag.is_integer()


def is_time(text: str) -> bool:
    """Tell whether a text is a date, or a time without a zone, in the form that FITS has."""
    if not _TIME.fullmatch(text.strip()):
        return False
    day, _, hour = text.strip().partition("T")
    try:
        tai.parse_utc(f"{day}T{hour.rstrip('.') or '00:00:00'}Z")
    except ValueError:
        return False
    return True


def check_limits(said: Mapping[str, Any], value: Any, place: str, code: str) -> Iterator[Deviation]:
    """Yield how a value departs from what is fixed, allowed, or its limits."""
    shown = value.rstrip() if isinstance(value, str) else value
    if "fixed" in said and shown != said["fixed"]:
        message = f"is {value!r} but the format has {said['fixed']!r}"
    elif "allowed" in said and shown not in said["allowed"]:
        message = f"is {value!r}, none of {', '.join(map(repr, said['allowed']))}"
    elif not said.get("minimum", -math.inf) <= _number(value) <= said.get("maximum", math.inf):
        low, high = said.get("minimum", "any"), said.get("maximum", "any")
        message = f"is {value!r}, outside of {low} to {high}"
    else:
        return
    yield Deviation(code=code, place=place, message=message, value=str(value))


def _number(value: Any) -> float:
    """Return a value that has limits; those without are within."""
    return value if isinstance(value, int | float) else 0.0
