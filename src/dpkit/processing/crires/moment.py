"""The time of a frame, as its header and its name say it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

__all__ = ["mjd_of", "night_of", "raw_name"]

_MJD_ZERO = datetime(1858, 11, 17, tzinfo=UTC)
_DATE_CHANGE = timedelta(hours=3)  # the date of a night changes at 21:00 UT


def mjd_of(time: datetime) -> float:
    """Return the modified Julian date of a time, UTC.

    Examples
    --------
    >>> mjd_of(datetime(2000, 1, 1, 12, tzinfo=UTC))
    51544.5
    """
    return (time - _MJD_ZERO) / timedelta(days=1)


def raw_name(time: datetime) -> str:
    """Return the name that the archive gives to a raw frame begun at a time, to the millisecond.

    Examples
    --------
    >>> raw_name(datetime(2011, 1, 5, 12, 33, 11, 123000, tzinfo=UTC))
    'CRIRE.2011-01-05T12.33.11.123'
    """
    return f"CRIRE.{time:%Y-%m-%dT%H.%M.%S}.{time.microsecond // 1000:03}"


def night_of(time: datetime) -> date:
    """Return the date of the night that a time belongs to; it changes at 21:00 UT.

    Examples
    --------
    >>> night_of(datetime(2011, 1, 5, 21, tzinfo=UTC)).isoformat()
    '2011-01-06'
    """
    return (time + _DATE_CHANGE).date()
