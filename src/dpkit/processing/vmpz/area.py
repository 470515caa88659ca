"""The areas that masks are made for: tiles, and patches of tiles."""

from __future__ import annotations

from dataclasses import dataclass

from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.region import Region, region_from_nuniq
from dpkit.product.product import Product
from dpkit_dm.mer import DpdMerTile, DpdMerTileList
from dpkit_dm.pro import MaskStage

__all__ = ["MaskArea", "area_of_list", "area_of_tile"]


@dataclass(frozen=True, slots=True, eq=False)
class MaskArea:
    """An area that masks are made for.

    Parameters
    ----------
    name : str
        Number of the tile, or name of the list of tiles.
    stage : MaskStage
        What of the two it is.
    tiles : tuple of int
        Its tiles, ascending.
    region : Region
        Its cells: the inner area of a tile, or those of all tiles.
    dataset : str
        Campaign that it belongs to.
    """

    name: str
    stage: MaskStage
    tiles: tuple[int, ...]
    region: Region
    dataset: str

    @property
    def identity(self) -> int | str:
        """The number of the tile, or the name of the list."""
        return self.tiles[0] if self.stage is MaskStage.TILE else self.name


def area_of_tile(tile: Product[DpdMerTile]) -> MaskArea:
    """Return the inner area of a tile.

    Parameters
    ----------
    tile : Product of DpdMerTile
        The tile.

    Returns
    -------
    MaskArea
        Its area.

    Raises
    ------
    SkyMapError
        Its inner area is empty, or its list of cells is none.
    """
    said = tile.content.data
    region = _region(said.inner_nuniqindex, said.moc_order, tile.id)
    number = int(said.tile_index)
    return MaskArea(str(number), MaskStage.TILE, (number,), region, _dataset(tile))


def area_of_list(tiles: Product[DpdMerTileList]) -> MaskArea:
    """Return the area of a list of tiles.

    Parameters
    ----------
    tiles : Product of DpdMerTileList
        The list.

    Returns
    -------
    MaskArea
        Its area.

    Raises
    ------
    SkyMapError
        A tile is listed twice, or the list of cells is empty or none.
    """
    said = tiles.content.data
    numbers = sorted(said.tile_index_list)
    doubled = sorted({one for one in numbers if numbers.count(one) > 1})
    if doubled:
        raise SkyMapError(
            f"lists tile {doubled[0]} twice", place=tiles.id, remedy="list each tile once"
        )
    region = _region(said.inner_nuniqindex, said.moc_order, tiles.id)
    name = str(said.mer_tile_list_id)
    return MaskArea(name, MaskStage.PATCH, tuple(numbers), region, _dataset(tiles))


def _region(nuniq: list[int], order: int, place: str) -> Region:
    if not nuniq:
        raise SkyMapError("has no inner area", place=place, remedy="list its cells")
    return region_from_nuniq(nuniq, order, place=place)


def _dataset(product: Product[DpdMerTile] | Product[DpdMerTileList]) -> str:
    return str(product.role("dataset"))
