"""Spots of a document that hold a text: elements and attributes alike."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from dpkit.product.document import select_nodes

__all__ = ["Spot", "path_of", "spot_of", "spots_at"]


@dataclass(frozen=True, slots=True)
class Spot:
    """An element, or an attribute of one."""

    element: etree._Element
    attribute: str | None = None

    @property
    def text(self) -> str:
        """The text of the element or attribute."""
        if self.attribute is None:
            return self.element.text or ""
        return self.element.get(self.attribute, "")

    def write(self, text: str) -> None:
        """Set the text of the element or attribute."""
        if self.attribute is None:
            self.element.text = text
        else:
            self.element.set(self.attribute, text)

    @property
    def path(self) -> str:
        """XPath of the spot below the root, without positions."""
        above = path_of(self.element)
        if self.attribute is None:
            return above
        name = etree.QName(self.attribute).localname
        return f"{above}/@{name}" if above else f"@{name}"


def path_of(node: etree._Element) -> str:
    """Return the XPath of an element below the root, without positions."""
    steps = [etree.QName(node).localname]
    steps += [etree.QName(above).localname for above in node.iterancestors()]
    return "/".join(reversed(steps[:-1]))


def spot_of(result: object) -> Spot | None:
    """Return the spot of one result of an XPath; None when the result is no place."""
    if isinstance(result, etree._Element):
        return Spot(result)
    parent = result.getparent() if isinstance(result, etree._ElementUnicodeResult) else None
    if isinstance(result, etree._ElementUnicodeResult) and parent is not None:
        return Spot(parent, result.attrname if result.is_attribute else None)
    return None


def spots_at(node: etree._Element, path: str) -> list[Spot]:
    """Return the spots at an XPath below a node, in document order."""
    return [spot for result in select_nodes(node, path) if (spot := spot_of(result)) is not None]
