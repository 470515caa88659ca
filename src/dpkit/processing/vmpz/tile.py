"""MER tiles: their images, which overlap, and their inner areas, which do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.focalplane import deproject, project
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.region import Region, region_from_cells

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = ["OUTER_SIZE", "PITCH", "Tile", "tile_grid", "tile_wcs"]

PITCH = 30.0 / 60.0
"""Distance of neighbouring tiles [deg]."""

OUTER_SIZE = 32.0 / 60.0
"""Side of the image of a tile [deg]: it overlaps its neighbours."""

# Order of the cells that inner areas are made of: 51 arcsec, less than the overlap.
_INNER_ORDER = 12
_FIRST_INDEX = 102018000


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile.

    Parameters
    ----------
    index : int
        Number of the tile.
    centre : tuple of float
        Right ascension and declination of the centre of its image [deg].
    shape : tuple of int
        Rows and columns of its image, which covers 32 arcmin whatever the shape.
    inner : Region
        The area that belongs to this tile and to no other.
    """

    index: int
    centre: tuple[float, float]
    shape: tuple[int, int]
    inner: Region


def tile_grid(
    centre: tuple[float, float], columns: int, rows: int, shape: tuple[int, int]
) -> tuple[Tile, ...]:
    """Lay tiles side by side around a place.

    A cell belongs to the tile whose square of the common tangent plane holds its centre, so that
    inner areas neither overlap nor leave gaps.

    Parameters
    ----------
    centre : tuple of float
        Right ascension and declination of the middle of the grid [deg].
    columns, rows : int
        Number of tiles to the east and to the north.
    shape : tuple of int
        Rows and columns of each image.

    Returns
    -------
    tuple of Tile
        Row after row from the south, each from the west.
    """
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    offset = np.stack([x - 0.5 * (columns - 1), y - 0.5 * (rows - 1)], axis=-1).reshape(-1, 2)
    centres = deproject(centre, offset * PITCH)
    cells, owner = _share_cells(centre, columns, rows)
    return tuple(
        Tile(
            _FIRST_INDEX + number,
            (float(place[0]), float(place[1])),
            shape,
            region_from_cells(cells[owner == number], _INNER_ORDER),
        )
        for number, place in enumerate(centres)
    )


def _share_cells(
    centre: tuple[float, float], columns: int, rows: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the cells of the grid and the number of the tile that each belongs to."""
    from cdshealpix.nested import healpix_to_lonlat

    half = 0.5 * PITCH * np.array([columns, rows])
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    cells = footprint([deproject(centre, corners)], _INNER_ORDER).cells
    lon, lat = healpix_to_lonlat(cells.astype(np.uint64), _INNER_ORDER)
    place = project(centre, np.stack([lon.deg, lat.deg], axis=-1))
    column, row = np.floor((place + half) / PITCH).astype(np.int64).T
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    return cells[inside], (row * columns + column)[inside]


def tile_wcs(tile: Tile) -> WCS:
    """Build the gnomonic world coordinates of the image of a tile, north up.

    Parameters
    ----------
    tile : Tile
        A tile.

    Returns
    -------
    astropy.wcs.WCS
        World coordinates, ICRS.
    """
    from astropy.wcs import WCS

    rows, columns = tile.shape
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
    wcs.wcs.cunit = ["deg", "deg"]
    wcs.wcs.crval = list(tile.centre)
    wcs.wcs.crpix = [0.5 * (columns + 1), 0.5 * (rows + 1)]
    wcs.wcs.cd = np.diag([-OUTER_SIZE / columns, OUTER_SIZE / rows])
    wcs.wcs.radesys = "ICRS"
    wcs.array_shape = tile.shape
    wcs.wcs.set()
    return wcs
