"""Seventh pass: document and file headers say the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from lxml import etree

from dpkit import tai
from dpkit.binding.door import line_of
from dpkit.errors import FileFormatError
from dpkit.formats.damage import DamagedError
from dpkit.formats.header import ABSENT, Headers, kind_of, read_headers
from dpkit.product.document import FileReference, select_nodes, select_texts
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
            if reference.storage in subject.unreadable:
                continue
            maps = [
                header
                for header in (*entry.headers, *entry.row_headers)
                if header.file == reference.storage
            ]
            try:
                if not maps and kind_of(reference.location) != "fits":
                    continue
                headers = read_headers(reference.location)
            except FileFormatError as error:
                yield _unread(error, reference)
                continue
            yield from _identity(headers, reference)
            for header in maps:
                yield from _compare(header, headers, reference, subject)


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
    header: HeaderMap, headers: Headers, reference: FileReference, subject: Subject
) -> Iterator[Finding]:
    root = subject.document.root
    if not header.row:
        yield from _judge(header, header.hdu, header.key, root, header.path, headers, reference)
        return
    below = header.path.removeprefix(header.row).lstrip("/")
    for row in select_nodes(root, header.row):
        names = {
            name: text
            for name, path in header.scope.items()
            for text in select_texts(row, path)[:1]
        }
        if names.keys() == header.scope.keys():
            hdu, key = _filled(header.hdu, names), _filled(header.key, names)
            yield from _judge(header, hdu, key, row, below, headers, reference)


def _filled(pattern: str, names: dict[str, str]) -> str:
    """Put keys into the braces of a name; those with a width are numbers."""
    wide = {n: int(t) if t.strip().lstrip("-").isdecimal() else t.strip() for n, t in names.items()}
    try:
        return pattern.format(**wide)
    except ValueError:
        return pattern.format(**names)


def _judge(
    header: HeaderMap,
    hdu: str,
    key: str,
    node: etree._Element,
    path: str,
    headers: Headers,
    reference: FileReference,
) -> Iterator[Finding]:
    """Compare one keyword with the text at a path below a node."""
    text = next(iter(select_texts(node, path)), None)
    card = headers.value(hdu, key)
    place = key if hdu in {"0", "PRIMARY"} else f"{hdu} {key}"
    where = header.path + (f" (line {line_of(node)})" if header.row else "")
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
