"""What a simulated NISP observation consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.focalplane import (
    ACTIVE_SHAPE,
    DETECTORS,
    PIXEL_SCALE,
    Pointing,
    sky_direction,
    tangent_axes,
    to_radec,
)
from dpkit.processing.nir.skymodel import FILTERS, make_sources

__all__ = [
    "ObservationSettings",
    "exposure_offsets",
    "exposure_pointings",
    "field_sources",
    "random_stream",
]

_SMALLEST_SIDE = 64
_LARGEST_SIDE = 8192
# Steps between exposures along pixel axes 1 and 2 at full size [arcsec]; a zigzag that crosses
# the gaps of about 50 and 100 arcsec. Longer sequences repeat it, shifted against itself.
_DITHER = ((0.0, 0.0), (50.0, 100.0), (100.0, 0.0), (150.0, 100.0))
_DITHER_REPEAT = (20.0, -30.0)
# Streams of random numbers; those of `simulate` follow.
_SKY, _OFFSETS = range(2)


@dataclass(frozen=True, kw_only=True, slots=True)
class ObservationSettings:
    """What to simulate.

    Parameters
    ----------
    filter : str
        ``NIR_Y``, ``NIR_J`` or ``NIR_H``.
    observation_id : int
        Number of the observation; observations of one seed see one sky with their own noise.
    detectors : tuple of str
        Detectors to simulate.
    shape : tuple of int
        Rows and columns of a detector, from 64 x 64 to the full 2040 x 2040 and beyond.
    exposures : int
        Number of dithered exposures.
    seed : int
        Everything random follows from it.
    pointing : Pointing
        Of the first exposure.
    start : datetime.datetime or str
        Begin of the first exposure, UTC; an ISO 8601 string or a time without zone is UTC too.
    offset_scatter : float
        Standard deviation of the factors on the flux, relative.
    exposure_offsets : tuple of float, optional
        The factors themselves, one per exposure, in place of random ones.
    variable_fraction : float
        Fraction of sources that vary.
    wrong_flat : str, optional
        Detector whose flat field is wrong by a linear gradient along pixel axis 1.
    wrong_flat_amplitude : float
        The gradient runs from 1 - amplitude to 1 + amplitude across the detector.

    Raises
    ------
    ValueError
        If a setting is unknown or out of range.
    """

    filter: str = "NIR_J"
    observation_id: int = 1
    detectors: tuple[str, ...] = DETECTORS
    shape: tuple[int, int] = ACTIVE_SHAPE
    exposures: int = 4
    seed: int = 0
    pointing: Pointing = field(default_factory=lambda: Pointing(ra=52.932, dec=-28.088))
    start: datetime | str = "2026-03-01T00:00:00Z"
    offset_scatter: float = 0.005
    exposure_offsets: tuple[float, ...] | None = None
    variable_fraction: float = 0.02
    wrong_flat: str | None = None
    wrong_flat_amplitude: float = 0.3

    def __post_init__(self) -> None:
        for name, wrong, remedy in _complaints(self):
            if wrong:
                value = getattr(self, name)
                raise ValueError(f"observation setting {name} = {value!r}: {remedy}")

    @property
    def begin(self) -> datetime:
        """Begin of the first exposure as an aware UTC time."""
        start = self.start
        time = datetime.fromisoformat(start) if isinstance(start, str) else start
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _complaints(settings: ObservationSettings) -> Iterator[tuple[str, bool, str]]:
    """Yield each setting with whether it is wrong and what to use instead."""
    known = ", ".join(DETECTORS)
    detectors, offsets = settings.detectors, settings.exposure_offsets
    yield "filter", settings.filter not in FILTERS, f"unknown; use one of {', '.join(FILTERS)}"
    yield "observation_id", settings.observation_id < 0, "negative; use 0 or more"
    yield "seed", settings.seed < 0, "negative; use 0 or more"
    yield "detectors", not detectors, f"none; use some of {known}"
    yield "detectors", not set(detectors) <= set(DETECTORS), f"unknown; use some of {known}"
    yield "detectors", len(set(detectors)) < len(detectors), "one is named twice; name it once"
    small = len(settings.shape) != 2 or min(settings.shape) < _SMALLEST_SIDE
    yield "shape", small, f"too small; use at least {_SMALLEST_SIDE} rows and columns"
    large = max(settings.shape, default=0) > _LARGEST_SIDE
    yield "shape", large, f"too large; use at most {_LARGEST_SIDE} rows and columns"
    yield "exposures", settings.exposures < 1, "too few; use 1 or more"
    yield "offset_scatter", not 0.0 <= settings.offset_scatter < 0.2, "use 0 <= scatter < 0.2"
    if offsets is not None:
        yield "exposure_offsets", len(offsets) != settings.exposures, "give one per exposure"
        wrong = not all(0.1 <= offset <= 10.0 for offset in offsets)
        yield "exposure_offsets", wrong, "use factors on the flux from 0.1 to 10"
    fraction = settings.variable_fraction
    yield "variable_fraction", not 0.0 <= fraction <= 1.0, "use a fraction within 0 ... 1"
    flat = settings.wrong_flat
    yield "wrong_flat", flat is not None and flat not in detectors, "not a simulated detector"
    amplitude = settings.wrong_flat_amplitude
    yield "wrong_flat_amplitude", not 0.0 <= amplitude < 1.0, "use 0 <= amplitude < 1"
    yield "start", not _is_time(settings.start), "not a time; use ISO 8601, 2026-03-01T00:00:00Z"
    if _is_time(settings.start):
        far = not 1972 <= settings.begin.year <= 2200
        yield "start", far, "use a time from 1972 to 2200"


def _is_time(start: datetime | str) -> bool:
    """Tell whether `start` can be read."""
    if isinstance(start, datetime):
        return True
    try:
        datetime.fromisoformat(start)
    except ValueError:
        return False
    return True


def random_stream(settings: ObservationSettings, *use: int) -> np.random.Generator:
    """Open the stream of random numbers for one use.

    Every use of chance has a stream of its own, so that the pixels of one detector do not
    depend on which others are simulated.

    Parameters
    ----------
    settings : ObservationSettings
        The observation, whose seed, number and filter choose the stream.
    *use : int
        What it is for, any numbers.

    Returns
    -------
    numpy.random.Generator
        The stream, at its start.
    """
    band = FILTERS.index(settings.filter)
    return np.random.default_rng([settings.seed, settings.observation_id, band, *use])


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
    scatter = random_stream(settings, _OFFSETS).standard_normal(settings.exposures)
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
