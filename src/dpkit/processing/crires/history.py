"""A simulated history of the quality of flats, with events that scores must find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatset import DETECTORS
from dpkit.processing.crires.moment import mjd_of, raw_name
from dpkit.processing.crires.setting import parse_setting

__all__ = ["EVENTS", "HistoryEvent", "HistoryRow", "HistorySimulation", "simulate_history"]

_OVEREXPOSURE_LIMIT = 10_000.0  # [adu]
_LAMP_SCATTER, _FLUX_SCATTER, _RMS_SCATTER = 0.04, 0.02, 0.025
_LARGEST = 3.5  # scatter is cut off here, in standard deviations
_BAD_PIXEL_GROWTH = 0.01  # per year
_TIME_OF_DAY = (0.45, 0.60)  # the morning of Paranal, in UTC days
_YEAR = 365.25  # [d]
_CHANGEABLE = ("mean_flux", "rms_master")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Level:
    """Typical values of a setting: flux [adu/s], rms of the master, DIT [s] and NDIT."""

    flux: float
    rms: float
    dit: float
    ndit: int


# Medians of 2014 where they are published, of detector 3.
_LEVELS = {
    "1090.400_25.000_Halogen": _Level(flux=517.0, rms=0.0906, dit=5.0, ndit=2),
    "3218.600_25.000_Halogen": _Level(flux=255.0, rms=0.125, dit=10.0, ndit=2),
    "4092.900_25.000_Halogen": _Level(flux=400.0, rms=0.078, dit=6.0, ndit=2),
    "2199.100_15.000_Emitter": _Level(flux=150.0, rms=0.095, dit=15.0, ndit=2),
}
# Flux against that of detector 3, and bad pixels.
_RESPONSE = {1: 0.82, 2: 0.95, 3: 1.0, 4: 0.88}
_BAD_PIXELS = {1: 2900, 2: 1800, 3: 2400, 4: 5200}


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryEvent:
    """Something that happened to the instrument.

    Parameters
    ----------
    name : str
        What it is called.
    parameter : str
        The quality parameter that it changes: ``mean_flux`` (and the level with it) or
        ``rms_master``.
    factor : float
        What the parameter is multiplied by.
    begin, days : float
        Begin after the start of the history, and duration [d].
    lamp : str, optional
        Lamp that it concerns; without, all.

    Raises
    ------
    FlatError
        It changes another parameter.
    """

    name: str
    parameter: str
    factor: float
    begin: float
    days: float
    lamp: str | None = None

    def __post_init__(self) -> None:
        if self.parameter not in _CHANGEABLE:
            raise FlatError(
                f"event {self.name} changes {self.parameter}",
                remedy=f"use one of {', '.join(_CHANGEABLE)}",
            )

    def holds(self, day: Any) -> Any:
        """Say whether a day after the start, or each of an array of days, is in the event."""
        return (day >= self.begin) & (day < self.begin + self.days)


EVENTS = (
    HistoryEvent(name="slit-change", parameter="rms_master", factor=1.6, begin=200.0, days=45.0),
    HistoryEvent(
        name="lamp-drop", parameter="mean_flux", factor=0.2, begin=480.0, days=30.0, lamp="Halogen"
    ),
)
"""A change of the illumination of the slit, and a drop of the halogen lamp."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HistorySimulation:
    """What history to simulate.

    Parameters
    ----------
    seed : int
        Everything random follows from it.
    years : float
        Length.
    start : datetime.datetime
        Begin, UTC.
    points : int
        Sets of flats per year and setting; 180 are about 90 per half year.
    drift : float
        Change of the lamps per year, as a fraction.
    settings : tuple of str
        Names of the settings, among those with known levels.
    events : tuple of HistoryEvent
        What happens.

    Raises
    ------
    FlatError
        A number is out of its range, or nothing is known of a setting.
    """

    seed: int = 0
    years: float = 2.0
    start: datetime = datetime(2012, 1, 1, tzinfo=UTC)
    points: int = 180
    drift: float = -0.02
    settings: tuple[str, ...] = tuple(_LEVELS)
    events: tuple[HistoryEvent, ...] = EVENTS

    def __post_init__(self) -> None:
        good = {
            "seed": self.seed >= 0,
            "years": 0.0 < self.years <= 100.0,
            "points": 1 <= self.points <= 100_000,
            "drift": abs(self.drift) * self.years < 1.0,
        }
        for name in (name for name, fits in good.items() if not fits):
            raise FlatError(f"{name} = {getattr(self, name)} is out of range")
        for name in (name for name in self.settings if name not in _LEVELS):
            raise FlatError(
                f"no level of setting {name} is known", remedy=f"use one of {', '.join(_LEVELS)}"
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryRow:
    """Quality parameters of one detector of a set; the names are those of the QC1 table.

    `events` names the events that changed the row; they are not in the table.
    """

    setting: str
    detector: str
    raw: str
    mjd_obs: float
    ref_wave: float
    lamp: str
    dit: float
    ndit: int
    nraw: int
    mean_level: float
    mean_flux: float
    rms_master: float
    badpix: int
    num_overexp: int
    level_overexp: float
    events: tuple[str, ...]


def simulate_history(simulation: HistorySimulation) -> list[HistoryRow]:
    """Simulate the quality of the flats of some years.

    Parameters
    ----------
    simulation : HistorySimulation
        What to simulate.

    Returns
    -------
    list of HistoryRow
        In order of time; of each set of flats, the detectors 1 to 4.

    Notes
    -----
    The lamp drifts and scatters for all detectors together (4 %), each detector beside it (2 %),
    the rms of the master by 2.5 %, normal values cut off at 3.5 standard deviations. The number
    of bad pixels follows Poisson and grows by 1 % a year.
    """
    rows = [row for name in simulation.settings for row in _setting_rows(simulation, name)]
    return sorted(rows, key=lambda row: (row.mjd_obs, row.setting, row.detector))


def _setting_rows(simulation: HistorySimulation, name: str) -> Iterator[HistoryRow]:
    rng = np.random.default_rng([simulation.seed, list(_LEVELS).index(name)])
    number = max(1, round(simulation.points * simulation.years))
    evenly = np.linspace(0.0, _YEAR * simulation.years, number, endpoint=False)
    days = np.sort(np.floor(evenly) + rng.uniform(*_TIME_OF_DAY, number))
    lamp = (1.0 + simulation.drift * days / _YEAR) * (1.0 + _LAMP_SCATTER * _normal(rng, number))
    columns = {
        detector: _detector_columns(simulation, name, detector, days, lamp, rng)
        for detector in DETECTORS
    }
    for i, day in enumerate(days.tolist()):
        for detector, (flux, rms, bad) in columns.items():
            yield _row(simulation, name, detector, day, (flux[i], rms[i], bad[i]))


def _detector_columns(
    simulation: HistorySimulation,
    name: str,
    detector: int,
    days: NDArray[np.float64],
    lamp: NDArray[np.float64],
    rng: np.random.Generator,
) -> tuple[list[float], list[float], list[int]]:
    """Return flux, rms and number of bad pixels of a detector in every set."""
    level, number = _LEVELS[name], len(days)
    own = 1.0 + _FLUX_SCATTER * _normal(rng, number)
    flux = level.flux * _RESPONSE[detector] * lamp * own
    rms = level.rms * (1.0 + _RMS_SCATTER * _normal(rng, number))
    bad = rng.poisson(_BAD_PIXELS[detector] * (1.0 + _BAD_PIXEL_GROWTH * days / _YEAR))
    changed = {"mean_flux": flux, "rms_master": rms}
    for event in simulation.events:
        if event.lamp in (None, parse_setting(name).lamp):
            changed[event.parameter][event.holds(days)] *= event.factor
    return flux.tolist(), rms.tolist(), bad.tolist()


def _normal(rng: np.random.Generator, number: int) -> NDArray[np.float64]:
    return np.clip(rng.standard_normal(number), -_LARGEST, _LARGEST)


def _row(
    simulation: HistorySimulation,
    name: str,
    detector: int,
    day: float,
    values: tuple[float, float, int],
) -> HistoryRow:
    level, setting = _LEVELS[name], parse_setting(name)
    time = simulation.start + timedelta(milliseconds=round(day * 86_400_000))
    flux, rms, bad = values
    return HistoryRow(
        setting=name,
        detector=str(detector),
        raw=raw_name(time),
        mjd_obs=mjd_of(time),
        ref_wave=setting.wavelength,
        lamp=setting.lamp,
        dit=level.dit,
        ndit=level.ndit,
        nraw=1,
        mean_level=flux * level.dit * level.ndit,
        mean_flux=flux,
        rms_master=rms,
        badpix=bad,
        num_overexp=0,
        level_overexp=_OVEREXPOSURE_LIMIT,
        events=tuple(
            event.name
            for event in simulation.events
            if event.lamp in (None, setting.lamp) and event.holds(day)
        ),
    )
