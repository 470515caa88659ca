"""Dates that begin when the instrument's day begins, and periods of a trend."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from dpkit.tai import format_utc, parse_utc

__all__ = ["begin_of_date", "date_of", "half_years", "months_before"]

_DAY = 86_400 * 10**9


def begin_of_date(instant: int, day_begins: str) -> int:
    """Return when the date of a time began.

    Parameters
    ----------
    instant : int
        Nanoseconds of TAI.
    day_begins : str
        Time of the day, in UTC, at which a date begins.

    Examples
    --------
    >>> format_utc(begin_of_date(parse_utc("2026-03-02T04:00:00Z"), "21:00:00"))
    '2026-03-01T21:00:00Z'
    """
    begin = parse_utc(f"{format_utc(instant)[:10]}T{day_begins}Z")
    return (
        begin if begin <= instant else parse_utc(f"{format_utc(instant - _DAY)[:10]}T{day_begins}Z")
    )


def date_of(instant: int, day_begins: str) -> str:
    """Return the date of a time: the day on which it began; see `begin_of_date`."""
    return format_utc(begin_of_date(instant, day_begins))[:10]


def months_before(instant: int, months: int) -> int:
    """Return the same day some months earlier, or the last day of a month that is shorter.

    Examples
    --------
    >>> format_utc(months_before(parse_utc("2026-03-31T12:00:00Z"), 1))
    '2026-02-28T12:00:00Z'
    """
    text = format_utc(instant)
    year, month = divmod(int(text[:4]) * 12 + int(text[5:7]) - 1 - months, 12)
    day = min(int(text[8:10]), monthrange(year, month + 1)[1])
    # A leap second has no counterpart in other months.
    return parse_utc(f"{year:04d}-{month + 1:02d}-{day:02d}{text[10:]}".replace(":60", ":59"))


def half_years(first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Yield name, begin and end of the half years from one time to another.

    Examples
    --------
    >>> begin = parse_utc("2026-03-01T00:00:00Z")
    >>> [name for name, _, _ in half_years(begin, parse_utc("2027-01-01T00:00:00Z"))]
    ['2026H1', '2026H2', '2027H1']
    """
    text = format_utc(first)
    year, half = int(text[:4]), int(text[5:7]) > 6
    end = first
    while end <= last:
        begin = parse_utc(f"{year:04d}-{'07' if half else '01'}-01T00:00:00Z")
        name = f"{year}H{1 + half}"
        year, half = year + half, not half
        end = parse_utc(f"{year:04d}-{'07' if half else '01'}-01T00:00:00Z")
        yield name, begin, end
