"""The HEALPix projection as kernels: places on the twelve faces and directions on the sky.

A face is a unit square; a cell of order `o` is one of its ``4**o`` equal squares. Formulas are
those of Górski et al. 2005 (ApJ 622, 759) in the face coordinates of the NESTED scheme.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.kernel import kernel

__all__ = ["deinterleave", "face_to_sky", "interleave", "largest_radius", "sky_to_face"]

# Rows of the base faces from the north, and their columns in units of an eighth of a turn.
_FACE_ROW = np.array([2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4])
_FACE_COLUMN = np.array([1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7])


@kernel
def face_to_sky(face: int, x: float, y: float) -> tuple[float, float, float]:
    """Map a place on a face to the sine and cosine of latitude and the longitude [radian]."""
    row = _FACE_ROW[face] - x - y
    if row < 1.0 or row > 3.0:
        ring = row if row < 1.0 else 4.0 - row
        drop = ring * ring / 3.0
        z = 1.0 - drop if row < 1.0 else drop - 1.0
        cosine = math.sqrt(drop * (2.0 - drop))  # keeps its digits at the poles
    else:
        ring = 1.0
        z = (2.0 - row) * (2.0 / 3.0)
        cosine = math.sqrt((1.0 - z) * (1.0 + z))
    column = _FACE_COLUMN[face] * ring + x - y
    if column < 0.0:
        column += 8.0
    if column >= 8.0:
        column -= 8.0
    longitude = 0.25 * math.pi * column / ring if ring > 1e-15 else 0.0
    return z, cosine, longitude


@kernel
def sky_to_face(longitude: float, latitude: float) -> tuple[int, float, float]:
    """Map a direction [radian] to a face and the place on it."""
    z = math.sin(latitude)
    quarter = (longitude * (2.0 / math.pi)) % 4.0
    if abs(z) <= 2.0 / 3.0:
        north, south = 0.5 + quarter - 0.75 * z, 0.5 + quarter + 0.75 * z
        a, b = math.floor(north), math.floor(south)
        if a == b:
            return (a & 3) + 4, south - b, 1.0 - (north - a)
        face = (a & 3) if a < b else (b & 3) + 8
        return face, south - b, 1.0 - (north - a)
    turn = min(3, int(quarter))
    part = quarter - turn
    ring = math.cos(latitude) * math.sqrt(3.0 / (1.0 + abs(z)))
    east, west = part * ring, (1.0 - part) * ring
    if z > 0.0:
        return turn, 1.0 - west, 1.0 - east
    return turn + 8, east, west


@kernel
def interleave(x: int, y: int) -> int:
    """Weave the bits of a column and a row of a face into a NESTED number."""
    found = 0
    for bit in range(30):
        found |= ((x >> bit) & 1) << (2 * bit)
        found |= ((y >> bit) & 1) << (2 * bit + 1)
    return found


@kernel
def deinterleave(number: int) -> tuple[int, int]:
    """Split a NESTED number within a face into column and row."""
    x, y = 0, 0
    for bit in range(30):
        x |= ((number >> (2 * bit)) & 1) << bit
        y |= ((number >> (2 * bit + 1)) & 1) << bit
    return x, y


def largest_radius(order: int) -> float:
    """Return the largest distance from the centre of a cell to its border [radian].

    Parameters
    ----------
    order : int
        HEALPix order.

    Returns
    -------
    float
        The distance, over all cells of that order.
    """
    nside = 2.0**order
    z = 2.0 / 3.0
    centre = _direction(z, math.pi / (4.0 * nside))
    drop = (1.0 - 1.0 / nside) ** 2
    corner = _direction(1.0 - drop / 3.0, 0.0)
    return 2.0 * math.asin(0.5 * float(np.linalg.norm(centre - corner)))


def _direction(z: float, longitude: float) -> NDArray[np.float64]:
    cosine = math.sqrt((1.0 - z) * (1.0 + z))
    return np.array([cosine * math.cos(longitude), cosine * math.sin(longitude), z])
