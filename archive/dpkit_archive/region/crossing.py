"""Whether a polygon crosses itself."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from dpkit.errors import ArchiveError
from dpkit_archive.region.arc import TOUCH, Truths, cross, dot, normalised, tangents
from dpkit_archive.region.healpix import Vectors

__all__ = ["check_crossing"]

_LEAST = 4
"""A polygon with fewer sides cannot cross itself."""

_SIDES = 256
"""So many sides are compared with others at once."""

Sides = npt.NDArray[np.int64] | slice


def check_crossing(begin: Vectors, centre: Vectors) -> None:
    """Refuse a polygon with sides that cross: what is inside is anybody's guess.

    Parameters
    ----------
    begin : ndarray, shape (n, 3)
        Unit vectors of the corners.
    centre : ndarray, shape (3,)
        A position from which all corners are less than 90 degrees.

    Raises
    ------
    ArchiveError
        Sides cross, by more than they touch; says where.
    """
    if len(begin) < _LEAST:
        return
    end = np.concatenate([begin[1:], begin[:1]])
    normal = cross(begin, end)
    normal /= np.sqrt(dot(normal, normal))[:, None]
    for some, near in _neighbours(begin, end, centre):
        found = _divide(normal[some], begin[near], end[near])
        found &= _divide(normal[near], begin[some], end[some]).T
        if found.any():
            side, other = np.argwhere(found)[0]
            _refuse_crossing(normal[some][side], normal[near][other], centre)


def _divide(normal: Vectors, begin: Vectors, end: Vectors) -> Truths:
    """Tell which circles divide which arcs, of less than 90 degrees from one place, clearly."""
    first, last = normal @ begin.T, normal @ end.T
    divided: Truths = (first * last < 0.0) & (np.minimum(np.abs(first), np.abs(last)) > TOUCH)
    return divided


def _neighbours(begin: Vectors, end: Vectors, centre: Vectors) -> Iterator[tuple[Sides, Sides]]:
    """Yield some sides of a polygon, and all that can cross them, until all were there."""
    if len(begin) <= _SIDES:
        yield slice(None), slice(None)
        return
    # Around its centre all sides are straight; only those cross that share some of one axis.
    (axis,), _ = tangents(centre[None])
    across = [(one @ axis) / (one @ centre) for one in (begin, end)]
    first, last = np.minimum(*across), np.maximum(*across)
    order = np.argsort(first)
    for start in range(0, len(order), _SIDES):
        some = order[start : start + _SIDES]
        stop = np.searchsorted(first[order], last[some].max(), side="right")
        yield some, order[start:stop]


def _refuse_crossing(normal: Vectors, other: Vectors, centre: Vectors) -> None:
    where = normalised(np.cross(normal, other))
    where = where if float(where @ centre) > 0.0 else -where
    ra = math.degrees(math.atan2(where[1], where[0])) % 360.0
    dec = math.degrees(math.asin(min(max(float(where[2]), -1.0), 1.0)))
    raise ArchiveError(
        f"the polygon crosses itself near {ra:.6g} {dec:.6g}",
        remedy="give its corners in the order in which its sides join them",
    )
