"""Dates, times and durations as text: drawn within bounds and read, each on an axis of integers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dpkit.simulate.chooser import Chooser, chance, pick

__all__ = ["AXES", "Axis", "draw_temporal", "zone_of"]

_SECOND = 10**9
_DAY = 86_400 * _SECOND
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_FURTHEST_ZONE = 14 * 3600 * _SECOND
_ODD = (
    "1969-12-31T23:59:59.5Z",
    "2024-02-29T24:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "-0044-03-15T12:00:00Z",
    "12026-07-01T00:00:00Z",
)
_RESOLUTIONS = (_SECOND, _SECOND, 10**6, 10**3, 1)
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<D>\d+)D)?"
    r"(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One kind of time as integers: how text is read and written, and what is usual.

    ``fine`` says that the integers are nanoseconds; ``zoned`` that text may end with a zone.
    """

    parse: Callable[[str], int]
    write: Callable[[int], str]
    low: int
    high: int
    fine: bool = False
    zoned: bool = True


def zone_of(text: str) -> str:
    """Return the zone that a date or time ends with; empty when it has none."""
    found = _ZONE.search(text)
    return found[0] if found else ""


def _shift(zone: str) -> int:
    if zone in {"", "Z"}:
        return 0
    hours, minutes = zone[1:].split(":")
    return (int(hours) * 60 + int(minutes)) * 60 * _SECOND * (-1 if zone[0] == "-" else 1)


def _days(text: str) -> int:
    year, month, day = text.split("-")
    return date(int(year), int(month), int(day)).toordinal()


def _clock(text: str) -> int:
    hour, minute, second = text.split(":")
    whole, _, fraction = second.partition(".")
    if int(hour) > 24 or int(minute) > 59 or int(whole) > 59:
        raise ValueError(f"{text!r} is no time of the day")
    seconds = int(hour) * 3600 + int(minute) * 60 + int(whole)
    return seconds * _SECOND + int(fraction[:9].ljust(9, "0"))


def _write_clock(instant: int) -> str:
    seconds, fraction = divmod(instant, _SECOND)
    digits = f".{fraction:09d}".rstrip("0") if fraction else ""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{digits}"


def _parse_instant(text: str) -> int:
    day, _, clock = text.partition("T")
    zone = zone_of(clock)
    return _days(day) * _DAY + _clock(clock.removesuffix(zone)) - _shift(zone)


def _write_instant(instant: int) -> str:
    day, clock = divmod(instant, _DAY)
    return f"{date.fromordinal(day).isoformat()}T{_write_clock(clock)}"


def _parse_months(text: str) -> int:
    year, month = text.split("-")
    return int(year) * 12 + _within(month, 1, 12) - 1


def _parse_year_day(text: str) -> int:
    month, day = text.removeprefix("--").split("-")
    return date(2000, int(month), int(day)).timetuple().tm_yday


def _within(text: str, low: int, high: int) -> int:
    if not low <= int(text) <= high:
        raise ValueError(f"{text!r} is not between {low} and {high}")
    return int(text)


def _parse_duration(text: str) -> int:
    """Return a length in nanoseconds; a month counts 30 days."""
    found = _DURATION.fullmatch(text)
    if found is None or text[-1] in "PT":
        raise ValueError(f"{text!r} is no duration")
    years, months, days, hours, minutes = (int(found[part] or 0) for part in "YMDhm")
    whole, _, fraction = (found["s"] or "0").partition(".")
    days += (years * 12 + months) * 30
    seconds = ((days * 24 + hours) * 60 + minutes) * 60 + int(whole)
    length = seconds * _SECOND + int(fraction[:9].ljust(9, "0"))
    return -length if found["sign"] else length


def _write_duration(length: int) -> str:
    days, clock = divmod(abs(length), _DAY)
    seconds, fraction = divmod(clock, _SECOND)
    digits = f".{fraction:09d}".rstrip("0") if fraction else ""
    day = f"{days}D" if days else ""
    return f"{'-' if length < 0 else ''}P{day}T{seconds // 3600}H{seconds % 3600}{digits}S"


