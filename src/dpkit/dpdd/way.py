"""The ways of arrows between boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dpkit.dpdd.layout import Spot

__all__ = ["Point", "Way", "way_around", "way_home", "way_through"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """Strokes of a pen: each a letter of SVG's path language and its points."""

    strokes: tuple[tuple[str, tuple[Point, ...]], ...]

    def turn(self) -> Way:
        """Exchange the two axes."""
        turned = ((pen, tuple((y, x) for x, y in points)) for pen, points in self.strokes)
        return Way(tuple(turned))

    def __str__(self) -> str:
        """Return the way in SVG's path language."""
        return "".join(
            pen + " ".join(f"{x:.1f} {y:.1f}" for x, y in points) for pen, points in self.strokes
        )


def way_through(start: Point, gaps: Sequence[Spot], end: Point) -> Way:
    """Lead from the right side of one box through the gaps to the left side of another."""
    strokes: list[tuple[str, tuple[Point, ...]]] = [("M", (start,))]
    for gap in gaps:
        strokes += [_curve(start, (gap.x, gap.middle)), ("L", ((gap.right, gap.middle),))]
        start = (gap.right, gap.middle)
    return Way((*strokes, _curve(start, end)))


def _curve(start: Point, end: Point) -> tuple[str, tuple[Point, ...]]:
    half = (start[0] + end[0]) / 2
    return "C", ((half, start[1]), (half, end[1]), end)


def way_around(start: Point, after: float, lane: float, before: float, end: Point) -> Way:
    """Lead back to an earlier box: past a layer, along a lane below all boxes, up before another.

    Parameters
    ----------
    start, end : (float, float)
        Right side of one box and left side of the other.
    after, before : float
        Where the way goes down and up.
    lane : float
        Height of the lane.
    """
    points = ((after, start[1]), (after, lane), (before, lane), (before, end[1]), end)
    return Way((("M", (start,)), *(("L", (point,)) for point in points)))


def way_home(spot: Spot) -> Way:
    """Lead from a box to itself."""
    x, y = spot.right, spot.middle
    near, far = spot.height / 6, spot.height / 2
    curve = ((x + 30, y - far), (x + 30, y + far), (x, y + near))
    return Way((("M", ((x, y - near),)), ("C", curve)))
