"""Seventh pass: document and file headers say the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from dpkit import tai
from dpkit.errors import FileFormatError
from dpkit.formats.damage import DamagedError
from dpkit.formats.header import ABSENT, Headers, read_headers
from dpkit.product.document import FileReference
from dpkit.product.repetition import Repetition, repetitions
from dpkit.product.rowkeyword import unclaimed_keywords
from dpkit.schema.dictionary import HeaderMap
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["HeadersPass", "agrees"]

_DATE = len("2000-01-01")


class HeadersPass:
    """Compare every keyword that the schema ties to the document, with its tolerance."""

    level = "headers"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every keyword that is missing or contradicts the document."""
        entry = subject.document.entry
        for reference in subject.document.files():
            if reference in subject.unreadable:
                continue
            repeated = list(repetitions(entry, subject.document.root, reference.storage))
            rows = [row for row in entry.row_headers if row.file == reference.storage]
            try:
                file = subject.file(reference.location)
                if not (repeated or rows) and file.kind != "fits":
                    continue
                headers = read_headers(file)
            except FileFormatError as error:
                yield _unread(error, reference)
                continue
            yield from _identity(headers, reference)
            for one in repeated:
                yield from _compare(one, headers, reference, subject)
            for row, hdu, key in unclaimed_keywords(headers.places(), rows, repeated):
                yield _of_no_row(row, hdu, key, headers, reference)


def _unread(error: FileFormatError, reference: FileReference) -> Finding:
    damaged = isinstance(error, DamagedError)
    return Finding(
        code="file-unreadable" if damaged else "header-unchecked",
        source=str(reference.location),
        path=error.where if isinstance(error, DamagedError) else reference.storage,
        message=error.message,
        remedy=error.remedy,
    )


def _identity(headers: Headers, reference: FileReference) -> Iterator[Finding]:
    """Yield what a FITS file says of its own format against the document."""
    said = {"FITS_DEF": reference.format, "FITS_VER": reference.format_version}
    for key, value in said.items():
        card = headers.value("0", key)
        if headers.kind != "fits" or value is None or card is ABSENT:
            continue
        if str(card).strip() != value.strip():
            message = f"is {card!r} but the document has {value!r}"
            yield _finding("header-differs", reference, key, message, card)


def _compare(
    repeated: Repetition, headers: Headers, reference: FileReference, subject: Subject
) -> Iterator[Finding]:
    """Compare one keyword with the text of the document that it repeats."""
    header, hdu, text = repeated.header, repeated.hdu, repeated.text
    card = headers.value(hdu, repeated.key)
    place = _place(hdu, repeated.key)
    where = header.path
    if repeated.row is not None:
        where += f" (line {subject.line_of(repeated.row)})"
    if text is None:
        if card is not ABSENT:
            message = f"is there, but the document has nothing at {where}"
            yield _finding("header-surplus", reference, place, message, card)
    elif card is ABSENT:
        message = f"is missing; the document has {text.strip()!r} at {where}"
        yield _finding("header-missing", reference, place, message)
    elif not agrees(header, text.strip(), card):
        message = f"is {card!r} but the document has {text.strip()!r} at {where}"
        yield _finding("header-differs", reference, place, message, card)


def _of_no_row(
    row: HeaderMap, hdu: str, key: str, headers: Headers, reference: FileReference
) -> Finding:
    message = f"is there, but the document has no such row at {row.row}"
    card = headers.value(hdu, key)
    return _finding("header-surplus", reference, _place(hdu, key), message, card)


def _place(hdu: str, key: str) -> str:
    return key if hdu in {"0", "PRIMARY"} else f"{hdu} {key}"


def _finding(
    code: str, reference: FileReference, place: str, message: str, value: Any = ""
) -> Finding:
    return Finding(
        code=code,
        source=str(reference.location),
        path=place,
        value=str(value),
        message=message,
    )


def agrees(header: HeaderMap, text: str, value: Any) -> bool:
    """Tell whether a keyword's value agrees with the text of the document.

    Numbers agree within the tolerance, times within it in seconds, texts without the blanks at
    their ends.
    """
    try:
        if header.type == "xs:dateTime":
            return abs(_ticks(str(value)) - tai.parse_utc(text)) <= header.tolerance * 1e9
        if isinstance(value, bool):
            return value == (text in {"true", "1"})
        if isinstance(value, int) and header.tolerance == 0 and text.lstrip("+-").isdecimal():
            return value == int(text)
        if isinstance(value, int | float):
            return _same_number(float(text), float(value), header.tolerance)
    except (OverflowError, TypeError, ValueError):
        return False
    return str(value).strip() == text


def _ticks(card: str) -> int:
    time = card.strip().removesuffix("Z").replace(" ", "T")
    return tai.parse_utc(f"{time}T00:00:00Z" if len(time) == _DATE else f"{time}Z")


def _same_number(said: float, card: float, tolerance: float) -> bool:
    """Compare numbers; a card has room for 20 characters, a document for all 17 digits."""
    if said == card or abs(said - card) <= tolerance or (math.isnan(said) and math.isnan(card)):
        return True
    from astropy.io import fits

    held = fits.Card.fromstring(fits.Card("VALUE", said).image).value
    return bool(card == held)
