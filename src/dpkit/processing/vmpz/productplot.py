"""Pictures of masks, with the border of their area and of tiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dpkit.errors import ProductError
from dpkit.processing.vmpz.area import area_of_tile
from dpkit.processing.vmpz.bitmask import VIS_BITS, bit_column
from dpkit.processing.vmpz.maskkind import BIT_MASK, kind_of
from dpkit.processing.vmpz.maskproduct import read_masks
from dpkit.processing.vmpz.plot import Projection, plot_map
from dpkit.processing.vmpz.region import Region, region_from_nuniq
from dpkit.processing.vmpz.skymap import SkyMap
from dpkit.product.product import Product
from dpkit_dm.mer import DpdMerTile

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_product"]


def draw_product(
    product: Product[Any],
    *,
    what: str | None = None,
    projection: Projection | None = None,
    beside: Sequence[Product[Any]] = (),
) -> Figure | None:
    """Draw a mask.

    Parameters
    ----------
    product : Product
        Any product.
    what : str, optional
        Column of a bit mask, or the name or number of its flag; the first one that is set
        anywhere when not given. Of other masks, and with ``covered``, the covered fraction. Of
        several filters the first, or one that is said before: ``NIR_H`` or ``NIR_H/STARSIGNAL``.
    projection : {"zoom", "sky"}, optional
        See `dpkit.processing.vmpz.plot.plot_map`.
    beside : sequence of Product
        Tiles whose borders are drawn.

    Returns
    -------
    matplotlib.figure.Figure or None
        The picture; None of what is no mask.

    Raises
    ------
    ProductError
        What is to be drawn beside it is no tile.
    SkyMapError
        The mask is empty, or has no such column.
    """
    found = kind_of(product.content)
    if found is None:
        return None
    kind, _ = found
    band, sky_map, what = _chosen(read_masks(product), what)
    column = _column(sky_map, what) if kind is BIT_MASK else _own(what)
    data = product.content.data
    shown = f"share of {what or column}" if column else f"{kind.name.lower()}, observed share"
    return plot_map(
        sky_map,
        column,
        projection=projection,
        outline=region_from_nuniq(data.inner_nuniqindex, data.area_order, place=product.id),
        tiles=_borders(beside),
        title=f"{data.area_name}, {band}: {shown}",
        label="share of pixels" if column else None,
    )


def _chosen(maps: dict[str, SkyMap], what: str | None) -> tuple[str, SkyMap, str | None]:
    """Return the filter that is asked for, its map, and what is asked for of it."""
    said, _, rest = (what or "").partition("/")
    if said in maps:
        return said, maps[said], rest or None
    band = next(iter(maps))
    return band, maps[band], what


def _own(what: str | None) -> str | None:
    """Return the column of a mask that has none but its fraction."""
    return None if what in (None, "covered") else what


def _column(sky_map: SkyMap, what: str | None) -> str | None:
    """Return the column of a bit mask that is asked for."""
    if what is None:
        set_somewhere = [name for name, c in sky_map.columns.items() if c.values.any()]
        return next(iter(set_somewhere), None)
    if what == "covered":
        return None
    number = int(what) if what.isdecimal() else VIS_BITS.get(what.upper())
    return what if number is None else bit_column(number)


def _borders(beside: Sequence[Product[Any]]) -> dict[str, Region]:
    for other in beside:
        if not isinstance(other.content, DpdMerTile):
            raise ProductError(
                f"a {other.entry.name} cannot be drawn beside a mask",
                place=other.source or other.id,
                remedy="give tiles (DpdMerTile)",
            )
    return {area.name: area.region for area in map(area_of_tile, beside)}
