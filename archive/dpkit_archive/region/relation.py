"""How parts of areas stand to each other: which overlap one, and which contain it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from dpkit_archive.region.arc import TOUCH, Truths
from dpkit_archive.region.area import OVERLAPS
from dpkit_archive.region.cellset import (
    FINE,
    cell_polygons,
    cells_covered,
    cells_hold,
    cells_missing,
    cells_near,
    cells_shared,
    split_ranges,
)
from dpkit_archive.region.geometry import Box, Cone, Polygons
from dpkit_archive.region.healpix import Vectors, cell_centres
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
        return [_cells_touch(asked, one) for one in found]
    return _touching(Polygons.of(found), asked)


def _touching(polygons: Polygons, asked: Part) -> Truths:
    """Tell which polygons overlap a cone, a box or a polygon."""
    if asked.kind == CONE:
        cone = Cone(asked)
        centre = cone.centre[None]
        near: Truths = polygons.distance(centre)[:, 0] <= cone.radius + TOUCH
        return near | polygons.inside(centre)[:, 0]
    if asked.kind == BOX:
        box = Box(asked)
        shared: Truths = np.any(polygons.contain(box.corners), axis=1)
        shared = shared | polygons.each(box.contain(polygons.begin))
        return shared | polygons.each(box.crossed_by(polygons.begin, polygons.end))
    other = Polygons.of([asked])
    shared = np.any(polygons.contain(other.begin), axis=1)
    shared = shared | polygons.each(other.contain(polygons.begin)[0])
    return shared | polygons.crossed_by(other.begin, other.end)


def _cells_touch(cells: Part, asked: Part) -> bool:
    """Tell whether one of a set of cells overlaps a cone, a box or a polygon."""
    near = cells_near(cells, asked)
    if not near:
        return False
    # Most often a cell's centre is inside, which costs little to see.
    if any(_holding(asked, cell_centres(numbers, order)).any() for order, numbers in near):
        return True
    return bool(_touching(cell_polygons(near), asked).any())


def _holding(part: Part, points: Vectors) -> Truths:
    """Tell which positions a cone, a box or a polygon holds."""
    if part.kind == CONE:
        chord = 2.0 * math.sin(min(part.radius, math.pi) / 2.0)
        apart: Truths = np.linalg.norm(points - np.array(part.centre), axis=1) <= chord
        return apart
    if part.kind == BOX:
        return Box(part).contain(points)
    held: Truths = Polygons.of([part]).contain(points)[0]
    return held


def _holds_cells(part: Part, cells: Part) -> bool:
    """Tell whether a box or a polygon contains all of a set of cells."""
    coarse = split_ranges(cells.ranges, 0)
    if not all(_holding(part, cell_centres(numbers, order)).all() for order, numbers in coarse):
        return False
    polygons = cell_polygons(split_ranges(cells.ranges, FINE))
    if not _holding(part, polygons.begin).all():
        return False
    if part.kind == BOX:
        return not Box(part).crossed_by(polygons.begin, polygons.end).any()
    return not Polygons.of([part]).crossed_by(polygons.begin, polygons.end).any()


def _polygons_contain(found: Sequence[Part], asked: Part) -> Sequence[bool] | Truths:
    if asked.kind == CELLS:
        return [_holds_cells(one, asked) for one in found]
    polygons = Polygons.of(found)
    if asked.kind == CONE:
        cone = Cone(asked)
        centre = cone.centre[None]
        far: Truths = polygons.distance(centre)[:, 0] >= cone.radius - TOUCH
        return far & polygons.contain(centre)[:, 0]
    if asked.kind == BOX:
        box = Box(asked)
        held: Truths = np.all(polygons.contain(box.corners), axis=1)
        return [
            bool(yes) and not box.leaves(Polygons.of([one]))
            for one, yes in zip(found, held, strict=True)
        ]
    other = Polygons.of([asked])
    held = np.all(polygons.contain(other.begin), axis=1)
    return [
        bool(yes) and not Polygons.of([one]).left_by(other.begin, other.end)
        for one, yes in zip(found, held, strict=True)
    ]


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
        return bool(_touching(Polygons.of([part]), _as_part(cone))[0])
    return _cells_touch(part, _as_part(cone))


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
        return [bool(_touching(Polygons.of([asked]), one)[0]) for one in found]
    return [_cells_touch(asked, one) for one in found]


def _boxes_contain(found: Sequence[Part], asked: Part) -> list[bool]:
    return [_box_contains(one, asked) for one in found]


def _box_contains(part: Part, asked: Part) -> bool:
    box = Box(part)
    if asked.kind == BOX:
        return box.holds(Box(asked))
    if asked.kind == CONE:
        centre = np.array(asked.centre)[None]
        far = box.distance(centre)[0] >= asked.radius - TOUCH
        return bool(far and box.contain(centre)[0])
    if asked.kind == CELLS:
        return _holds_cells(part, asked)
    polygons = Polygons.of([asked])
    inside = box.contain(polygons.begin).all()
    return bool(
        inside
        and not box.left_by(polygons.begin, polygons.end)
        and not polygons.contain(box.poles_outside()).any()
    )


def _cells_overlap(found: Sequence[Part], asked: Part) -> list[bool]:
    if asked.kind == CELLS:
        return [cells_shared(one, asked) for one in found]
    return [_cells_touch(one, asked) for one in found]


def _cells_contain(found: Sequence[Part], asked: Part) -> list[bool]:
    return [_set_contains(one, asked) for one in found]


def _set_contains(cells: Part, asked: Part) -> bool:
    """Tell whether a set of cells covers a part, to a fraction of the part's size."""
    if asked.kind == CELLS:
        return cells_covered(asked, cells)
    # One position outside, which costs little to see, is enough.
    if not cells_hold(cells, _positions(asked)):
        return False
    missing = cells_missing(asked, cells)
    return not missing or not _touching(cell_polygons(missing), asked).any()


def _positions(part: Part) -> Vectors:
    """Return some positions of a cone, a box or a polygon."""
    if part.kind == POLYGON:
        return part.vectors
    return Box(part).corners if part.kind == BOX else np.array([part.centre])


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
