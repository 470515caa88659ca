"""Round numbers and dates at the axes of a plot."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from dpkit.tai import format_utc, parse_utc

__all__ = ["time_ticks", "value_ticks"]

_DAY = 86_400 * 10**9
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 5, 10)
_MONTHS = (1, 2, 3, 6)
_MONTH, _YEAR = 30.44, 365.25  # days


def value_ticks(lower: float, upper: float, most: int = 6) -> list[tuple[float, str]]:
    """Return round numbers between two numbers, each with its text.

    Examples
    --------
    >>> value_ticks(0.0, 2.1)
    [(0.0, '0.0'), (0.5, '0.5'), (1.0, '1.0'), (1.5, '1.5'), (2.0, '2.0')]
    """
    rough = (upper - lower) / most
    power = math.floor(math.log10(rough))
    factor = next(one for one in (1, 2, 5, 10) if one * 10.0**power >= rough * (1 - 1e-9))
    digits = max(-power - (factor == 10), 0)
    step = factor * 10.0**power
    first, last = math.ceil(lower / step - 1e-9), math.floor(upper / step + 1e-9)
    wide = max(abs(lower), abs(upper)) >= 1e6 or digits > 6
    # Texts of what is very large or very small need as many digits as tell the ticks apart.
    figures = max(math.ceil(math.log10(max(abs(first), abs(last), 1) * factor)) + 1, 1)
    texts = f".{figures}g" if wide else f".{digits}f"
    return [(at * step, format(at * step + 0.0, texts)) for at in range(first, last + 1)]


def time_ticks(begin: int, end: int, most: int = 7) -> list[tuple[int, str]]:
    """Return round times between two times, each with its text in UTC.

    Parameters
    ----------
    begin, end : int
        Nanoseconds of TAI.
    most : int, default 7
        About how many ticks there may be.

    Examples
    --------
    >>> year = [parse_utc(f"{year}-01-01T00:00:00Z") for year in (2026, 2027)]
    >>> [text for _, text in time_ticks(*year, most=4)]
    ['2026-01', '2026-04', '2026-07', '2026-10', '2027-01']
    """
    days = (end - begin) / _DAY
    start, stop = _datetime(begin), _datetime(end)
    for unit, steps, texts in (
        (1 / 24, _HOURS, "%m-%d %H:%M"),
        (1.0, _DAYS, "%Y-%m-%d"),
        (_MONTH, _MONTHS, "%Y-%m"),
    ):
        for step in steps:
            if days <= most * unit * step:
                found = _times(start, stop, unit, step)
                return [(_instant(one), one.strftime(texts)) for one in found]
    step = next(
        s for p in range(9) for s in (10**p, 2 * 10**p, 5 * 10**p) if days <= most * s * _YEAR
    )
    years = range(start.year - start.year % step, stop.year + 1, step)
    found = (datetime(year, 1, 1) for year in years if year >= start.year)
    return [(_instant(one), str(one.year)) for one in found if start <= one <= stop]


def _times(start: datetime, stop: datetime, unit: float, step: int) -> Iterator[datetime]:
    """Yield round hours, days or months; days are counted anew in every month."""
    if unit < 1:
        now = start.replace(hour=0, minute=0, second=0, microsecond=0)
    else:
        now = datetime(start.year, start.month, 1) if unit == 1.0 else datetime(start.year, 1, 1)
    while now <= stop:
        if now >= start:
            yield now
        now = _next(now, unit, step)


def _next(now: datetime, unit: float, step: int) -> datetime:
    if unit < 1:
        return now + timedelta(hours=step)
    if unit > 1:
        months = now.month - 1 + step
        return datetime(now.year + months // 12, months % 12 + 1, 1)
    following = _next(now.replace(day=1), _MONTH, 1)
    later = now + timedelta(days=step)
    # A tick just before the first of a month would touch its neighbour.
    near = step > 1 and (following - later).days < step / 2
    return following if later >= following or near else later


def _datetime(instant: int) -> datetime:
    return datetime.fromisoformat(format_utc(instant)[:19].replace(":60", ":59"))


def _instant(moment: datetime) -> int:
    return parse_utc(f"{moment.isoformat()}Z")
