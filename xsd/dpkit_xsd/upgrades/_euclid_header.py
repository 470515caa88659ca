"""The header of data model 9.2, and how an older one is brought into its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from lxml import etree

Reported: TypeAlias = tuple[str, str, str, str]

NAMESPACE = "http://ecdm.euclid-ec.org/schema/dpd/"
"""Namespaces of the products that have such a header."""

ORDER = (
    "ProductId",
    "ProductType",
    "SoftwareName",
    "SoftwareRelease",
    "EuclidPipelineSoftwareRelease",
    "ProdSDC",
    "DataSetRelease",
    "Purpose",
    "PlanId",
    "PPOId",
    "PipelineDefinitionId",
    "PpoStatus",
    "ManualValidationStatus",
    "ProductNotifiedToBeChecked",
    "AutomatedValidationStatus",
    "ExpirationDate",
    "ToBePublished",
    "Published",
    "Curator",
    "CreationDate",
    "DataModelVersion",
)

DEFAULTS = {
    "EuclidPipelineSoftwareRelease": "NONE",
    "ProdSDC": "UNKNOWN",
    "DataSetRelease": "main",  # what design and archive call a campaign that was not named
    "Purpose": "UNKNOWN",
    "PlanId": "NONE",
    "PPOId": "NONE",
    "PipelineDefinitionId": "NONE",
    "PpoStatus": "NONE",
    "ManualValidationStatus": "UNKNOWN",
    "ProductNotifiedToBeChecked": "UNKNOWN",
    "AutomatedValidationStatus": "UNKNOWN",
    "ExpirationDate": "2099-12-31T00:00:00Z",
    "ToBePublished": "0",
    "Published": "0",
    "Curator": "UNKNOWN",
    # Before any product of the mission, so that whoever takes the newest never takes this one.
    "CreationDate": "1970-01-01T00:00:00Z",
}
"""What is said where an older header said nothing; the identity of a product has no default."""


def has_shape(root: etree._Element, required: frozenset[str], optional: frozenset[str]) -> bool:
    """Say whether the header has all required children, each once, and no others than these two."""
    header = root.find("Header")
    if header is None:
        return False
    names = [child.tag for child in header.iterchildren("*")]
    stray = [text for text in header.xpath("text()") if text.strip()]  # belongs to no shape
    once = len(names) == len(set(names))
    return not stray and once and required <= set(names) <= required | optional


def unknown_children(root: etree._Element, known: frozenset[str]) -> list[etree._Element]:
    """Return the children of the header that neither a shape nor the present header knows."""
    header = root.find("Header")
    children = [] if header is None else header.iterchildren("*")
    return [child for child in children if child.tag not in known and child.tag not in ORDER]


def renew(root: etree._Element, renamed: Mapping[str, str]) -> Iterator[Reported]:
    """Bring a header into the present shape.

    Parameters
    ----------
    root : lxml.etree._Element
        The document; has a header.
    renamed : mapping of str to str
        New names of old children; one whose new name is taken is dropped like all without a place.
    """
    header = root.find("Header")
    if header is None:
        return
    yield from _flatten_curator(header)
    yield from _rename(header, renamed)
    yield from _drop(header)
    yield from _order(header)
    yield from _fill(header)


def _flatten_curator(header: etree._Element) -> Iterator[Reported]:
    """Make the name of a curator the text; an address has no place any more."""
    curator = header.find("Curator")
    if curator is None or len(curator) == 0:
        return
    name = curator.findtext("Name")
    for child in list(curator):
        path = f"Header/Curator/{child.tag!s}"
        if child.tag == "Name" and name:
            yield "moved", path, path, "Header/Curator"
        else:
            yield "removed", path, _said(child), ""
        curator.remove(child)
    if name:
        curator.text = name
    else:
        header.remove(curator)


def _rename(header: etree._Element, renamed: Mapping[str, str]) -> Iterator[Reported]:
    for old, new in renamed.items():
        node = header.find(old)
        if node is not None and header.find(new) is None:
            node.tag = new
            yield "renamed", f"Header/{old}", old, new


def _drop(header: etree._Element) -> Iterator[Reported]:
    for node in list(header.iterchildren("*")):
        if node.tag not in ORDER:
            yield "removed", f"Header/{node.tag!s}", _said(node), ""
            header.remove(node)


def _order(header: etree._Element) -> Iterator[Reported]:
    nodes = list(header.iterchildren("*"))
    ranks = [ORDER.index(str(node.tag)) for node in nodes]
    for number, node in enumerate(nodes):
        if any(later < ranks[number] for later in ranks[number + 1 :]):
            path = f"Header/{node.tag!s}"
            yield "moved", path, path, path
    header.extend(sorted(nodes, key=lambda node: ORDER.index(str(node.tag))))


def _fill(header: etree._Element) -> Iterator[Reported]:
    place = 0
    for name in ORDER:
        if header.find(name) is None:
            if name not in DEFAULTS:
                continue
            node = header.makeelement(name)
            node.text = DEFAULTS[name]
            header.insert(place, node)
            yield "added", f"Header/{name}", "", DEFAULTS[name]
        place += 1


def _said(node: etree._Element) -> str:
    """Return the text of an element; its XML when it has more than text."""
    if len(node) or node.attrib:
        return etree.tostring(node, encoding="unicode", with_tail=False)
    return node.text or ""
