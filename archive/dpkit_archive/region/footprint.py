"""The area of a product: read from its document and files, and kept in the tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from lxml import etree

from dpkit.binding.door import line_of
from dpkit.errors import ArchiveError, ProductError
from dpkit.product.document import Document, select_nodes
from dpkit_archive.pending import Pending
from dpkit_archive.region import part as shape
from dpkit_archive.region.asked import coarse_numbers
from dpkit_archive.region.cover import COARSEST, cells_in_caps, index_numbers, order_for
from dpkit_archive.region.element import element_parts
from dpkit_archive.region.healpix import Cells
from dpkit_archive.region.imagefile import image_parts
from dpkit_archive.region.mocfile import nuniq_ranges, read_moc
from dpkit_archive.region.part import Part
from dpkit_archive.region.table import region_cell, region_part

__all__ = ["add_footprints", "document_parts", "footprint_cells", "footprint_rows"]

Row = dict[str, Any]
Products = Sequence[tuple[int, Sequence[Part]]]


def document_parts(document: Document) -> list[Part] | None:
    """Return the parts of the area of a product; None when it is in a file that is not there.

    Raises
    ------
    ProductError
        A region cannot be read, or has no area; names the line.
    NotFoundError
        A file is a MOC of a kind that needs the extra ``sky``, which is not installed.
    """
    regions = document.entry.regions
    found = _parts(document, [one for one in regions if one["kind"] != _IMAGE])
    # What the document says counts; files are read where it says nothing.
    return found if found != [] else _parts(document, [r for r in regions if r["kind"] == _IMAGE])


def _parts(document: Document, regions: Sequence[Mapping[str, str]]) -> list[Part] | None:
    found: list[Part] = []
    inside = [region for region in regions if region["kind"] in _IN_FILES]
    if not all(file.is_file() for region in inside for file in _files(document, region)):
        return None
    for region in regions:
        for node in select_nodes(document.root, region["path"]):
            try:
                found += _READERS[region["kind"]](document, node, region)
            except ArchiveError as error:
                place = error.place or f"{document.source}:{line_of(node)}"
                raise ProductError(
                    f"{region['path']}: {error.message}", place=place, remedy=error.remedy
                ) from None
    # A file is read once for each element that names one.
    return list(dict.fromkeys(found))


def _footprint(document: Document, node: etree._Element, region: Mapping[str, str]) -> list[Part]:
    return element_parts(document.entry, node, region["path"])


def _nuniq(_document: Document, node: etree._Element, _region: Mapping[str, str]) -> list[Part]:
    try:
        numbers = np.array((node.text or "").split(), np.int64)
    except (ValueError, OverflowError):
        raise ArchiveError("the list of cells has what is no number") from None
    return [shape.cells(nuniq_ranges(numbers))] if len(numbers) else []


def _moc(document: Document, _node: etree._Element, region: Mapping[str, str]) -> list[Part]:
    observed = _convention(document, region["path"])
    return [
        shape.cells(read_moc(location, observed=observed)) for location in _files(document, region)
    ]


def _images(document: Document, _node: etree._Element, region: Mapping[str, str]) -> list[Part]:
    return [part for location in _files(document, region) for part in image_parts(location)]


def _files(document: Document, region: Mapping[str, str]) -> list[Path]:
    return [
        one.location
        for one in document.files()
        for storage in document.entry.storages
        if storage.name == one.storage and storage.path == region["path"]
    ]


def _convention(document: Document, path: str) -> str:
    """Return what a weight means: as the document says beside it, else as the schema says."""
    for one in document.entry.conventions:
        if one["path"] == path:
            stated = one.get("stated")
            said = document.text(stated) if stated else None
            return (said or one["name"] or "").strip()
    return ""


_IMAGE = "wcs"
_IN_FILES = {"moc", _IMAGE}
_READERS = {"footprint": _footprint, "nuniq": _nuniq, "moc": _moc, _IMAGE: _images}


def add_footprints(pending: Pending, products: Products) -> None:
    """Let the rows of the areas of products wait to be written.

    Parameters
    ----------
    pending : Pending
        Rows that wait.
    products : sequence of (int, sequence of Part)
        Number and parts of each product; many at once are much faster than one by one.
    """
    pending.add(region_part, *_part_rows(products))
    pending.add_tuples(region_cell, footprint_cells(products))


def footprint_rows(products: Products) -> tuple[list[Row], list[Row]]:
    """Return the rows of the areas of products, for `region_part` and `region_cell`."""
    cells = [{"cell": cell, "product": number} for cell, number in footprint_cells(products)]
    return _part_rows(products), cells


def _part_rows(products: Products) -> list[Row]:
    return [
        {"product": number, **_part_row(ordinal, part)}
        for number, some in products
        for ordinal, part in enumerate(some)
    ]


def footprint_cells(products: Products) -> list[tuple[int, int]]:
    """Return index number and product of each cell of each product, sorted: rows of the index."""
    found: set[tuple[int, int]] = set()
    caps: dict[int, list[tuple[int, Part]]] = {}
    for number, parts in products:
        for one in parts:
            if one.kind == shape.CELLS:
                found.update((cell, number) for cell in coarse_numbers(one))
            else:
                caps.setdefault(order_for(one.radius), []).append((number, one))
    for order, group in caps.items():
        centres = np.array([one.centre for _, one in group])
        radii = np.array([one.radius for _, one in group])
        owners, cells = cells_in_caps(centres, radii, order)
        owners, cells, order = _coarser(owners, cells, order)
        numbers = np.array([number for number, _ in group])[owners]
        pairs = zip(index_numbers(cells, order).tolist(), numbers.tolist(), strict=True)
        found.update(pairs)
    return sorted(found)


def _coarser(owners: Cells, cells: Cells, order: int) -> tuple[Cells, Cells, int]:
    """Return the cells around those of each owner: a third of them, and hardly more area."""
    if order == COARSEST:
        return owners, cells, order
    around = cells >> 2
    first = np.ones(len(cells), bool)
    first[1:] = (around[1:] != around[:-1]) | (owners[1:] != owners[:-1])
    return owners[first], around[first], order - 1


def _part_row(ordinal: int, part: Part) -> Row:
    x, y, z = part.centre
    half = part.radius / 2.0
    return {
        "ordinal": ordinal,
        "kind": part.kind,
        "x": x,
        "y": y,
        "z": z,
        "radius": part.radius,
        "sine": math.sin(half),
        "cosine": math.cos(half),
        "data": part.data,
    }
