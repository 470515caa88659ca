"""Durations in units for people."""

from __future__ import annotations

import re
from fractions import Fraction

from dpkit.errors import ArchiveError

__all__ = ["format_duration", "parse_duration"]

_UNITS = (
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("min", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
)


def format_duration(nanoseconds: int) -> str:
    """Return a duration in its two largest units, cut off.

    Examples
    --------
    >>> format_duration(3 * 3_600_000_000_000)
    '3 h'
    >>> format_duration(93_784_000_000_000)
    '1 d 2 h'
    """
    parts: list[tuple[int, str]] = []
    rest = nanoseconds
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if parts or count:
            parts.append((count, unit))
    shown = [f"{count} {unit}" for count, unit in parts[:2] if count]
    return " ".join(shown) or "0 ns"


_SIZES = dict(_UNITS)
_NUMBER = r"(\d{1,15}(?:\.\d{1,15})?)"
# As XML Schema writes them, and as people do.
_ISO = re.compile(
    rf"P(?:{_NUMBER}D)?(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?(?<!P)", re.ASCII
)
_PART = rf"{_NUMBER}\s*({'|'.join(sorted(_SIZES, key=len, reverse=True))})"
_PLAIN = re.compile(rf"(?:{_PART}\s*)+", re.ASCII)


def parse_duration(text: str) -> int:
    """Return nanoseconds for a duration.

    Parameters
    ----------
    text : str
        As XML Schema writes it (``P7D``, ``PT12H30M``), or with units: ``7 d``, ``12 h 30 min``.

    Raises
    ------
    ArchiveError
        The text is no duration.

    Examples
    --------
    >>> parse_duration("P7D") == parse_duration("7 d") == 7 * 86_400 * 10**9
    True
    """
    said = text.strip()
    if match := _ISO.fullmatch(said):
        numbers = list(zip(match.groups(), ("d", "h", "min", "s"), strict=True))
    elif _PLAIN.fullmatch(said):
        numbers = re.findall(_PART, said)
    else:
        raise ArchiveError(f"{text!r} is no duration", remedy="write it as '7 d' or as P7D")
    return int(sum(Fraction(number) * _SIZES[unit] for number, unit in numbers if number))
