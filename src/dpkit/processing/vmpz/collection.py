"""Collections: which masks of an area belong together, and which are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.maskkind import MaskKind
from dpkit.processing.vmpz.region import region_nuniq
from dpkit.product.creation import new
from dpkit.product.product import Product
from dpkit_dm.pro import (
    CollectedMask,
    MaskCollectionVMPZ,
    MaskCompleteness,
    MissingMask,
)
from dpkit_dm.vmpz import DpdMaskCollectionVMPZ

__all__ = ["collect", "matching"]

Groups = Mapping[MaskKind, Sequence[Product[Any]] | None]
Key = tuple[int, str, str]


def matching(masks: Sequence[Product[Any]], area: MaskArea, band: str) -> Product[Any] | None:
    """Return the mask of an area in a filter, or None.

    Raises
    ------
    TaskError
        A mask is of another area or campaign, or there are two.
    """
    for mask in masks:
        _check(mask, area)
    found = [mask for mask in masks if mask.content.data.filter == band]
    if len(found) > 1:
        raise TaskError(f"two masks are of {area.name} in {band}: {found[0].id} and {found[1].id}")
    return found[0] if found else None


def _check(mask: Product[Any], area: MaskArea) -> None:
    if mask.content.data.area_name != area.name:
        raise TaskError(f"is of {mask.content.data.area_name}, not of {area.name}", place=mask.id)
    if mask.role("dataset") != area.dataset:
        raise TaskError(
            f"is of {mask.role('dataset')}, {area.name} of {area.dataset}",
            place=mask.id,
            remedy="give products of one release",
        )


def collect(
    area: MaskArea, groups: Groups, bands: str, software: tuple[str, str]
) -> Product[DpdMaskCollectionVMPZ]:
    """Make the collection of the masks of an area.

    Parameters
    ----------
    area : MaskArea
        A tile or patch.
    groups : mapping of MaskKind to sequence of Product
        Its masks by kind; those of a kind without any are missing in all filters.
    bands : str
        Filters that are asked for; empty for those of the masks.
    software : tuple of str
        Name and version of the software.

    Returns
    -------
    Product of DpdMaskCollectionVMPZ
        The collection; it does not depend on the order of the masks.

    Raises
    ------
    TaskError
        A mask is of another area, of a filter that is not asked for, or is there twice; or
        nothing is asked for.
    """
    masks = [(kind, mask) for kind, some in groups.items() for mask in some or ()]
    for _, mask in masks:
        _check(mask, area)
    asked = bands.replace(",", " ").split() or sorted({m.content.data.filter for _, m in masks})
    if not asked:
        raise TaskError(f"there are no masks of {area.name}", remedy="give masks, or bands")
    present = _present(masks, area)
    _check_asked(present, asked)
    data = MaskCollectionVMPZ(
        area_name=area.name,
        stage=area.stage,
        tile_index_or_mer_tile_list_id=area.identity,
        tile_index_list=list(area.tiles),
        area_order=area.region.order,
        inner_nuniqindex=region_nuniq(area.region).tolist(),
        mask=_listed(masks),
        completeness=_completeness(area, asked, [kind.name for kind in groups], present),
    )
    return new(DpdMaskCollectionVMPZ, data=data, software=software, dataset=area.dataset)


def _present(masks: Sequence[tuple[MaskKind, Product[Any]]], area: MaskArea) -> set[Key]:
    """Return tile, filter and kind of what is there; a patch says which of its tiles are not."""
    found: set[Key] = set()
    for kind, mask in masks:
        data = mask.content.data
        stated = data.completeness
        lacking = set() if stated is None else {one.tile_index for one in stated.missing}
        here = {(tile, data.filter, kind.name) for tile in area.tiles if tile not in lacking}
        if here & found:
            raise TaskError(f"has two masks of {data.filter}, kind {kind.name}", place=area.name)
        found |= here
    return found


def _check_asked(present: set[Key], asked: Sequence[str]) -> None:
    for _, band, kind in sorted(present):
        if band not in asked:
            raise TaskError(
                f"a mask {kind} is of {band}, which is not asked for",
                remedy=f"ask for {' '.join([*asked, band])}",
            )


def _listed(masks: Sequence[tuple[MaskKind, Product[Any]]]) -> list[CollectedMask]:
    found = [
        CollectedMask(
            product_type=mask.entry.name, filter=mask.content.data.filter, product_id=mask.id
        )
        for _, mask in masks
    ]
    return sorted(found, key=lambda one: (one.product_type, one.filter))


def _completeness(
    area: MaskArea, asked: Sequence[str], kinds: Sequence[str], present: set[Key]
) -> MaskCompleteness:
    expected = sorted((tile, band, kind) for tile in area.tiles for band in asked for kind in kinds)
    missing = [key for key in expected if key not in present]
    return MaskCompleteness(
        requested_filter_list=list(asked),
        requested_tile_list=list(area.tiles),
        expected_masks=len(expected),
        present_masks=len(expected) - len(missing),
        missing=[MissingMask(tile_index=t, filter=band, kind=kind) for t, band, kind in missing],
    )
