"""Pictures of maps of the sky: a part of it, zoomed in, or all of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.cell import LARGEST_ORDER, cell_area
from dpkit.processing.vmpz.combine import degrade
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.focalplane import deproject, project
from dpkit.processing.vmpz.outline import sky_at
from dpkit.processing.vmpz.polygon import to_vectors
from dpkit.processing.vmpz.region import Region
from dpkit.processing.vmpz.skymap import Column, SkyMap, make_map

if TYPE_CHECKING:
    from astropy.wcs import WCS
    from matplotlib.figure import Figure

__all__ = ["Projection", "plot_map"]

Projection = Literal["zoom", "sky"]

_PIXELS = 800  # of the longer side of the picture
_WIDEST_ZOOM = 40.0  # radius [deg] above which the whole sky is drawn
_OUTLINE, _TILE = "#d62728", "black"
_BITS = ("#dbe5f1", "#c44e52")  # of a bit that is not set and one that is


def plot_map(
    sky_map: SkyMap,
    column: str | None = None,
    *,
    projection: Projection | None = None,
    outline: Region | None = None,
    tiles: Mapping[str, Region] | None = None,
    title: str = "",
    label: str | None = None,
) -> Figure:
    """Draw a map.

    Cells much smaller than a pixel of the picture are averaged first (bits: any of them), so that
    nothing falls between pixels. What is not in the map stays white.

    Parameters
    ----------
    sky_map : SkyMap
        A map with at least one cell.
    column : str, optional
        Name of a column; the covered fraction when not given.
    projection : {"zoom", "sky"}, optional
        Gnomonic around the map, or the whole sky in Mollweide's projection; by the size of the
        map when not given.
    outline : Region, optional
        A MOC whose outline is drawn.
    tiles : mapping of str to Region, optional
        Inner areas of tiles, whose borders and names are drawn.
    title : str
        Title.
    label : str, optional
        What the colours show; the name of the column when not given.

    Returns
    -------
    matplotlib.figure.Figure
        One panel, with a canvas of its own: nothing is registered with pyplot.

    Raises
    ------
    SkyMapError
        The map is empty, has no such column, or is too wide to be zoomed in.
    """
    from astropy.visualization.wcsaxes import WCSAxes
    from astropy.visualization.wcsaxes.frame import EllipticalFrame, RectangularFrame
    from matplotlib.figure import Figure

    shown = _chosen(sky_map, column)
    regions = [*(tiles or {}).values(), *([] if outline is None else [outline])]
    frame = _frame(_places(sky_map, regions), sky_map.order, projection)
    figure = Figure(figsize=_size(frame), layout="constrained")
    kind = EllipticalFrame if frame.whole else RectangularFrame
    axes = figure.add_subplot(axes_class=WCSAxes, wcs=frame.wcs, frame_class=kind)
    picture = _picture(shown, frame)
    image = axes.imshow(
        picture, origin="lower", interpolation="nearest", **_colours(_shown_column(shown))
    )
    name = label or column or "covered fraction"
    _add_scale(figure, axes, image, _shown_column(shown), name)
    _draw_borders(axes, frame, outline, tiles or {})
    _label_axes(axes, frame)
    axes.set_title(title)
    return figure


@dataclass(frozen=True, slots=True)
class _Frame:
    """What part of the sky a picture shows: its projection, rows and columns, place of pixels."""

    wcs: WCS
    shape: tuple[int, int]
    whole: bool
    cells: NDArray[np.int64]  # of order 29, -1 off the sky


def _chosen(sky_map: SkyMap, column: str | None) -> SkyMap:
    """Return a map with the quantity to draw as its only column; with none for the fraction."""
    if not len(sky_map):
        raise SkyMapError(
            "a map without cells cannot be drawn",
            remedy="draw another one: of this one nothing was observed",
        )
    if column is None:
        return make_map(sky_map.order, sky_map.cells, sky_map.fraction)
    if column not in sky_map.columns:
        raise SkyMapError(f"has no column {column}", remedy=f"use one of {list(sky_map.columns)}")
    columns = {"": sky_map.columns[column]}
    return make_map(sky_map.order, sky_map.cells, sky_map.fraction, columns)


def _frame(sky: NDArray[np.float64], order: int, projection: Projection | None) -> _Frame:
    """Choose the part of the sky around some places and project its pixels."""
    centre, radius = _extent(sky)
    if projection == "zoom" and radius > _WIDEST_ZOOM:
        raise SkyMapError(
            f"reaches {radius:.0f} deg from its centre", remedy="draw the whole sky instead"
        )
    if projection == "sky" or (projection is None and radius > _WIDEST_ZOOM):
        shape, whole = (_PIXELS // 2, _PIXELS), True
        wcs = _picture_wcs("MOL", (centre[0], 0.0), shape, 4.0 * math.sqrt(2.0) * math.degrees(1.0))
    else:
        shape, whole = (_PIXELS, _PIXELS), False
        plane = project(centre, sky)
        low, high = plane.min(axis=0), plane.max(axis=0)
        ra, dec = deproject(centre, 0.5 * (low + high))
        width = 1.1 * float((high - low).max()) + 2.0 * math.sqrt(cell_area(order))
        wcs = _picture_wcs("TAN", (float(ra), float(dec)), shape, width)
    y, x = np.mgrid[: shape[0], : shape[1]]
    return _Frame(wcs, shape, whole, _finest_cells(sky_at(wcs, x, y)))


def _places(sky_map: SkyMap, regions: Iterable[Region]) -> NDArray[np.float64]:
    """Return the places of cells, and of the ends of the ranges of regions [deg]."""
    from cdshealpix.nested import healpix_to_lonlat

    found = [healpix_to_lonlat(sky_map.cells.astype(np.uint64), sky_map.order)]
    for region in regions:
        ends = np.concatenate([region.ranges[:, 0], region.ranges[:, 1] - 1]).astype(np.uint64)
        found.append(healpix_to_lonlat(ends, LARGEST_ORDER))
    return np.concatenate([np.stack([lon.deg, lat.deg], axis=-1) for lon, lat in found])


def _extent(sky: NDArray[np.float64]) -> tuple[tuple[float, float], float]:
    """Return the middle of places, and how far they reach from it [deg]."""
    places = to_vectors(sky[:, 0], sky[:, 1])
    # Halfway between the ends of each axis: unlike the mean, it centres lopsided maps.
    middle = 0.5 * (places.min(axis=0) + places.max(axis=0))
    length = float(np.linalg.norm(middle))
    if length < 0.1:
        return (0.0, 0.0), 180.0
    middle /= length
    ra = math.degrees(math.atan2(middle[1], middle[0])) % 360.0
    reach = min(2.0, float(np.linalg.norm(places - middle, axis=1).max()))
    return (ra, math.degrees(math.asin(middle[2]))), math.degrees(2.0 * math.asin(reach / 2.0))


def _picture_wcs(
    kind: str, centre: tuple[float, float], shape: tuple[int, int], width: float
) -> WCS:
    """Build the world coordinates of a picture of some width [deg]."""
    from astropy.wcs import WCS

    wcs = WCS(naxis=2)
    wcs.wcs.ctype = [f"RA---{kind}", f"DEC--{kind}"]
    wcs.wcs.crval = list(centre)
    wcs.wcs.crpix = [0.5 * (shape[1] + 1), 0.5 * (shape[0] + 1)]
    wcs.wcs.cdelt = [-width / shape[1], width / shape[1]]
    wcs.wcs.radesys = "ICRS"
    wcs.wcs.set()
    return wcs


def _finest_cells(sky: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the cell of order 29 at each place, -1 off the sky."""
    from astropy.coordinates import Latitude, Longitude
    from cdshealpix.nested import lonlat_to_healpix

    cells = np.full(sky.shape[:-1], -1, dtype=np.int64)
    there = np.isfinite(sky).all(axis=-1)
    lon, lat = Longitude(sky[there, 0], "rad"), Latitude(sky[there, 1], "rad")
    cells[there] = lonlat_to_healpix(lon, lat, LARGEST_ORDER).astype(np.int64)
    return cells