def _day_number(year: int) -> int:
    return date(year, 1, 1).toordinal()


def _zoneless(parse: Callable[[str], int]) -> Callable[[str], int]:
    return lambda text: parse(text.removesuffix(zone_of(text)))


AXES: dict[str, Axis] = {
    "dateTime": Axis(
        parse=_parse_instant,
        write=_write_instant,
        low=_day_number(1990) * _DAY,
        high=_day_number(2050) * _DAY,
        fine=True,
    ),
    "date": Axis(
        parse=_zoneless(_days),
        write=lambda n: date.fromordinal(n).isoformat(),
        low=_day_number(1990),
        high=_day_number(2050),
    ),
    "time": Axis(parse=_zoneless(_clock), write=_write_clock, low=0, high=_DAY - 1, fine=True),
    "gYearMonth": Axis(
        parse=_zoneless(_parse_months),
        write=lambda n: f"{n // 12:04d}-{n % 12 + 1:02d}",
        low=1990 * 12,
        high=2050 * 12,
    ),
    "gYear": Axis(parse=_zoneless(int), write=lambda n: f"{n:04d}", low=1990, high=2050),
    "gMonthDay": Axis(
        parse=_zoneless(_parse_year_day),
        write=lambda n: f"-{date.fromordinal(_day_number(2000) + n - 1).isoformat()[4:]}",
        low=1,
        high=366,
    ),
    "gMonth": Axis(
        parse=_zoneless(lambda text: _within(text.removeprefix("--"), 1, 12)),
        write=lambda n: f"--{n:02d}",
        low=1,
        high=12,
    ),
    "gDay": Axis(
        parse=_zoneless(lambda text: _within(text.removeprefix("---"), 1, 31)),
        write=lambda n: f"---{n:02d}",
        low=1,
        high=31,
    ),
    "duration": Axis(
        parse=_parse_duration, write=_write_duration, low=0, high=100 * _DAY, fine=True, zoned=False
    ),
}
"""The kinds of time by the name of their type."""


def draw_temporal(
    chooser: Chooser,
    kind: str,
    bounds: tuple[int | None, int | None],
    zone: str | None,
    *,
    plain: bool = False,
) -> str:
    """Draw a time of a kind between two bounds, which belong to the range.

    Parameters
    ----------
    chooser : Chooser
        Who chooses.
    kind : str
        Name of the type, such as ``dateTime``.
    bounds : tuple of int or None
        Smallest and largest value on the axis of the kind; usual values where there is none.
    zone : str or None
        Zone of the bounds, which the text gets, too; None without bounds. Instants are always
        in UTC: bounds without a zone are kept from by the furthest zone there is.
    plain : bool
        Whether to leave out the odd instants that an unbounded type allows.
    """
    axis = AXES[kind]
    low, high = bounds
    if kind == "dateTime" and bounds == (None, None) and not plain and chance(chooser, 32):
        return pick(chooser, _ODD)
    if kind == "dateTime" and zone == "":
        low = None if low is None else low + _FURTHEST_ZONE
        high = None if high is None else high - _FURTHEST_ZONE
    start, stop = _range(axis, low, high)
    value = chooser.integer(start, stop)
    if axis.fine:
        value = max(value - value % pick(chooser, _RESOLUTIONS), start)
    return axis.write(value) + _drawn_zone(chooser, axis, kind, zone)


def _range(axis: Axis, low: int | None, high: int | None) -> tuple[int, int]:
    span = axis.high - axis.low
    if low is None and high is None:
        return axis.low, axis.high
    if low is None and high is not None:
        return (axis.low if high >= axis.low else high - span), high
    start = low or 0
    usual = axis.high if start <= axis.high else start + span
    return start, high if high is not None else usual


def _drawn_zone(chooser: Chooser, axis: Axis, kind: str, zone: str | None) -> str:
    if not axis.zoned:
        return ""
    if kind == "dateTime":
        return "Z"
    if zone is not None:
        return "Z" if zone else ""
    return "Z" if chance(chooser, 2) else ""
