"""The edge for times: what documents hold, and what the API takes and gives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dpkit import tai

if TYPE_CHECKING:
    from astropy.time import Time
    from xsdata.models.datatype import XmlDateTime

__all__ = ["from_xml_time", "instant_of", "now", "to_xml_time"]


def now() -> int:
    """Return the present time in nanoseconds of TAI, to the microsecond."""
    return tai.parse_utc(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def instant_of(time: XmlDateTime | Time | datetime | str | int) -> int:
    """Convert a time of any kind to nanoseconds of TAI.

    Raises
    ------
    ValueError
        The time says no zone.
    """
    if isinstance(time, int):
        return time
    if isinstance(time, datetime):
        if time.tzinfo is None:
            raise ValueError(f"time {time.isoformat()} has no zone; give it in UTC")
        return tai.parse_utc(time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    if hasattr(time, "tai"):
        return tai.from_time(time)
    return tai.parse_utc(str(time))


def to_xml_time(time: Time | datetime | str | int) -> XmlDateTime:
    """Convert a time to the type that documents hold, in UTC."""
    from xsdata.models.datatype import XmlDateTime

    return XmlDateTime.from_string(tai.format_utc(instant_of(time)))


def from_xml_time(time: XmlDateTime) -> Time:
    """Convert a time of a document to `astropy.time.Time` in UTC."""
    return tai.to_time(instant_of(time))
