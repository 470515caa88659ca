"""Header keywords of FITS files that repeat what the document says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dpkit import tai
from dpkit.errors import NotFoundError, ProductError
from dpkit.formats.fits import find_hdu
from dpkit.product.product import Product
from dpkit.product.times import now
from dpkit.schema.dictionary import HeaderMap, file_format

if TYPE_CHECKING:
    from astropy.io.fits import HDUList, Header

__all__ = ["keyword_value", "stamp_keywords"]

_NUMBER = 20
"""Characters of a card that a number takes."""
_CARD = 67
"""Characters of a card that value and comment share."""


def stamp_keywords(product: Product[Any], storage: str, hdus: HDUList) -> None:
    """Set in a file every keyword that the schema ties to the document, with its comment.

    A keyword whose value the document leaves out is removed. Also set are ``FITS_DEF`` and
    ``FITS_VER`` from the format, ``DATE``, ``ORIGIN`` and ``SOFTVERS``.

    Raises
    ------
    ProductError
        A value of the document cannot stand in a FITS header.
    """
    reference = product.files[storage]
    comments = _comments(reference.format)
    primary = {
        "FITS_DEF": reference.format,
        "FITS_VER": reference.format_version,
        "ORIGIN": product.role("software"),
        "SOFTVERS": product.role("release"),
        "DATE": tai.format_utc(now()).removesuffix("Z"),
    }
    for key, value in primary.items():
        if value is not None:
            _set(hdus[0].header, key, value, comments.get(key, ""))
    for header in product.entry.headers:
        if header.file != storage:
            continue
        hdu = find_hdu(hdus, header.hdu)
        value = product.value(header.path)
        if header.join:
            value = product.values(header.path) or None
        if hdu is None:
            continue
        if value is None:
            hdu.header.remove(header.key, ignore_missing=True)
        else:
            _set(hdu.header, header.key, keyword_value(header, value), comments.get(header.key, ""))


def _set(header: Header, key: str, value: str | int | float | bool, comment: str) -> None:
    """Set a keyword; its comment is cut where the card ends."""
    room = _CARD - max(_NUMBER, len(value.replace("'", "''")) + 2 if isinstance(value, str) else 0)
    room -= max(len(key) - 8, 0)  # HIERARCH and its words
    try:
        header[key] = (value, comment[: max(room, 0)])
    except ValueError:
        raise ProductError(
            f"keyword {key} cannot hold {value!r}",
            remedy="FITS headers hold finite numbers and printable ASCII",
        ) from None


def keyword_value(header: HeaderMap, value: Any) -> str | int | float | bool:
    """Return a value of the document as the keyword holds it; times without the Z."""
    if header.join:
        return header.join.join(str(getattr(one, "value", one)) for one in value)
    if header.type == "xs:dateTime":
        return str(value).removesuffix("Z")
    if isinstance(value, (int, float, bool)):
        return value
    return str(getattr(value, "value", value))


def _comments(identifier: str | None) -> dict[str, str]:
    """Return the comments of the primary header's keywords, with their units in brackets.

    Of a format that nobody describes there are none; the validator warns of it.
    """
    try:
        hdus = [] if identifier is None else file_format(identifier).get("hdus", [])
    except NotFoundError:
        return {}
    keywords = hdus[0].get("keywords", []) if hdus else []
    return {
        k["name"]: f"[{k['unit']}] {k['documentation']}" if "unit" in k else k["documentation"]
        for k in keywords
    }
