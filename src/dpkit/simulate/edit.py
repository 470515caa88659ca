"""Small changes to a document, each within what the types allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from dpkit.binding.xpath import compile_test
from dpkit.simulate.arrangement import arrange
from dpkit.simulate.growth import Growth
from dpkit.simulate.meaning import Meaning
from dpkit.simulate.spot import Spot, spot_of

__all__ = ["Editor", "evaluate", "holds", "spots"]


def evaluate(expression: str, node: etree._Element) -> Any:
    """Return the value of an XPath expression at a node; None when it has none."""
    try:
        return compile_test(expression)(node)
    except (etree.XPathError, ValueError):
        return None


def holds(test: str, node: etree._Element) -> bool:
    """Tell whether a test holds at a node; one that cannot be evaluated does not."""
    return bool(evaluate(test, node))


def spots(node: etree._Element, path: str) -> Iterator[Spot]:
    """Yield the spots that an XPath expression finds at a node; none when it finds no places."""
    value = evaluate(path, node)
    for result in value if isinstance(value, list) else ():
        if (spot := spot_of(result)) is not None:
            yield spot


class Editor:
    """Changes to one document.

    Parameters
    ----------
    growth : Growth
        Grows what is drawn anew.
    meaning : Meaning
        Sets texts where their types allow it.
    """

    def __init__(self, growth: Growth, meaning: Meaning) -> None:
        self.growth = growth
        self.model = growth.model
        self.put = meaning.put

    def draw(self, spot: Spot) -> Spot:
        """Draw a spot anew: the text of a leaf, or all of an element."""
        path = spot.path
        field = self.model.field_of(spot.element, spot.attribute)
        if field is None or not path:
            return spot
        if spot.attribute is None and self.model.complex(field.type) is not None:
            return Spot(self.growth.regrow(spot.element, path, self.growth.mode))
        spot.write(self.growth.value(field, path))
        return spot

    def swap(self, first: Spot, second: Spot) -> bool:
        """Exchange two texts where both types allow it; tells whether they do."""
        texts = first.text, second.text
        if self.put(first, texts[1]) and self.put(second, texts[0]):
            return True
        first.write(texts[0])
        return False

    def remove(self, spot: Spot) -> bool:
        """Remove a spot that its document may lack; tells whether it may."""
        field = self.model.field_of(spot.element, spot.attribute)
        parent = spot.element.getparent()
        if field is None or field.minimum > 0:
            return False
        if spot.attribute is not None:
            spot.element.attrib.pop(spot.attribute, None)
        elif parent is not None:
            self._remove(parent, spot.element)
        return True

    def _remove(self, parent: etree._Element, child: etree._Element) -> None:
        parent.remove(child)
        arrange(self.growth, parent, unwanted=str(child.tag))

    def drop(self, element: etree._Element, *, at_least: int) -> bool:
        """Remove the nearest of an element and those around it that occurs more than it must."""
        for one in (element, *element.iterancestors()):
            field, parent = self.model.field_of(one), one.getparent()
            if field is None or parent is None:
                return False
            if len(parent.findall(field.tag)) > max(field.minimum, at_least):
                self._remove(parent, one)
                return True
        return False

    def add(self, node: etree._Element, path: str) -> bool:
        """Grow one more element at a path below a node; tells whether it may occur once more."""
        above, _, name = path.rpartition("/")
        parent = next(spots(node, above or "."), None)
        if parent is None or parent.attribute is not None:
            return False
        whole = f"{parent.path}/{name}".lstrip("/")
        field = self.model.field_in(parent.element, name)
        if field is None or field.attribute:
            return False
        present = len(parent.element.findall(field.tag))
        if field.maximum is not None and present >= field.maximum:
            return False
        fresh = self.growth.append(parent.element, whole)
        arrange(self.growth, parent.element, wanted=fresh)
        return fresh.getparent() is not None

    def take(self, node: etree._Element, path: str) -> bool:
        """Remove the last element at a path below a node; tells whether it is gone."""
        found = list(spots(node, path))
        if not found or not self.drop(found[-1].element, at_least=0):
            return False
        return len(list(spots(node, path))) < len(found)
