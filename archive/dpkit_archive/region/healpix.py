"""HEALPix cells in the nested numbering, for arrays; Gorski et al. 2005, ApJ 622, 759.

A query needs a handful of cells in less time than it takes to import a library that knows them.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "DEEPEST",
    "Cells",
    "Vectors",
    "cell_borders",
    "cell_centres",
    "cell_of",
    "cell_radii",
    "cell_radius",
    "cell_side",
]

Cells: TypeAlias = npt.NDArray[np.int64]
Vectors: TypeAlias = npt.NDArray[np.floating[Any]]

DEEPEST = 29
"""The finest order, of cells of 0.4 milliarcseconds."""

_KNOWN = 5
"""The finest order whose cells are measured one by one."""

_ROW = np.array([2.0] * 4 + [3.0] * 4 + [4.0] * 4)
_COLUMN = np.array([1.0, 3.0, 5.0, 7.0, 0.0, 2.0, 4.0, 6.0, 1.0, 3.0, 5.0, 7.0])
_MASKS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def cell_side(order: int) -> float:
    """Return the square root of the area of a cell, in radians."""
    return math.sqrt(math.pi / 3.0) / (1 << order)


@cache
def cell_radius(order: int) -> float:
    """Return an upper limit of the distance from a cell's centre to its corners, in radians."""
    if order == 0:
        return 0.8411  # of the cells at the poles: acos(2/3)
    side = 1 << order
    first = _vector(2.0 / 3.0, math.pi / (4 * side))
    t = (1.0 - 1.0 / side) ** 2
    second = _vector(1.0 - t / 3.0, 0.0)
    return 2.0 * math.asin(math.dist(first, second) / 2.0) * (1.0 + 1e-9)


def cell_radii(cells: Cells, order: int) -> Vectors:
    """Return upper limits of the distances from centres of cells to their corners, in radians."""
    known = min(order, _KNOWN)
    limits = _radii(order) if known == order else _radii_below()
    ancestors = cells >> (2 * (order - known))
    kind, within = ancestors >> (2 * known + 2), ancestors & ((1 << (2 * known)) - 1)
    radii: Vectors = limits[kind, within] / (1 << (order - known))
    return np.minimum(radii, cell_radius(order))


@cache
def _radii(order: int) -> Vectors:
    """Return the radii of the cells of the first face of each kind: the others are turned ones."""
    count = 1 << (2 * order)
    cells = (np.array([[0], [4], [8]]) * count + np.arange(count)).ravel()
    apart = cell_borders(cells, order, 1) - cell_centres(cells, order)[:, None]
    chord = np.sqrt(np.einsum("...i,...i->...", apart, apart).max(axis=-1))
    radii: Vectors = 2.0 * np.arcsin(chord / 2.0) * (1.0 + 1e-9)
    return radii.reshape(3, count)


@cache
def _radii_below() -> Vectors:
    """Return limits for smaller cells, as if they were as large as the cells that are known."""
    below = _radii(_KNOWN + 1).reshape(3, -1, 4).max(axis=-1)
    limits: Vectors = 2.0 * below * 1.03  # they grow by 0.6 percent; but for those at the poles
    centres = cell_centres(np.arange(12 << (2 * _KNOWN)), _KNOWN).reshape(12, -1, 3)[::4]
    return np.where(np.abs(centres[..., 2]) > math.cos(5 * cell_side(_KNOWN)), np.inf, limits)


def _vector(z: float, longitude: float) -> tuple[float, float, float]:
    radius = math.sqrt(1.0 - z * z)
    return radius * math.cos(longitude), radius * math.sin(longitude), z


def cell_of(vectors: Vectors, order: int) -> Cells:
    """Return the cells in which positions lie.

    Parameters
    ----------
    vectors : ndarray of float, shape (n, 3)
        Unit vectors.
    order : int
        Order of the cells.

    Returns
    -------
    ndarray of int, shape (n,)
        Their numbers.
    """
    face, x, y = _to_face(vectors)
    side = 1 << order
    column = np.minimum((x * side).astype(np.int64), side - 1)
    row = np.minimum((y * side).astype(np.int64), side - 1)
    return (face << (2 * order)) + _spread(column) + (_spread(row) << 1)


