"""Kernels on closed rings of vertices: their hemisphere, their plane, their faults, their ears."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.kernel import kernel

__all__ = [
    "clip_ears",
    "drop_repeated",
    "flatten",
    "heights_along",
    "hemisphere_pole",
    "is_convex",
    "meets_itself",
    "signed_area",
]


@kernel
def drop_repeated(ring: NDArray[np.float64]) -> int:
    """Close up over vertices equal to the one before (0.2 microarcsec); return how many stay."""
    count = 0
    for i in range(len(ring)):
        if count == 0 or np.max(np.abs(ring[i] - ring[count - 1])) > 1e-12:
            ring[count] = ring[i]
            count += 1
    while count > 1 and np.max(np.abs(ring[0] - ring[count - 1])) <= 1e-12:
        count -= 1
    return count


@kernel
def heights_along(ring: NDArray[np.float64], axis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the components of vectors along an axis."""
    found: NDArray[np.float64] = ring[:, 0] * axis[0] + ring[:, 1] * axis[1] + ring[:, 2] * axis[2]
    return found


@kernel
def hemisphere_pole(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the pole of a hemisphere that holds all vertices, by the perceptron rule."""
    total = np.zeros(3)
    for i in range(len(ring)):
        total += ring[i]
    total += 1e-9 * ring[0]
    for _ in range(20000):
        heights = heights_along(ring, total)
        lowest = np.argmin(heights)
        if heights[lowest] > 0.01 * math.sqrt(np.sum(total * total)):
            break
        total += ring[lowest]
    return total / math.sqrt(np.sum(total * total))


@kernel
def flatten(ring: NDArray[np.float64], pole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project gnomonically about a pole: great circles become straight lines."""
    least = np.argmin(np.abs(pole))
    east = np.zeros(3)
    east[least] = 1.0
    east -= pole[least] * pole
    east /= math.sqrt(np.sum(east * east))
    north = np.array(
        [
            pole[1] * east[2] - pole[2] * east[1],
            pole[2] * east[0] - pole[0] * east[2],
            pole[0] * east[1] - pole[1] * east[0],
        ]
    )
    flat = np.empty((len(ring), 2))
    height = heights_along(ring, pole)
    flat[:, 0] = heights_along(ring, east) / height
    flat[:, 1] = heights_along(ring, north) / height
    return flat


@kernel
def _turn(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> float:
    """Return twice the signed area of a triangle."""
    twice: float = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return twice


@kernel
def signed_area(flat: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the area of a flat ring, that of its triangles, and the square of its extent."""
    area, width, size = 0.0, 0.0, 0.0
    for i in range(1, len(flat)):
        step = flat[i] - flat[0]
        size = max(size, step[0] * step[0] + step[1] * step[1])
        if i + 1 < len(flat):
            twice = _turn(flat[0], flat[i], flat[i + 1])
            area += 0.5 * twice
            width += 0.5 * abs(twice)
    return area, width, size


@kernel
def meets_itself(flat: NDArray[np.float64]) -> bool:
    """Tell whether two edges share a point that is not their common vertex."""
    count = len(flat)
    for i in range(count):
        a, b = flat[i], flat[(i + 1) % count]
        after = flat[(i + 2) % count]
        forward = (b[0] - a[0]) * (after[0] - b[0]) + (b[1] - a[1]) * (after[1] - b[1])
        if _turn(a, b, after) == 0.0 and forward < 0.0:
            return True
        for j in range(i + 2, count):
            if i == 0 and j == count - 1:
                continue
            c, d = flat[j], flat[(j + 1) % count]
            if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
                continue
            if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
                continue
            apart = _turn(a, b, c) * _turn(a, b, d) > 0.0 or _turn(c, d, a) * _turn(c, d, b) > 0.0
            if not apart:
                return True
    return False


@kernel
def is_convex(flat: NDArray[np.float64]) -> bool:
    """Tell whether a counterclockwise ring turns left everywhere, but for rounding."""
    count = len(flat)
    for i in range(count):
        a, b, c = flat[i - 1], flat[i], flat[(i + 1) % count]
        length = abs(b[0] - a[0]) + abs(b[1] - a[1]) + abs(c[0] - b[0]) + abs(c[1] - b[1])
        if _turn(a, b, c) < -4e-15 * length:
            return False
    return True


@kernel
def clip_ears(flat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cut a simple counterclockwise ring into triangles, the roundest ear first."""
    left = np.arange(len(flat))
    triangles = np.empty((len(flat) - 2, 3), dtype=np.int64)
    for done in range(len(flat) - 2):
        count = len(flat) - done
        best, score = 0, -np.inf
        for i in range(count):
            a, b, c = left[i - 1 if i else count - 1], left[i], left[(i + 1) % count]
            turn = _turn(flat[a], flat[b], flat[c])
            if turn < 0.0 or turn <= score:
                continue
            empty = True
            for j in range(count):
                p = left[j]
                if p in (a, b, c):
                    continue
                inside = (
                    _turn(flat[a], flat[b], flat[p]) >= 0.0
                    and _turn(flat[b], flat[c], flat[p]) >= 0.0
                    and _turn(flat[c], flat[a], flat[p]) >= 0.0
                )
                if inside:
                    empty = False
                    break
            if empty:
                best, score = i, turn
        triangles[done, 0] = left[best - 1 if best else count - 1]
        triangles[done, 1] = left[best]
        triangles[done, 2] = left[(best + 1) % count]
        left[best : count - 1] = left[best + 1 : count].copy()
    return triangles
