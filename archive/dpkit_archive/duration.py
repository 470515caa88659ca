"""Durations in units for people."""

from __future__ import annotations

__all__ = ["format_duration"]

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
