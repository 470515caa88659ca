"""Shapes in the elements of a document, known by the meaning of their coordinates, not by name.

An element with a right ascension and a declination (``pos.eq.ra``, ``pos.eq.dec``) is a position.
Several of them in one element are the corners of a polygon; one beside an angular size
(``phys.angSize``) is the centre of a circle; one that has two angular sizes itself is the middle of
a box, and they are half its widths.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from lxml import etree

from dpkit.errors import ArchiveError
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.paths import fields_at
from dpkit_archive.region import part as shape
from dpkit_archive.region.part import Part

__all__ = ["element_parts"]

_RA, _DEC, _SIZE = "pos.eq.ra", "pos.eq.dec", "phys.angSize"
_DEGREES = {
    "deg": 1.0,
    "degree": 1.0,
    "degrees": 1.0,
    "rad": math.degrees(1.0),
    "arcmin": 1.0 / 60.0,
    "arcsec": 1.0 / 3600.0,
    "mas": 1.0 / 3.6e6,
    "hourangle": 15.0,
}
_SAGITTA = 5e-8
"""A side that is no great circle is cut until its pieces are true to 10 milliarcseconds."""


def element_parts(entry: ProductEntry, node: etree._Element, path: str) -> list[Part]:
    """Return the shapes in an element: polygons; without any, circles; without those, boxes.

    Circles and boxes beside a polygon are around it and say no more.

    Raises
    ------
    ArchiveError
        A shape has no area, or its coordinates are not angles.
    """
    reader = _Reader(entry, node, path)
    for shapes in (reader.polygons, reader.circles, reader.boxes):
        found = list(shapes())
        if found:
            return found
    raise ArchiveError("there is no polygon, circle or box in the region")


class _Reader:
    """Reads the shapes below one element."""

    def __init__(self, entry: ProductEntry, node: etree._Element, path: str) -> None:
        self.entry, self.node, self.path = entry, node, path.replace("/", ".")

    def polygons(self) -> Iterator[Part]:
        for holder, corners in self._holders():
            if self._repeats(holder, corners[0]):
                yield self._polygon(corners)

    def circles(self) -> Iterator[Part]:
        for holder, corners in self._holders():
            sizes = self._values(holder, _SIZE)
            if len(corners) == 1 and len(sizes) == 1:
                ra, dec = self._position(corners[0])
                yield shape.cone(ra, dec, sizes[0])

    def boxes(self) -> Iterator[Part]:
        for node in self.node.iter(etree.Element):
            sizes = self._values(node, _SIZE)
            if self._is_position(node) and len(sizes) == 2:
                (ra, dec), (width, height) = self._position(node), sizes
                yield shape.box(
                    ra - width, ra + width, max(dec - height, -90.0), min(dec + height, 90.0)
                )

    def _holders(self) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
        """Yield each element that has positions among its children, with them."""
        for node in self.node.iter(etree.Element):
            corners = [child for child in node if self._is_position(child)]
            if corners:
                yield node, corners

    def _repeats(self, holder: etree._Element, corner: etree._Element) -> bool:
        meaning = _meaning(self.entry, self._where(holder))
        return corner.tag in meaning.repeated or _local(corner) in meaning.repeated

    def _is_position(self, node: etree._Element) -> bool:
        meaning = _meaning(self.entry, self._where(node))
        return bool(meaning.named(_RA) and meaning.named(_DEC))

    def _position(self, node: etree._Element) -> tuple[float, float]:
        (ra,), (dec,) = self._values(node, _RA), self._values(node, _DEC)
        return ra, dec

    def _values(self, node: etree._Element, ucd: str) -> list[float]:
        """Return the children of an element with a meaning, in degrees."""
        names = _meaning(self.entry, self._where(node)).named(ucd)
        found = []
        for child in node:
            if _local(child) in names:
                found.append(float(child.text or "nan") * self._unit(child))
        return found

    def _unit(self, node: etree._Element) -> float:
        """Return the degrees in the unit of a coordinate: its own, or that of what it is in."""
        at: etree._Element | None = node
        while at is not None:
            for name, text in at.attrib.items():
                if str(name).casefold().endswith("unit"):
                    return _degrees(str(text))
            if at is self.node:
                break
            at = at.getparent()
        declared = _meaning(self.entry, self._where(node.getparent())).units.get(_local(node))
        return _degrees(declared) if declared else 1.0

    def _where(self, node: Any) -> str:
        """Return the dotted path of an element."""
        steps: list[str] = []
        while node is not self.node:
            steps.append(_local(node))
            node = node.getparent()
        return ".".join([self.path, *reversed(steps)])

    def _polygon(self, corners: Sequence[etree._Element]) -> Part:
        positions = [self._position(corner) for corner in corners]
        poles = [self._pole(corner) for corner in corners]
        if any(pole is not None for pole in poles):
            return _curved(positions, poles)
        return shape.polygon(positions)

    def _pole(self, corner: etree._Element) -> tuple[float, float] | None:
        """Return the pole of the circle that the side after a corner follows."""
        below = (node for node in corner.iter(etree.Element) if node is not corner)
        pole = next((node for node in below if self._is_position(node)), None)
        return None if pole is None else self._position(pole)


class _Meaning:
    """What the dictionary says of the children of an element."""

    def __init__(self, fields: Sequence[dict[str, Any]]) -> None:
        elements = [one for one in fields if not one.get("attribute")]
        self.ucds = {one["name"]: str(one.get("ucd", "")) for one in elements}
        self.units = {one["name"]: str(one.get("unit") or "") for one in elements}
        self.repeated = {one["name"] for one in elements if one["maximum"] != 1}

    def named(self, ucd: str) -> set[str]:
        """Return the names of the children with a meaning."""
        return {name for name, said in self.ucds.items() if said.split(";")[0] == ucd}


def _meaning(entry: ProductEntry, path: str) -> _Meaning:
    return _meaning_of(entry.name, path, _Entry(entry))


class _Entry:
    """An entry as the key of a cache: by its name."""

    def __init__(self, entry: ProductEntry) -> None:
        self.entry = entry

    def __hash__(self) -> int:
        return hash(self.entry.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Entry) and other.entry is self.entry


@lru_cache(maxsize=4096)
def _meaning_of(_name: str, path: str, holder: _Entry) -> _Meaning:
    type_name = fields_at(holder.entry, path)[-1]["type"]
    return _Meaning(holder.entry.types.get(type_name, {}).get("fields", ()))


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname


def _degrees(unit: str) -> float:
    known = _DEGREES.get(unit.strip())
    if known is None:
        raise ArchiveError(
            f"the coordinates are in {unit!r}, which is no angle", remedy="give them in deg"
        )
    return known


def _curved(
    positions: Sequence[tuple[float, float]], poles: Sequence[tuple[float, float] | None]
) -> Part:
    """Make a polygon of which some sides follow circles around poles."""
    shape.polygon(positions)
    radians = np.radians(np.array(positions, float))
    corners = shape.unit(radians[:, 0], radians[:, 1])
    found = []
    for number, pole in enumerate(poles):
        begin, end = corners[number], corners[(number + 1) % len(corners)]
        found.append(begin[None])
        if pole is not None:
            axis = shape.unit(math.radians(pole[0]), math.radians(pole[1]))
            found.append(_around(axis, begin, end))
    return shape.polygon_of(np.concatenate(found))


def _around(axis: Any, begin: Any, end: Any) -> Any:
    """Return positions between two others, on the circle around an axis."""
    height = float(axis @ begin)
    if abs(height - float(axis @ end)) > 1e-6:
        raise ArchiveError("the two ends of a side are not as far from the pole of its circle")
    radius = math.sqrt(max(1.0 - height * height, 0.0))
    if radius < 1e-9:
        raise ArchiveError("the pole of a side is a corner of it")
    first = (begin - height * axis) / radius
    second = np.cross(axis, first)
    last = (end - height * axis) / radius
    angle = math.atan2(float(last @ second), float(last @ first))
    largest = math.sqrt(8.0 * _SAGITTA / max(radius * abs(height), 1e-12))
    count = min(max(math.ceil(abs(angle) / largest), 1), 10_000)
    turns = np.arange(1, count) / count * angle
    return height * axis + radius * (
        np.cos(turns)[:, None] * first + np.sin(turns)[:, None] * second
    )
