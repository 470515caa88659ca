"""Comparison of a master flat with the reference of its setting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.badpixel import map_difference
from dpkit.processing.crires.detectorquality import DetectorFlat
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.statistic import finite_pixels
from dpkit.processing.crires.window import Window, cut_to_window

__all__ = ["Comparison", "ComparisonQuality", "ReferenceFlat", "compare", "comparison_quality"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ReferenceFlat:
    """Master and bad-pixel map of one detector that others are compared with.

    Parameters
    ----------
    setting : str
        Name of the setting.
    window : Window
        What the images cover.
    master : ndarray, shape `window.shape`
    bad_pixels : ndarray of uint8, shape `window.shape`
    """

    setting: str
    window: Window
    master: NDArray[np.floating]
    bad_pixels: NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Comparison:
    """A master against its reference.

    Attributes
    ----------
    reference : ndarray, shape (rows, columns)
        Master of the reference, cut to the window.
    ratio : ndarray, shape (rows, columns)
        Current over reference; NaN where the reference is not above 0.
    map_difference : ndarray of int8, shape (rows, columns)
        -1 healed, 0 as before, 1 newly bad.
    """

    reference: NDArray[np.floating]
    ratio: NDArray[np.floating]
    map_difference: NDArray[np.int8]


def compare(
    master: NDArray[np.floating],
    bad_pixels: NDArray[np.uint8],
    reference: ReferenceFlat | None,
    *,
    setting: str,
    window: Window,
) -> Comparison | None:
    """Compare a master with a reference, if there is one.

    Parameters
    ----------
    master : ndarray, shape `window.shape`
    bad_pixels : ndarray of uint8, shape `window.shape`
    reference : ReferenceFlat, optional
        Of the same setting. One of a larger window is cut.
    setting : str
        Name of the setting of the master.
    window : Window
        What the master covers.

    Returns
    -------
    Comparison or None
        None without a reference: most settings have none, which is no error.

    Raises
    ------
    FlatError
        The reference is of another setting, or does not cover the window.
    """
    if reference is None:
        return None
    if reference.setting != setting:
        raise FlatError(
            f"the reference is of setting {reference.setting}, the flat of {setting}",
            remedy="use a reference of the same setting, or none",
        )
    place = f"reference of {setting}"
    before = cut_to_window(reference.master, reference.window, window, place=place)
    marked = cut_to_window(reference.bad_pixels, reference.window, window, place=place)
    ratio = np.full(master.shape, np.nan, dtype=master.dtype)
    np.divide(master, before, out=ratio, where=before > 0.0)
    return Comparison(
        reference=before, ratio=ratio, map_difference=map_difference(bad_pixels, marked)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparisonQuality:
    """How a master differs from its reference; None for what has no pixel.

    Attributes
    ----------
    ratio : float
        Median of master over reference in the lit rows.
    ratio_rms : float
        Standard deviation, of the population, of the same, of pixels that are good in both.
    new, healed : int
        Pixels that are bad now and were not, and the other way round.
    """

    ratio: float | None
    ratio_rms: float | None
    new: int
    healed: int


def comparison_quality(comparison: Comparison, flat: DetectorFlat) -> ComparisonQuality:
    """Measure how a master differs from its reference.

    Parameters
    ----------
    comparison : Comparison
        Of the master.
    flat : DetectorFlat
        The measured detector.
    """
    change = comparison.map_difference
    good = (flat.bad_pixels == 0) & (change == 0)
    lit = finite_pixels(comparison.ratio[flat.lit])
    steady = finite_pixels(comparison.ratio[flat.lit][good[flat.lit]])
    return ComparisonQuality(
        ratio=float(np.median(lit)) if lit.size else None,
        ratio_rms=float(np.std(steady, dtype=np.float64)) if steady.size else None,
        new=int(np.count_nonzero(change == 1)),
        healed=int(np.count_nonzero(change == -1)),
    )
