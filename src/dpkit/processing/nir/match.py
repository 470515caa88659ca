"""Matching of sources on the sky."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.focalplane import sky_direction

__all__ = ["match_sky"]


def match_sky(
    first: tuple[NDArray[np.float64], NDArray[np.float64]],
    second: tuple[NDArray[np.float64], NDArray[np.float64]],
    radius: float,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair the positions that are each other's nearest neighbour.

    Distances are chords between unit vectors, so neither the wrap of right ascension nor a
    pole needs care.

    Parameters
    ----------
    first, second : tuple of ndarray
        Right ascension and declination [deg], of N and of M positions.
    radius : float
        Largest separation [arcsec].

    Returns
    -------
    rows_first, rows_second : ndarray of int, shape (K,)
        Rows of each pair, ascending in the first; no row occurs twice.

    Examples
    --------
    >>> left = np.array([359.99999, 10.0]), np.array([0.0, 0.0])
    >>> right = np.array([50.0, 0.00001]), np.array([0.0, 0.0])
    >>> [rows.tolist() for rows in match_sky(left, right, 0.5)]
    [[0], [1]]
    """
    from scipy.spatial import cKDTree

    if not len(first[0]) or not len(second[0]):
        none = np.empty(0, dtype=np.intp)
        return none, none
    here, there = sky_direction(*first), sky_direction(*second)
    chord = 2.0 * np.sin(np.deg2rad(radius / 3600.0) / 2.0)
    distance, nearest = cKDTree(there).query(here, distance_upper_bound=chord)
    _, back = cKDTree(here).query(there)
    rows = np.flatnonzero(np.isfinite(distance))
    rows = rows[back[nearest[rows]] == rows]
    return rows, nearest[rows]
