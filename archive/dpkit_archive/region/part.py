"""Parts of areas on the sky: a cone, a polygon, a box or a set of cells, each in a cap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dpkit.errors import ArchiveError
from dpkit_archive.region.crossing import check_crossing
from dpkit_archive.region.healpix import DEEPEST, Cells, Vectors, cell_centres, cell_radius

__all__ = [
    "BOX",
    "CELLS",
    "CONE",
    "POLYGON",
    "Part",
    "box",
    "cells",
    "cone",
    "merge_ranges",
    "polygon",
    "polygon_of",
    "unit",
]

CONE, POLYGON, BOX, CELLS = "cone", "polygon", "box", "cells"

_FULL = 2.0 * math.pi
_FLAT = 1e-10
"""What is narrower, in radians, has no area: 20 microarcseconds."""

_INSIDE, _MOVES = 0.02, 1000
"""How high a corner is well in the hemisphere around a centre; a search takes so many moves."""


@dataclass(frozen=True)
class Part:
    """A part of an area, with the cap around it.

    Attributes
    ----------
    kind : {"cone", "polygon", "box", "cells"}
        What it is.
    centre : tuple of float
        Unit vector of the centre of the cap.
    radius : float
        Radius of the cap in radians; that of a cone is the cone's own.
    data : bytes
        What the cap does not say, little-endian: the corners of a polygon as unit vectors; first
        right ascension, width, first and last declination of a box in radians; begin and end of
        each range of cells of order 29, the end exclusive.
    """

    kind: str
    centre: tuple[float, float, float]
    radius: float
    data: bytes = b""

    @cached_property
    def vectors(self) -> Vectors:
        """Corners of a polygon, shape (n, 3)."""
        return np.frombuffer(self.data, "<f8").reshape(-1, 3)

    @cached_property
    def limits(self) -> tuple[float, float, float, float]:
        """First right ascension, width, first and last declination of a box, in radians."""
        first, width, low, high = np.frombuffer(self.data, "<f8")
        return float(first), float(width), float(low), float(high)

    @cached_property
    def ranges(self) -> Cells:
        """Begin and end of each range of cells of order 29, shape (n, 2), sorted."""
        return np.frombuffer(self.data, "<i8").reshape(-1, 2)


def unit(ra: npt.ArrayLike, dec: npt.ArrayLike) -> Vectors:
    """Return the unit vectors of positions in radians, shape (..., 3)."""
    longitude, latitude = np.asarray(ra, float), np.asarray(dec, float)
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], axis=-1)


def cone(ra: float, dec: float, radius: float) -> Part:
    """Make a cone around a position; all in degrees.

    Raises
    ------
    ArchiveError
        There is no such position, or the radius is not from 0 to 180 degrees.
    """
    _check_positions([(ra, dec)])
    if not 0.0 <= radius <= 180.0:
        raise ArchiveError(f"the radius of a cone is from 0 to 180 degrees, not {radius:g}")
    return Part(CONE, _tuple(unit(math.radians(ra), math.radians(dec))), math.radians(radius))


def polygon(corners: Sequence[tuple[float, float]]) -> Part:
    """Make a polygon whose sides are great circles; the smaller of the two areas they enclose.

    Parameters
    ----------
    corners : sequence of (float, float)
        Right ascension and declination in degrees, in either sense of rotation. The last joins the
        first, and may repeat it.

    Raises
    ------
    ArchiveError
        There is no such position, the polygon has no area, is no smaller than a hemisphere, or
        crosses itself; it may touch itself.
    """
    _check_positions(corners)
    radians = np.radians(np.array(corners, float))
    found = _without_repeats(unit(radians[:, 0], radians[:, 1]))
    _check_area(found)
    made = polygon_of(found)
    check_crossing(made.vectors, np.array(made.centre))
    return made


def polygon_of(corners: Vectors) -> Part:
    """Make a polygon of unit vectors that is known to have an area.

    Raises
    ------
    ArchiveError
        It is no smaller than a hemisphere.
    """
    centre = _centre_of(corners)
    chord = float(np.max(np.linalg.norm(corners - centre, axis=1)))
    radius = 2.0 * math.asin(min(chord / 2.0, 1.0))
    if radius >= math.pi / 2.0 - 1e-6:
        raise ArchiveError(
            "the polygon is no smaller than a hemisphere", remedy="cut it, or give it as a MOC"
        )
    data = np.ascontiguousarray(corners, "<f8").tobytes()
    return Part(POLYGON, _tuple(centre), _generous(radius), data)


def _centre_of(corners: Vectors) -> Vectors:
    """Return the mean of corners, moved until all are in the hemisphere around it, if they can."""
    total, best = corners.sum(axis=0), -2.0
    found: Vectors = corners[0]
    for _ in range(_MOVES):
        length = float(np.linalg.norm(total))
        centre = total / length if length > 0.0 else corners[0]
        heights = corners @ centre
        furthest = int(np.argmin(heights))
        if heights[furthest] > best:
            best, found = heights[furthest], centre
        if best > _INSIDE:
            break
        # As a perceptron learns: it finds a hemisphere when there is one.
        total = centre + corners[furthest]
    return found


def box(ra_begin: float, ra_end: float, dec_begin: float, dec_end: float) -> Part:
    """Make a box between limits in degrees, eastward from the first right ascension.

    Right ascensions 360 degrees apart, or more, mean all of them.

    Raises
    ------
    ArchiveError
        There is no such position, or the box has no area.
    """
    _check_positions([(ra_begin, dec_begin), (ra_end, dec_end)])
    width = _FULL if abs(ra_end - ra_begin) >= 360.0 else math.radians((ra_end - ra_begin) % 360.0)
    low, high = math.radians(dec_begin), math.radians(dec_end)
    if width < _FLAT or high - low < _FLAT:
        raise ArchiveError(
            f"the box has no area: right ascension {ra_begin:g} to {ra_end:g}, "
            f"declination {dec_begin:g} to {dec_end:g}",
            remedy="give the limits as RA_BEGIN RA_END DEC_BEGIN DEC_END",
        )
    first = math.radians(ra_begin % 360.0)
    centre, radius = _cap_of_box(first, width, low, high)
    data = np.array([first, width, low, high], "<f8").tobytes()
    return Part(BOX, centre, radius, data)


def cells(ranges: Cells) -> Part:
    """Make a set of cells of order 29 from begin and end of its ranges, the end exclusive.

    Raises
    ------
    ArchiveError
        There is no cell, or a number that no cell has.
    """
    merged = merge_ranges(np.asarray(ranges, np.int64).reshape(-1, 2))
    if not len(merged):
        raise ArchiveError("the set of cells is empty")
    if merged[0, 0] < 0 or merged[-1, 1] > 12 << (2 * DEEPEST):
        raise ArchiveError("the set of cells has numbers that no cell has")
    centre, radius = _cap_of_cells(merged)
    return Part(CELLS, centre, radius, np.ascontiguousarray(merged, "<i8").tobytes())


def _check_positions(positions: Sequence[tuple[float, float]]) -> None:
    for ra, dec in positions:
        if not (math.isfinite(ra) and math.isfinite(dec)):
            raise ArchiveError(f"the position {ra:g} {dec:g} is not finite")
        if abs(dec) > 90.0 or abs(ra) > 720.0:
            raise ArchiveError(
                f"there is no position {ra:g} {dec:g}",
                remedy="give right ascension and declination in degrees",
            )


def _without_repeats(corners: Vectors) -> Vectors:
    """Leave out each corner that repeats the one before it."""
    kept: Vectors = corners[np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1) > _FLAT]
    return kept


def _check_area(corners: Vectors) -> None:
    flat = len(corners) < 3
    if not flat:
        # All on one great circle? Through the first corner and the one furthest from it.
        normals = np.cross(corners[0], corners)
        lengths = np.linalg.norm(normals, axis=1)
        furthest = int(np.argmax(lengths))
        normal = normals[furthest] / max(float(lengths[furthest]), _FLAT)
        flat = bool(np.max(np.abs(corners @ normal)) < _FLAT)
    if flat:
        raise ArchiveError(
            "the polygon has no area", remedy="give at least three corners that are not in line"
        )


def _cap_of_box(
    first: float, width: float, low: float, high: float
) -> tuple[tuple[float, float, float], float]:
    if width >= math.pi:
        # Around the pole that is nearer to the box's middle: the box is round enough.
        north = low + high >= 0.0
        return (0.0, 0.0, 1.0 if north else -1.0), math.pi / 2.0 + (-low if north else high)
    centre = unit(first + width / 2.0, (low + high) / 2.0)
    edge = np.linspace(0.0, width, 3)
    corners = np.concatenate([unit(first + edge, np.full(3, dec)) for dec in (low, high)])
    chord = float(np.max(np.linalg.norm(corners - centre, axis=1)))
    return _tuple(centre), _generous(2.0 * math.asin(min(chord / 2.0, 1.0)))


def _cap_of_cells(ranges: Cells) -> tuple[tuple[float, float, float], float]:
    """Return a cap around the ends of the ranges, grown by the longest of them."""
    ends = np.concatenate([ranges[:, 0], ranges[:, 1] - 1])
    longest = int(np.max(ranges[:, 1] - ranges[:, 0]))
    order = DEEPEST
    while order > 0 and (1 << (2 * (DEEPEST - order))) < longest:
        order -= 1
    corners = cell_centres(ends, DEEPEST)
    centre = corners.sum(axis=0)
    length = float(np.linalg.norm(centre))
    if longest > 1 << (2 * DEEPEST) or length < 1e-3 * len(ends):
        return (0.0, 0.0, 1.0), math.pi
    centre = centre / length
    chord = float(np.max(np.linalg.norm(corners - centre, axis=1)))
    radius = 2.0 * math.asin(min(chord / 2.0, 1.0)) + 2.0 * cell_radius(max(order - 1, 0))
    return _tuple(centre), min(radius, math.pi)


def merge_ranges(ranges: Cells) -> Cells:
    """Return ranges sorted, those that touch made one, empty ones left out."""
    found: Cells = ranges[ranges[:, 1] > ranges[:, 0]]
    found = found[np.argsort(found[:, 0], kind="stable")]
    if not len(found):
        return found
    furthest = np.maximum.accumulate(found[:, 1])
    starts = np.concatenate([[True], found[1:, 0] > furthest[:-1]])
    ends = np.concatenate([starts[1:], [True]])
    return np.stack([found[starts, 0], furthest[ends]], axis=1)


def _generous(radius: float) -> float:
    """Return a radius that rounding does not make too small."""
    return radius * (1.0 + 1e-9) + 1e-11


def _tuple(vector: Vectors) -> tuple[float, float, float]:
    return float(vector[0]), float(vector[1]), float(vector[2])