def cell_centres(cells: Cells, order: int) -> Vectors:
    """Return the unit vectors of the centres of cells, shape (n, 3)."""
    face, column, row = _split(cells, order)
    side = float(1 << order)
    return _from_face(face, (column + 0.5) / side, (row + 0.5) / side)


def cell_borders(cells: Cells, order: int, steps: int) -> Vectors:
    """Return points along the borders of cells, shape (n, 4 * steps, 3), all round."""
    face, column, row = _split(cells, order)
    t = np.arange(steps) / steps
    zeros, ones = np.zeros(steps), np.ones(steps)
    across = np.concatenate([t, ones, 1.0 - t, zeros])
    up = np.concatenate([zeros, t, ones, 1.0 - t])
    side = float(1 << order)
    x, y = (column[:, None] + across) / side, (row[:, None] + up) / side
    faces = np.broadcast_to(face[:, None], x.shape)
    return _from_face(faces.ravel(), x.ravel(), y.ravel()).reshape(*x.shape, 3)


def _to_face(vectors: Vectors) -> tuple[Cells, Vectors, Vectors]:
    """Return face and position on it, both coordinates from 0 to 1."""
    face: Cells
    x: Vectors
    y: Vectors
    vx, vy, z = vectors[:, 0], vectors[:, 1], vectors[:, 2]
    height = np.abs(z)
    turn = np.mod(np.arctan2(vy, vx) * (2.0 / np.pi), 4.0)
    rising, falling = 0.5 + turn - 0.75 * z, 0.5 + turn + 0.75 * z
    first, second = np.floor(rising).astype(np.int64), np.floor(falling).astype(np.int64)
    face = np.where(first == second, first | 4, np.where(first < second, first, second + 8))
    x, y = falling - second, 1.0 - (rising - first)
    polar = height > 2.0 / 3.0
    if polar.any():
        quarter = np.minimum(turn.astype(np.int64), 3)
        part = turn - quarter
        # 1 - |z| without loss of digits at the pole.
        scale = np.sqrt(3.0 * (vx * vx + vy * vy) / (1.0 + height))
        near, far = np.minimum(part * scale, 1.0), np.minimum((1.0 - part) * scale, 1.0)
        north = z >= 0
        face = np.where(polar, np.where(north, quarter, quarter + 8), face)
        x = np.where(polar, np.where(north, 1.0 - far, near), x)
        y = np.where(polar, np.where(north, 1.0 - near, far), y)
    return face, x, y


def _from_face(face: Cells, x: Vectors, y: Vectors) -> Vectors:
    row = _ROW[face] - x - y
    ring = np.minimum(np.minimum(row, 4.0 - row), 1.0)
    polar = ring * ring / 3.0
    cap = ring < 1.0
    z = np.where(cap, np.where(row < 2.0, 1.0 - polar, polar - 1.0), (2.0 - row) * (2.0 / 3.0))
    radius = np.sqrt(np.where(cap, polar * (2.0 - polar), 1.0 - z * z))
    around = _COLUMN[face] * ring + x - y
    with np.errstate(invalid="ignore"):
        longitude = np.where(ring > 1e-15, (np.pi / 4.0) * around / np.maximum(ring, 1e-15), 0.0)
    return np.stack([radius * np.cos(longitude), radius * np.sin(longitude), z], axis=-1)


def _split(cells: Cells, order: int) -> tuple[Cells, Cells, Cells]:
    within = cells & ((1 << (2 * order)) - 1)
    return cells >> (2 * order), _gather(within), _gather(within >> 1)


def _spread(numbers: Cells) -> Cells:
    """Put a zero between the bits of numbers."""
    for shift, mask in _MASKS:
        numbers = (numbers | (numbers << shift)) & mask
    return numbers


def _gather(numbers: Cells) -> Cells:
    """Take every second bit of numbers."""
    numbers = numbers & _MASKS[-1][1]
    for (shift, _), (_, mask) in zip(_MASKS[::-1], _WIDER, strict=True):
        numbers = (numbers | (numbers >> shift)) & mask
    return numbers


_WIDER = (*_MASKS[-2::-1], (32, 0x00000000FFFFFFFF))
