"""Corners of an area on the sky, from the world coordinates of images."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpkit.adoption.pattern import NamePattern
from dpkit.adoption.source import SourceFile, matching_hdus
from dpkit.errors import SchemaError
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.paths import fields_at

if TYPE_CHECKING:
    from dpkit.formats.fits.scan import Hdu

__all__ = ["corners_of", "polygon_fields"]

Vector = tuple[float, float, float]
_STRAIGHT = 1e-10
"""Sine of an angle that is none: corners of neighbours lie on one line, but for rounding."""
_RA, _DEC = "pos.eq.ra", "pos.eq.dec"


def polygon_fields(entry: ProductEntry, path: str) -> tuple[str, str]:
    """Return the paths of right ascension and declination below a polygon.

    Raises
    ------
    SchemaError
        What is there has no corners.
    """
    kind = fields_at(entry, path.replace("/", "."))[-1]["type"]
    for corner in entry.types.get(kind, {}).get("fields", ()):
        below = entry.types.get(corner["type"], {}).get("fields", ())
        named = {str(f.get("ucd", "")).split(";")[0]: f["name"] for f in below}
        if corner["maximum"] != 1 and {_RA, _DEC} <= named.keys():
            return f"{corner['name']}/{named[_RA]}", f"{corner['name']}/{named[_DEC]}"
    raise SchemaError(
        "has no corners",
        remedy="give wcs for an element whose children are positions, such as a Polygon",
    )


def corners_of(source: SourceFile, names: str) -> list[tuple[float, float]]:
    """Return the polygon around the images of a FITS file.

    It is the convex hull of their outer corners, on the plane that touches the sky in their middle,
    where great circles are straight.

    Parameters
    ----------
    source : SourceFile
        The file.
    names : str
        Pattern of the names of the HDUs.

    Returns
    -------
    list of (float, float)
        Right ascension and declination, ICRS [deg], in turn from east through north; empty when no
        image has such a name.

    Raises
    ------
    ValueError
        An image has no celestial WCS, or they lie all around the sky.
    """
    found = (hdu for hdu, _ in matching_hdus(source, NamePattern(names)))
    images = [hdu for hdu in found if hdu.size and hdu.kind in {"image", "compressed"}]
    positions = [position for hdu in images for position in _corners(hdu)]
    return _hull(positions) if positions else []


def _corners(hdu: Hdu) -> list[tuple[float, float]]:
    """Return the outer corners of an image."""
    from dpkit.formats.fits.outline import image_outline

    try:
        outline = image_outline(hdu)
    except ValueError as error:
        raise ValueError(f"cannot be used: {hdu.name} {error}") from None
    if outline is None:
        raise ValueError(f"is none: {hdu.name} has no celestial coordinates")
    return outline[1:]


def _hull(positions: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners of the convex hull of positions, from east through north."""
    vectors = [_vector(*position) for position in positions]
    centre = _unit([sum(axis) for axis in zip(*vectors, strict=True)])
    east, north = _axes(centre)
    plane = {}
    for vector, position in zip(vectors, positions, strict=True):
        height = _dot(vector, centre)
        if height < 1e-3:
            raise ValueError("covers more than half of the sky")
        plane[_dot(vector, east) / height, _dot(vector, north) / height] = position
    points = sorted(plane)
    return [plane[point] for point in (*_chain(points), *_chain(points[::-1]))]


def _chain(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the lower hull of sorted points without its last one."""
    kept: list[tuple[float, float]] = []
    for point in points:
        while len(kept) > 1 and not _is_left(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept[:-1]


def _is_left(
    first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]
) -> bool:
    """Tell whether a way turns left at its second point, by more than rounding."""
    x, y = second[0] - first[0], second[1] - first[1]
    u, v = third[0] - first[0], third[1] - first[1]
    return x * v - y * u > _STRAIGHT * math.hypot(x, y) * math.hypot(u, v)


def _vector(ra: float, dec: float) -> Vector:
    lon, lat = math.radians(ra), math.radians(dec)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _axes(centre: Vector) -> tuple[Vector, Vector]:
    """Return the directions to east and north at a place; at a pole any will do."""
    east = (-centre[1], centre[0], 0.0)
    if math.hypot(*east) < 1e-9:
        east = (0.0, 1.0, 0.0)
    east = _unit(east)
    north = (
        centre[1] * east[2] - centre[2] * east[1],
        centre[2] * east[0] - centre[0] * east[2],
        centre[0] * east[1] - centre[1] * east[0],
    )
    return east, north


def _unit(vector: Sequence[float]) -> Vector:
    length = math.hypot(*vector)
    if length < 1e-9:
        raise ValueError("covers the whole sky")
    x, y, z = (value / length for value in vector)
    return x, y, z


def _dot(first: Vector, second: Vector) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))
