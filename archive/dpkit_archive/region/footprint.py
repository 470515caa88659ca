"""The area of a product: read from its document and files, and made into rows of the tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from lxml import etree

from dpkit.binding.door import line_of
from dpkit.errors import ArchiveError, ProductError
from dpkit.product.document import Document, select_nodes, select_texts
from dpkit_archive.region import part as shape
from dpkit_archive.region.asked import coarse_numbers
from dpkit_archive.region.cover import cells_in_caps, index_numbers, order_for
from dpkit_archive.region.element import element_parts
from dpkit_archive.region.mocfile import nuniq_ranges, read_moc
from dpkit_archive.region.part import Part

__all__ = ["FootprintRows", "document_parts", "footprint_rows", "rows_of_parts"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FootprintRows:
    """Rows of one product for `region_part` and `region_cell`, without its number."""

    parts: list[Row] = field(default_factory=list)
    cells: list[Row] = field(default_factory=list)


def footprint_rows(document: Document) -> FootprintRows:
    """Return the rows that keep the area of a product; none when its schema names no region.

    Raises
    ------
    ProductError
        A region cannot be read, or has no area; names the line.
    NotFoundError
        A file is a MOC of a kind that needs the extra ``sky``, which is not installed.
    """
    return rows_of_parts([document_parts(document)])[0]


def document_parts(document: Document) -> list[Part]:
    """Return the parts of the area of a product.

    Raises
    ------
    ProductError, NotFoundError
        As for `footprint_rows`.
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


def rows_of_parts(products: Sequence[Sequence[Part]]) -> list[FootprintRows]:
    """Return the rows of several products at once, which is much faster than one by one."""
    rows = [
        FootprintRows(parts=[_part_row(n, one) for n, one in enumerate(parts)])
        for parts in products
    ]
    cells: list[set[int]] = [set() for _ in products]
    caps: dict[int, list[tuple[int, Part]]] = {}
    for number, parts in enumerate(products):
        for one in parts:
            if one.kind == shape.CELLS:
                cells[number].update(coarse_numbers(one))
            else:
                caps.setdefault(order_for(one.radius), []).append((number, one))
    for order, group in caps.items():
        centres = np.array([one.centre for _, one in group])
        radii = np.array([one.radius for _, one in group])
        owners, found = cells_in_caps(centres, radii, order)
        numbers = index_numbers(found, order).tolist()
        for owner, cell in zip(owners.tolist(), numbers, strict=True):
            cells[group[owner][0]].add(cell)
    for row, own in zip(rows, cells, strict=True):
        row.cells.extend({"cell": cell} for cell in sorted(own))
    return rows


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
