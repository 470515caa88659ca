"""Products of masks: made of a map, and read as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpkit.errors import TaskError
from dpkit.processing.vmpz.area import MaskArea
from dpkit.processing.vmpz.bitmask import VIS_BITS, bit_column
from dpkit.processing.vmpz.mapheader import MapHeader
from dpkit.processing.vmpz.mapreader import MapFile, read_maps
from dpkit.processing.vmpz.mapwriter import healpix_hdus, moc_hdus
from dpkit.processing.vmpz.maskkind import BIT_MASK, COMBINED, FOOTPRINT, MaskKind, kind_of
from dpkit.processing.vmpz.masksettings import MaskSettings
from dpkit.processing.vmpz.region import region_nuniq
from dpkit.processing.vmpz.seen import Observed
from dpkit.processing.vmpz.skymap import Column, SkyMap, covered_area
from dpkit.product.creation import new, to_be_written
from dpkit.product.product import Product
from dpkit.product.times import to_xml_time
from dpkit_dm.bas import FitsFile, FlaggedCount, FlaggedNumber
from dpkit_dm.bas import GenericKeyValueParameter as Parameter
from dpkit_dm.bas import GenericKeyValueParameters as Parameters
from dpkit_dm.pro import MaskCompleteness, MaskQuality, WeightConvention

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["Mask", "bit_names", "counted_bits", "mask_product", "read_mask", "read_masks"]

_NAMES = {bit: name for name, bit in VIS_BITS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """A mask that is to become a product.

    Parameters
    ----------
    kind : MaskKind
        What it is.
    area : MaskArea
        What it is for.
    observed : Observed
        What was observed with.
    maps : mapping of str to SkyMap
        Its cells, by filter; that of a MOC has one.
    settings : MaskSettings
        How it was made.
    completeness : MaskCompleteness, optional
        Which masks of tiles went into that of a patch.
    """

    kind: MaskKind
    area: MaskArea
    observed: Observed
    maps: Mapping[str, SkyMap]
    settings: MaskSettings
    completeness: MaskCompleteness | None = None


def mask_product(mask: Mask, software: tuple[str, str]) -> Product[Any]:
    """Make the product of a mask.

    Parameters
    ----------
    mask : Mask
        The mask.
    software : tuple of str
        Name and version of the software.

    Returns
    -------
    Product
        Of the kind of mask and file that are asked for.
    """
    kind, form = mask.kind, mask.settings.form
    storage = kind.storage(form)
    file = {_attribute(storage): to_be_written(FitsFile)}
    data = kind.data[form](**_common(mask), **_own(mask), **file)
    return new(
        kind.products[form],
        data=data,
        files={storage: _file(mask)},
        software=software,
        dataset=mask.area.dataset,
        parameters=_recorded(mask.settings),
    )


def _attribute(storage: str) -> str:
    """Return the attribute of a storage: ``FootprintMaskMOC`` is ``footprint_mask_moc``."""
    for stem, attribute in (("Mask", "_mask"), ("MOC", "_moc"), ("Healpix", "_healpix")):
        storage = storage.replace(stem, attribute)
    return storage.lower()


def _common(mask: Mask) -> dict[str, Any]:
    """Return what all masks say."""
    area, observed = mask.area, mask.observed
    return {
        "area_name": area.name,
        "stage": area.stage,
        "date_obs": None if observed.begin is None else to_xml_time(observed.begin),
        "date_end": None if observed.end is None else to_xml_time(observed.end),
        "telescope": observed.telescope,
        "instrument": observed.instrument,
        "filter": observed.filter,
        "filter_list": list(mask.maps) if observed.filter == COMBINED else [],
        "tile_index_or_mer_tile_list_id": area.identity,
        "tile_index_list": list(area.tiles),
        "nside_work": 1 << mask.settings.work_order,
        "area_order": area.region.order,
        "inner_nuniqindex": region_nuniq(area.region).tolist(),
        "completeness": mask.completeness,
    }


def _own(mask: Mask) -> dict[str, Any]:
    """Return what depends on the kind of mask and file."""
    settings = mask.settings
    missing = None if mask.completeness is None else len(mask.completeness.missing)
    said: dict[str, Any] = {
        "weight_convention": WeightConvention(settings.convention.value),
        "quality_params": MaskQuality(
            observed_area=FlaggedNumber(value=min(map(covered_area, mask.maps.values()))),
            missing_masks=None if missing is None else FlaggedCount(value=missing),
        ),
    }
    if settings.form == "moc":
        said["mocorder"] = settings.order
    else:
        said["nside_out"] = 1 << settings.order
    if mask.kind is not FOOTPRINT:
        said["bit_list"] = list(settings.bits)
    if mask.kind is BIT_MASK:
        said["bit_name_list"] = bit_names(settings.bits)
    return said


def bit_names(bits: Sequence[int]) -> list[str]:
    """Return the names of flags; those without one are named by their number."""
    return [_NAMES.get(bit, bit_column(bit)) for bit in bits]


def _file(mask: Mask) -> HDUList:
    settings, observed = mask.settings, mask.observed
    header = MapHeader(filter=observed.filter)  # the rest is set from the document
    if settings.form == "moc":
        (sky_map,) = mask.maps.values()
        return moc_hdus(sky_map, header, settings.convention)
    return healpix_hdus(mask.maps, header, settings.convention)


def _recorded(settings: MaskSettings) -> Parameters:
    described = {
        "OutputFormat": "Kind of file.",
        "NsideOut": "Resolution of the mask.",
        "NsideWork": "Resolution that it was computed at.",
        "WeightConvention": "What a weight means.",
        "BitList": "Flags that count.",
    }
    return Parameters(
        parameter=[
            Parameter(key=key, description=described[key], choice=value)
            for key, value in settings.record.items()
        ]
    )


def read_mask(product: Product[Any]) -> SkyMap:
    """Read the map of a mask in one filter.

    Parameters
    ----------
    product : Product
        A mask of any kind, in a file or still in memory.

    Returns
    -------
    SkyMap
        As `read_masks`.

    Raises
    ------
    TaskError
        As `read_masks`, or it has maps of several filters.
    FileFormatError
        Its file is none of a mask.
    """
    maps = read_masks(product)
    if len(maps) != 1:
        raise TaskError(
            f"has maps of {', '.join(maps)}",
            place=product.id,
            remedy="read them by filter (read_masks), or give the mask of one filter",
        )
    return next(iter(maps.values()))


def read_masks(product: Product[Any]) -> dict[str, SkyMap]:
    """Read the maps of a mask by filter.

    Parameters
    ----------
    product : Product
        A mask of any kind, in a file or still in memory.

    Returns
    -------
    dict of str to SkyMap
        Its cells by filter; fractions are those observed, whatever the convention of the file. A
        bit mask has a column for each bit that was looked for.

    Raises
    ------
    TaskError
        It is no mask, document and file differ in what a weight means, or in the filters.
    FileFormatError
        Its file is none of a mask.
    """
    found = kind_of(product.content)
    if found is None:
        raise TaskError("is no mask", place=product.id, remedy="give a product of VMPZ-ID")
    kind, form = found
    storage = kind.storage(form)
    held = product.payloads.get(storage)
    if held is None or isinstance(held, Path):
        with product.open(storage) as hdus:
            file = read_maps(hdus, form, place=str(hdus.filename()))
    else:
        file = read_maps(held, form, place=product.id)
    _check_convention(product, file)
    maps = _by_filter(product, file)
    if kind is not BIT_MASK:
        return maps
    return {band: _with_all_bits(one, counted_bits(product)) for band, one in maps.items()}


def _by_filter(product: Product[Any], file: MapFile) -> dict[str, SkyMap]:
    """Return the maps of a file by the filters that the document says."""
    data = product.content.data
    if data.filter != COMBINED and len(file.maps) == 1:
        return {data.filter: next(iter(file.maps.values()))}
    if set(data.filter_list) != set(file.maps):
        raise TaskError(
            f"says the filters {', '.join(data.filter_list) or data.filter}, "
            f"its file has {', '.join(file.maps)}",
            place=product.id,
            remedy="validate it, and make the mask anew",
        )
    return dict(file.maps)


def _check_convention(product: Product[Any], file: MapFile) -> None:
    """Refuse a file whose weights mean another thing than the document says."""
    said = product.content.data.weight_convention.value
    if said != file.convention.value:
        raise TaskError(
            f"says the weight convention {said}, its file {file.convention.value}",
            place=product.id,
            remedy="validate it, and make the mask anew",
        )


def counted_bits(product: Product[Any]) -> tuple[int, ...]:
    """Return the flags that a mask selects or counts; none for a footprint."""
    return tuple(getattr(product.content.data, "bit_list", ()))


def _with_all_bits(sky_map: SkyMap, bits: tuple[int, ...]) -> SkyMap:
    """Add a column of zeros for each bit that no pixel has."""
    import numpy as np

    nowhere = Column(np.zeros(len(sky_map)), np.ones(len(sky_map), dtype=bool))
    columns = {bit_column(bit): sky_map.columns.get(bit_column(bit), nowhere) for bit in bits}
    return replace(sky_map, columns=columns)
