"""Quality parameters of one detector, and their spread over the detectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["DetectorFlat", "DetectorQuality", "Outcome", "Spread", "detector_spread"]


class Outcome(StrEnum):
    """What became of the measurement of a detector.

    Attributes
    ----------
    MEASURED
        All that the number of frames allows.
    NO_LIGHT
        The median of a frame is not above 0 where it should be lit: there is no master.
    NO_VALUE
        A frame has no finite pixel.
    """

    MEASURED = "measured"
    NO_LIGHT = "no-light"
    NO_VALUE = "no-value"


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectorQuality:
    """Quality parameters of one detector; None for what cannot be measured.

    Attributes
    ----------
    outcome : Outcome
        Whether there are frames with light.
    mean_level : float
        Mean over the raw frames of the median of their finite pixels [adu].
    mean_flux : float
        `mean_level` over the exposure time [adu/s].
    rms_master : float
        Standard deviation, of the population, of the finite lit pixels of the master.
    badpix, badpix_illum : int
        Pixels of the master outside the limits: on the whole array, and in the lit rows.
    nan_pixels : int
        Pixels of the master without a finite value.
    num_overexp : int
        Pixels above the limit in the brightest raw frame.
    level_overexp : float
        That limit [adu].
    max_level, level_p999 : float
        Maximum, and 99.9 percentile of the good pixels, of the brightest raw frame [adu].
    median_snr_raw : float
        Median ratio of signal to noise of the master where it is lit and not vignetted.
    median_snr, median_snr_single : float
        The same, corrected for the small number of frames; and that of a single frame.
    """

    outcome: Outcome
    mean_level: float | None
    mean_flux: float | None
    rms_master: float | None
    badpix: int | None
    badpix_illum: int | None
    nan_pixels: int
    num_overexp: int
    level_overexp: float
    max_level: float | None
    level_p999: float | None
    median_snr_raw: float | None
    median_snr: float | None
    median_snr_single: float | None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DetectorFlat:
    """The images made of one detector, and their quality.

    Attributes
    ----------
    quality : DetectorQuality
        The numbers.
    master : ndarray, shape (rows, columns)
        Normalised flat.
    bad_pixels : ndarray of uint8, shape (rows, columns)
        1 for bad.
    snr : ndarray, shape (rows, columns), or None
        Ratio of signal to noise of the master as measured, of three frames or more.
    lit : ndarray of bool, shape (rows,)
        Rows that the slit lights.
    vignetted : ndarray of bool, shape (columns,)
        Columns whose light may be cut off.
    """

    quality: DetectorQuality
    master: NDArray[np.floating]
    bad_pixels: NDArray[np.uint8]
    snr: NDArray[np.floating] | None
    lit: NDArray[np.bool_]
    vignetted: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Mean and standard deviation, of the population, of a parameter over the detectors."""

    mean: float
    deviation: float


def detector_spread(qualities: Mapping[int, DetectorQuality]) -> dict[str, Spread]:
    """Return mean and spread over the detectors of every parameter.

    A common trend moves the mean, one sick detector moves the deviation.

    Parameters
    ----------
    qualities : mapping of int to DetectorQuality
        By detector.

    Returns
    -------
    dict of str to Spread
        Without the parameters that no detector has.
    """
    spread = {}
    for name in (field.name for field in fields(DetectorQuality) if field.name != "outcome"):
        values = [getattr(one, name) for one in qualities.values()]
        known = [value for value in values if value is not None]
        if known:
            spread[name] = Spread(mean=float(np.mean(known)), deviation=float(np.std(known)))
    return spread
