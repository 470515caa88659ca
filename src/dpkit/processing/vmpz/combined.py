"""One mask of a patch with all its filters: a HEALPix file with an extension for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.collection import matching
from dpkit.processing.vmpz.convention import Convention
from dpkit.processing.vmpz.maskkind import COMBINED, MaskKind, single_filters
from dpkit.processing.vmpz.maskproduct import Mask, counted_bits, mask_product, read_mask
from dpkit.processing.vmpz.masksettings import MaskSettings
from dpkit.processing.vmpz.patchmask import observed_together
from dpkit.processing.vmpz.taskports import bands_of
from dpkit.product.product import Product
from dpkit_dm.pro import MaskCompleteness, MissingMask

__all__ = ["combine_filters"]

ByBand = Mapping[str, Product[Any]]


def combine_filters(
    kind: MaskKind,
    area: MaskArea,
    masks: Sequence[Product[Any]],
    bands: str,
    convention: Convention,
    software: tuple[str, str],
) -> Product[Any]:
    """Put the HEALPix masks of a patch in several filters into one product.

    Parameters
    ----------
    kind : MaskKind
        What they are.
    area : MaskArea
        The patch.
    masks : sequence of Product
        Its masks, each in one filter; their order does not matter.
    bands : str
        Filters that are asked for, empty for those of the masks; others are left out, and what is
        missing of these is stated.
    convention : Convention
        What the weights of the product are to mean.
    software : tuple of str
        Name and version of the software.

    Returns
    -------
    Product
        Of the filter ``COMBINED``. Its observed area is the smallest of its filters.

    Raises
    ------
    TaskError
        There are no masks, one is of another area or campaign, two are of one filter, or they
        have other resolutions or flags.
    """
    single = single_filters(masks)
    asked = bands_of(bands) or sorted({mask.content.data.filter for mask in single})
    found = {band: matching(single, area, band) for band in sorted(asked)}
    there = {band: mask for band, mask in found.items() if mask is not None}
    if not there:
        raise TaskError(
            f"there are no HEALPix masks of {area.name} in {' '.join(asked) or 'any filter'}",
            remedy="make them first: VMPZ_Patch_Pipeline with --form healpix",
        )
    mask = Mask(
        kind=kind,
        area=area,
        observed=replace(observed_together(dict(enumerate(there.values()))), filter=COMBINED),
        maps={band: read_mask(one) for band, one in there.items()},
        settings=replace(_settings_together(there), convention=convention),
        completeness=_completeness(area, asked, there),
    )
    return mask_product(mask, software)


def _settings_together(masks: ByBand) -> MaskSettings:
    """Return the settings that the masks have in common; they may be computed at several orders."""
    found: dict[tuple[int, tuple[int, ...]], str] = {}
    for band, mask in masks.items():
        nside = mask.content.data.nside_out
        found.setdefault((nside.bit_length() - 1, counted_bits(mask)), band)
    if len(found) > 1:
        said = "; ".join(f"{band}: order {o}, flags {bits}" for (o, bits), band in found.items())
        raise TaskError(f"the masks of filters differ: {said}", remedy="make them alike")
    ((order, bits),) = found
    work = min(mask.content.data.nside_work for mask in masks.values())
    return MaskSettings(form="healpix", order=order, work_order=work.bit_length() - 1, bits=bits)


def _completeness(area: MaskArea, asked: Sequence[str], there: ByBand) -> MaskCompleteness:
    """Add up what the masks say; of a filter without one all tiles are missing."""
    stated = [mask.content.data.completeness for mask in there.values()]
    missing = [lacking for one in stated for lacking in one.missing]
    for band in asked:
        if band not in there:
            missing += [MissingMask(tile_index=tile, filter=band) for tile in area.tiles]
    present = sum(one.present_masks for one in stated)
    return MaskCompleteness(
        requested_filter_list=list(asked),
        requested_tile_list=list(area.tiles),
        expected_masks=present + len(missing),
        present_masks=present,
        missing=missing,
    )
