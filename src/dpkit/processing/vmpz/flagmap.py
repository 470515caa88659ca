"""Simulated flag maps and conditions of a tile, row by row, so that images need no memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.bitmask import VIS_BITS
from dpkit.processing.vmpz.focalplane import project
from dpkit.processing.vmpz.survey import BANDS, Star, Survey
from dpkit.processing.vmpz.tile import OUTER_SIZE, Tile

__all__ = ["FlagMap", "exposure_rows", "flag_rows", "psf_fwhm", "sky_background", "sky_rms"]

# Noise of one exposure, background and width of the point spread function by instrument.
_RMS = {"VIS": 0.02, "NISP": 0.05, "EXT": 0.09}
_BACKGROUND = {"VIS": 0.10, "NISP": 0.15, "EXT": 0.40}
_FWHM = {"VIS": 0.158, "NISP": 0.49, "EXT": 0.95}
# Gradients per degree to the east and north, of noise, background and width.
_SLOPE = {"rms": (0.10, -0.06), "background": (0.2, 0.3), "fwhm": (0.03, 0.02)}


class FlagMap:
    """A flag image that is made when its rows are read.

    Parameters
    ----------
    survey : Survey
        The survey.
    tile : Tile
        One of its tiles.
    band : str
        One of its bands.
    """

    def __init__(self, survey: Survey, tile: Tile, band: str) -> None:
        self.survey = survey
        self.tile = tile
        self.band = band
        self.shape = tile.shape

    def __getitem__(self, rows: slice) -> NDArray[np.uint32]:
        first, stop, _ = rows.indices(self.shape[0])
        return flag_rows(self.survey, self.tile, self.band, first, stop)


def flag_rows(survey: Survey, tile: Tile, band: str, first: int, stop: int) -> NDArray[np.uint32]:
    """Make rows of the flag map of a tile.

    Parameters
    ----------
    survey : Survey
        The survey.
    tile : Tile
        One of its tiles.
    band : str
        One of its bands.
    first, stop : int
        First row and the one after the last.

    Returns
    -------
    ndarray of uint32, shape (stop - first, columns)
        Flags with the bits of `VIS_BITS`: no data where no detector looked, bad columns, hot
        pixels, cosmic rays, scattered light and saturation around stars.
    """
    flags = np.zeros((stop - first, tile.shape[1]), dtype=np.uint32)
    strips = _count_inside(survey.strips[band], tile, first, stop)
    flags[strips > 0] |= _mask("BAD_COLUMN")
    _draw_points(flags, survey.points[band], tile, first)
    for star in survey.stars:
        _draw_star(flags, star, tile, first)
    unseen = exposure_rows(survey, tile, band, first, stop) == 0
    flags[unseen] = _mask("NO_DATA")
    return flags


def exposure_rows(
    survey: Survey, tile: Tile, band: str, first: int, stop: int
) -> NDArray[np.int32]:
    """Count the exposures of each pixel of some rows; parameters as for `flag_rows`."""
    return _count_inside(survey.polygons[band], tile, first, stop)


def _mask(*names: str) -> np.uint32:
    return np.uint32(sum(1 << VIS_BITS[name] for name in names))


def _to_pixels(tile: Tile, sky: Any) -> NDArray[np.float64]:
    """Return columns and rows of places on the sky, centre of the first pixel = 0."""
    rows, columns = tile.shape
    plane = project(tile.centre, sky)
    x = 0.5 * (columns - 1) - plane[..., 0] * columns / OUTER_SIZE
    y = 0.5 * (rows - 1) + plane[..., 1] * rows / OUTER_SIZE
    return np.stack([x, y], axis=-1)


def _count_inside(
    polygons: NDArray[np.float64], tile: Tile, first: int, stop: int
) -> NDArray[np.int32]:
    """Count for each pixel the polygons that hold its centre, by the even-odd rule along rows."""
    columns = tile.shape[1]
    crossings = np.zeros((stop - first, columns + 1), dtype=np.int32)
    corners = _to_pixels(tile, polygons)
    y = np.arange(first, stop, dtype=np.float64)
    for corner in corners:
        if corner[:, 1].max() < first or corner[:, 1].min() > stop:
            continue
        if corner[:, 0].max() < 0 or corner[:, 0].min() > columns:
            continue
        _add_crossings(crossings, corner, y)
    return np.cumsum(crossings, axis=1, dtype=np.int32)[:, :-1]


def _add_crossings(
    crossings: NDArray[np.int32], corners: NDArray[np.float64], y: NDArray[np.float64]
) -> None:
    """Mark where rows enter (+1) and leave (-1) a polygon."""
    columns = crossings.shape[1] - 1
    places = np.full((len(corners), len(y)), np.inf)
    for number, ((x0, y0), (x1, y1)) in enumerate(
        zip(corners, np.roll(corners, -1, axis=0), strict=True)
    ):
        meets = (y0 <= y) != (y1 <= y)
        places[number, meets] = x0 + (y[meets] - y0) * (x1 - x0) / (y1 - y0)
    places.sort(axis=0)
    for number, place in enumerate(places):
        rows = np.flatnonzero(np.isfinite(place))
        column = np.clip(np.ceil(place[rows]), 0, columns).astype(np.intp)
        # A row meets an edge once, so that rows are different here.
        crossings[rows, column] += 1 if number % 2 == 0 else -1


def _draw_points(
    flags: NDArray[np.uint32], places: NDArray[np.float64], tile: Tile, first: int
) -> None:
    """Flag single pixels: hot ones, and cosmic rays of three pixels in a row."""
    pixel = np.rint(_to_pixels(tile, places)).astype(np.intp)
    row = pixel[:, 1] - first
    for kind, start, length in (("HOT", 0, 1), ("COSMIC", 1, 3)):
        for step in range(length):
            x, y = pixel[start::2, 0] + step, row[start::2]
            inside = (x >= 0) & (x < flags.shape[1]) & (y >= 0) & (y < flags.shape[0])
            flags[y[inside], x[inside]] |= _mask(kind)


def _draw_star(flags: NDArray[np.uint32], star: Star, tile: Tile, first: int) -> None:
    """Flag the halo and the core of a star."""
    x, y = _to_pixels(tile, (star.ra, star.dec))
    scale = np.array(tile.shape) / OUTER_SIZE
    reach = star.halo * scale
    rows = slice(max(0, int(y - reach[0]) - first), max(0, int(y + reach[0]) + 2 - first))
    columns = slice(max(0, int(x - reach[1])), max(0, int(x + reach[1]) + 2))
    part = flags[rows, columns]
    if not part.size:
        return
    dy = (np.arange(part.shape[0]) + rows.start + first - y)[:, None] / scale[0]
    dx = (np.arange(part.shape[1]) + columns.start - x) / scale[1]
    square = dx * dx + dy * dy
    part[square <= star.halo**2] |= _mask("STARSIGNAL")
    part[square <= star.core**2] |= _mask("SATURATEDSTAR", "SAT")


def _vary(survey: Survey, sky: Any, kind: str) -> NDArray[np.float64]:
    """Return a factor that rises over the patch in a straight line."""
    plane = project(survey.settings.centre, sky)
    east, north = _SLOPE[kind]
    found: NDArray[np.float64] = 1.0 + east * plane[..., 0] + north * plane[..., 1]
    return found


def sky_rms(survey: Survey, band: str, sky: Any, exposures: Any) -> NDArray[np.float64]:
    """Return the noise of a stack of exposures.

    Parameters
    ----------
    survey : Survey
        The survey.
    band : str
        One of its bands.
    sky : array_like, shape (..., 2)
        Right ascension and declination [deg].
    exposures : array_like
        Number of exposures; the noise of none is infinite.

    Returns
    -------
    ndarray
        Standard deviation [uJy per pixel].
    """
    count = np.asarray(exposures, dtype=np.float64)
    noise = np.full(count.shape, np.inf)
    np.divide(_RMS[BANDS[band]], np.sqrt(count), out=noise, where=count > 0)
    found: NDArray[np.float64] = noise * _vary(survey, sky, "rms")
    return found


def sky_background(survey: Survey, band: str, sky: Any) -> NDArray[np.float64]:
    """Return the background [uJy per pixel]; parameters as for `sky_rms`."""
    return _BACKGROUND[BANDS[band]] * _vary(survey, sky, "background")


def psf_fwhm(survey: Survey, band: str, sky: Any) -> NDArray[np.float64]:
    """Return the width of the point spread function [arcsec]; parameters as for `sky_rms`."""
    return _FWHM[BANDS[band]] * _vary(survey, sky, "fwhm")
