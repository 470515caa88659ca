"""Collections: which masks of an area belong together, and which are missing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.maskkind import MaskKind, single_filters
from dpkit.processing.vmpz.region import region_nuniq
from dpkit.processing.vmpz.taskports import bands_of
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
Kinds = list[tuple[MaskKind, Product[Any]]]
Key = tuple[int, str, str]

_log = logging.getLogger(__name__)


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
        raise TaskError(
            f"two masks are of {area.name} in {band}: {found[0].id} and {found[1].id}",
            remedy="give one of them",
        )
    return found[0] if found else None


def _check(mask: Product[Any], area: MaskArea) -> None:
    if mask.content.data.area_name != area.name:
        raise TaskError(
            f"is of {mask.content.data.area_name}, not of {area.name}",
            place=mask.id,
            remedy="give the masks of this area",
        )
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
        Its masks by kind; those of a kind without any are missing in all filters. Masks of several
        filters are left out: they hold what those of one do.
    bands : str
        Filters that are asked for, empty for those of the masks; masks in others are left out,
        which the log says.
    software : tuple of str
        Name and version of the software.

    Returns
    -------
    Product of DpdMaskCollectionVMPZ
        The collection; it does not depend on the order of the masks.

    Raises
    ------
    TaskError
        A mask is of another area, or is there twice; or nothing is asked for.
    """
    masks = [(kind, mask) for kind, some in groups.items() for mask in single_filters(some or ())]
    for _, mask in masks:
        _check(mask, area)
    asked = bands_of(bands) or sorted({mask.content.data.filter for _, mask in masks})
    if not asked:
        raise TaskError(f"there are no masks of {area.name}", remedy="give masks, or bands")
    masks = _of_filters(masks, asked)
    present = _present(masks, area)
    stated = _completeness(area, asked, [kind.name for kind in groups], present)
    _say_missing(area, stated)
    data = MaskCollectionVMPZ(
        area_name=area.name,
        stage=area.stage,
        tile_index_or_mer_tile_list_id=area.identity,
        tile_index_list=list(area.tiles),
        area_order=area.region.order,
        inner_nuniqindex=region_nuniq(area.region).tolist(),
        mask=_listed(masks),
        completeness=stated,
    )
    return new(DpdMaskCollectionVMPZ, data=data, software=software, dataset=area.dataset)


def _present(masks: Kinds, area: MaskArea) -> set[Key]:
    """Return tile, filter and kind of what is there; a patch says which of its tiles are not."""
    found: set[Key] = set()
    for kind, mask in masks:
        data = mask.content.data
        stated = data.completeness
        lacking = set() if stated is None else {one.tile_index for one in stated.missing}
        here = {(tile, data.filter, kind.name) for tile in area.tiles if tile not in lacking}
        if here & found:
            raise TaskError(
                f"has two masks of {data.filter}, kind {kind.name}",
                place=area.name,
                remedy="give one of them",
            )
        found |= here
    return found


def _of_filters(masks: Kinds, asked: Sequence[str]) -> Kinds:
    """Leave out masks in filters that are not asked for."""
    for kind, mask in masks:
        if mask.content.data.filter not in asked:
            _log.warning("%s, kind %s, is not of %s: left out", mask.id, kind.name, " ".join(asked))
    return [(kind, mask) for kind, mask in masks if mask.content.data.filter in asked]


def _listed(masks: Kinds) -> list[CollectedMask]:
    found = [
        CollectedMask(
            product_type=mask.entry.name, filter=mask.content.data.filter, product_id=mask.id
        )
        for _, mask in masks
    ]
    return sorted(found, key=lambda one: (one.product_type, one.filter))


def _say_missing(area: MaskArea, stated: MaskCompleteness) -> None:
    """Say in the log how many masks of which filters are missing."""
    counts = Counter(str(one.filter) for one in stated.missing)
    if counts:
        said = ", ".join(f"{number} of {band}" for band, number in sorted(counts.items()))
        _log.warning(
            "%s lacks %d of %d masks: %s",
            area.name, counts.total(), stated.expected_masks, said,
        )  # fmt: skip


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
