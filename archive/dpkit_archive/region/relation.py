"""How parts of areas stand to each other: which overlap one, and which contain it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from dpkit_archive.region.area import OVERLAPS
from dpkit_archive.region.cellset import cell_polygons, cells_cover, cells_shared
from dpkit_archive.region.geometry import TOUCH, Box, Cone, Polygons, Truths
from dpkit_archive.region.part import BOX, CELLS, CONE, POLYGON, Part

__all__ = ["related"]


def related(relation: str, found: Sequence[Part], asked: Part) -> list[bool]:
    """Tell which parts overlap, or contain, the one that is asked for.

    Parameters
    ----------
    relation : {"overlaps", "contains"}
        What to tell.
    found : sequence of Part
        Parts of areas of products.
    asked : Part
        A part of the area that is asked for.

    Returns
    -------
    list of bool
        In the order of `found`.
    """
    answers = [False] * len(found)
    tests = _OVERLAPS if relation == OVERLAPS else _CONTAINS
    for kind in {part.kind for part in found}:
        numbers = [number for number, part in enumerate(found) if part.kind == kind]
        told = tests[kind]([found[number] for number in numbers], asked)
        for number, answer in zip(numbers, told, strict=True):
            answers[number] = bool(answer)
    return answers


Test = Callable[[Sequence[Part], Part], "Sequence[bool] | Truths"]


def _polygons_overlap(found: Sequence[Part], asked: Part) -> Sequence[bool] | Truths:
    if asked.kind == CELLS:
        return [_any(cell_polygons(asked, one), one) for one in found]
    polygons = Polygons.of(found)
    if asked.kind == CONE:
        cone = Cone(asked)
        centre = cone.centre[None]
        near = polygons.distance(centre)[:, 0] <= cone.radius + TOUCH
        return near | polygons.contain(centre)[:, 0]
    if asked.kind == BOX:
        box = Box(asked)
        shared = polygons.contain(box.corners).any(axis=1)
        shared |= polygons.each(box.contain(polygons.begin))
        return shared | polygons.each(box.crossed_by(polygons.begin, polygons.end))
    other = Polygons.of([asked])
    shared = polygons.contain(other.begin).any(axis=1)
    shared |= polygons.each(other.contain(polygons.begin)[0])
    return shared | polygons.crossed_by(other.begin, other.end)


def _polygons_contain(found: Sequence[Part], asked: Part) -> Sequence[bool] | Truths:
    if asked.kind == CELLS:
        return [_all_contained(cell_polygons(asked), one) for one in found]
    polygons = Polygons.of(found)
    if asked.kind == CONE:
        cone = Cone(asked)
        centre = cone.centre[None]
        far = polygons.distance(centre)[:, 0] >= cone.radius - TOUCH
        return far & polygons.contain(centre)[:, 0]
    if asked.kind == BOX:
        box = Box(asked)
        crossed = polygons.each(box.crossed_by(polygons.begin, polygons.end))
        return polygons.contain(box.corners).all(axis=1) & ~crossed
    other = Polygons.of([asked])
    crossed = polygons.crossed_by(other.begin, other.end)
    return polygons.contain(other.begin).all(axis=1) & ~crossed


def _cones_overlap(found: Sequence[Part], asked: Part) -> list[bool]:
    return [_reaches(asked, Cone(one)) for one in found]


def _reaches(part: Part, cone: Cone) -> bool:
    """Tell whether a cone reaches a part of any kind."""
    centre = cone.centre[None]
    if part.kind == CONE:
        apart = math.dist(cone.centre.tolist(), part.centre)
        return 2.0 * math.asin(min(apart / 2.0, 1.0)) <= cone.radius + part.radius + TOUCH
    if part.kind == BOX:
        box = Box(part)
        return bool(box.contain(centre)[0] or box.distance(centre)[0] <= cone.radius + TOUCH)
    if part.kind == POLYGON:
        return bool(np.asarray(_polygons_overlap([part], _as_part(cone)))[0])
    return _any(cell_polygons(part, _as_part(cone)), _as_part(cone))


def _as_part(cone: Cone) -> Part:
    x, y, z = (float(one) for one in cone.centre)
    return Part(CONE, (x, y, z), cone.radius)


def _cones_contain(found: Sequence[Part], asked: Part) -> list[bool]:
    """Tell which cones contain a part: those whose outside, a cone too, does not reach it."""
    answers = []
    for one in found:
        outside = Cone(one)
        outside.centre = -outside.centre
        outside.radius = np.pi - outside.radius - 3.0 * TOUCH
        answers.append(outside.radius < 0.0 or not _reaches(asked, outside))
    return answers


def _boxes_overlap(found: Sequence[Part], asked: Part) -> list[bool]:
    if asked.kind == CONE:
        return [_reaches(one, Cone(asked)) for one in found]
    if asked.kind == BOX:
        return [Box(one).shares_with(Box(asked)) for one in found]
    if asked.kind == POLYGON:
        return [bool(np.asarray(_polygons_overlap([asked], one))[0]) for one in found]
    return [_any(cell_polygons(asked, one), one) for one in found]


def _boxes_contain(found: Sequence[Part], asked: Part) -> list[bool]:
    return [_box_contains(Box(one), asked) for one in found]


def _box_contains(box: Box, asked: Part) -> bool:
    if asked.kind == BOX:
        return box.holds(Box(asked))
    if asked.kind == CONE:
        centre = np.array(asked.centre)[None]
        far = box.distance(centre)[0] >= asked.radius - TOUCH
        return bool(far and box.contain(centre)[0])
    polygons = Polygons.of([asked]) if asked.kind == POLYGON else cell_polygons(asked)
    if polygons is None:
        return False
    inside = box.contain(polygons.begin).all()
    return bool(inside and not box.crossed_by(polygons.begin, polygons.end).any())


def _cells_overlap(found: Sequence[Part], asked: Part) -> list[bool]:
    if asked.kind == CELLS:
        return [cells_shared(one, asked) for one in found]
    return [_any(cell_polygons(one, asked), asked) for one in found]


def _cells_contain(found: Sequence[Part], asked: Part) -> list[bool]:
    return [cells_cover(one, asked, _touching) for one in found]


def _touching(polygons: Polygons, asked: Part) -> Truths:
    """Tell which polygons overlap a part."""
    parts = polygons_as_parts(polygons)
    return np.asarray(_polygons_overlap(parts, asked), bool)


def polygons_as_parts(polygons: Polygons) -> list[Part]:
    """Return polygons as parts, whose caps are not needed."""
    pieces = np.split(polygons.begin, polygons.starts[1:])
    return [
        Part(POLYGON, (float(c[0]), float(c[1]), float(c[2])), 0.0, piece.tobytes())
        for piece, c in zip(pieces, polygons.centres, strict=True)
    ]


def _any(polygons: Polygons | None, asked: Part) -> bool:
    return polygons is not None and bool(_touching(polygons, asked).any())


def _all_contained(polygons: Polygons | None, one: Part) -> bool:
    return polygons is not None and all(
        bool(np.asarray(_polygons_contain([one], cell))[0]) for cell in polygons_as_parts(polygons)
    )


_OVERLAPS: dict[str, Test] = {
    POLYGON: _polygons_overlap,
    CONE: _cones_overlap,
    BOX: _boxes_overlap,
    CELLS: _cells_overlap,
}
_CONTAINS: dict[str, Test] = {
    POLYGON: _polygons_contain,
    CONE: _cones_contain,
    BOX: _boxes_contain,
    CELLS: _cells_contain,
}
