"""Bring the children of an element into the groups of its type after one came or went."""

from __future__ import annotations

from collections import defaultdict, deque

from lxml import etree

from dpkit.simulate.chooser import pick
from dpkit.simulate.growth import Growth
from dpkit.simulate.model import Group, Part
from dpkit.simulate.spot import path_of

__all__ = ["arrange"]


def arrange(
    growth: Growth,
    parent: etree._Element,
    *,
    wanted: etree._Element | None = None,
    unwanted: str = "",
) -> None:
    """Put children into order, grow what their groups miss, and remove what is left over.

    Parameters
    ----------
    growth : Growth
        Grows what is missing.
    parent : lxml.etree._Element
        The element whose children are arranged.
    wanted : lxml.etree._Element, optional
        The child that came: of alternatives, the one with it is taken.
    unwanted : str, optional
        The tag of the child that went: no other grows unless nothing else is possible.
    """
    above = path_of(parent)
    field = growth.model.field_of(parent)
    found = None if field is None else growth.model.complex(field.type)
    if found is None:
        return
    arranging = _Arranging(growth, parent, f"{above}/".lstrip("/"), wanted, unwanted)
    arranging.group(found.content)
    for child in list(parent):
        parent.remove(child)
    parent.extend(arranging.placed)


class _Arranging:
    """The arranging of the children of one element: those that wait, and those placed."""

    def __init__(
        self,
        growth: Growth,
        parent: etree._Element,
        below: str,
        wanted: etree._Element | None,
        unwanted: str,
    ) -> None:
        self.growth = growth
        self.parent = parent
        self.below = below
        self.wanted = wanted
        self.unwanted = unwanted
        self.placed: list[etree._Element] = []
        self._order = {child: number for number, child in enumerate(parent)}
        self._waiting: dict[str, deque[etree._Element]] = defaultdict(deque)
        for child in parent:
            self._waiting[str(child.tag)].append(child)

    def group(self, group: Group) -> None:
        """Place a group as often as it must be, and on while children wait that belong to it."""
        count = 0
        while count < group.minimum or self._goes_on(group, count):
            count, before = count + 1, len(self.placed)
            parts = (self._alternative(group),) if group.kind == "choice" else group.parts
            for part in parts:
                self._part(part)
            if len(self.placed) == before:
                return

    def _goes_on(self, group: Group, count: int) -> bool:
        free = group.maximum is None or count < group.maximum
        return free and bool(self._of(group)) and not self._forced(group)

    def _part(self, part: Part | Group) -> None:
        if isinstance(part, Group):
            self.group(part)
            return
        waiting, count = self._waiting[part.field.tag], 0
        while waiting and (part.maximum is None or count < part.maximum):
            self.placed.append(waiting.popleft())
            count += 1
        for _ in range(count, part.minimum):
            self.placed.append(self.growth.append(self.parent, self.below + part.field.name))

    def _alternative(self, group: Group) -> Part | Group:
        """Choose the part of a choice that most speaks for: what is wanted, then what is there."""
        parts = [part for part in group.parts if not self._forced(part)] or list(group.parts)
        there = [part for part in parts if self._of(part)]
        if there:
            return min(there, key=self._rank)
        heights = [self.growth.model.group_height(part) for part in parts]
        least = [p for p, height in zip(parts, heights, strict=True) if height == min(heights)]
        return pick(self.growth.chooser, least)

    def _rank(self, part: Part | Group) -> tuple[bool, int]:
        children = self._of(part)
        return self.wanted not in children, min(self._order[child] for child in children)

    def _of(self, part: Part | Group) -> list[etree._Element]:
        """Return the children that wait and belong to a part."""
        elements = part.elements if isinstance(part, Group) else (part,)
        return [child for element in elements for child in self._waiting[element.field.tag]]

    def _forced(self, part: Part | Group) -> bool:
        """Tell whether a part cannot be placed without growing what is unwanted."""
        if part.minimum == 0:
            return False
        if isinstance(part, Part):
            return part.field.tag == self.unwanted and not self._waiting[self.unwanted]
        inner = [self._forced(below) for below in part.parts]
        return all(inner) if part.kind == "choice" else any(inner)
