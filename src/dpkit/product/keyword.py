"""Header keywords of FITS files that repeat what the document says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dpkit import tai
from dpkit.product.product import Product
from dpkit.product.times import now
from dpkit.schema.dictionary import HeaderMap, file_format

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["keyword_value", "stamp_keywords"]


def stamp_keywords(product: Product[Any], storage: str, hdus: HDUList) -> None:
    """Set in a file every keyword that the schema ties to the document, with its comment.

    Also ``FITS_DEF`` and ``FITS_VER`` from the format, ``DATE``, ``ORIGIN`` and ``SOFTVERS``.
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
            hdus[0].header[key] = (value, comments.get(key, ""))
    for header in product.entry.headers:
        if header.file != storage:
            continue
        hdu = hdus[int(header.hdu) if header.hdu.isdigit() else header.hdu]
        value = product.value(header.path)
        if value is not None:
            hdu.header[header.key] = (keyword_value(header, value), comments.get(header.key, ""))


def keyword_value(header: HeaderMap, value: Any) -> str | int | float | bool:
    """Return a value of the document as the keyword holds it; times without the Z."""
    if header.type == "xs:dateTime":
        return str(value).removesuffix("Z")
    if isinstance(value, (int, float, bool)):
        return value
    return str(getattr(value, "value", value))


def _comments(identifier: str | None) -> dict[str, str]:
    """Return the comments of the primary header's keywords, with their units in brackets."""
    if identifier is None:
        return {}
    keywords = file_format(identifier)["hdus"][0].get("keywords", [])
    return {
        k["name"]: f"[{k['unit']}] {k['documentation']}" if "unit" in k else k["documentation"]
        for k in keywords
    }
