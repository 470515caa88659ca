"""The header of the data models 8.0.5 and 9.0: a run and its exit status."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dpkit_xsd.upgrades._euclid_header import (
    NAMESPACE,
    ORDER,
    Reported,
    has_shape,
    renew,
    unknown_children,
)

__all__ = ["NAMESPACE", "applies", "unknown", "upgrade"]

_LATER = {
    "PpoStatus",
    "ProductNotifiedToBeChecked",
    "AutomatedValidationStatus",
    "DataModelVersion",
}
_REQUIRED = frozenset({*ORDER, "PipelineRun", "ExitStatusCode"} - _LATER)


def applies(root: etree._Element) -> bool:
    """Say whether the header is of this generation."""
    return has_shape(root, _REQUIRED, frozenset({"DataModelVersion"}))


def unknown(root: etree._Element) -> list[etree._Element]:
    """Return the children of the header that are of no generation."""
    return unknown_children(root, _REQUIRED)


def upgrade(root: etree._Element) -> Iterator[Reported]:
    """Take the exit status for the status of the processing order, which replaced it."""
    yield from renew(root, {"ExitStatusCode": "PpoStatus"})
