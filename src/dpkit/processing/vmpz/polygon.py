"""Polygons on the sphere: what is inside, and the convex parts they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dpkit.processing.vmpz.error import PolygonError
from dpkit.processing.vmpz.kernel import kernel
from dpkit.processing.vmpz.ring import (
    clip_ears,
    drop_repeated,
    flatten,
    heights_along,
    hemisphere_pole,
    is_convex,
    meets_itself,
    signed_area,
)

__all__ = ["MOST_EDGES", "ConvexParts", "convex_parts", "to_vectors"]

MOST_EDGES = 60
"""Most edges of a convex part: the kernels keep those that matter as bits of one integer."""

_FAULTS = {
    1: ("has fewer than three different vertices", "give at least three"),
    2: ("does not fit in a hemisphere", "split it into smaller polygons"),
    3: ("has no area: its vertices lie on one great circle", "leave it out"),
    4: ("crosses or touches itself", "split it into simple polygons"),
}


@dataclass(frozen=True, slots=True)
class ConvexParts:
    """Convex polygons that do not overlap within one polygon and together make it up.

    Parameters
    ----------
    normals : ndarray, shape (E, 3)
        Unit vectors along the inner side of each edge's great circle, part after part.
    offsets : ndarray of int64, shape (P + 1,)
        Where the edges of each part begin.
    owner : ndarray of int64, shape (P,)
        Number of the polygon that the part belongs to, ascending.
    """

    normals: NDArray[np.float64]
    offsets: NDArray[np.int64]
    owner: NDArray[np.int64]


def to_vectors(longitude: ArrayLike, latitude: ArrayLike) -> NDArray[np.float64]:
    """Convert positions to unit vectors.

    Parameters
    ----------
    longitude, latitude : array_like
        Positions [deg].

    Returns
    -------
    ndarray, shape (..., 3)
        Unit vectors.
    """
    lon, lat = np.deg2rad(longitude), np.deg2rad(latitude)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def convex_parts(polygons: Sequence[ArrayLike] | NDArray[np.float64]) -> ConvexParts:
    """Check polygons and cut them into convex parts.

    Edges are great circles; either sense of rotation will do; the inside is the side within
    one hemisphere. A first vertex repeated at the end, and neighbours that are equal, count once.

    Parameters
    ----------
    polygons : sequence of array_like, each of shape (V, 2)
        Right ascension and declination of the vertices [deg].

    Returns
    -------
    ConvexParts
        A convex polygon is its own part, another one is cut into triangles.

    Raises
    ------
    PolygonError
        A polygon has too few vertices or no area, crosses or touches itself, does not fit in a
        hemisphere, or has coordinates that are no place on the sky.
    """
    vertices, starts = _gather(polygons)
    counts, faults, convex = _examine(vertices, starts)
    for number in np.flatnonzero(faults)[:1]:
        message, remedy = _FAULTS[int(faults[number])]
        raise PolygonError(message, place=f"polygon {number}", remedy=remedy)
    rings: list[NDArray[np.float64]] = []
    owner: list[int] = []
    for number, (start, count) in enumerate(zip(starts[:-1], counts, strict=True)):
        ring = vertices[start : start + count]
        simple = convex[number] and count <= MOST_EDGES
        pieces = [ring] if simple else _cut(ring, bool(convex[number]))
        rings += pieces
        owner += [number] * len(pieces)
    return _as_parts(rings, owner)


def _gather(
    polygons: Sequence[ArrayLike] | NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return all vertices as unit vectors, and where each polygon begins."""
    arrays = [np.asarray(polygon, dtype=np.float64) for polygon in polygons]
    for number, array in enumerate(arrays):
        if array.ndim != 2 or array.shape[1] != 2:
            raise PolygonError(
                f"has the shape {array.shape}", place=f"polygon {number}", remedy="give (V, 2)"
            )
    starts = np.cumsum([0, *(len(array) for array in arrays)], dtype=np.int64)
    flat = np.concatenate(arrays) if arrays else np.empty((0, 2))
    wrong = ~(np.isfinite(flat).all(axis=1) & (np.abs(flat[:, 1]) <= 90.0))
    for place in np.flatnonzero(wrong)[:1]:
        number = int(np.searchsorted(starts, place, side="right")) - 1
        raise PolygonError(
            f"has the vertex {tuple(flat[place].tolist())}",
            place=f"polygon {number}",
            remedy="give finite degrees with the declination within -90 ... 90",
        )
    return to_vectors(flat[:, 0], flat[:, 1]), starts


def _as_parts(rings: list[NDArray[np.float64]], owner: list[int]) -> ConvexParts:
    """Compute the inner normals of closed rings of vertices."""
    offsets = np.cumsum([0, *(len(ring) for ring in rings)], dtype=np.int64)
    first = np.concatenate(rings) if rings else np.empty((0, 3))
    following = np.arange(1, len(first) + 1)
    following[offsets[1:] - 1] = offsets[:-1]
    second = first[following]
    # For neighbours a hair apart this keeps the digits that the plain cross product loses.
    normals = 0.5 * np.cross(first + second, second - first)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return ConvexParts(normals, offsets, np.array(owner, dtype=np.int64))


def _cut(ring: NDArray[np.float64], convex: bool) -> list[NDArray[np.float64]]:
    """Cut a ring into parts that the kernels take: a fan, or triangles."""
    if convex:
        steps = range(1, len(ring) - 1, MOST_EDGES - 2)
        return [ring[[0, *range(s, min(s + MOST_EDGES - 1, len(ring)))]] for s in steps]
    return [ring[triangle] for triangle in clip_ears(flatten(ring, hemisphere_pole(ring)))]


@kernel
def _examine(
    vertices: NDArray[np.float64], starts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Clean each ring in place, turn it counterclockwise, find its faults and its convexity."""
    polygons = len(starts) - 1
    counts = np.zeros(polygons, dtype=np.int64)
    faults = np.zeros(polygons, dtype=np.int64)
    convex = np.zeros(polygons, dtype=np.bool_)
    for number in range(polygons):
        ring = vertices[starts[number] : starts[number + 1]]
        count = drop_repeated(ring)
        counts[number] = count
        ring = ring[:count]
        if count < 3:
            faults[number] = 1
            continue
        pole = hemisphere_pole(ring)
        if np.min(heights_along(ring, pole)) < 1e-3:
            faults[number] = 2
            continue
        flat = flatten(ring, pole)
        area, width, size = signed_area(flat)
        if width <= 1e-11 * size:
            faults[number] = 3
        elif meets_itself(flat):
            faults[number] = 4
        if area < 0.0:
            ring[:] = ring[::-1].copy()
            flat = flat[::-1].copy()
        convex[number] = is_convex(flat)
    return counts, faults, convex
