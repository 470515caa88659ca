"""Kernels that find the cells inside convex polygons and the share of those on their border.

A quad-tree descent from the twelve faces: a node wholly inside is written as one run of cells,
one wholly outside is left, an undecided cell is clipped in the gnomonic plane about its centre,
where great circles are straight lines.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.kernel import kernel
from dpkit.processing.vmpz.projection import deinterleave, face_to_sky

__all__ = ["MOST_CORNERS", "cover_parts", "share_union"]

MOST_CORNERS = 4 * 64
"""Most points on the outline of a cell, next to a pole."""


@kernel
def _sides(row: float, nside: int) -> int:
    """Return how many straight pieces stand for a side: cells next to a pole are curved."""
    ring = min(row, 4.0 - row) * nside
    return min(64, max(2, math.ceil(math.sqrt(3000.0 / ring))))


@kernel
def _outline(
    face: int, x: int, y: int, nside: int, points: NDArray[np.float64], axes: NDArray[np.float64]
) -> int:
    """Draw a cell in the tangent plane of its centre; axes are east, north and the centre."""
    z0, c0, longitude0 = face_to_sky(face, (x + 0.5) / nside, (y + 0.5) / nside)
    sine, cosine = math.sin(longitude0), math.cos(longitude0)
    axes[0, 0], axes[0, 1], axes[0, 2] = -sine, cosine, 0.0
    axes[1, 0], axes[1, 1], axes[1, 2] = -z0 * cosine, -z0 * sine, c0
    axes[2, 0], axes[2, 1], axes[2, 2] = c0 * cosine, c0 * sine, z0
    row = (face // 4) + 2.0 - (x + y + 1.0) / nside
    sides = _sides(row, nside)
    count = 0
    for side in range(4):
        for piece in range(sides):
            step = piece / sides
            if side == 0:
                px, py = x + step, y + 0.0
            elif side == 1:
                px, py = x + 1.0, y + step
            elif side == 2:
                px, py = x + 1.0 - step, y + 1.0
            else:
                px, py = x + 0.0, y + 1.0 - step
            z, c, longitude = face_to_sky(face, px / nside, py / nside)
            along, across = math.cos(longitude - longitude0), math.sin(longitude - longitude0)
            height = z * z0 + c * c0 * along
            points[count, 0] = c * across / height
            points[count, 1] = (z * c0 - c * z0 * along) / height
            count += 1
    return count


@kernel
def _area(points: NDArray[np.float64], count: int) -> float:
    """Return the area of a flat ring."""
    area = 0.0
    for i in range(1, count - 1):
        ax, ay = points[i, 0] - points[0, 0], points[i, 1] - points[0, 1]
        bx, by = points[i + 1, 0] - points[0, 0], points[i + 1, 1] - points[0, 1]
        area += ax * by - ay * bx
    return 0.5 * area


@kernel
def _clip(
    points: NDArray[np.float64],
    count: int,
    a: float,
    b: float,
    c: float,
    kept: NDArray[np.float64],
) -> int:
    """Keep the part of a ring where ``a u + b v + c >= 0`` (Sutherland and Hodgman 1974)."""
    if count == 0:
        return 0
    found = 0
    u0, v0 = points[count - 1, 0], points[count - 1, 1]
    h0 = a * u0 + b * v0 + c
    for i in range(count):
        u1, v1 = points[i, 0], points[i, 1]
        h1 = a * u1 + b * v1 + c
        if (h0 < 0.0) != (h1 < 0.0):
            t = h0 / (h0 - h1)
            kept[found, 0] = u0 + t * (u1 - u0)
            kept[found, 1] = v0 + t * (v1 - v0)
            found += 1
        if h1 >= 0.0:
            kept[found, 0] = u1
            kept[found, 1] = v1
            found += 1
        u0, v0, h0 = u1, v1, h1
    return found


@kernel
def _share(
    face: int,
    x: int,
    y: int,
    nside: int,
    normals: NDArray[np.float64],
    active: int,
    work: NDArray[np.float64],
    axes: NDArray[np.float64],
) -> float:
    """Return the share of a cell inside the half spaces named by the bits of `active`."""
    count = _outline(face, x, y, nside, work[0], axes)
    whole = _area(work[0], count)
    now = 0
    for edge in range(len(normals)):
        if not (active >> edge) & 1:
            continue
        a, b, c = _line(normals, edge, axes)
        count = _clip(work[now], count, a, b, c, work[1 - now])
        now = 1 - now
        if count == 0:
            return 0.0
    return _area(work[now], count) / whole


@kernel
def _line(
    normals: NDArray[np.float64], edge: int, axes: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Return the half plane of an edge in the tangent plane with these axes."""
    nx, ny, nz = normals[edge, 0], normals[edge, 1], normals[edge, 2]
    a = nx * axes[0, 0] + ny * axes[0, 1] + nz * axes[0, 2]
    b = nx * axes[1, 0] + ny * axes[1, 1] + nz * axes[1, 2]
    c = nx * axes[2, 0] + ny * axes[2, 1] + nz * axes[2, 2]
    return a, b, c