def _shown_column(shown: SkyMap) -> Column:
    """Return the quantity to draw: the only column, or the covered fraction."""
    if shown.columns:
        return shown.columns[""]
    return Column(shown.fraction, np.ones(len(shown), dtype=bool))


def _picture(shown: SkyMap, frame: _Frame) -> np.ma.MaskedArray[Any, Any]:
    """Look up the value of each pixel."""
    scale = float(abs(frame.wcs.wcs.cdelt[1]))
    order = shown.order
    while order > 0 and math.sqrt(cell_area(order)) < 0.7 * scale:
        order -= 1
    bits = _shown_column(shown).values.dtype.kind == "b"
    coarse = degrade(shown, order, "or" if bits else "mean")
    column = _shown_column(coarse)
    wanted = frame.cells >> (2 * (LARGEST_ORDER - order))
    place = np.minimum(np.searchsorted(coarse.cells, wanted), len(coarse) - 1)
    there = (coarse.cells[place] == wanted) & column.valid[place] & (frame.cells >= 0)
    return np.ma.masked_array(column.values[place], ~there)


def _colours(column: Column) -> dict[str, Any]:
    """Choose colours and their range: bits, shares from 0 upwards, or anything."""
    from matplotlib.colors import ListedColormap

    if column.values.dtype.kind == "b":
        return {"cmap": ListedColormap(list(_BITS)), "vmin": -0.5, "vmax": 1.5}
    values = column.values[column.valid]
    top = float(values.max(initial=0.0))
    if values.min(initial=0.0) >= 0.0 and top <= 1.0:
        # Shares of rare flags would be all one colour on a scale to 1.
        return {"cmap": "viridis", "vmin": 0.0, "vmax": top if 0.0 < top <= 0.5 else 1.0}
    return {"cmap": "viridis"}


