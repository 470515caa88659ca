"""The header of 2014: a name, a custodian and access rights, and no date."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dpkit_xsd.upgrades._euclid_header import (
    NAMESPACE,
    Reported,
    has_shape,
    renew,
    unknown_children,
)

__all__ = ["NAMESPACE", "applies", "unknown", "upgrade"]

_REQUIRED = frozenset(
    {
        "ProductName",
        "ProductId",
        "ProductType",
        "SoftwareName",
        "SoftwareRelease",
        "ScientificCustodian",
        "AccessRights",
    }
)


def applies(root: etree._Element) -> bool:
    """Say whether the header is of this generation."""
    return has_shape(root, _REQUIRED, frozenset())


def unknown(root: etree._Element) -> list[etree._Element]:
    """Return the children of the header that are of no generation."""
    return unknown_children(root, _REQUIRED)


def upgrade(root: etree._Element) -> Iterator[Reported]:
    """Take the custodian for the curator, which did not exist; drop name and access rights."""
    yield from renew(root, {"ScientificCustodian": "Curator"})