@kernel
def _cover_part(
    normals: NDArray[np.float64],
    order: int,
    radii: NDArray[np.float64],
    first: NDArray[np.int64],
    length: NDArray[np.int64],
    share: NDArray[np.float64],
    begin: int,
    stack: NDArray[np.int64],
    work: NDArray[np.float64],
    axes: NDArray[np.float64],
) -> int:
    """Write the cells of one part from `begin`; return where they end, -1 when there is no room."""
    found = begin
    top = 0
    for face in range(11, -1, -1):
        stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = 0, face, 0, 0
        stack[top, 4] = (1 << len(normals)) - 1
        top += 1
    while top:
        top -= 1
        level, number, x, y = stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3]
        active = stack[top, 4]
        nside = 1 << level
        face = number >> (2 * level)
        z, cosine, longitude = face_to_sky(face, (x + 0.5) / nside, (y + 0.5) / nside)
        cx, cy = cosine * math.cos(longitude), cosine * math.sin(longitude)
        reach = radii[level]
        outside = False
        for edge in range(len(normals)):
            if not (active >> edge) & 1:
                continue
            height = normals[edge, 0] * cx + normals[edge, 1] * cy + normals[edge, 2] * z
            if height < -reach:
                outside = True
                break
            if height > reach:
                active &= ~(1 << edge)
        if outside:
            continue
        if active and level < order:
            for child in range(3, -1, -1):
                stack[top, 0], stack[top, 1] = level + 1, 4 * number + child
                stack[top, 2], stack[top, 3] = 2 * x + (child & 1), 2 * y + (child >> 1)
                stack[top, 4] = active
                top += 1
            continue
        part = _share(face, x, y, nside, normals, active, work, axes) if active else 1.0
        part = round(part * 4294967296.0) / 4294967296.0
        if part <= 0.0:
            continue
        if found == len(first):
            return -1
        first[found] = number << (2 * (order - level))
        length[found] = 1 << (2 * (order - level))
        share[found] = min(part, 1.0)
        found += 1
    return found


@kernel
def cover_parts(
    normals: NDArray[np.float64],
    offsets: NDArray[np.int64],
    order: int,
    radii: NDArray[np.float64],
    first: NDArray[np.int64],
    length: NDArray[np.int64],
    share: NDArray[np.float64],
    ends: NDArray[np.int64],
    done: int,
) -> int:
    """Cover parts from number `done` on until the room for cells is used up.

    Parameters
    ----------
    normals, offsets : ndarray
        See `dpkit.processing.vmpz.polygon.ConvexParts`.
    order : int
        Order of the cells.
    radii : ndarray, shape (order + 1,)
        Sine of the largest radius of a cell of each order.
    first, length, share : ndarray, shape (R,)
        Written: runs of cells, their first cell and number, and the share of each inside, a
        multiple of 2**-32. Runs ascend within a part.
    ends : ndarray of int64, shape (P,)
        Written: where the runs of each part end.
    done : int
        Number of parts that are ready.

    Returns
    -------
    int
        Number of parts that are ready now.
    """
    stack = np.empty((12 + 3 * (order + 1), 5), dtype=np.int64)
    work = np.empty((2, MOST_CORNERS + 64 + 64, 2))
    axes = np.empty((3, 3))
    begin = ends[done - 1] if done else 0
    for part in range(done, len(offsets) - 1):
        edges = normals[offsets[part] : offsets[part + 1]]
        end = _cover_part(edges, order, radii, first, length, share, begin, stack, work, axes)
        if end < 0:
            return part
        ends[part] = begin = end
    return len(offsets) - 1


@kernel
def share_union(
    cells: NDArray[np.int64],
    groups: NDArray[np.int64],
    members: NDArray[np.int64],
    normals: NDArray[np.float64],
    offsets: NDArray[np.int64],
    order: int,
    room: int,
    share: NDArray[np.float64],
) -> None:
    """Find the share of cells inside at least one of several parts, exactly.

    What a part leaves uncovered of a convex piece is cut into convex pieces again, one per edge;
    what is left after the last part is not covered by any.

    Parameters
    ----------
    cells : ndarray of int64, shape (N,)
        Cells.
    groups : ndarray of int64, shape (N + 1,)
        Where the parts of each cell begin in `members`.
    members : ndarray of int64
        Numbers of the parts that meet each cell.
    normals, offsets : ndarray
        See `dpkit.processing.vmpz.polygon.ConvexParts`.
    order : int
        Order of the cells.
    room : int
        Largest number of edges of all parts of a cell together.
    share : ndarray, shape (N,)
        Written: the share of each cell.
    """
    nside = 1 << order
    corners = MOST_CORNERS + 2 * room + 8
    pieces = np.empty((room + 2, corners, 2))
    sizes = np.empty(room + 2, dtype=np.int64)
    places = np.empty(room + 2, dtype=np.int64)
    work = np.empty((2, corners, 2))
    axes = np.empty((3, 3))
    for i in range(len(cells)):
        x, y = deinterleave(cells[i] & (nside * nside - 1))
        sizes[0] = _outline(cells[i] >> (2 * order), x, y, nside, pieces[0], axes)
        whole = _area(pieces[0], sizes[0])
        places[0] = groups[i]
        left, top = 0.0, 1
        while top:
            top -= 1
            count, place = sizes[top], places[top]
            if place == groups[i + 1]:
                left += _area(pieces[top], count)
                continue
            work[0, :count] = pieces[top, :count]
            now = 0
            part = members[place]
            for edge in range(offsets[part], offsets[part + 1]):
                a, b, c = _line(normals, edge, axes)
                sizes[top] = _clip(work[now], count, -a, -b, -c, pieces[top])
                places[top] = place + 1
                if sizes[top] > 2:
                    top += 1
                count = _clip(work[now], count, a, b, c, work[1 - now])
                now = 1 - now
                if count < 3:
                    break
        share[i] = min(1.0, max(0.0, round((1.0 - left / whole) * 4294967296.0) / 4294967296.0))
