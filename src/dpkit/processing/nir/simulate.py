"""Simulated NISP observations: dithered exposures with known photometric offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.defect import bad_pixels, cosmic_rays
from dpkit.processing.nir.focalplane import (
    PIXEL_SCALE,
    Pointing,
    detector_wcs,
    sky_direction,
)
from dpkit.processing.nir.mask import PixelFlag
from dpkit.processing.nir.observation import (
    ObservationSettings,
    exposure_offsets,
    exposure_pointings,
    field_sources,
    random_stream,
)
from dpkit.processing.nir.skymodel import electron_rate
from dpkit.processing.nir.stamp import draw_sources, psf_components
from dpkit.processing.nir.truth import expected_factors, truth

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = [
    "EXPOSURE_TIME",
    "DetectorImage",
    "ObservationSettings",
    "SimulatedExposure",
    "expected_factors",
    "exposure_offsets",
    "exposure_pointings",
    "field_sources",
    "simulate_observation",
    "truth",
]

EXPOSURE_TIME = 87.2
"""Integration time of a photometric exposure [s]."""

_CADENCE = timedelta(seconds=1050.0)
_SKY_RATE = {"NIR_Y": 1.2, "NIR_J": 1.5, "NIR_H": 1.4}  # zodiacal light [electron/s/pixel]
_READ_NOISE = 6.5  # of the fitted ramp [electron]
_FULL_WELL = 130_000.0  # [electron]
_HOT_FRACTION, _INVALID_FRACTION = 1e-3, 5e-4
_COSMIC_RATE, _COSMIC_FLAGGED = 3e-4, 0.9

# Streams of random numbers; the first two are those of `observation`.
_DEFECTS, _NOISE = 2, 3


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DetectorImage:
    """The pixels of one detector in one exposure.

    Parameters
    ----------
    sci : ndarray of float32
        Signal, background not subtracted [electron].
    rms : ndarray of float32
        Standard deviation of `sci` [electron], from the expected and not the observed signal.
    dq : ndarray of int32
        `PixelFlag` bits.
    wcs : astropy.wcs.WCS
        World coordinates.
    """

    sci: NDArray[np.float32]
    rms: NDArray[np.float32]
    dq: NDArray[np.int32]
    wcs: WCS


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SimulatedExposure:
    """One exposure of an observation.

    Parameters
    ----------
    number : int
        Place in the observation, from 1.
    pointing : Pointing
        Field centre, dither included.
    start : datetime.datetime
        Begin, UTC.
    exposure_time : float
        Integration time [s].
    offset : float
        Factor on the flux of every source.
    detectors : dict of str to DetectorImage
        The images.
    """

    number: int
    pointing: Pointing
    start: datetime
    exposure_time: float
    offset: float
    detectors: dict[str, DetectorImage]


def simulate_observation(
    settings: ObservationSettings, sources: NDArray[np.void] | None = None
) -> Iterator[SimulatedExposure]:
    """Simulate an observation, one exposure at a time.

    Parameters
    ----------
    settings : ObservationSettings
        The observation.
    sources : ndarray, optional
        The sky, in place of `field_sources`.

    Yields
    ------
    SimulatedExposure
        The next exposure; the generator keeps none of them.

    Notes
    -----
    Expected signal per pixel: zodiacal light plus sources, the latter times the offset of the
    exposure. An offset stands for a loss or gain of photons from sources only, so the background
    does not follow it. Then shot noise, read noise, hot pixels and cosmic rays (one in ten not
    flagged), and the full well. A wrong flat field is divided out last, in all exposures alike:
    it scales signal and noise.
    """
    sky = field_sources(settings) if sources is None else sources
    exposures = zip(exposure_pointings(settings), exposure_offsets(settings), strict=True)
    for index, (pointing, offset) in enumerate(exposures):
        yield SimulatedExposure(
            number=index + 1,
            pointing=pointing,
            start=settings.begin + index * _CADENCE,
            exposure_time=EXPOSURE_TIME,
            offset=offset,
            detectors={
                name: _image(settings, sky, index, name, pointing, offset)
                for name in settings.detectors
            },
        )


def _image(
    settings: ObservationSettings,
    sky: NDArray[np.void],
    index: int,
    detector: str,
    pointing: Pointing,
    offset: float,
) -> DetectorImage:
    """Simulate one detector of exposure `index`, counted from 0."""
    shape, place = settings.shape, int(detector[3:])
    wcs = detector_wcs(pointing, detector, shape)
    model = _SKY_RATE[settings.filter] * EXPOSURE_TIME + offset * _source_signal(
        settings, sky, index, wcs, pointing
    )
    rng = random_stream(settings, _NOISE, index, place)
    # The detector is the same in all observations of a seed.
    defects = np.random.default_rng([settings.seed, _DEFECTS, place])
    dq, dark = bad_pixels(defects, shape, _HOT_FRACTION, _INVALID_FRACTION)
    hits, charge = cosmic_rays(rng, shape, _COSMIC_RATE, _COSMIC_FLAGGED)
    signal = rng.poisson(model + dark) + charge + _READ_NOISE * rng.standard_normal(shape)
    dq |= hits | np.where(signal >= _FULL_WELL, np.int32(PixelFlag.SATURATED), np.int32(0))
    signal = np.where(dq & PixelFlag.INVALID, 0.0, np.minimum(signal, _FULL_WELL))
    flat = _wrong_flat(settings, detector)
    return DetectorImage(
        sci=(signal * flat).astype(np.float32),
        rms=(np.sqrt(model + dark + _READ_NOISE**2) * flat).astype(np.float32),
        dq=dq,
        wcs=wcs,
    )


def _source_signal(
    settings: ObservationSettings,
    sky: NDArray[np.void],
    index: int,
    wcs: WCS,
    pointing: Pointing,
) -> NDArray[np.float64]:
    """Draw the expected electrons of the sources for a perfect exposure."""
    # The gnomonic projection has no image of the far side of the sphere.
    ahead = sky_direction(sky["RIGHT_ASCENSION"], sky["DECLINATION"]) @ sky_direction(
        pointing.ra, pointing.dec
    )
    seen = sky[ahead > 0.1]
    x, y = wcs.all_world2pix(seen["RIGHT_ASCENSION"], seen["DECLINATION"], 0)
    rate = electron_rate(seen["MAGNITUDE"], settings.filter) * seen["VARIATION"][:, index]
    return draw_sources(
        settings.shape,
        x,
        y,
        rate * EXPOSURE_TIME,
        psf=psf_components(settings.filter, PIXEL_SCALE),
        radius=seen["HALF_LIGHT_RADIUS"] / PIXEL_SCALE,
        axis_ratio=seen["AXIS_RATIO"],
        # North through east, seen from pixel axis 2, which points at the position angle: east
        # lies towards -x, so the angle from axis 1 is a quarter turn more.
        angle=np.deg2rad(seen["POSITION_ANGLE"] - pointing.position_angle + 90.0),
    )


def _wrong_flat(settings: ObservationSettings, detector: str) -> NDArray[np.float64]:
    """Return the factor that a wrong flat field leaves on a detector, shape (1, columns)."""
    columns = settings.shape[1]
    if detector != settings.wrong_flat:
        return np.ones((1, columns))
    place = (2.0 * np.arange(columns) + 1.0) / columns - 1.0
    return np.asarray(1.0 + settings.wrong_flat_amplitude * place)[None, :]
