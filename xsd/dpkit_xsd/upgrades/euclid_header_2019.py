"""The header of the early data model 8.0: custodian, creator, access rights, no campaign."""

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
        "ProductId",
        "ProductType",
        "SoftwareName",
        "SoftwareRelease",
        "ManualValidationStatus",
        "PipelineRun",
        "ExitStatusCode",
        "DataModelVersion",
        "MinDataModelVersion",
        "ScientificCustodian",
        "AccessRights",
        "Curator",
        "Creator",
        "CreationDate",
    }
)
_OPTIONAL = frozenset({"ExpirationDate", "ToBePublished", "Published"})


def applies(root: etree._Element) -> bool:
    """Say whether the header is of this generation."""
    return has_shape(root, _REQUIRED, _OPTIONAL)


def unknown(root: etree._Element) -> list[etree._Element]:
    """Return the children of the header that are of no generation."""
    return unknown_children(root, _REQUIRED | _OPTIONAL)


def upgrade(root: etree._Element) -> Iterator[Reported]:
    """Keep the curator's name and the exit status; drop rights, creator, custodian and run."""
    yield from renew(root, {"ExitStatusCode": "PpoStatus"})
