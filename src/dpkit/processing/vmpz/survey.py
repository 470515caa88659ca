"""A simulated survey: exposures in several bands over a patch of tiles, and what spoils them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.focalplane import (
    Exposure,
    deproject,
    detector_polygons,
    strip_polygons,
)
from dpkit.processing.vmpz.tile import PITCH, Tile, tile_grid

__all__ = ["BANDS", "Star", "Survey", "SurveySettings", "make_survey"]

BANDS: dict[str, str] = {
    "VIS": "VIS",
    "NIR_Y": "NISP",
    "NIR_J": "NISP",
    "NIR_H": "NISP",
    "DECAM_g": "EXT",
    "DECAM_r": "EXT",
}
"""Bands and the instruments that see them."""

# Steps of the four exposures of a field [arcsec].
_DITHERS = np.array([(0.0, 0.0), (50.0, 100.0), (100.0, 0.0), (150.0, 100.0)])
# Fields are laid so that part of the patch in the south-west stays unseen.
_FIELD_STEP = np.array([0.68, 0.74])
_FIELD_SHIFT = np.array([0.33, 0.27])
# What random numbers are for.
_STARS, _POINTS, _STRIPS = 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySettings:
    """What to simulate.

    Parameters
    ----------
    seed : int
        Seed of all random numbers.
    centre : tuple of float
        Right ascension and declination of the middle of the patch [deg].
    columns, rows : int
        Number of tiles to the east and to the north.
    shape : tuple of int
        Rows and columns of the image of a tile; it covers 32 arcmin whatever the shape.
    bands : tuple of str
        Some of `BANDS`.
    position_angle : float
        Of all exposures [deg].
    star_density, point_density : float
        Bright stars, and hot pixels or cosmic rays, per deg2.
    """

    seed: int = 1
    centre: tuple[float, float] = (57.9, -48.4)
    columns: int = 2
    rows: int = 2
    shape: tuple[int, int] = (19200, 19200)
    bands: tuple[str, ...] = ("VIS", "NIR_H")
    position_angle: float = 12.0
    star_density: float = 60.0
    point_density: float = 20000.0


@dataclass(frozen=True, slots=True)
class Star:
    """A bright star and what it spoils.

    Parameters
    ----------
    ra, dec : float
        ICRS position [deg].
    magnitude : float
        Brightness in all bands [mag].
    halo, core : float
        Radii of the scattered light and of the saturated part [deg].
    """

    ra: float
    dec: float
    magnitude: float
    halo: float
    core: float


@dataclass(frozen=True, slots=True)
class Survey:
    """A simulated survey.

    Parameters
    ----------
    settings : SurveySettings
        What was asked for.
    tiles : tuple of Tile
        The tiles of the patch.
    exposures : dict of str to tuple of Exposure
        Exposures of each band.
    polygons : dict of str to ndarray
        Outlines of all detectors of each band, shape (P, V, 2) [deg].
    strips : dict of str to ndarray
        Outlines of bad columns of each band, shape (Q, 4, 2) [deg].
    stars : tuple of Star
        Bright stars.
    points : dict of str to ndarray
        Places of hot pixels and cosmic rays of each band, shape (N, 2) [deg]; hot pixels have
        even rows.
    """

    settings: SurveySettings
    tiles: tuple[Tile, ...]
    exposures: dict[str, tuple[Exposure, ...]]
    polygons: dict[str, NDArray[np.float64]]
    strips: dict[str, NDArray[np.float64]]
    stars: tuple[Star, ...]
    points: dict[str, NDArray[np.float64]]


def make_survey(settings: SurveySettings) -> Survey:
    """Draw a survey; the same settings give the same one.

    Parameters
    ----------
    settings : SurveySettings
        What to simulate.

    Returns
    -------
    Survey
        Tiles, exposures, stars and defects, all of them places on the sky, so that the
        overlapping images of neighbouring tiles show the same.

    Raises
    ------
    SkyMapError
        A band is not known.
    """
    for band in settings.bands:
        if band not in BANDS:
            raise SkyMapError(f"band {band!r} is not known", remedy=f"use some of {list(BANDS)}")
    exposures = {band: _exposures(settings, band) for band in settings.bands}
    outlines = {band: [detector_polygons(e) for e in seen] for band, seen in exposures.items()}
    return Survey(
        settings,
        tile_grid(settings.centre, settings.columns, settings.rows, settings.shape),
        exposures,
        {band: np.concatenate(polygons) for band, polygons in outlines.items()},
        {band: _strips(settings, band, seen) for band, seen in exposures.items()},
        _stars(settings),
        {band: _points(settings, band) for band in settings.bands},
    )


def _exposures(settings: SurveySettings, band: str) -> tuple[Exposure, ...]:
    """Lay fields over the patch and dither each."""
    size = PITCH * np.array([settings.columns, settings.rows])
    count = np.maximum(1, np.ceil(size / _FIELD_STEP)).astype(int)
    x, y = np.meshgrid(np.arange(count[0]), np.arange(count[1]))
    fields = (np.stack([x, y], axis=-1).reshape(-1, 2) - 0.5 * (count - 1)) * _FIELD_STEP
    steps = (fields + _FIELD_SHIFT)[:, None] + _DITHERS / 3600.0
    places = deproject(settings.centre, steps.reshape(-1, 2))
    return tuple(
        Exposure(
            instrument=BANDS[band],
            ra=float(ra),
            dec=float(dec),
            position_angle=settings.position_angle,
        )
        for ra, dec in places
    )


def _strips(
    settings: SurveySettings, band: str, exposures: tuple[Exposure, ...]
) -> NDArray[np.float64]:
    """Put one bad column into each detector of a mosaic, the same in all exposures."""
    count = len(detector_polygons(exposures[0]))
    if count == 1:
        return np.empty((0, 4, 2))
    places = _stream(settings, _STRIPS, band).uniform(-0.45, 0.45, count)
    return np.concatenate([strip_polygons(e, places, 2e-3) for e in exposures])


def _stream(settings: SurveySettings, use: int, band: str = "") -> np.random.Generator:
    number = [*BANDS, ""].index(band)
    return np.random.default_rng([settings.seed, use, number])


def _scatter(
    settings: SurveySettings, random: np.random.Generator, density: float
) -> NDArray[np.float64]:
    """Draw places over the patch and a margin around it [deg]."""
    size = PITCH * np.array([settings.columns, settings.rows]) + 0.2
    count = int(random.poisson(density * size[0] * size[1]))
    plane = (random.random((count, 2)) - 0.5) * size
    return deproject(settings.centre, plane)


def _points(settings: SurveySettings, band: str) -> NDArray[np.float64]:
    return _scatter(settings, _stream(settings, _POINTS, band), settings.point_density)


def _stars(settings: SurveySettings) -> tuple[Star, ...]:
    """Draw stars whose counts rise by 0.3 dex a magnitude, between 8 and 16."""
    random = _stream(settings, _STARS)
    places = _scatter(settings, random, settings.star_density)
    low, high = 10.0**2.4, 10.0**4.8
    magnitude = np.log10(random.uniform(low, high, len(places))) / 0.3
    halo = 10.0 ** (0.16 * (16.0 - magnitude)) * 6.0 / 3600.0
    return tuple(
        Star(float(ra), float(dec), float(m), float(r), float(0.2 * r))
        for (ra, dec), m, r in zip(places, magnitude, halo, strict=True)
    )