def _add_scale(figure: Figure, axes: Any, image: Any, column: Column, name: str) -> None:
    bar = figure.colorbar(image, ax=axes, shrink=0.85, pad=0.02)
    bar.set_label(f"{name} [{column.unit}]" if column.unit else name)
    if column.values.dtype.kind == "b":
        bar.set_ticks([0.0, 1.0], labels=["not set", "set"])


def _draw_borders(
    axes: Any, frame: _Frame, outline: Region | None, tiles: Mapping[str, Region]
) -> None:
    """Draw the outline of a MOC and the borders and names of tiles."""
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.0, foreground="white")]  # seen on any colour
    for name, region in tiles.items():
        inside = _lies_in(frame, region)
        if not inside.any():
            continue
        axes.contour(inside, levels=[0.5], colors=_TILE, linewidths=0.8).set(path_effects=halo)
        y, x = np.nonzero(inside)
        box = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 1.5}
        axes.text(x.mean(), y.mean(), name, ha="center", va="center", fontsize=8, bbox=box)
    if outline is not None and (inside := _lies_in(frame, outline)).any():
        axes.contour(inside, levels=[0.5], colors=_OUTLINE, linewidths=1.0)


def _lies_in(frame: _Frame, region: Region) -> NDArray[np.bool_]:
    """Tell which pixels lie in a region."""
    if not len(region.ranges):
        return np.zeros(frame.shape, dtype=bool)
    row = np.searchsorted(region.ranges[:, 0], frame.cells, side="right") - 1
    inside: NDArray[np.bool_] = (row >= 0) & (frame.cells < region.ranges[row, 1])
    return inside


def _label_axes(axes: Any, frame: _Frame) -> None:
    axes.coords.grid(color="0.5", alpha=0.4, linewidth=0.5)
    ra, dec = axes.coords
    if frame.whole:
        ra.set_ticklabel_position("h")
        ra.set_axislabel("")
        ra.set_ticks(spacing=60.0 * ra.coord_unit)
        ra.set_major_formatter("d")
        for coordinate in (ra, dec):
            coordinate.set_ticklabel(size=8)
        return
    ra.set_axislabel("right ascension (ICRS)")
    dec.set_axislabel("declination (ICRS)")
    for coordinate in (ra, dec):
        coordinate.set_major_formatter("d.dd")
        coordinate.set_ticklabel(size=8)


def _size(frame: _Frame) -> tuple[float, float]:
    return (9.5, 4.4) if frame.whole else (7.6, 6.4)
