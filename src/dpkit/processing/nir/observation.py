"""What a simulated NISP observation consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from dpkit.processing.nir.focalplane import ACTIVE_SHAPE, DETECTORS, Pointing
from dpkit.processing.nir.skymodel import FILTERS

__all__ = ["ObservationSettings"]

_SMALLEST_SIDE = 64


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
    yield "exposures", settings.exposures < 1, "too few; use 1 or more"
    yield "offset_scatter", not 0.0 <= settings.offset_scatter < 0.2, "use 0 <= scatter < 0.2"
    if offsets is not None:
        yield "exposure_offsets", len(offsets) != settings.exposures, "give one per exposure"
        wrong = not all(np.isfinite(offset) and offset > 0.0 for offset in offsets)
        yield "exposure_offsets", wrong, "factors on the flux are positive"
    fraction = settings.variable_fraction
    yield "variable_fraction", not 0.0 <= fraction <= 1.0, "use a fraction within 0 ... 1"
    flat = settings.wrong_flat
    yield "wrong_flat", flat is not None and flat not in detectors, "not a simulated detector"
    amplitude = settings.wrong_flat_amplitude
    yield "wrong_flat_amplitude", not 0.0 <= amplitude < 1.0, "use 0 <= amplitude < 1"
    yield "start", not _is_time(settings.start), "not a time; use ISO 8601, 2026-03-01T00:00:00Z"


def _is_time(start: datetime | str) -> bool:
    """Tell whether `start` can be read."""
    if isinstance(start, datetime):
        return True
    try:
        datetime.fromisoformat(start)
    except ValueError:
        return False
    return True
