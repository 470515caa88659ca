"""Comparison of a master flat with the reference of its setting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.badpixel import map_difference
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.window import Window, cut_to_window

__all__ = ["Comparison", "ReferenceFlat", "compare"]


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
    ratio : ndarray, shape (rows, columns)
        Current over reference; NaN where the reference is not above 0.
    map_difference : ndarray of int8, shape (rows, columns)
        -1 healed, 0 as before, 1 newly bad.
    """

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
    return Comparison(ratio=ratio, map_difference=map_difference(bad_pixels, marked))
