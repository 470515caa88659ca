"""Detector defects and particle hits of a simulated exposure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.mask import PixelFlag

__all__ = ["bad_pixels", "cosmic_rays"]

# A track is sampled at this many points; neighbours share a pixel when it is short.
_TRACK_POINTS = 8


def bad_pixels(
    rng: np.random.Generator, shape: tuple[int, int], hot_fraction: float, invalid_fraction: float
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Draw the hot and the invalid pixels of a detector.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness; the same state gives the same detector.
    shape : tuple of int
        Rows and columns.
    hot_fraction, invalid_fraction : float
        Fractions of all pixels.

    Returns
    -------
    dq : ndarray of int32, shape `shape`
        `PixelFlag.HOT` and `PixelFlag.INVALID`.
    dark : ndarray, shape `shape`
        Additional electrons of the hot pixels per exposure.
    """
    chance = rng.random(shape)
    invalid = chance < invalid_fraction
    hot = ~invalid & (chance < invalid_fraction + hot_fraction)
    dark = np.where(hot, rng.lognormal(np.log(1500.0), 1.0, shape), 0.0)
    dq = np.where(invalid, PixelFlag.INVALID, 0) | np.where(hot, PixelFlag.HOT, 0)
    return dq.astype(np.int32), dark


def cosmic_rays(
    rng: np.random.Generator, shape: tuple[int, int], rate: float, flagged_fraction: float
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Draw the particle hits of one exposure.

    Hits are straight tracks of up to a few pixels. The up-the-ramp fit of the instrument
    recognises most of them; those it misses stay in the image without a flag.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shape : tuple of int
        Rows and columns.
    rate : float
        Expected hits per pixel and exposure.
    flagged_fraction : float
        Fraction of hits that are flagged.

    Returns
    -------
    dq : ndarray of int32, shape `shape`
        `PixelFlag.COSMIC_RAY` where a hit is recognised.
    charge : ndarray, shape `shape`
        Deposited electrons.
    """
    number = rng.poisson(rate * shape[0] * shape[1])
    length = rng.exponential(2.0, number)
    angle = rng.uniform(0.0, 2.0 * np.pi, number)
    energy = rng.lognormal(np.log(1000.0), 0.8, number)
    step = np.linspace(0.0, 1.0, _TRACK_POINTS) * length[:, None]
    x = rng.uniform(-0.5, shape[1] - 0.5, number)[:, None] + step * np.cos(angle)[:, None]
    y = rng.uniform(-0.5, shape[0] - 0.5, number)[:, None] + step * np.sin(angle)[:, None]
    column, row = np.rint(x).astype(int), np.rint(y).astype(int)
    inside = (column >= 0) & (column < shape[1]) & (row >= 0) & (row < shape[0])
    share = np.broadcast_to(energy[:, None] / _TRACK_POINTS, inside.shape)
    charge = np.zeros(shape)
    np.add.at(charge, (row[inside], column[inside]), share[inside])
    seen = inside & (rng.random(number) < flagged_fraction)[:, None]
    dq = np.zeros(shape, dtype=np.int32)
    dq[row[seen], column[seen]] = PixelFlag.COSMIC_RAY
    return dq, charge
