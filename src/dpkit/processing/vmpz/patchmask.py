"""Masks of a patch: those of its tiles put together, and what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.maskproduct import counted_bits, read_mask
from dpkit.processing.vmpz.masksettings import MaskSettings
from dpkit.processing.vmpz.patch import Completeness, completeness, merge_tiles
from dpkit.processing.vmpz.region import lies_inside
from dpkit.processing.vmpz.seen import Observed
from dpkit.processing.vmpz.skymap import SkyMap
from dpkit.product.product import Product
from dpkit.product.times import instant_of
from dpkit_dm.pro import MaskCompleteness, MaskStage, MissingMask

__all__ = [
    "made_without_tiles",
    "masks_by_tile",
    "observed_together",
    "patch_map",
    "settings_of_tiles",
    "stated",
]


def masks_by_tile(area: MaskArea, masks: Sequence[Product[Any]]) -> dict[int, Product[Any]]:
    """Return the masks of the tiles of a patch, by tile.

    Parameters
    ----------
    area : MaskArea
        The patch.
    masks : sequence of Product
        Masks of one kind and filter; their order does not matter.

    Returns
    -------
    dict of int to Product
        The masks, by ascending tile.

    Raises
    ------
    TaskError
        There are none, one is of a patch, of a tile that is not of this one, of another campaign
        or filter, or two are of one tile.
    """
    if not masks:
        raise TaskError(
            f"there are no masks of the tiles of {area.name}", remedy="make them first: VMPZ_Main"
        )
    found: dict[int, Product[Any]] = {}
    band = masks[0].content.data.filter
    for mask in masks:
        _check(area, mask, band)
        tile = int(mask.content.data.tile_index_or_mer_tile_list_id)
        if tile in found:
            raise TaskError(
                f"two masks are of tile {tile}: {found[tile].id} and {mask.id}",
                remedy="give one of them",
            )
        found[tile] = mask
    return dict(sorted(found.items()))


def _check(area: MaskArea, mask: Product[Any], band: str) -> None:
    data = mask.content.data
    tile = data.tile_index_or_mer_tile_list_id
    wrong = ""
    if data.stage is not MaskStage.TILE:
        wrong = f"is of the patch {tile}, not of a tile"
    elif tile not in area.tiles:
        wrong = f"is of tile {tile}, which is not in {area.name}"
    elif data.filter != band:
        wrong = f"is of the filter {data.filter}, another one of {band}"
    elif mask.role("dataset") != area.dataset:
        wrong = f"is of {mask.role('dataset')}, the patch {area.name} of {area.dataset}"
    if wrong:
        raise TaskError(
            wrong, place=mask.id, remedy="give masks of its tiles, of one filter and release"
        )


def patch_map(area: MaskArea, masks: dict[int, Product[Any]], settings: MaskSettings) -> SkyMap:
    """Put the masks of tiles together.

    Parameters
    ----------
    area : MaskArea
        The patch.
    masks : dict of int to Product
        See `masks_by_tile`.
    settings : MaskSettings
        Resolution.

    Returns
    -------
    SkyMap
        The patch; it does not depend on the order of the tiles.

    Raises
    ------
    SkyMapError
        Tiles have a cell in common, or other orders.
    TaskError
        A mask has cells outside the patch.
    """
    maps = {tile: read_mask(mask) for tile, mask in masks.items()}
    for tile, sky_map in maps.items():
        if not lies_inside(sky_map.cells, sky_map.order, area.region).all():
            raise TaskError(
                f"the mask of tile {tile} has cells outside {area.name}",
                place=masks[tile].id,
                remedy="give masks and a list of tiles of one tessellation",
            )
    return merge_tiles(maps, settings.order)


def settings_of_tiles(masks: dict[int, Product[Any]]) -> MaskSettings:
    """Return how the masks of tiles were made.

    Raises
    ------
    TaskError
        They have other flags or resolutions.
    """
    found: dict[MaskSettings, int] = {}
    for tile, mask in masks.items():
        data = mask.content.data
        made = MaskSettings(
            order=data.mocorder,
            work_order=data.nside_work.bit_length() - 1,
            bits=counted_bits(mask),
        )
        found.setdefault(made, tile)
    if len(found) > 1:
        said = "; ".join(f"tile {t}: order {s.order}, flags {s.bits}" for s, t in found.items())
        raise TaskError(f"the masks of tiles differ: {said}", remedy="make them alike")
    return next(iter(found))


def observed_together(masks: dict[int, Product[Any]]) -> Observed:
    """Return what the masks of tiles were observed with."""
    data = [mask.content.data for mask in masks.values()]
    begins = [instant_of(one.date_obs) for one in data if one.date_obs is not None]
    ends = [instant_of(one.date_end) for one in data if one.date_end is not None]
    instruments = {one.instrument for one in data}
    telescopes = {one.telescope for one in data}
    return Observed(
        filter=data[0].filter,
        instrument=instruments.pop() if len(instruments) == 1 else None,
        telescope=telescopes.pop() if len(telescopes) == 1 else None,
        begin=min(begins, default=None),
        end=max(ends, default=None),
    )


def made_without_tiles(area: MaskArea, band: str) -> MaskCompleteness:
    """State that a mask of a patch was made from exposures: no masks of tiles went into it."""
    return MaskCompleteness(
        requested_filter_list=[band],
        requested_tile_list=list(area.tiles),
        expected_masks=0,
        present_masks=0,
    )


def stated(area: MaskArea, band: str, present: Sequence[int]) -> MaskCompleteness:
    """State which masks of the tiles of a patch are there.

    Parameters
    ----------
    area : MaskArea
        The patch.
    band : str
        The filter.
    present : sequence of int
        Tiles whose masks are there.
    """
    found: Completeness = completeness(area.tiles, [band], [(tile, band) for tile in present])
    return MaskCompleteness(
        requested_filter_list=[band],
        requested_tile_list=list(area.tiles),
        expected_masks=len(found.expected),
        present_masks=len(found.expected) - len(found.missing),
        missing=[MissingMask(tile_index=tile, filter=name) for tile, name in found.missing],
    )
