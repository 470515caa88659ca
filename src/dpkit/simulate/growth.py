"""Grow elements from their types: how often, which alternative, and with what values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from lxml import etree

from dpkit.simulate.chooser import Chooser, chance, pick
from dpkit.simulate.error import SampleError
from dpkit.simulate.model import ENDLESS, Complex, Field, Group, Model, Part
from dpkit.simulate.simple import fits
from dpkit.simulate.value import Manner, draw_value

__all__ = ["Growth", "Mode"]

Mode = Literal["random", "minimal", "full"]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SIZE = 5000
"""Elements after which only what is required grows, so that no document is endless."""
_NESTED = 2
"""How often a type may be open within itself before only what is required grows."""
_DEEP = 40
"""How many types may be open within each other before only what is required grows."""
_SKY = {"pos.eq.ra": (0, 359_999), "pos.eq.dec": (-90_000, 90_000)}
"""Coordinates by their UCD: smallest and largest in thousandths of a degree."""
_OTHER = 4
"""One in so many elements has another type than the declared one, where it may."""
_SPARE = (0, 0, 1, 1, 2, 3)


class Growth:
    """The growing of one document.

    Parameters
    ----------
    model : Model
        The types of its product.
    chooser : Chooser
        Who makes the choices.
    mode : {"random", "minimal", "full"}
        Whether optional parts are left to chance, left out, or all grown.

    Attributes
    ----------
    implied : list of tuple
        Texts that the document is to leave to their defaults, which rules see, with the element
        and attribute that has them. See `strip`.
    """

    def __init__(self, model: Model, chooser: Chooser, mode: Mode) -> None:
        self.model = model
        self.chooser = chooser
        self.mode = mode
        self.implied: list[tuple[etree._Element, str | None, str]] = []
        self._opened: Counter[str] = Counter()
        self._taken: Counter[tuple[str, int]] = Counter()
        self._names: set[str] = set()
        self._heights: dict[int, int] = {}
        self._size = 0
        self._free = Manner(identify=self._unique_name)
        self._plain = Manner(plain=True, identify=self._unique_name)

    def root(self) -> etree._Element:
        """Grow a document.

        Raises
        ------
        SampleError
            A type contains itself without end, or has values that cannot be made.
        """
        field = self.model.root
        if self.model.field_height(field) >= ENDLESS:
            raise SampleError(
                "no document of it can end: a type contains itself and cannot do without, or is "
                "abstract and no other stands for it",
                place=self.model.entry.name,
                remedy="make the recursion optional in the schema, or derive a type",
            )
        namespace = self.model.entry.namespace
        nsmap = {"p": namespace} if namespace else None
        element = etree.Element(field.tag, None, nsmap)
        self._fill(element, field, "")
        return element

    def regrow(self, node: etree._Element, path: str, mode: Mode) -> etree._Element:
        """Grow an element anew in its place; returns the new one.

        The root keeps its place: its attributes and children are replaced.
        """
        parent = node.getparent()
        field = self.model.field_of(node)
        if field is None:
            raise SampleError("the data dictionary has no such path", place=path)
        with self._in_mode(mode), self._under(path):
            if parent is None:
                node.clear()
                self._fill(node, field, path)
                return node
            fresh = self._element(parent, field, path)
        parent.replace(node, fresh)
        return fresh

    def append(self, parent: etree._Element, path: str) -> etree._Element:
        """Grow the least element at a path as the last child of its parent; returns it."""
        field = self.model.field_in(parent, path.rpartition("/")[2])
        if field is None:
            raise SampleError("the data dictionary has no such path", place=path)
        with self._in_mode("minimal"), self._under(path):
            return self._element(parent, field, path)

    def value(self, field: Field, path: str) -> str:
        """Draw the text of an element or attribute."""
        if field.fixed is not None:
            return field.fixed
        if (place := self._sky_coordinate(field)) is not None:
            return place
        manner = self._plain if self.mode == "minimal" or path in self.model.plain else self._free
        return draw_value(self.chooser, self.model.simple(field.type), manner)

    def _sky_coordinate(self, field: Field) -> str | None:
        """Draw a coordinate on the sky; None for other values and when the type forbids it."""
        span = next((s for ucd, s in _SKY.items() if field.ucd.startswith(ucd)), None)
        simple = None if span is None else self.model.simple(field.type)
        if span is None or simple is None or simple.primitive not in {"double", "float"}:
            return None
        text = repr(self.chooser.integer(*span) / 1000)
        return text if fits(simple, text) else None

    def strip(self) -> None:
        """Remove the texts that the document is to leave to their defaults, if they still are."""
        for element, attribute, text in self.implied:
            if attribute is None:
                element.text = None if element.text == text else element.text
            elif element.get(attribute) == text:
                del element.attrib[attribute]
        self.implied.clear()

    @contextmanager
    def _in_mode(self, mode: Mode) -> Iterator[None]:
        before, self.mode = self.mode, mode
        try:
            yield
        finally:
            self.mode = before

    @contextmanager
    def _under(self, path: str) -> Iterator[None]:
        """Count the types above a path as open."""
        before, self._opened = self._opened, Counter()
        steps = path.split("/")[:-1]
        for count in range(len(steps) + 1):
            field = self.model.field_at("/".join(steps[:count]))
            if field is not None:
                self._opened[field.type] += 1
        try:
            yield
        finally:
            self._opened = before

    def _element(self, parent: etree._Element, field: Field, path: str) -> etree._Element:
        element = etree.SubElement(parent, field.tag)
        self._size += 1
        self._fill(element, field, path)
        return element

    def _fill(self, element: etree._Element, field: Field, path: str) -> None:
        field = self._with_type(element, field)
        found = self.model.complex(field.type)
        # One without value has no object that could say its type.
        may = field.nillable and field.type == field.said["type"]
        nil = may and self.mode == "random" and chance(self.chooser, 8)
        if nil:
            element.set(f"{{{_XSI}}}nil", "true")
        if found is not None:
            self._complex(element, found, field, path, nil=nil)
        elif not nil:
            self._text(element, field, path)

    def _with_type(self, element: etree._Element, field: Field) -> Field:
        """Choose the type of an element; one that is not declared is named in ``xsi:type``."""
        declared, options = str(field.said["type"]), self.model.types_of(field)
        if not options:
            raise SampleError("is abstract, and no other type may stand for it", place=declared)
        chosen = options[0] if len(options) == 1 else self._type(declared, options)
        if chosen != declared:
            namespace = self.model.entry.types[chosen]["namespace"] or None
            element.set(f"{{{_XSI}}}type", etree.QName(namespace, chosen.partition(":")[2]))
        return field if chosen == field.type else replace(field, type=chosen)

    def _type(self, declared: str, options: list[str]) -> str:
        """Choose one of several types; a full document takes those first that it took least."""
        heights = [self.model.height(name) for name in options]
        low = min(heights) if self._exhausted(declared) else ENDLESS - 1
        options = [name for name, high in zip(options, heights, strict=True) if high <= low]
        if self.mode == "full":
            used = [self._taken[name, 0] for name in options]
            options = [n for n, count in zip(options, used, strict=True) if count == min(used)]
        elif declared in options and (self.mode == "minimal" or not chance(self.chooser, _OTHER)):
            return declared
        chosen = pick(self.chooser, options)
        self._taken[chosen, 0] += 1
        return chosen

    def _text(self, element: etree._Element, field: Field, path: str) -> None:
        """Give an element its text; an empty one stands for the default of its field."""
        given = field.fixed if field.fixed is not None else field.default
        if given is not None and self.mode == "random" and chance(self.chooser, 4):
            self.implied.append((element, None, given))
            element.text = given
        else:
            element.text = self.value(field, path)

    def _complex(
        self, element: etree._Element, found: Complex, field: Field, path: str, *, nil: bool
    ) -> None:
        below = f"{path}/" if path else ""
        for attribute in found.attributes:
            self._attribute(element, attribute, f"{below}@{attribute.name}")
        if nil:
            return
        if found.text is not None:
            self._text(element, field, path)
            return
        opened = {field.type, str(field.said["type"])}
        self._opened.update(opened)
        self._group(element, found.content, below, field.type)
        self._opened.subtract(opened)

    def _attribute(self, element: etree._Element, field: Field, path: str) -> None:
        given = field.fixed if field.fixed is not None else field.default
        present = field.minimum > 0 or self._count(0, 1, stop=False) > 0
        if present:
            element.set(field.tag, self.value(field, path))
        elif given is not None:
            element.set(field.tag, given)
            self.implied.append((element, field.tag, given))

    def _group(self, element: etree._Element, group: Group, below: str, owner: str) -> None:
        stop = self._exhausted(owner) or self._endless(group)
        least = len(group.parts) if group.kind == "choice" else 1
        for _ in range(self._count(group.minimum, group.maximum, stop=stop, wanted=least)):
            if group.kind == "choice":
                self._part(element, self._alternative(group, owner, stop=stop), below, owner)
                continue
            for part in group.parts:
                self._part(element, part, below, owner)

    def _alternative(self, group: Group, owner: str, *, stop: bool) -> Part | Group:
        """Choose one part of a choice: of those that end soonest when it must, else any.

        A full document takes those first that it has taken least often.
        """
        heights = [self._height(part) for part in group.parts]
        low = min(heights) if stop else max(ENDLESS - 1, min(heights))
        parts = [i for i, high in enumerate(heights) if high <= low]
        if not stop and self.mode == "full":
            used = {i: self._taken[f"{owner} {id(group)}", i] for i in parts}
            parts = [i for i in parts if used[i] == min(used.values())]
        chosen = pick(self.chooser, parts)
        self._taken[f"{owner} {id(group)}", chosen] += 1
        return group.parts[chosen]

    def _height(self, part: Part | Group) -> int:
        """Return how deep the elements go that a part cannot do without, found once."""
        if id(part) not in self._heights:
            self._heights[id(part)] = self.model.group_height(part)
        return self._heights[id(part)]

    def _endless(self, group: Group) -> bool:
        """Tell whether a group can only be left out."""
        heights = [self._height(part) for part in group.parts]
        least = min if group.kind == "choice" else max
        return least(heights, default=0) >= ENDLESS

    def _part(self, element: etree._Element, part: Part | Group, below: str, owner: str) -> None:
        if isinstance(part, Group):
            self._group(element, part, below, owner)
            return
        field = part.field
        stop = self._exhausted(field.type) or self.model.field_height(field) >= ENDLESS
        wanted = self._variants(field) if self.mode == "full" and not stop else 1
        path = f"{below}{field.name}"
        for _ in range(self._count(part.minimum, part.maximum, stop=stop, wanted=wanted)):
            self._element(element, field, path)

    def _exhausted(self, name: str) -> bool:
        if self._size > _SIZE or self._opened[name] > _NESTED:
            return True
        return self._opened.total() > _DEEP

    def _count(self, minimum: int, maximum: int | None, *, stop: bool, wanted: int = 1) -> int:
        """Choose how often something grows; `wanted` times in a full document."""
        if stop or self.mode == "minimal" or minimum == maximum:
            return minimum
        if self.mode == "full":
            count = max(minimum, wanted)
        elif minimum == 0 and maximum == 1:
            return self.chooser.integer(0, 1)
        else:
            count = minimum + pick(self.chooser, _SPARE)
        return count if maximum is None else min(count, maximum)

    def _variants(self, field: Field) -> int:
        """Return how many elements it takes to show all types that they may have, and choices."""
        names = self.model.types_of(field)
        return max([len(names), *(self._alternatives(name) for name in names)])

    def _alternatives(self, name: str) -> int:
        """Return how many elements of a type it takes to show all alternatives in it."""
        found = self.model.complex(name)
        if found is None:
            return 1
        choices = [len(g.parts) for g in _groups(found.content) if g.kind == "choice"]
        return max([2 if found.content.parts else 1, *choices])

    def _unique_name(self, name: str) -> str:
        while name in self._names:
            name = f"{name}{len(self._names)}"
        self._names.add(name)
        return name


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for part in group.parts:
        if isinstance(part, Group):
            yield from _groups(part)
