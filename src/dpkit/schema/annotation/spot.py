"""The places of all documents of a product as a tree, with the axes of XPath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dpkit.schema.annotation.derivation import Derivation
from dpkit.schema.annotation.expansion import primitive
from dpkit.schema.dictionary import near_names
from dpkit.schema.xsd.declaration import Field, QName, SchemaSet

__all__ = ["DOCUMENT", "Spot", "Spots", "Tree"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: the document, an element, an attribute or a text.

    Attributes
    ----------
    kind : str
        ``document``, ``element``, ``attribute`` or ``text``.
    steps : tuple of Field
        The fields from below the root element; none for the root element itself.
    """

    kind: str
    steps: tuple[Field, ...] = ()

    def __hash__(self) -> int:
        """Hash by names: what is annotated at a field cannot be hashed."""
        return hash((self.kind, *(step.name for step in self.steps)))


Spots = frozenset[Spot] | None
"""Places, or None where they are not known."""

DOCUMENT = Spot("document")


class Tree:
    """The places of a product, found from the declared types when they are asked for."""

    def __init__(self, schemas: SchemaSet, root: Field) -> None:
        self.schemas = schemas
        self.root = root
        self._derivation = Derivation(schemas)

    def type_of(self, spot: Spot) -> QName:
        """Return the type of an element or attribute."""
        return self._field(spot).type

    def _field(self, spot: Spot) -> Field:
        return spot.steps[-1] if spot.steps else self.root

    def axis(self, name: str) -> Callable[[Spot], Iterable[Spot]]:
        """Return the function that follows an axis from one place."""
        return {
            "child": self.children,
            "attribute": self.attributes,
            "self": lambda spot: [spot],
            "parent": self.parents,
            "ancestor": self.ancestors,
            "ancestor-or-self": lambda spot: [spot, *self.ancestors(spot)],
            "descendant": self.descendants,
            "descendant-or-self": lambda spot: self.descendants(spot, own=True),
            "following-sibling": self.siblings,
            "preceding-sibling": self.siblings,
        }.get(name, lambda _spot: self.descendants(DOCUMENT))

    def children(self, spot: Spot) -> Iterator[Spot]:
        """Yield the elements and the text of a place."""
        if spot.kind == "document":
            yield Spot("element")
        if spot.kind != "element":
            return
        for _, field in self._derivation.fields(self._field(spot)):
            if not field.attribute:
                yield Spot("element", (*spot.steps, field))
        if primitive(self.schemas, self.type_of(spot)):
            yield Spot("text", spot.steps)

    def attributes(self, spot: Spot) -> Iterator[Spot]:
        """Yield the attributes of a place."""
        if spot.kind == "element":
            for _, field in self._derivation.fields(self._field(spot)):
                if field.attribute:
                    yield Spot("attribute", (*spot.steps, field))

    def parents(self, spot: Spot) -> list[Spot]:
        """Return the place above, if there is one."""
        if spot.kind == "document":
            return []
        if spot.kind == "text":
            return [Spot("element", spot.steps)]
        return [Spot("element", spot.steps[:-1])] if spot.steps else [DOCUMENT]

    def ancestors(self, spot: Spot) -> Iterator[Spot]:
        """Yield the places above, the nearest first."""
        for above in self.parents(spot):
            yield above
            yield from self.ancestors(above)

    def siblings(self, spot: Spot) -> Iterator[Spot]:
        """Yield the places beside, the place itself too: it may be repeated."""
        for above in self.parents(spot):
            yield from self.children(above)

    def descendants(self, spot: Spot, *, own: bool = False) -> Iterator[Spot]:
        """Yield the places below; a type inside itself is entered once."""
        if own:
            yield spot
        for child in self.children(spot):
            yield child
            above = [field.type for field in child.steps[:-1]]
            if child.kind == "element" and self.type_of(child) not in above:
                yield from self.descendants(child)

    def matches(self, spot: Spot, axis: str, test: str) -> bool:
        """Tell whether a place passes a node test."""
        if test == "node()":
            return True
        if test == "text()":
            return spot.kind == "text"
        if spot.kind != ("attribute" if axis == "attribute" else "element"):
            return False
        # Names with a namespace, such as that of the root element, cannot be named in a rule.
        named = bool(spot.steps) and not spot.steps[-1].namespace
        return test == "*" or (named and spot.steps[-1].name == test)

    def remedy(self, test: str, reached: Iterable[Spot]) -> str:
        """Say which names there are instead."""
        names = {spot.steps[-1].name for spot in reached if spot.kind != "text" and spot.steps}
        return near_names(test, names, "name")
