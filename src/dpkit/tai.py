"""Times as 64-bit nanoseconds of TAI since 1970-01-01T00:00:00 TAI, and UTC text.

Text is what documents hold, integers are what the archive and comparisons use; both work without
astropy, whose import is dear. `to_time` and `from_time` are the door to `astropy.time.Time`.

The leap seconds are those of IERS Bulletin C 52 and later bulletins that announced none; before
1972 the offset of 1972 is used, which departs from historical UTC by up to ten seconds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astropy.time import Time

__all__ = ["FOREVER", "NEVER", "format_utc", "from_time", "parse_utc", "to_time"]

NEVER = -(2**63)
"""Before all times: the begin of a range without begin."""
FOREVER = 2**63 - 1
"""After all times: the end of a range without end."""

_SECOND = 1_000_000_000
_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_LEAP_DATES = (
    "1972-01-01",
    "1972-07-01",
    "1973-01-01",
    "1974-01-01",
    "1975-01-01",
    "1976-01-01",
    "1977-01-01",
    "1978-01-01",
    "1979-01-01",
    "1980-01-01",
    "1981-07-01",
    "1982-07-01",
    "1983-07-01",
    "1985-07-01",
    "1988-01-01",
    "1990-01-01",
    "1991-01-01",
    "1992-07-01",
    "1993-07-01",
    "1994-07-01",
    "1996-01-01",
    "1997-07-01",
    "1999-01-01",
    "2006-01-01",
    "2009-01-01",
    "2012-07-01",
    "2015-07-01",
    "2017-01-01",
)
_LEAP_DAYS = [date.fromisoformat(text).toordinal() - _EPOCH for text in _LEAP_DATES]
_FIRST_OFFSET = 10
_LEAP_INSTANTS = [day * _DAY + _FIRST_OFFSET + i for i, day in enumerate(_LEAP_DAYS)]

_PATTERN = re.compile(
    r"\s*(?P<sign>-?)(?P<year>\d{4,})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?\s*",
    re.ASCII,
)
_FURTHEST = 14 * 3600
"""Largest distance of a zone from UTC in seconds, as XML Schema has it."""


def _offset(day: int) -> int:
    """Return TAI - UTC in seconds on a day counted from 1970."""
    return _FIRST_OFFSET + max(bisect_right(_LEAP_DAYS, day) - 1, 0)


@lru_cache(maxsize=4096)  # the texts of a document are asked for several times
def parse_utc(text: str) -> int:
    """Convert UTC text to nanoseconds of TAI.

    Parameters
    ----------
    text : str
        ISO 8601 with the zone, such as ``2026-03-01T12:00:00.5Z``. A date alone is its midnight.
        Digits beyond the nanosecond are cut off.

    Returns
    -------
    int
        Nanoseconds since 1970-01-01T00:00:00 TAI; `NEVER` or `FOREVER` for years that 64 bits
        cannot hold.

    Raises
    ------
    ValueError
        The text is no time, or says no zone.

    Examples
    --------
    >>> parse_utc("2017-01-01T00:00:00Z") - parse_utc("2016-12-31T23:59:59Z")
    2000000000
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no time; write it as 2026-03-01T12:00:00Z")
    if match["zone"] is None:
        raise ValueError(f"time {text!r} has no zone; write UTC with a Z at its end")
    year, seconds = int(match["sign"] + match["year"]), _seconds(match, text)
    known = 1678 <= year <= 2261
    try:
        # The calendar repeats after 400 years: it tells whether a day exists in any of them.
        day = date(
            year if known else 2000 + year % 400, int(match["month"]), int(match["day"])
        ).toordinal()
    except ValueError:
        raise ValueError(f"{text!r} is no time: there is no such day") from None
    if not known:
        return NEVER if year < 1678 else FOREVER
    fraction = int((match["fraction"] or "0")[:9].ljust(9, "0"))
    day, seconds = day - _EPOCH + seconds // _DAY, seconds % _DAY
    if match["second"] == "60":
        if seconds != 0 or day not in _LEAP_DAYS[1:]:
            raise ValueError(f"{text!r} is no time: there was no leap second")
        day, seconds = day - 1, _DAY
    return (day * _DAY + seconds + _offset(day)) * _SECOND + fraction


def _seconds(match: re.Match[str], text: str) -> int:
    """Return the second of the day in UTC; outside 0..86399 when the zone shifts the day."""
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second > 0):
        raise ValueError(f"{text!r} is no time: there is no such hour")
    shift = 0
    if match["zone"] != "Z":
        hours, minutes = match["zone"][1:].split(":")
        shift = (int(hours) * 60 + int(minutes)) * 60 * (-1 if match["zone"][0] == "-" else 1)
        if int(minutes) > 59 or abs(shift) > _FURTHEST:
            raise ValueError(f"{text!r} is no time: there is no such zone")
    return hour * 3600 + minute * 60 + second - shift


def format_utc(instant: int) -> str:
    """Convert nanoseconds of TAI to UTC text with a Z; no needless digits.

    Examples
    --------
    >>> format_utc(parse_utc("2026-03-01T12:00:00.250Z"))
    '2026-03-01T12:00:00.25Z'
    """
    if instant == NEVER:
        return "-0001-01-01T00:00:00Z"
    if instant == FOREVER:
        return "9999-12-31T23:59:59Z"
    seconds, fraction = divmod(instant, _SECOND)
    index = max(bisect_right(_LEAP_INSTANTS, seconds), 1)
    utc = seconds - (_FIRST_OFFSET + index - 1)
    in_leap = index < len(_LEAP_INSTANTS) and utc >= _LEAP_DAYS[index] * _DAY
    day, second = divmod(utc - in_leap, _DAY)
    text = date.fromordinal(day + _EPOCH).isoformat()
    hour, minute, second = second // 3600, second % 3600 // 60, second % 60 + in_leap
    digits = f".{fraction:09d}".rstrip("0") if fraction else ""
    return f"{text}T{hour:02d}:{minute:02d}:{second:02d}{digits}Z"


def to_time(instant: int) -> Time:
    """Convert nanoseconds of TAI to `astropy.time.Time` in UTC, exact to the nanosecond."""
    from astropy.time import Time, TimeDelta

    days, rest = divmod(instant, _DAY * _SECOND)
    start = Time(40587.0, days, format="mjd", scale="tai")
    return (start + TimeDelta(rest * 1e-9, format="sec")).utc


def from_time(time: Time) -> int:
    """Convert `astropy.time.Time` to nanoseconds of TAI."""
    tai = time.tai
    days = round(tai.jd1 - 2440587.5)
    rest = (tai.jd1 - 2440587.5 - days) + tai.jd2
    return int(days) * _DAY * _SECOND + round(float(rest) * _DAY * _SECOND)
