"""The schema version that a product says: the one of its classes, and no other."""

from __future__ import annotations

import copy
from typing import Any

from dpkit.binding.access import assign
from dpkit.binding.door import serialize
from dpkit.errors import ProductError
from dpkit.product.product import Product

__all__ = ["VersionError", "fill_version", "serialize_versioned"]

ATTRIBUTE = "@version"
"""Where a document says the version that decides how it is read."""


class VersionError(ProductError):
    """Content says another version of its schema than its classes are of."""


def fill_version(product: Product[Any]) -> None:
    """Let a product say the version of its schema.

    Where a document says none, readers take it for the default version, the oldest. One that was
    read so, and is of that version, stays as it is.

    Raises
    ------
    VersionError
        It says another version: the content has the form of this one, and would be refused or
        upgraded wrongly when it is read.
    """
    said = _said(product)
    if _lacks(product):
        assign(product.content, ATTRIBUTE, product.entry.version)
    elif said is not None and said != product.entry.version:
        raise VersionError(
            f"the schema version is {product.entry.version!r}, not {said!r}",
            place=f"{product.role('id') or product.entry.name}: {ATTRIBUTE}",
            remedy=f"set version to {product.entry.version!r}, or to None to have it filled in",
        )


def serialize_versioned(product: Product[Any]) -> bytes:
    """Return the document that a product would get; the product is left as it is.

    Raises
    ------
    VersionError
        As `fill_version`.
    ProductError
        Its content cannot be written as XML.
    """
    if _lacks(product):
        product = Product(copy.deepcopy(product.content), product.entry)
    fill_version(product)
    return serialize(product.content)


def _said(product: Product[Any]) -> str | None:
    """Return the version that content says where it decides how the document is read."""
    if product.entry.roles.get("schema-version") != ATTRIBUTE:
        return None
    said = product.value(ATTRIBUTE)
    return None if said is None else str(getattr(said, "value", said))


def _lacks(product: Product[Any]) -> bool:
    declared = product.entry.roles.get("schema-version") == ATTRIBUTE
    return declared and _said(product) is None and not product.unversioned
