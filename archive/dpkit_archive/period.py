"""The times of a document: when it was observed, and for when it proposes to be valid."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from dpkit.errors import ProductError, ValidityError
from dpkit.tai import FOREVER, NEVER, format_utc, parse_utc

if TYPE_CHECKING:
    from dpkit.product.document import Document

__all__ = ["creation_time", "describe_range", "observation_time", "proposed_range"]

_SECOND = 1_000_000_000


def creation_time(document: Document) -> int | None:
    """Return when the product was created, as its header says."""
    return _instant(document, document.entry.roles.get("created"))


def observation_time(document: Document) -> tuple[int, int] | None:
    """Return begin and end of the observation; equal when only an instant is known.

    Raises
    ------
    ProductError
        A time or a duration cannot be read, or the end lies before the begin.
    """
    time = document.entry.time
    begin = _instant(document, time.get("begin") or time.get("instant"))
    if begin is None:
        return None
    end = _instant(document, time.get("end"))
    if end is None:
        end = min(begin + _duration(document, time.get("duration")), FOREVER)
    if end < begin:
        raise ProductError(
            f"the observation ends before it begins: {describe_range(begin, end)}",
            place=document.source,
        )
    return begin, end


def proposed_range(document: Document) -> tuple[int, int] | None:
    """Return the half-open range that a calibration proposes; None for other products.

    An absent bound means without bound. An instant is a range of one nanosecond, so that no two
    calibrations of one selection have the same.

    Raises
    ------
    ValidityError
        The range is empty or reversed, or the instant is beyond 64 bits.
    ProductError
        A time cannot be read, or the document lacks the instant that its policy needs.
    """
    validity = document.entry.validity
    if validity is None:
        return None
    if validity.policy != "valid-at":
        path = validity.instant or validity.begin
        instant = _instant(document, path)
        if instant is None:
            raise ProductError("the document lacks the time of validity", place=document.source)
        if instant in (NEVER, FOREVER):
            raise ValidityError(
                f"the instant of validity {document.text(path or '')!r} has no bounds",
                place=document.source,
            )
        return instant, instant + 1
    begin = _instant(document, validity.begin)
    end = _instant(document, validity.end)
    begin, end = (NEVER if begin is None else begin), (FOREVER if end is None else end)
    if begin >= end:
        said = "is empty" if begin == end else "ends before it begins"
        raise ValidityError(
            f"the validity range {describe_range(begin, end)} {said}",
            place=document.source,
            remedy="the end is exclusive and must lie after the begin",
        )
    return begin, end


def describe_range(begin: int, end: int) -> str:
    """Return a half-open range as text."""
    first = "always" if begin == NEVER else format_utc(begin)
    last = "forever" if end == FOREVER else format_utc(end)
    return f"[{first}, {last})"


def _instant(document: Document, path: str | None) -> int | None:
    text = None if path is None else document.text(path)
    if text is None:
        return None
    try:
        return parse_utc(text)
    except ValueError as error:
        raise ProductError(str(error), place=_place(document, path)) from None


def _duration(document: Document, path: str | None) -> int:
    text = None if path is None else document.text(path)
    if text is None:
        return 0
    try:
        # Seconds; as Decimal, since a float loses nanoseconds of a long exposure.
        return int(Decimal(text.strip()) * _SECOND)
    except (InvalidOperation, OverflowError, ValueError):
        raise ProductError(
            f"{text!r} is no duration in seconds", place=_place(document, path)
        ) from None


def _place(document: Document, path: str | None) -> str:
    from dpkit_archive.place import place_of  # reads documents, which searches do not

    return place_of(document, path or "")
