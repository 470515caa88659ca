"""Simulated NISP observations: dithered exposures with known photometric offsets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.defect import bad_pixels, cosmic_rays
from dpkit.processing.nir.focalplane import (
    ACTIVE_SHAPE,
    PIXEL_SCALE,
    Pointing,
    detector_wcs,
    sky_direction,
    tangent_axes,
    to_radec,
)
from dpkit.processing.nir.mask import PixelFlag
from dpkit.processing.nir.observation import ObservationSettings
from dpkit.processing.nir.skymodel import FILTERS, electron_rate, make_sources
from dpkit.processing.nir.stamp import draw_sources, psf_components

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
# Steps between exposures along pixel axes 1 and 2 at full size [arcsec]; a zigzag that crosses
# the gaps of about 50 and 100 arcsec. Longer sequences repeat it, shifted against itself.
_DITHER = ((0.0, 0.0), (50.0, 100.0), (100.0, 0.0), (150.0, 100.0))
_DITHER_REPEAT = (25.0, 50.0)
_SKY_RATE = {"NIR_Y": 1.2, "NIR_J": 1.5, "NIR_H": 1.4}  # zodiacal light [electron/s/pixel]
_READ_NOISE = 6.5  # of the fitted ramp [electron]
_FULL_WELL = 130_000.0  # [electron]
_HOT_FRACTION, _INVALID_FRACTION = 1e-3, 5e-4
_COSMIC_RATE, _COSMIC_FLAGGED = 3e-4, 0.9

# Every use of chance has a stream of its own, so that the pixels of one detector do not depend
# on which others are simulated.
_SKY, _OFFSETS, _DEFECTS, _NOISE = range(4)


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


def exposure_offsets(settings: ObservationSettings) -> tuple[float, ...]:
    """Return the factor on the flux of every source, one per exposure.

    Parameters
    ----------
    settings : ObservationSettings
        The observation.

    Returns
    -------
    tuple of float
        Given or drawn around 1.
    """
    if settings.exposure_offsets is not None:
        return settings.exposure_offsets
    scatter = _stream(settings, _OFFSETS).standard_normal(settings.exposures)
    return tuple(float(1.0 + settings.offset_scatter * value) for value in scatter)


def exposure_pointings(settings: ObservationSettings) -> tuple[Pointing, ...]:
    """Dither the field centre.

    Steps are 50 to 100 arcsec along the pixel axes at full size and shrink with the shape, so
    that the overlap of exposures does not depend on it.

    Parameters
    ----------
    settings : ObservationSettings
        The observation.

    Returns
    -------
    tuple of Pointing
        One per exposure, all with one position angle.
    """
    return tuple(_dithered(settings, number) for number in range(settings.exposures))


def _dithered(settings: ObservationSettings, number: int) -> Pointing:
    """Move the pointing by the step of exposure `number`, counted from 0."""
    first = settings.pointing
    centre = sky_direction(first.ra, first.dec)
    east, north = tangent_axes(centre)
    repeat, place = divmod(number, len(_DITHER))
    step = (np.array(_DITHER[place]) + repeat * np.array(_DITHER_REPEAT)) / PIXEL_SCALE
    # In pixels of this shape, and back to an angle.
    x, y = np.deg2rad(step * np.array(settings.shape[::-1]) / ACTIVE_SHAPE * PIXEL_SCALE / 3600.0)
    angle = np.deg2rad(first.position_angle)
    to_east, to_north = y * np.sin(angle) - x * np.cos(angle), y * np.cos(angle) + x * np.sin(angle)
    ra, dec = to_radec(centre + to_east * east + to_north * north)
    return Pointing(ra=float(ra), dec=float(dec), position_angle=first.position_angle)


def field_sources(settings: ObservationSettings) -> NDArray[np.void]:
    """Draw the sky that covers the whole focal plane in every exposure.

    Parameters
    ----------
    settings : ObservationSettings
        The observation; the choice of detectors does not change the sky.

    Returns
    -------
    ndarray
        See `dpkit.processing.nir.skymodel.source_dtype`.
    """
    pointings = exposure_pointings(settings)
    # Half the diagonal of the focal plane of 4 detectors and 3 gaps, then the dithers.
    size = np.array([4.25, 4.49]) * np.array(settings.shape[::-1]) * PIXEL_SCALE / 3600.0
    places = sky_direction(
        np.array([pointing.ra for pointing in pointings]),
        np.array([pointing.dec for pointing in pointings]),
    )
    centre = places.mean(axis=0)
    centre /= np.linalg.norm(centre)
    reach = np.rad2deg(np.linalg.norm(places - centre, axis=1).max())
    ra, dec = to_radec(centre)
    return make_sources(
        np.random.default_rng([settings.seed, _SKY]),
        (float(ra), float(dec)),
        float(np.hypot(*size) / 2.0 + reach) * 1.02,
        settings.filter,
        exposures=settings.exposures,
        variable_fraction=settings.variable_fraction,
    )


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


def _stream(settings: ObservationSettings, *use: int) -> np.random.Generator:
    """Open the stream of random numbers for one use."""
    band = FILTERS.index(settings.filter)
    return np.random.default_rng([settings.seed, settings.observation_id, band, *use])


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
    rng = _stream(settings, _NOISE, index, place)
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


def truth(settings: ObservationSettings) -> dict[str, object]:
    """State what a simulated observation contains.

    Parameters
    ----------
    settings : ObservationSettings
        The observation.

    Returns
    -------
    dict
        Ready for JSON: seed, filter, observation, ``exposure_offsets`` (exposure number as a
        string to factor on the flux), number of variable sources in the field, wrong flat.
    """
    offsets = exposure_offsets(settings)
    wrong = settings.wrong_flat is not None
    return {
        "seed": settings.seed,
        "filter": settings.filter,
        "observation": settings.observation_id,
        "exposure_offsets": {str(number): value for number, value in enumerate(offsets, 1)},
        "variable_sources": int(field_sources(settings)["VARIABLE"].sum()),
        "wrong_flat": settings.wrong_flat,
        "wrong_flat_amplitude": settings.wrong_flat_amplitude if wrong else None,
    }


def expected_factors(offsets: Mapping[str, float] | Mapping[int, float]) -> dict[int, float]:
    """Compute what the relative photometry should measure.

    Parameters
    ----------
    offsets : mapping
        Exposure number, as integer or string, to factor on the flux.

    Returns
    -------
    dict of int to float
        For each exposure i the median over all others j of the ratio of factors i / j.

    Raises
    ------
    ValueError
        If fewer than two exposures are given.

    Examples
    --------
    >>> expected_factors({1: 1.0, 2: 0.5})
    {1: 2.0, 2: 0.5}
    """
    if len(offsets) < 2:
        raise ValueError(f"{len(offsets)} exposure: a ratio needs two or more")
    factors = {int(number): float(value) for number, value in offsets.items()}
    return {
        number: float(np.median([own / factors[other] for other in factors if other != number]))
        for number, own in factors.items()
    }
