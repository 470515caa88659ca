"""Arcs of great circles by their ends as unit vectors: how far from them, and which cross."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from dpkit_archive.region.healpix import Vectors

__all__ = [
    "TOUCH",
    "Truths",
    "angles_of_pairs",
    "arc_distance",
    "arcs_cross",
    "cross",
    "dot",
    "heights_on",
    "latitude_of",
    "normalised",
    "quarter_on",
    "tangents",
]

Truths = npt.NDArray[np.bool_]

TOUCH = 1e-11
"""What is nearer, in radians, touches: 2 microarcseconds."""


def arc_distance(begin: Vectors, end: Vectors, normal: Vectors, points: Vectors) -> Vectors:
    """Return the distance of positions from arcs shorter than 180 deg, shape (arcs, positions)."""
    length = np.linalg.norm(normal, axis=1)
    safe = np.maximum(length, 1e-300)[:, None]
    sine = np.clip((normal / safe) @ points.T, -1.0, 1.0)
    after = cross(normal, begin) @ points.T >= 0.0
    before = cross(end, normal) @ points.T >= 0.0
    # Nearest to a point of the arc itself only where it is not further than either end.
    along = np.where(after & before & (length[:, None] > 0.0), np.arcsin(np.abs(sine)), np.inf)
    ends = np.minimum(angles_between(begin, points), angles_between(end, points))
    return np.minimum(along, ends)


def arcs_cross(
    begin: Vectors,
    end: Vectors,
    normal: Vectors,
    other_begin: Vectors,
    other_end: Vectors,
    *,
    margin: float = 0.0,
) -> Truths:
    """Tell which arcs cross which others, each inside the other; shape (arcs, others).

    With a margin all ends are further than it, in radians, from the circle of the other arc.
    """
    other_normal = cross(other_begin, other_end)
    c, d = normal @ other_begin.T, normal @ other_end.T
    a, b = begin @ other_normal.T, end @ other_normal.T
    least = margin * np.linalg.norm(normal, axis=1)[:, None] if margin else 0.0
    other_least = margin * np.linalg.norm(other_normal, axis=1)[None, :] if margin else 0.0
    crossed: Truths = ((-c > least) & (d > least) & (a > other_least) & (-b > other_least)) | (
        (c > least) & (-d > least) & (-a > other_least) & (b > other_least)
    )
    return crossed


def quarter_on(begin: Vectors, end: Vectors) -> Vectors:
    """Return the positions 90 degrees further on the circles of arcs."""
    return cross(normalised(cross(begin, end)), begin)


def heights_on(begin: Vectors, onward: Vectors, latitude: float) -> tuple[Vectors, Vectors, Truths]:
    """Return where circles meet a parallel: around an angle, how far from it, and whether."""
    amplitude = np.hypot(begin[:, 2], onward[:, 2])
    phase = np.arctan2(onward[:, 2], begin[:, 2])
    height = math.sin(latitude)
    half = np.arccos(np.clip(height / np.maximum(amplitude, 1e-300), -1.0, 1.0))
    return phase, half, amplitude > abs(height)


def normalised(vectors: Vectors) -> Vectors:
    """Return vectors of length 1; those of no length as they are."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Vectors = vectors / np.where(lengths > 0.0, lengths, 1.0)
    return found


def angles_between(vectors: Vectors, points: Vectors) -> Vectors:
    """Return the angles between each of some vectors and each of others."""
    chord: Vectors = np.linalg.norm(vectors[:, None, :] - points[None, :, :], axis=2)
    angles: Vectors = 2.0 * np.arcsin(np.minimum(chord / 2.0, 1.0))
    return angles


def angles_of_pairs(first: Vectors, second: Vectors) -> Vectors:
    """Return the angles between vectors, pair by pair."""
    chord = np.linalg.norm(first - second, axis=-1)
    angle: Vectors = 2.0 * np.arcsin(np.minimum(chord / 2.0, 1.0))
    return angle


def cross(first: Vectors, second: Vectors) -> Vectors:
    """Return the vector products; for short arrays several times faster than numpy's own."""
    ax, ay, az = first[:, 0], first[:, 1], first[:, 2]
    bx, by, bz = second[:, 0], second[:, 1], second[:, 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)


def dot(first: Vectors, second: Vectors) -> Vectors:
    """Return the scalar products, pair by pair."""
    found: Vectors = np.einsum("ij,ij->i", first, second)
    return found


def latitude_of(points: Vectors) -> Vectors:
    """Return the angles of positions from the equator."""
    return np.arctan2(points[:, 2], np.hypot(points[:, 0], points[:, 1]))


def tangents(centres: Vectors) -> tuple[Vectors, Vectors]:
    """Return two directions across each centre, at right angles."""
    axis = np.zeros_like(centres)
    axis[np.arange(len(centres)), np.argmin(np.abs(centres), axis=1)] = 1.0
    first = cross(centres, axis)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    return first, cross(centres, first)
