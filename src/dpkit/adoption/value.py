"""Values of headers and mappings as the text of a document."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dpkit import tai
from dpkit.errors import SchemaError

__all__ = ["convert_time", "convert_unit", "unit_factor", "value_text"]

_INTEGERS = {
    "byte",
    "int",
    "integer",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "positiveInteger",
    "short",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
}
_TRUE, _FALSE = {"true", "t", "1"}, {"false", "f", "0"}
_DAY = len("2000-01-01")
_OLD_DATE = re.compile(r"(\d\d)/(\d\d)/(\d\d)")
_MICROSECOND = 1000
_ROUNDED = 1e-9
"""How far the inverse of a factor may be from a whole number by rounding."""


def value_text(value: Any, primitive: str) -> str:
    """Return the text of a value for an element of a type.

    Parameters
    ----------
    value : object
        As a header or a mapping gives it.
    primitive : str
        The built-in type of the element, such as ``xs:double``.

    Raises
    ------
    ValueError
        The value is none of the type; says why.
    """
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(value_text(item, primitive) for item in value)
    kind = primitive.removeprefix("xs:")
    if kind in _INTEGERS:
        return _integer(value)
    if kind in {"double", "float", "decimal"}:
        return _number(value, kind)
    if kind == "boolean":
        return _truth(value)
    if kind in {"dateTime", "date"}:
        return _time(value)[: None if kind == "dateTime" else _DAY]
    return _word(value)


def _integer(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+\s*", value, re.ASCII):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"is {value!r}, which is no whole number")
    return str(value)


def _number(value: Any, kind: str) -> str:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise ValueError(f"is {value!r}, which is no number") from None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"is {value!r}, which is no number")
    if not math.isfinite(value):
        raise ValueError(f"is {value}, which is no value")
    return format(Decimal(repr(value)), "f") if kind == "decimal" else repr(float(value))


def _truth(value: Any) -> str:
    text = str(value).strip().casefold()
    if text not in _TRUE | _FALSE:
        raise ValueError(f"is {value!r}, which is neither true nor false")
    return "true" if text in _TRUE else "false"


def _time(value: Any) -> str:
    """Return a time as a document has it, the digits as they are."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError(f"is {value.isoformat()}, which has no zone; write UTC with a Z")
        value = value.astimezone(datetime.UTC).replace(tzinfo=None)
    text = value.isoformat() if isinstance(value, datetime.date) else value
    if not isinstance(text, str):
        raise ValueError(f'is {value!r}, which is no time; say how it counts with time = "mjd"')
    if (old := _OLD_DATE.fullmatch(text.strip())) is not None:
        text = f"19{old[3]}-{old[2]}-{old[1]}"  # as FITS wrote dates until 1999
    text = text.strip().removesuffix("Z").rstrip(".").replace(" ", "T")
    text = f"{text}T00:00:00Z" if len(text) == _DAY else f"{text}Z"
    try:
        tai.parse_utc(text)
    except ValueError:
        raise ValueError(f"is {value!r}, which is no time") from None
    return text


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if not isinstance(value, str | int | float):
        raise ValueError(f"is a {type(value).__name__}, which is no text")
    return str(value).strip()


def convert_time(value: Any, counted: str, scale: str) -> str:
    """Return UTC with a Z for a time in days or in another scale, to the microsecond.

    Parameters
    ----------
    value : float or str
        The time.
    counted : {"mjd", "jd", ""}
        Whether it counts days, or is ISO 8601.
    scale : str
        As astropy knows it, such as ``tai`` or ``tt``; UTC when empty.

    Raises
    ------
    ValueError
        It is no such time.
    """
    from astropy.time import Time

    if counted and (not isinstance(value, int | float) or isinstance(value, bool)):
        raise ValueError(f"is {value!r}, which is no number of days")
    try:
        time = Time(value, format=counted or None, scale=scale or "utc")
        nanoseconds = tai.from_time(time)
    except (ValueError, TypeError, OverflowError):
        raise ValueError(f"is {value!r}, which is no time") from None
    return tai.format_utc((nanoseconds + _MICROSECOND // 2) // _MICROSECOND * _MICROSECOND)


@lru_cache(maxsize=256)
def unit_factor(unit: str, wanted: str) -> float:
    """Return the factor between two units.

    Raises
    ------
    SchemaError
        One is no unit, or they are not of one kind.
    """
    from astropy.units import Unit, UnitConversionError

    try:
        return float(Unit(unit).to(Unit(wanted)))
    except (ValueError, TypeError, UnitConversionError):
        raise SchemaError(
            f"cannot have the unit {unit!r}, which does not convert to {wanted!r}",
            remedy="leave the unit out, or correct it",
        ) from None


def convert_unit(value: Any, unit: str, wanted: str) -> float:
    """Return a number in another unit; exact where the units differ by a whole number.

    Raises
    ------
    ValueError
        The value is no number.
    """
    number = float(_number(value, "double"))
    factor = unit_factor(unit, wanted)
    inverse = 1.0 / factor
    # 87200 ms are 87.2 s: a division is rounded once, the factor 0.001 is rounded before.
    whole = factor < 1 and abs(inverse - round(inverse)) < _ROUNDED
    return number / round(inverse) if whole else number * factor
