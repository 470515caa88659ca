"""Times as users give them, and the night that a time belongs to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from dpkit.errors import ValidityError
from dpkit.tai import FOREVER, NEVER, format_utc, from_time, parse_utc

if TYPE_CHECKING:
    from astropy.time import Time

__all__ = ["ALWAYS_WORD", "FOREVER_WORD", "Moment", "night_of", "to_bound", "to_moment"]

ALWAYS_WORD, FOREVER_WORD = "always", "forever"
"""What a range without begin, or without end, is said to begin or end with."""

Moment: TypeAlias = "int | str | Time"
"""Nanoseconds of TAI, UTC text with its zone, or a time of astropy."""

_DAY = 86_400 * 10**9
_UNBOUNDED = {ALWAYS_WORD: NEVER, FOREVER_WORD: FOREVER}


def to_moment(value: Moment) -> int:
    """Return a time in nanoseconds of TAI.

    Parameters
    ----------
    value : int, str or Time
        Nanoseconds of TAI, UTC text with its zone, or a time of astropy.

    Raises
    ------
    ValidityError
        The text is no time or has no zone, or the number is beyond 64 bits.
    """
    if isinstance(value, str):
        try:
            return parse_utc(value)
        except ValueError as error:
            raise ValidityError(str(error)) from None
    instant = from_time(value) if hasattr(value, "tai") else _whole(value)
    if not NEVER <= instant <= FOREVER:
        raise ValidityError(f"{instant} is beyond 64 bits of nanoseconds")
    return instant


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidityError(
            f"{value!r} is no time",
            remedy="give nanoseconds of TAI, UTC text with Z, or a time of astropy",
        )
    return value


def to_bound(value: Moment) -> int:
    """Return a bound of a range in nanoseconds of TAI; ``always`` and ``forever`` are known.

    Raises
    ------
    ValidityError
        As for `to_moment`.
    """
    if isinstance(value, str) and value in _UNBOUNDED:
        return _UNBOUNDED[value]
    return to_moment(value)


def night_of(instant: int, longitude: float) -> int:
    """Return the local midnight that is nearest to a time; of two, the later one.

    All times of one night so become the same. This is the binning of APERO: with
    f = ((360 - longitude) / 360) mod 1, the fraction of a UTC day at which it is midnight, it is
    round(MJD - f) + f. It is found in whole nanoseconds here, so that no float rounds it.

    Parameters
    ----------
    instant : int
        Nanoseconds of TAI.
    longitude : float
        East longitude of the telescope in degrees; west is negative, or beyond 180.

    Raises
    ------
    ValidityError
        The longitude is not one, or the time has no day.

    Examples
    --------
    >>> format_utc(night_of(parse_utc("2026-03-01T06:00:00Z"), -155.4689))
    '2026-03-01T10:21:52.536Z'
    """
    if not -360 <= longitude <= 360:
        raise ValidityError(f"{longitude} is no longitude", remedy="degrees, east positive")
    if instant in (NEVER, FOREVER):
        raise ValidityError("a time without bound belongs to no night")
    fraction = round((360 - longitude) % 360 / 360 * _DAY)
    day = date.fromisoformat(format_utc(instant)[:10])
    nights = (_midnight(day + timedelta(days=offset)) + fraction for offset in (1, 0, -1))
    return min(nights, key=lambda night: abs(night - instant))


def _midnight(day: date) -> int:
    return parse_utc(f"{day.isoformat()}T00:00:00Z")
