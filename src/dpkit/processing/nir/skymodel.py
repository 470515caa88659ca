"""A model of the near-infrared sky at high galactic latitude: stars, galaxies, variables."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.focalplane import sky_direction, tangent_axes, to_radec

__all__ = ["FILTERS", "ZEROPOINT", "electron_rate", "make_sources", "source_dtype"]

FILTERS: tuple[str, ...] = ("NIR_Y", "NIR_J", "NIR_H")
"""The photometric bands of NISP."""

ZEROPOINT: dict[str, float] = {"NIR_Y": 25.0, "NIR_J": 25.3, "NIR_H": 25.2}
"""AB magnitude that gives one electron per second, rounded from the instrument's."""

_REFERENCE_MAGNITUDE = 24.0
# Cumulative counts [1/arcmin^2] at the reference magnitude and their slopes [dex/mag].
_GALAXY_DENSITY = {"NIR_Y": 34.0, "NIR_J": 40.0, "NIR_H": 47.0}
_GALAXY_SLOPE, _STAR_SLOPE = 0.33, 0.15
_STAR_DENSITY = 3.0
_GALAXY_BRIGHT_LIMIT, _STAR_BRIGHT_LIMIT = 15.0, 13.0


def source_dtype(exposures: int) -> np.dtype[np.void]:
    """Describe a row of the model sky.

    Parameters
    ----------
    exposures : int
        Length of the light curve in ``VARIATION``.

    Returns
    -------
    numpy.dtype
        Position [deg], AB magnitude, half-light radius [arcsec] (0 for a star), axis ratio,
        position angle [deg, north through east], and the factor on the flux in every exposure.
    """
    return np.dtype(
        [
            ("RIGHT_ASCENSION", "f8"),
            ("DECLINATION", "f8"),
            ("MAGNITUDE", "f8"),
            ("HALF_LIGHT_RADIUS", "f8"),
            ("AXIS_RATIO", "f8"),
            ("POSITION_ANGLE", "f8"),
            ("VARIABLE", "?"),
            ("VARIATION", "f8", (exposures,)),
        ]
    )


def electron_rate(magnitude: NDArray[np.float64], filter: str) -> NDArray[np.float64]:
    """Convert AB magnitudes to detected electrons per second.

    Parameters
    ----------
    magnitude : ndarray
        AB magnitude.
    filter : str
        One of `FILTERS`.

    Returns
    -------
    ndarray
        Rate [electron/s].

    Examples
    --------
    >>> float(electron_rate(np.float64(20.3), "NIR_J"))
    100.0
    """
    return np.asarray(10.0 ** (-0.4 * (magnitude - ZEROPOINT[filter])))


def make_sources(
    rng: np.random.Generator,
    center: tuple[float, float],
    radius: float,
    filter: str,
    *,
    exposures: int = 4,
    variable_fraction: float = 0.02,
    variable_amplitude: float = 0.1,
    faint_limit: float = 24.5,
) -> NDArray[np.void]:
    """Draw the stars and galaxies of a field.

    Numbers are Poisson, places uniform on the sphere, magnitudes follow exponential counts:
    in J about 40 galaxies per square arcmin brighter than AB 24 with a slope of 0.33 dex/mag,
    and 3 stars with 0.15 dex/mag. Galaxies shrink with magnitude with a log-normal scatter of
    0.2 dex.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    center : tuple of float
        Right ascension and declination of the field [deg].
    radius : float
        Radius of the field [deg].
    filter : str
        One of `FILTERS`.
    exposures : int
        Number of exposures the variables have a flux for.
    variable_fraction : float
        Fraction of sources that vary, within 0 ... 1.
    variable_amplitude : float
        Standard deviation of a variable's flux from exposure to exposure, relative.
    faint_limit : float
        AB magnitude of the faintest source.

    Returns
    -------
    ndarray
        Structured array of `source_dtype`, stars first.

    Raises
    ------
    ValueError
        If the filter is unknown or a number is out of range.
    """
    if filter not in FILTERS:
        raise ValueError(f"filter {filter!r}: unknown; use one of {', '.join(FILTERS)}")
    if not 0.0 < radius <= 90.0:
        raise ValueError(f"field radius {radius} deg: out of range; use 0 < radius <= 90")
    area = 2.0 * np.pi * (1.0 - np.cos(np.deg2rad(radius))) * (60.0 * np.rad2deg(1.0)) ** 2
    density = _GALAXY_DENSITY[filter]
    stars = _magnitudes(rng, area * _STAR_DENSITY, _STAR_SLOPE, _STAR_BRIGHT_LIMIT, faint_limit)
    galaxies = _magnitudes(rng, area * density, _GALAXY_SLOPE, _GALAXY_BRIGHT_LIMIT, faint_limit)
    sources = np.zeros(len(stars) + len(galaxies), dtype=source_dtype(exposures))
    sources["MAGNITUDE"] = np.concatenate([stars, galaxies])
    sources["RIGHT_ASCENSION"], sources["DECLINATION"] = _places(rng, center, radius, len(sources))
    _shape_galaxies(rng, sources, len(stars))
    _vary(rng, sources, variable_fraction, variable_amplitude)
    return sources


