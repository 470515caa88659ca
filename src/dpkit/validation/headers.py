"""Seventh pass: document and file headers say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dpkit import tai
from dpkit.errors import FileFormatError
from dpkit.formats.fits import find_hdu, open_fits
from dpkit.product.document import FileReference
from dpkit.schema.dictionary import HeaderMap
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["HeadersPass", "agrees"]

_NUMBERS = {"xs:double", "xs:float", "xs:decimal"}


class HeadersPass:
    """Compare every keyword that the schema ties to the document, with its tolerance."""

    level = "headers"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every keyword that is missing or contradicts the document."""
        for reference in subject.document.files():
            if reference.storage in subject.unreadable or reference.location.suffix != ".fits":
                continue
            try:
                hdus = open_fits(reference.location, strict=True)
            except FileFormatError as error:
                yield Finding(
                    code="file-unreadable",
                    source=str(reference.location),
                    path=reference.storage,
                    message=error.message,
                    remedy=error.remedy,
                )
                continue
            with hdus:
                yield from self._identity(hdus[0].header, reference)
                for header in subject.document.entry.headers:
                    if header.file == reference.storage:
                        yield from self._compare(header, hdus, reference, subject)

    def _identity(self, primary: Any, reference: FileReference) -> Iterator[Finding]:
        said = {"FITS_DEF": reference.format, "FITS_VER": reference.format_version}
        for key, value in said.items():
            card = primary.get(key, value)
            if value is not None and str(card) != value:
                yield Finding(
                    code="header-differs",
                    source=str(reference.location),
                    path=key,
                    value=str(card),
                    message=f"is {card!r} but the document has {value!r}",
                )

    def _compare(
        self, header: HeaderMap, hdus: Any, reference: FileReference, subject: Subject
    ) -> Iterator[Finding]:
        text = subject.document.text(header.path)
        source = str(reference.location)
        hdu = find_hdu(hdus, header.hdu)
        if text is None:
            if hdu is not None and header.key in hdu.header:
                yield Finding(
                    code="header-surplus",
                    source=source,
                    path=header.key,
                    value=str(hdu.header[header.key]),
                    message=f"is there, but the document has nothing at {header.path}",
                )
            return
        if hdu is None or header.key not in hdu.header:
            yield Finding(
                code="header-missing",
                source=source,
                path=header.key,
                message=f"is missing; the document has {text.strip()!r} at {header.path}",
            )
        elif not agrees(header, text.strip(), card := hdu.header[header.key]):
            yield Finding(
                code="header-differs",
                source=source,
                path=header.key,
                value=str(card),
                message=f"is {card!r} but the document has {text.strip()!r} at {header.path}",
            )


def _same_number(said: float, card: float, tolerance: float) -> bool:
    """Compare numbers; a card has room for 20 characters, a document for all 17 digits."""
    from astropy.io import fits

    held = fits.Card.fromstring(fits.Card("VALUE", said).image).value
    return card in {said, held} or abs(said - card) <= tolerance


def agrees(header: HeaderMap, text: str, value: Any) -> bool:
    """Tell whether a keyword's value agrees with the text of the document.

    Numbers agree within the tolerance, times within it in seconds, others when they are equal.
    """
    try:
        if header.type == "xs:dateTime":
            said = tai.parse_utc(str(value).removesuffix("Z") + "Z")
            return abs(said - tai.parse_utc(text)) <= header.tolerance * 1e9
        if header.type in _NUMBERS:
            return _same_number(float(text), float(value), header.tolerance)
        if isinstance(value, bool):
            return value == (text in {"true", "1"})
        if isinstance(value, int):
            return value == int(text)
    except (TypeError, ValueError):
        return False
    return bool(str(value) == text)
