"""The time that rows of a QC1 table are wanted of, as people say it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from dpkit.qc.trenddate import months_before
from dpkit.tai import parse_utc
from dpkit_archive.qc.error import QualityError

__all__ = ["since_ns"]

_AGO = re.compile(r"(\d{1,4}) ?(day|week|month|year)s?")
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def since_ns(text: str, now: datetime | None = None) -> int:
    """Return a time in nanoseconds of TAI.

    Parameters
    ----------
    text : str
        How long ago, such as ``3months``; a date, which means its midnight; or UTC text with Z.
    now : datetime, optional
        From when it is counted; by default from the clock.

    Raises
    ------
    QualityError
        The text is nothing of these.

    Examples
    --------
    >>> since_ns("3months", datetime(2026, 5, 31, tzinfo=UTC)) == since_ns("2026-02-28")
    True
    """
    said = text.strip()
    try:
        if match := _AGO.fullmatch(said):
            return _ago(int(match[1]), match[2], now or datetime.now(UTC))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
            date.fromisoformat(said)
            said += "T00:00:00Z"
        return parse_utc(said)
    except (ValueError, OverflowError):
        raise QualityError(
            f"{text!r} is no time", remedy="write 3months, 2026-03-01 or 2026-03-01T12:00:00Z"
        ) from None


def _ago(count: int, unit: str, now: datetime) -> int:
    if unit in _DAYS:
        return parse_utc((now - timedelta(days=count * _DAYS[unit])).isoformat())
    months = count * _MONTHS[unit]
    if months >= now.year * 12:
        raise OverflowError  # before the year 1, as with days
    return months_before(parse_utc(now.isoformat()), months)