def _magnitudes(
    rng: np.random.Generator, expected: float, slope: float, bright: float, faint: float
) -> NDArray[np.float64]:
    """Draw magnitudes from counts of `expected` sources at the reference magnitude."""
    low, high = 10.0 ** (slope * (np.array([bright, faint]) - _REFERENCE_MAGNITUDE))
    number = rng.poisson(expected * max(high - low, 0.0))
    cumulative = low + rng.random(number) * (high - low)
    return np.asarray(_REFERENCE_MAGNITUDE + np.log10(cumulative) / slope)


def _places(
    rng: np.random.Generator, center: tuple[float, float], radius: float, number: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw positions uniform within a cone."""
    middle = sky_direction(*center)
    east, north = tangent_axes(middle)
    cosine = 1.0 - rng.random(number) * (1.0 - np.cos(np.deg2rad(radius)))
    sine = np.sqrt(1.0 - cosine**2)
    angle = 2.0 * np.pi * rng.random(number)
    return to_radec(
        np.outer(cosine, middle)
        + np.outer(sine * np.sin(angle), east)
        + np.outer(sine * np.cos(angle), north)
    )


def _shape_galaxies(rng: np.random.Generator, sources: NDArray[np.void], stars: int) -> None:
    """Give size and orientation to all but the first `stars` rows."""
    sources["AXIS_RATIO"] = 1.0
    number = len(sources) - stars
    typical = 0.4 * 10.0 ** (-0.13 * (sources["MAGNITUDE"][stars:] - 22.0))
    size = typical * 10.0 ** (0.2 * rng.standard_normal(number))
    sources["HALF_LIGHT_RADIUS"][stars:] = np.clip(size, 0.08, 6.0)
    sources["AXIS_RATIO"][stars:] = rng.uniform(0.3, 1.0, number)
    sources["POSITION_ANGLE"][stars:] = rng.uniform(0.0, 180.0, number)


def _vary(
    rng: np.random.Generator, sources: NDArray[np.void], fraction: float, amplitude: float
) -> None:
    """Make a fraction of the sources vary, with a factor of their own in every exposure."""
    if not (0.0 <= fraction <= 1.0 and amplitude >= 0.0):
        raise ValueError(
            f"variables: fraction {fraction}, amplitude {amplitude}: out of range; "
            "use a fraction within 0 ... 1 and an amplitude >= 0"
        )
    sources["VARIABLE"] = rng.random(len(sources)) < fraction
    change = amplitude * rng.standard_normal(sources["VARIATION"].shape)
    # A flux stays positive whatever the draw.
    factor = np.maximum(1.0 + change, 0.05)
    sources["VARIATION"] = np.where(sources["VARIABLE"][:, None], factor, 1.0)
