"""What is true of a simulated survey, found in another way than the algorithms do."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.cell import cell_area
from dpkit.processing.vmpz.polygon import to_vectors
from dpkit.processing.vmpz.region import Region, region_to_map
from dpkit.processing.vmpz.survey import Survey

__all__ = ["sampled_area", "survey_truth"]

# 3.2 arcsec: counting cells finds the area of a patch of 1 deg2 to about 3e-5.
_ORDER = 16


def sampled_area(polygons: NDArray[np.float64], region: Region, order: int = _ORDER) -> float:
    """Measure the area of a region inside at least one polygon by counting centres of cells.

    Parameters
    ----------
    polygons : ndarray, shape (P, V, 2)
        Vertices [deg], at most 90 deg from each other; edges are great circles.
    region : Region
        The region.
    order : int
        Order of the cells that are counted.

    Returns
    -------
    float
        Area [deg2].
    """
    from cdshealpix.nested import healpix_to_lonlat

    cells = region_to_map(region, order).cells.astype(np.uint64)
    lon, lat = healpix_to_lonlat(cells, order)
    dec = lat.deg
    ranked = np.argsort(dec)
    dec, places = dec[ranked], to_vectors(lon.deg[ranked], dec[ranked])
    inside = np.zeros(len(cells), dtype=bool)
    for polygon in polygons:
        corners = to_vectors(polygon[:, 0], polygon[:, 1])
        first, stop = np.searchsorted(dec, _reach(corners))
        near = first + _near(corners, places[first:stop])
        near = near[~inside[near]]
        inside[near] = _holds(corners, places[near])
    return float(np.count_nonzero(inside)) * cell_area(order)


def _reach(corners: NDArray[np.float64]) -> tuple[float, float]:
    """Return declinations that a polygon lies between [deg]; one over a pole reaches past it."""
    middle = corners.mean(axis=0)
    middle /= np.linalg.norm(middle)
    radius = float(np.rad2deg(np.arccos((corners @ middle).min()))) + 1e-6
    place = float(np.rad2deg(np.arcsin(middle[2])))
    return place - radius, place + radius


def _near(corners: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the directions no farther from the middle of a polygon than its corners."""
    middle = corners.mean(axis=0)
    return np.flatnonzero(places @ middle >= (corners @ middle).min())


def _holds(corners: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which directions a polygon winds around, from the angles to its corners."""
    turned = np.zeros(len(places))
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        ahead = places @ np.cross(a, b)
        beside = a @ b - (places @ a) * (places @ b)
        turned += np.arctan2(ahead, beside)
    found: NDArray[np.bool_] = np.abs(turned) > np.pi
    return found


def survey_truth(survey: Survey) -> dict[str, Any]:
    """Collect what is true of a survey.

    Parameters
    ----------
    survey : Survey
        The survey.

    Returns
    -------
    dict
        ``footprint_area_deg2`` by band and by tile and band, ``stars``, and the settings that
        made it; ready for JSON.
    """
    areas = {
        band: {str(tile.index): sampled_area(polygons, tile.inner) for tile in survey.tiles}
        for band, polygons in survey.polygons.items()
    }
    return {
        "seed": survey.settings.seed,
        "centre": list(survey.settings.centre),
        "tiles": [tile.index for tile in survey.tiles],
        "footprint_area_deg2": {band: sum(by_tile.values()) for band, by_tile in areas.items()},
        "footprint_area_by_tile_deg2": areas,
        "stars": [
            {"ra": s.ra, "dec": s.dec, "magnitude": s.magnitude, "halo_deg": s.halo}
            for s in survey.stars
        ],
    }
