"""Bit masks and coverage masks, from counts of flags."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.flagcount import FlagCounts
from dpkit.processing.vmpz.skymap import Column, SkyMap, make_map

__all__ = [
    "VIS_BITS",
    "bit_column",
    "coverage_mask",
    "flag_fractions",
    "selection_mask",
    "threshold_bits",
]

VIS_BITS: dict[str, int] = {
    "INVALID": 0,
    "HOT": 1,
    "COLD": 2,
    "SAT": 3,
    "COSMIC": 4,
    "GHOST": 5,
    "QUADEDGE": 6,
    "BAD_COLUMN": 7,
    "BAD_CLUSTER": 8,
    "CR_REGION": 9,
    "OVRCOL": 12,
    "EXTOBJ": 13,
    "SCATLIGHT": 14,
    "CHARINJ": 15,
    "SATXTALKGHOST": 17,
    "STARSIGNAL": 18,
    "SATURATEDSTAR": 19,
    "CTICORRECTION": 20,
    "ADCMAX": 21,
    "NO_DATA": 22,
    "STITCHBLOCK": 23,
    "OBJECTS": 24,
}
"""Flags of the VIS images and their bits; numbers 10, 11 and 16 have no meaning."""


def bit_column(bit: int) -> str:
    """Name the column of a bit: 5 is ``BIT_5``."""
    return f"BIT_{bit}"


def flag_fractions(counts: FlagCounts, covered: SkyMap) -> SkyMap:
    """Find the share of each cell's image pixels that have each bit.

    Parameters
    ----------
    counts : FlagCounts
        Counts of an image.
    covered : SkyMap
        Share of each cell inside the image, the footprint of its outline: counted centres of
        pixels would give a border cell an error of about ``pixels**-0.75``.

    Returns
    -------
    SkyMap
        The cells of the counts with the covered fraction and a column ``BIT_<number>`` for each
        bit: pixels with the bit over pixels.

    Raises
    ------
    SkyMapError
        Orders differ.
    """
    columns = {bit_column(bit): counts.flagged(bit) / counts.pixels for bit in counts.bits}
    fraction = _fraction_at(covered, counts)
    return make_map(counts.order, counts.cells, fraction, columns)


def threshold_bits(fractions: SkyMap, threshold: float = 0.0) -> SkyMap:
    """Turn shares into bits.

    Parameters
    ----------
    fractions : SkyMap
        See `flag_fractions`, at any resolution.
    threshold : float
        A cell has the bit when a larger share of its pixels has it: 0 is the OR of the pixels,
        0.5 the majority.

    Returns
    -------
    SkyMap
        The same map with boolean columns.
    """
    columns = {name: Column(c.values > threshold, c.valid) for name, c in fractions.columns.items()}
    return make_map(fractions.order, fractions.cells, fractions.fraction, columns)


def coverage_mask(
    counts: FlagCounts, covered: SkyMap, mask: int, footprint: SkyMap | None = None
) -> SkyMap:
    """Find the share of each cell that was observed and has none of the selected bits.

    Both are measured on the same pixels: the share of observed pixels times the share of those
    without flags would be right only if flags kept away from the borders of detectors. For that
    the mask must hold the bits that say that there are no data. The footprint bounds the result:
    where it says that less was observed, or nothing, so does the mask.

    Parameters
    ----------
    counts : FlagCounts
        Counts of an image, with `mask` among its masks.
    covered : SkyMap
        Share of each cell inside the image; see `flag_fractions`.
    mask : int
        Selected bits, with those for no data.
    footprint : SkyMap, optional
        Footprint of the survey; all cells of the image count when it is not given.

    Returns
    -------
    SkyMap
        The cells of the footprint, fully flagged and empty ones too, with the covered fraction
        ``area(observed and no selected bit) / area of the cell``.

    Raises
    ------
    SkyMapError
        Orders differ, or the mask was not counted.
    """
    if mask not in counts.masks:
        raise SkyMapError(
            f"pixels without the bits of mask {mask} were not counted",
            remedy=f"count them; there are {list(counts.masks)}",
        )
    clean = _fraction_at(covered, counts) * (counts.clean(mask) / counts.pixels)
    fraction = np.rint(clean * 2.0**32) / 2.0**32
    if footprint is None:
        return make_map(counts.order, counts.cells, fraction)
    _check_order(footprint, counts)
    own = _look_up(counts.cells, fraction, footprint.cells)
    return make_map(counts.order, footprint.cells, np.minimum(own, footprint.fraction))


def selection_mask(bits: Sequence[int]) -> int:
    """Return selected bits as one number.

    Parameters
    ----------
    bits : sequence of int
        Bits, 0 is the least significant.

    Returns
    -------
    int
        Their mask.

    Examples
    --------
    >>> selection_mask([0, 4])
    17
    """
    mask = 0
    for bit in bits:
        mask |= 1 << bit
    return mask


def _fraction_at(covered: SkyMap, counts: FlagCounts) -> NDArray[np.float64]:
    _check_order(covered, counts)
    return _look_up(covered.cells, covered.fraction, counts.cells)


def _check_order(sky_map: SkyMap, counts: FlagCounts) -> None:
    if sky_map.order != counts.order:
        raise SkyMapError(
            f"flags were counted at order {counts.order}, the map has order {sky_map.order}",
            remedy="bring both to one order",
        )


def _look_up(
    cells: NDArray[np.int64], values: NDArray[np.float64], wanted: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the values at some cells; 0, nothing covered, where there is none."""
    found = np.zeros(len(wanted))
    if len(cells):
        place = np.minimum(np.searchsorted(cells, wanted), len(cells) - 1)
        there = cells[place] == wanted
        found[there] = values[place[there]]
    return found
