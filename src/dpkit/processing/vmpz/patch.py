"""The merge of tiles to a patch of the sky, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpkit.processing.vmpz.cell import check_order
from dpkit.processing.vmpz.combine import degrade, unite, upgrade
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.reduction import Choice
from dpkit.processing.vmpz.skymap import SkyMap

__all__ = ["Completeness", "change_order", "completeness", "merge_tiles"]

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Which maps of a patch are there.

    Parameters
    ----------
    expected : tuple of (int, str)
        Tiles and bands that the patch should have, sorted.
    missing : tuple of (int, str)
        Those that it has not.
    """

    expected: tuple[Key, ...]
    missing: tuple[Key, ...]

    @property
    def fraction(self) -> float:
        """Share of the expected maps that are there."""
        return 1.0 - len(self.missing) / len(self.expected)


def completeness(
    tiles: Sequence[int], bands: Sequence[str], present: Mapping[Key, object] | Sequence[Key]
) -> Completeness:
    """Compare the maps of a patch with its tiles and bands.

    Parameters
    ----------
    tiles : sequence of int
        Tiles of the patch.
    bands : sequence of str
        Bands asked for.
    present : mapping or sequence of (int, str)
        Tile and band of each map.

    Returns
    -------
    Completeness
        What is there and what is not.

    Raises
    ------
    SkyMapError
        No tiles or bands are asked for, or a map is of a tile or band that is not.

    Examples
    --------
    >>> completeness([7, 8], ["VIS"], [(8, "VIS")]).missing
    ((7, 'VIS'),)
    """
    expected = tuple(sorted({(tile, band) for tile in tiles for band in bands}))
    if not expected:
        raise SkyMapError(
            "a patch of no tiles or no bands was asked for", remedy="ask for at least one of both"
        )
    for key in sorted(set(present) - set(expected)):
        raise SkyMapError(
            f"tile {key[0]} in band {key[1]} does not belong to the patch",
            remedy="ask for it, or leave it out",
        )
    return Completeness(expected, tuple(key for key in expected if key not in set(present)))


def merge_tiles(maps: Mapping[int, SkyMap], order: int, how: Choice = "mean") -> SkyMap:
    """Put the maps of tiles together at the resolution asked for.

    Parameters
    ----------
    maps : mapping of int to SkyMap
        Map of the inner area of each tile, all of one order and with the same columns.
    order : int
        HEALPix order of the patch. A finer one than that of the tiles repeats their values.
    how : str or mapping of str to str
        How values are reduced to a coarser order; see `dpkit.processing.vmpz.combine.degrade`.

    Returns
    -------
    SkyMap
        The patch; it does not depend on the order of the tiles.

    Raises
    ------
    SkyMapError
        Tiles have a cell in common, or other orders or columns.
    """
    check_order(order)
    if not maps:
        raise SkyMapError("a patch of no tiles was asked for", remedy="give at least one tile")
    tiles = sorted(maps)
    try:
        patch = unite([maps[tile] for tile in tiles])
    except SkyMapError as error:
        numbered = ", ".join(f"{n} is tile {tile}" for n, tile in enumerate(tiles))
        raise SkyMapError(f"{error.message} (map {numbered})", remedy=error.remedy) from None
    return change_order(patch, order, how)


def change_order(sky_map: SkyMap, order: int, how: Choice = "mean") -> SkyMap:
    """Degrade or upgrade a map, whichever it takes.

    Parameters
    ----------
    sky_map : SkyMap
        A map; it is not changed.
    order : int
        HEALPix order wanted.
    how : str or mapping of str to str
        How values are reduced to a coarser order.

    Returns
    -------
    SkyMap
        The map at that order.
    """
    if order <= sky_map.order:
        return degrade(sky_map, order, how)
    return upgrade(sky_map, order)
