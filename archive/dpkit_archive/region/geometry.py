"""Exact tests between shapes on the sphere; areas are closed, what touches overlaps.

Sides of polygons are arcs of great circles, so that in the gnomonic projection around a polygon's
own centre its sides are straight, and a position is inside when an odd number of them lies to its
right. All else is done with unit vectors, without a projection: it holds at poles and across right
ascension zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dpkit_archive.region.arc import (
    TOUCH,
    Truths,
    angles_of_pairs,
    arc_distance,
    arcs_cross,
    cross,
    dot,
    heights_on,
    latitude_of,
    normalised,
    quarter_on,
    tangents,
)
from dpkit_archive.region.healpix import Vectors
from dpkit_archive.region.part import Part, unit

__all__ = ["Box", "Cone", "Polygons"]

_FULL = 2.0 * math.pi


class Cone:
    """All positions up to a distance from one."""

    def __init__(self, part: Part) -> None:
        self.centre: Vectors = np.array(part.centre)
        self.radius = part.radius


class Polygons:
    """Several polygons, tested all at once.

    Parameters
    ----------
    corners : sequence of ndarray, each of shape (n, 3)
        Unit vectors of the corners of each.
    centres : ndarray, shape (p, 3)
        A position of each from which all its corners are less than 90 degrees.
    """

    def __init__(self, corners: Sequence[Vectors], centres: Vectors) -> None:
        counts = np.array([len(one) for one in corners])
        self.starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        self.owner = np.repeat(np.arange(len(counts)), counts)
        self.begin = np.concatenate(corners)
        following = np.arange(1, len(self.begin) + 1)
        following[self.starts + counts - 1] = self.starts
        self.end = self.begin[following]
        self.normal = cross(self.begin, self.end)
        self.centres = centres
        self._first, self._second = tangents(centres)

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Polygons:
        """Return the polygons of parts of that kind."""
        return cls([part.vectors for part in parts], np.array([part.centre for part in parts]))

    def contain(self, points: Vectors) -> Truths:
        """Tell which polygons contain which positions, shape (polygons, positions)."""
        return self.inside(points) | (self.distance(points) <= TOUCH)

    def inside(self, points: Vectors) -> Truths:
        """Tell the same but for positions on a border, which may be told either way."""
        ax, ay = self._project_own(self.begin)
        bx, by = self._project_own(self.end)
        px, py, front = self._project(points)
        px, py = px[self.owner], py[self.owner]
        ax, ay, bx, by = (one[:, None] for one in (ax, ay, bx, by))
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = (bx - ax) * (py - ay) / (by - ay) + ax
        right = ((ay > py) != (by > py)) & (px < crossing)
        odd: Truths = np.logical_xor.reduceat(right, self.starts, axis=0)
        return odd & front

    def _project_own(self, corners: Vectors) -> tuple[Vectors, Vectors]:
        depth = dot(corners, self.centres[self.owner])
        first, second = self._first[self.owner], self._second[self.owner]
        return dot(corners, first) / depth, dot(corners, second) / depth

    def _project(self, points: Vectors) -> tuple[Vectors, Vectors, Truths]:
        depth = self.centres @ points.T
        front = depth > 1e-6
        safe = np.where(front, depth, 1.0)
        return (self._first @ points.T) / safe, (self._second @ points.T) / safe, front

    def distance(self, points: Vectors) -> Vectors:
        """Return the distance from positions to the borders, shape (polygons, positions)."""
        apart = arc_distance(self.begin, self.end, self.normal, points)
        return np.minimum.reduceat(apart, self.starts, axis=0)

    def crossed_by(self, begin: Vectors, end: Vectors) -> Truths:
        """Tell which polygons have a side that an arc crosses, shape (polygons,)."""
        crossed = arcs_cross(self.begin, self.end, self.normal, begin, end)
        return self.each(np.any(crossed, axis=1))

    def left_by(self, begin: Vectors, end: Vectors) -> bool:
        """Tell whether arcs between positions in the polygons, which are but one, leave it.

        They may follow its border, and touch it: what lies between two such places is inside or
        outside as a whole, and its middle tells.
        """
        normal = cross(begin, end)
        if arcs_cross(begin, end, normal, self.begin, self.end, margin=TOUCH).any():
            return True
        middles = [begin + end]
        touched = arc_distance(begin, end, normal, self.begin) <= TOUCH
        for number in np.flatnonzero(touched.any(axis=1)):
            corners = self.begin[touched[number]]
            corners = corners[np.argsort(corners @ -begin[number])]
            stops = np.concatenate([begin[number, None], corners, end[number, None]])
            middles.append(stops[:-1] + stops[1:])
        return not self.contain(normalised(np.concatenate(middles))).all()

    def each(self, corners: Truths) -> Truths:
        """Tell which polygons have a corner for which something is so."""
        found: Truths = np.logical_or.reduceat(corners, self.starts)
        return found

    def every(self, corners: Truths) -> Truths:
        """Tell for which polygons something is so at every corner."""
        return ~self.each(~corners)


class Box:
    """All positions between limits of right ascension and declination."""

    def __init__(self, part: Part) -> None:
        self.first, self.width, self.low, self.high = part.limits
        self.whole = self.width >= 2.0 * math.pi - 1e-12
        ends = [self.first, self.first + self.width]
        self.corners = unit([ends[0], ends[1], ends[1], ends[0]], [self.low] * 2 + [self.high] * 2)

    def contain(self, points: Vectors) -> Truths:
        """Tell which positions are in the box, shape (positions,)."""
        return self._inside(points) | (self.distance(points) <= TOUCH)

    def _inside(self, points: Vectors) -> Truths:
        latitude = latitude_of(points)
        inside: Truths = (latitude >= self.low) & (latitude <= self.high) & self._along(points)
        return inside

    def _along(self, points: Vectors) -> Truths:
        """Tell which positions have a right ascension of the box."""
        turn = np.mod(np.arctan2(points[:, 1], points[:, 0]) - self.first, 2.0 * math.pi)
        along: Truths = (turn <= self.width) | self.whole
        return along

    def distance(self, points: Vectors) -> Vectors:
        """Return the distance from positions to the border, shape (positions,)."""
        latitude, along = latitude_of(points), self._along(points)
        # The nearest point of a parallel has the same right ascension, or is an end of it.
        apart = [np.full(len(points), np.inf)]
        apart += [np.where(along, np.abs(latitude - limit), np.inf) for limit in self._parallels()]
        if not self.whole:
            begin, end = self._meridians()
            apart.append(arc_distance(begin, end, cross(begin, end), points).min(axis=0))
        nearest: Vectors = np.minimum.reduce(apart)
        return nearest

    def poles_outside(self) -> Vectors:
        """Return the poles that are not in the box: a band around the sky goes around them."""
        poles = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]])
        return poles[~self.contain(poles)]

    def _parallels(self) -> list[float]:
        """Return the declinations of the sides along declination; a pole is none."""
        return [one for one in (self.low, self.high) if abs(one) < math.pi / 2.0 - TOUCH]

    def _meridians(self) -> tuple[Vectors, Vectors]:
        """Return the sides along right ascension, in halves so that each is less than 180 deg."""
        low, high = self.corners[:2], self.corners[3:1:-1]
        ends = [self.first, self.first + self.width]
        middle = unit(ends, [(self.low + self.high) / 2.0] * 2)
        return np.concatenate([low, middle]), np.concatenate([middle, high])

    def crossed_by(self, begin: Vectors, end: Vectors) -> Truths:
        """Tell which arcs cross the border, shape (arcs,)."""
        crossed = self._parallel_crossed(self.low, begin, end)
        crossed |= self._parallel_crossed(self.high, begin, end)
        if not self.whole:
            first, last = self._meridians()
            crossed |= arcs_cross(begin, end, cross(begin, end), first, last).any(axis=1)
        return crossed

    def left_by(self, begin: Vectors, end: Vectors) -> bool:
        """Tell whether arcs between positions in the box leave it; they may follow its border."""
        length, onward = angles_of_pairs(begin, end), quarter_on(begin, end)
        # Where the circle of an arc meets those of the sides; its pieces between have middles.
        cuts = [np.zeros_like(length), length]
        for latitude in (self.low, self.high):
            phase, half, _ = heights_on(begin, onward, latitude)
            cuts += [phase - half, phase + half]
        for longitude in (self.first, self.first + self.width):
            side = np.array([-math.sin(longitude), math.cos(longitude), 0.0])
            meets = np.arctan2(-(begin @ side), onward @ side)
            cuts += [meets, meets + math.pi]
        places = np.sort(np.clip(np.mod(np.stack(cuts, axis=1), _FULL), 0.0, length[:, None]))
        middle = ((places[:, :-1] + places[:, 1:]) / 2.0)[:, :, None]
        points = begin[:, None] * np.cos(middle) + onward[:, None] * np.sin(middle)
        return not self.contain(points.reshape(-1, 3)).all()

    def leaves(self, polygons: Polygons) -> bool:
        """Tell whether the border leaves the polygons, which are but one and hold the corners."""
        if not self.whole and polygons.left_by(*self._meridians()):
            return True
        onward = quarter_on(polygons.begin, polygons.end)
        longitudes = [np.arctan2(polygons.begin[:, 1], polygons.begin[:, 0])]
        for latitude in self._parallels():
            phase, half, _ = heights_on(polygons.begin, onward, latitude)
            for where in (phase - half, phase + half):
                place = polygons.begin * np.cos(where)[:, None] + onward * np.sin(where)[:, None]
                longitudes.append(np.arctan2(place[:, 1], place[:, 0]))
        turns = np.mod(np.concatenate(longitudes) - self.first, _FULL)
        stops = np.sort(np.concatenate([[0.0, self.width], np.minimum(turns, self.width)]))
        middles = self.first + (stops[:-1] + stops[1:]) / 2.0
        points = [unit(middles, np.full(len(middles), one)) for one in self._parallels()]
        return bool(points) and not polygons.contain(np.concatenate(points)).all()

    def _parallel_crossed(self, latitude: float, begin: Vectors, end: Vectors) -> Truths:
        """Tell which arcs cross a side along declination: solve for the height on the arc."""
        length, onward = angles_of_pairs(begin, end), quarter_on(begin, end)
        phase, half, reached = heights_on(begin, onward, latitude)
        crossed: Truths = np.zeros(len(begin), bool)
        for sign in (-1.0, 1.0):
            where = np.mod(phase + sign * half, _FULL)
            place = begin * np.cos(where)[:, None] + onward * np.sin(where)[:, None]
            crossed |= reached & (where <= length) & self._along(place)
        return crossed

    def shares_with(self, other: Box) -> bool:
        """Tell whether two boxes share a position."""
        high, low = min(self.high, other.high), max(self.low, other.low)
        begins = math.fmod(other.first - self.first + 4.0 * math.pi, 2.0 * math.pi)
        along = (
            self.whole
            or other.whole
            or begins <= self.width + TOUCH
            or begins + other.width >= 2.0 * math.pi - TOUCH
            or max(abs(high), abs(low)) >= math.pi / 2.0 - TOUCH
        )
        return low <= high + TOUCH and along

    def holds(self, other: Box) -> bool:
        """Tell whether another box lies in this one."""
        begins = math.fmod(other.first - self.first + 4.0 * math.pi, 2.0 * math.pi)
        begins = 0.0 if begins >= 2.0 * math.pi - TOUCH else begins
        along = self.whole or (not other.whole and begins + other.width <= self.width + TOUCH)
        return along and self.low <= other.low + TOUCH and other.high <= self.high + TOUCH
