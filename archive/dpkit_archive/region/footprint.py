"""The area of a product: read from its document and files, and kept in the tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from lxml import etree

from dpkit.binding.door import line_of
from dpkit.errors import ArchiveError, ProductError
from dpkit.product.document import Document, select_nodes, select_texts
from dpkit_archive.pending import Pending
from dpkit_archive.region import part as shape
from dpkit_archive.region.asked import coarse_numbers
from dpkit_archive.region.cover import cells_in_caps, index_numbers, order_for
from dpkit_archive.region.element import element_parts
from dpkit_archive.region.mocfile import nuniq_ranges, read_moc
from dpkit_archive.region.part import Part
from dpkit_archive.region.table import region_cell, region_part

__all__ = ["add_footprints", "document_parts", "footprint_cells"]

Row = dict[str, Any]


def document_parts(document: Document) -> list[Part]:
    """Return the parts of the area of a product.

    Raises
    ------
    ProductError
        A region cannot be read, or has no area; names the line.
    NotFoundError
        A file is a MOC of a kind that needs the extra ``sky``, which is not installed.
    """
    found: list[Part] = []
    for region in document.entry.regions:
        for node in select_nodes(document.root, region["path"]):
            try:
                found += _READERS[region["kind"]](document, node, region)
            except ArchiveError as error:
                place = error.place or f"{document.source}:{line_of(node)}"
                raise ProductError(
                    f"{region['path']}: {error.message}", place=place, remedy=error.remedy
                ) from None
    return found


def _footprint(document: Document, node: etree._Element, region: Mapping[str, str]) -> list[Part]:
    return element_parts(document.entry, node, region["path"])


def _nuniq(_document: Document, node: etree._Element, _region: Mapping[str, str]) -> list[Part]:
    try:
        numbers = np.array((node.text or "").split(), np.int64)
    except (ValueError, OverflowError):
        raise ArchiveError("the list of cells has what is no number") from None
    return [shape.cells(nuniq_ranges(numbers))] if len(numbers) else []


def _moc(document: Document, node: etree._Element, region: Mapping[str, str]) -> list[Part]:
    storage = next(one for one in document.entry.storages if one.path == region["path"])
    name = next(iter(select_texts(node, storage.parts["name"])), "").strip()
    location = document.source.parent / "data" / name
    if not name or not location.is_file():
        return []
    return [shape.cells(read_moc(location, observed=_convention(document, region["path"])))]


def _convention(document: Document, path: str) -> str:
    """Return what a weight means: as the document says beside it, else as the schema says."""
    for one in document.entry.conventions:
        if one["path"] == path:
            stated = one.get("stated")
            said = document.text(stated) if stated else None
            return (said or one["name"] or "").strip()
    return ""


_READERS = {"footprint": _footprint, "nuniq": _nuniq, "moc": _moc}


def add_footprints(pending: Pending, products: Sequence[tuple[int, Sequence[Part]]]) -> None:
    """Let the rows of the areas of products wait to be written.

    Parameters
    ----------
    pending : Pending
        Rows that wait.
    products : sequence of (int, sequence of Part)
        Number and parts of each product; many at once are much faster than one by one.
    """
    for number, parts in products:
        rows = (_part_row(ordinal, part) for ordinal, part in enumerate(parts))
        pending.add(region_part, *({"product": number, **row} for row in rows))
    cells = ({"product": number, "cell": cell} for number, cell in footprint_cells(products))
    pending.add(region_cell, *cells)


def footprint_cells(products: Sequence[tuple[int, Sequence[Part]]]) -> list[tuple[int, int]]:
    """Return the index number of each cell of each product, sorted as the index has them."""
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
        numbers = np.array([number for number, _ in group])[owners]
        pairs = zip(index_numbers(cells, order).tolist(), numbers.tolist(), strict=True)
        found.update(pairs)
    return [(number, cell) for cell, number in sorted(found)]


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
