"""Measurement of a set of flats, detector by detector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.area import configured_rows, lit_rows, vignetted_columns
from dpkit.processing.crires.badpixel import bad_pixel_map
from dpkit.processing.crires.detectorquality import DetectorFlat, DetectorQuality, Outcome
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatset import DETECTORS, FlatSet
from dpkit.processing.crires.flatsetting import ExposureNorm, FlatSettings
from dpkit.processing.crires.master import frame_levels, make_masters
from dpkit.processing.crires.noise import LEAST_FRAMES, small_sample_factor, snr_map
from dpkit.processing.crires.statistic import brightest, finite_pixels, median, percentile

__all__ = ["measure_flats"]

_NEAR_MAXIMUM = 99.9


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Light:
    """The light of one detector in the frames of a set.

    `raw` and `signal` (dark subtracted) have shape (N, rows, columns), `medians` of the raw frames
    and `levels` of the lit signal (N,), `lit` (rows,).
    """

    raw: NDArray[np.floating]
    signal: NDArray[np.floating]
    medians: NDArray[np.float64]
    lit: NDArray[np.bool_]
    levels: NDArray[np.float64]

    @property
    def brightest(self) -> int:
        """Which raw frame has the highest median."""
        return brightest(self.medians)


def measure_flats(
    flats: FlatSet,
    settings: FlatSettings | None = None,
    *,
    masters: Mapping[int, NDArray[np.floating]] | None = None,
) -> dict[int, DetectorFlat]:
    """Measure a set of flats, and make the master when none is given.

    Parameters
    ----------
    flats : FlatSet
        The exposures.
    settings : FlatSettings, optional
        Choices and limits.
    masters : mapping of int to ndarray, shape (rows, columns), optional
        Master of every detector, made elsewhere.

    Returns
    -------
    dict of int to DetectorFlat
        By detector. One without light does not hinder the others.

    Raises
    ------
    FlatError
        The masters are not those of these frames.
    """
    chosen = settings or FlatSettings()
    lights = {number: _light(flats, chosen, number) for number in DETECTORS}
    if masters is None:
        masters = make_masters(
            {number: light.signal for number, light in lights.items()},
            {number: light.lit for number, light in lights.items()},
            {number: light.levels for number, light in lights.items()},
            normalisation=chosen.normalisation,
            combination=chosen.combination,
        )
    _check_masters(flats, masters)
    return {
        number: _measure(number, flats, chosen, light, np.asarray(masters[number]))
        for number, light in lights.items()
    }


def _light(flats: FlatSet, settings: FlatSettings, number: int) -> _Light:
    raw = flats.frames[number]
    dark = None if flats.darks is None else flats.darks[number].astype(raw.dtype)
    signal = raw if dark is None else raw - dark
    medians = np.array([median(frame) for frame in raw])
    if settings.illuminated_rows is None:
        lit = lit_rows(signal[brightest(medians)])
    else:
        lit = configured_rows(settings.illuminated_rows, flats.first_row, raw.shape[1])
    levels = frame_levels(signal, lit)
    return _Light(raw=raw, signal=signal, medians=medians, lit=lit, levels=levels)


def _check_masters(flats: FlatSet, masters: Mapping[int, NDArray[np.floating]]) -> None:
    shape = flats.frames[DETECTORS[0]].shape[1:]
    for number in DETECTORS:
        if number not in masters or np.shape(masters[number]) != shape:
            said = np.shape(masters[number]) if number in masters else "none"
            raise FlatError(
                f"master of detector {number}: {said}, expected {shape} pixels",
                place=flats.name,
                remedy="use a master of the same window as the raw frames",
            )


def _measure(
    number: int,
    flats: FlatSet,
    settings: FlatSettings,
    light: _Light,
    master: NDArray[np.floating],
) -> DetectorFlat:
    bad = bad_pixel_map(
        master, settings.low_limit, settings.high_limit, nan_is_bad=settings.nan_is_bad
    )
    shaded = vignetted_columns(master, light.lit, number)
    enough = flats.number >= LEAST_FRAMES and bool(np.all(light.levels > 0.0))
    snr = snr_map(light.signal, light.levels) if enough else None
    said: dict[str, Any] = {
        **_level(light.medians, flats, settings),
        **_master_quality(master, bad, light.lit),
        **_brightness(light.raw[light.brightest], bad, settings.overexposure_limit),
        **_ratios(snr, light.lit, shaded, flats.number),
    }
    return DetectorFlat(
        quality=DetectorQuality(outcome=_outcome(light), **said),
        master=master,
        bad_pixels=bad,
        snr=snr,
        lit=light.lit,
        vignetted=shaded,
    )


def _outcome(light: _Light) -> Outcome:
    if np.isnan(light.medians).any():
        return Outcome.NO_VALUE
    return Outcome.MEASURED if np.all(light.levels > 0.0) else Outcome.NO_LIGHT


def _level(
    medians: NDArray[np.float64], flats: FlatSet, settings: FlatSettings
) -> dict[str, float | None]:
    mean = _number(float(np.mean(medians)))
    integrations = flats.ndit if settings.exposure_norm is ExposureNorm.NDIT_DIT else 1
    flux = None if mean is None else mean / (integrations * flats.dit)
    return {"mean_level": mean, "mean_flux": flux}


def _master_quality(
    master: NDArray[np.floating], bad: NDArray[np.uint8], lit: NDArray[np.bool_]
) -> dict[str, float | int | None]:
    missing = master.size - int(np.isfinite(master).sum())
    pixels = finite_pixels(master[lit])
    measured = missing < master.size
    return {
        "rms_master": float(np.std(pixels, dtype=np.float64)) if pixels.size else None,
        "badpix": int(np.count_nonzero(bad)) if measured else None,
        "badpix_illum": int(np.count_nonzero(bad[lit])) if measured else None,
        "nan_pixels": missing,
    }


def _brightness(
    frame: NDArray[np.floating], bad: NDArray[np.uint8], limit: float
) -> dict[str, float | int | None]:
    pixels = finite_pixels(frame)
    return {
        "num_overexp": int(np.count_nonzero(pixels > limit)),
        "level_overexp": limit,
        "max_level": float(pixels.max()) if pixels.size else None,
        "level_p999": _number(percentile(frame[bad == 0], _NEAR_MAXIMUM)),
    }


def _ratios(
    snr: NDArray[np.floating] | None, lit: NDArray[np.bool_], shaded: NDArray[np.bool_], frames: int
) -> dict[str, float | None]:
    raw = None if snr is None else _number(median(snr[np.ix_(lit, ~shaded)]))
    corrected = None if raw is None else raw * small_sample_factor(frames)
    single = None if corrected is None else corrected / frames**0.5
    return {"median_snr_raw": raw, "median_snr": corrected, "median_snr_single": single}


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
