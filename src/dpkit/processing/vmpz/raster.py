"""Kernels that count the flags of image pixels by HEALPix cell without a projection per pixel.

An image is cut into blocks. In each the places on a HEALPix face, continuous numbers of column
and row of cells, are computed at nine nodes and interpolated by the bi-quadratic through them,
which is held against four more points. Along a row of pixels both numbers rise or fall, so that
the pixels of a cell are one run whose ends are found by bisection. Pixels nearer to the border of
a cell than four times the largest difference are left to the caller, who computes them one by
one: the result is exact for any projection.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.kernel import kernel
from dpkit.processing.vmpz.projection import interleave, sky_to_face

__all__ = ["BLOCK", "count_blocks", "fit_blocks"]

BLOCK = 64
"""Rows and columns of a block."""


@kernel
def fit_blocks(
    nodes: NDArray[np.float64],
    checks: NDArray[np.float64],
    nside: int,
    faces: NDArray[np.int64],
    places: NDArray[np.float64],
    margins: NDArray[np.float64],
    windows: NDArray[np.int64],
) -> None:
    """Interpolate the places on the face in each block.

    Parameters
    ----------
    nodes : ndarray, shape (2 R + 1, 2 C + 1, 2)
        Longitude and latitude [radian] at every half block.
    checks : ndarray, shape (2 R, 2 C, 2)
        The same where the bi-quadratic of a block is held against the truth.
    nside : int
        Cells along the side of a face.
    faces : ndarray of int64, shape (R, C)
        Written: the face of each block, -1 where the block cannot be interpolated.
    places : ndarray, shape (R, C, 2, 3, 3)
        Written: column and row of cells at the nodes.
    margins : ndarray, shape (R, C)
        Written: nearest distance to the border of a cell that can be trusted.
    windows : ndarray of int64, shape (R, C, 4)
        Written: first column and row of cells of the block, and how many there are.
    """
    ends = np.empty((2, 4))
    for r in range(faces.shape[0]):
        for c in range(faces.shape[1]):
            own = places[r, c]
            faces[r, c] = _place_nodes(nodes[2 * r : 2 * r + 3, 2 * c : 2 * c + 3], nside, own)
            if faces[r, c] < 0:
                continue
            around = checks[2 * r : 2 * r + 2, 2 * c : 2 * c + 2]
            worst = _largest_miss(around, nside, faces[r, c], own)
            margins[r, c] = 4.0 * worst + 1e-9 + 1e-14 * nside
            if not margins[r, c] < 0.01:
                faces[r, c] = -1
                continue
            for axis in range(2):
                low, high = math.floor(np.min(own[axis])), math.floor(np.max(own[axis]))
                ends[axis, 0], ends[axis, 1] = low - 1, high - low + 3
            windows[r, c, 0], windows[r, c, 1] = int(ends[0, 0]), int(ends[1, 0])
            windows[r, c, 2], windows[r, c, 3] = int(ends[0, 1]), int(ends[1, 1])


@kernel
def _place_nodes(sky: NDArray[np.float64], nside: int, places: NDArray[np.float64]) -> int:
    """Fill in the places of nine nodes; return their face, -1 unless they go together."""
    face = -2
    low, high, nearest = 2.0, -2.0, 2.0
    caps = 0
    for i in range(3):
        for j in range(3):
            longitude, latitude = sky[i, j, 0], sky[i, j, 1]
            if not (math.isfinite(longitude) and math.isfinite(latitude)):
                return -1
            here, x, y = sky_to_face(longitude, latitude)
            if face not in (-2, here):
                return -1
            face = here
            z = math.sin(latitude)
            low, high = min(low, z), max(high, z)
            nearest = min(nearest, abs(abs(z) - 2.0 / 3.0))
            caps += 1 if abs(z) > 2.0 / 3.0 else 0
            places[0, i, j] = x * nside
            places[1, i, j] = y * nside
    # The projection has a kink where belt and caps meet.
    if caps not in (0, 9) or nearest < 0.5 * (high - low):
        return -1
    return face


@kernel
def _largest_miss(
    sky: NDArray[np.float64], nside: int, face: int, places: NDArray[np.float64]
) -> float:
    """Compare the interpolation with four points inside the block."""
    worst = 0.0
    for i in range(2):
        for j in range(2):
            if not (math.isfinite(sky[i, j, 0]) and math.isfinite(sky[i, j, 1])):
                return np.inf
            here, x, y = sky_to_face(sky[i, j, 0], sky[i, j, 1])
            if here != face:
                return np.inf
            row, column = CHECKS[i], CHECKS[j]
            for axis in range(2):
                a0, a1, a2 = _along_row(places[axis], row)
                truth = (x if axis == 0 else y) * nside
                worst = max(worst, abs(a0 + column * (a1 + column * a2) - truth))
    return worst


CHECKS = np.array([13.5, 50.5])
"""Rows and columns within a block where a third-order term is largest."""


@kernel
def _along_row(places: NDArray[np.float64], row: float) -> tuple[float, float, float]:
    """Return the quadratic in the column along one row of a block."""
    s = row / 32.0
    l0, l1, l2 = 0.5 * (s - 1.0) * (s - 2.0), s * (2.0 - s), 0.5 * s * (s - 1.0)
    f0 = l0 * places[0, 0] + l1 * places[1, 0] + l2 * places[2, 0]
    f1 = l0 * places[0, 1] + l1 * places[1, 1] + l2 * places[2, 1]
    f2 = l0 * places[0, 2] + l1 * places[1, 2] + l2 * places[2, 2]
    return f0, (4.0 * f1 - 3.0 * f0 - f2) / 64.0, (f0 - 2.0 * f1 + f2) / 2048.0


@kernel
def _tally(
    flags: NDArray[np.uint32],
    bits: NDArray[np.int64],
    masks: NDArray[np.int64],
    row: NDArray[np.int64],
) -> None:
    """Add a run of pixels of one cell to its row of the table."""
    count = len(flags)
    some, every = flags[0], flags[0]
    for i in range(1, count):
        some |= flags[i]
        every &= flags[i]
    row[2] = (row[2] if row[0] else -1) & np.int64(every)
    row[1] |= np.int64(some)
    row[0] += count
    for b in range(len(bits)):
        bit = np.int64(1) << bits[b]
        if every & bit:
            row[3 + b] += count
        elif some & bit:
            found = 0
            for i in range(count):
                found += (flags[i] >> bits[b]) & 1
            row[3 + b] += found
    for m in range(len(masks)):
        if not some & masks[m]:
            row[3 + len(bits) + m] += count
        elif not every & masks[m]:
            found = 0
            for i in range(count):
                found += (flags[i] & masks[m]) == 0
            row[3 + len(bits) + m] += found


@kernel
def _count_block(
    flags: NDArray[np.uint32],
    places: NDArray[np.float64],
    margin: float,
    window: NDArray[np.int64],
    nside: int,
    bits: NDArray[np.int64],
    masks: NDArray[np.int64],
    table: NDArray[np.int64],
    pending: NDArray[np.int64],
) -> int:
    """Count a block into its own table; return how many pixels are left over, -1 for too many."""
    left = 0
    columns = flags.shape[1]
    x0, y0, nx, ny = window[0], window[1], window[2], window[3]
    for r in range(flags.shape[0]):
        a0, a1, a2 = _along_row(places[0], float(r))
        b0, b1, b2 = _along_row(places[1], float(r))
        last = columns - 1.0
        # A quadratic that turns back within the row has no single run per cell.
        turns = a1 * (a1 + 2.0 * a2 * last) <= 0.0 or b1 * (b1 + 2.0 * b2 * last) <= 0.0
        start = 0
        while start < columns:
            t = float(start)
            x, y = a0 + t * (a1 + t * a2), b0 + t * (b1 + t * b2)
            ix, iy = math.floor(x), math.floor(y)
            stop = start + 1
            if not turns:
                low, high = start, columns
                # Pixels start ... low are in this cell, pixel `high` is not.
                same = math.floor(a0 + last * (a1 + last * a2)) == ix
                if same and math.floor(b0 + last * (b1 + last * b2)) == iy:
                    low = columns - 1
                while high - low > 1:
                    middle = (low + high) // 2
                    t = float(middle)
                    same = math.floor(a0 + t * (a1 + t * a2)) == ix
                    if same and math.floor(b0 + t * (b1 + t * b2)) == iy:
                        low = middle
                    else:
                        high = middle
                stop = high
            near = min(x - ix, ix + 1 - x, y - iy, iy + 1 - y)
            t = float(stop - 1)
            x, y = a0 + t * (a1 + t * a2), b0 + t * (b1 + t * b2)
            near = min(near, x - ix, ix + 1 - x, y - iy, iy + 1 - y)
            outside = ix < 0 or iy < 0 or ix >= nside or iy >= nside
            outside |= ix < x0 or iy < y0 or ix >= x0 + nx or iy >= y0 + ny
            if near > margin and not outside:
                _tally(flags[r, start:stop], bits, masks, table[(iy - y0) * nx + ix - x0])
                start = stop
                continue
            for i in range(start, stop):
                t = float(i)
                x, y = a0 + t * (a1 + t * a2), b0 + t * (b1 + t * b2)
                near = min(x - ix, ix + 1 - x, y - iy, iy + 1 - y)
                if near > margin and not outside:
                    _tally(flags[r, i : i + 1], bits, masks, table[(iy - y0) * nx + ix - x0])
                elif left == len(pending):
                    return -1
                else:
                    pending[left] = r * BLOCK + i
                    left += 1
            start = stop
    return left


@kernel
def count_blocks(
    flags: NDArray[np.uint32],
    faces: NDArray[np.int64],
    places: NDArray[np.float64],
    margins: NDArray[np.float64],
    windows: NDArray[np.int64],
    nside: int,
    bits: NDArray[np.int64],
    masks: NDArray[np.int64],
    records: NDArray[np.int64],
    cells: NDArray[np.int64],
    pending: NDArray[np.int64],
) -> tuple[int, int]:
    """Count the flags of all blocks of some rows of an image.

    Parameters
    ----------
    flags : ndarray of uint16 or uint32, shape (N, M)
        Rows of the image.
    faces, places, margins, windows : ndarray
        What `fit_blocks` wrote; the face of a block becomes -1 when it is left to the caller.
    nside : int
        Cells along the side of a face.
    bits : ndarray of int64, shape (B,)
        Bits to count.
    masks : ndarray of int64, shape (K,)
        Masks; pixels without any bit of a mask are counted.
    records : ndarray of int64, shape (R, 3 + B + K)
        Written: per cell and block the pixels, OR and AND of their flags, and the counts.
    cells : ndarray of int64, shape (R,)
        Written: NESTED number of the cell.
    pending : ndarray of int64, shape (P,)
        Written: pixels that are left to the caller, row times M plus column.

    Returns
    -------
    int, int
        Number of records and of pixels left.
    """
    found, waiting = 0, 0
    largest = 1
    for r in range(faces.shape[0]):
        for c in range(faces.shape[1]):
            if faces[r, c] >= 0:
                largest = max(largest, windows[r, c, 2] * windows[r, c, 3])
    table = np.empty((largest, records.shape[1]), dtype=np.int64)
    for r in range(faces.shape[0]):
        for c in range(faces.shape[1]):
            if faces[r, c] < 0:
                continue
            size = windows[r, c, 2] * windows[r, c, 3]
            table[:size] = 0
            block = flags[r * BLOCK : (r + 1) * BLOCK, c * BLOCK : (c + 1) * BLOCK]
            left = _count_block(
                block, places[r, c], margins[r, c], windows[r, c], nside, bits, masks, table,
                pending[waiting:],
            )  # fmt: skip
            if left < 0:
                faces[r, c] = -1
                continue
            for i in range(waiting, waiting + left):
                row, column = pending[i] // BLOCK + r * BLOCK, pending[i] % BLOCK + c * BLOCK
                pending[i] = row * flags.shape[1] + column
            waiting += left
            for i in range(size):
                if table[i, 0]:
                    x, y = (
                        windows[r, c, 0] + i % windows[r, c, 2],
                        windows[r, c, 1] + i // windows[r, c, 2],
                    )
                    cells[found] = faces[r, c] * nside * nside + interleave(x, y)
                    records[found] = table[i]
                    found += 1
    return found, waiting
