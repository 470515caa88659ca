"""The tables of the files of a product and of the keywords that must agree with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes

from dpkit.dpdd.doctree import Cell, Part, code, paragraph, table
from dpkit.dpdd.elementtable import element_link
from dpkit.dpdd.label import format_label, link_to
from dpkit.dpdd.said import said_of
from dpkit.schema.dictionary import ProductEntry, Storage

__all__ = ["file_table", "keyword_table"]


def file_table(entry: ProductEntry) -> nodes.table:
    """Make the table of the files that a document names."""
    columns = (("File", 20), ("Path", 32), ("Format", 28), ("Version", 10), ("Occurs", 10))
    return table(columns, [_file(entry, storage) for storage in entry.storages])


def _file(entry: ProductEntry, storage: Storage) -> list[Cell]:
    low, high = int(storage.required), "*" if storage.repeated else "1"
    shown: Part = "any"
    if storage.format is not None:
        shown = link_to(format_label(storage.format), code(storage.format))
    return [
        code(storage.name),
        [paragraph(element_link(entry, storage.path))],
        shown,
        storage.format_version or "",
        high if str(low) == high else f"{low}..{high}",
    ]


def keyword_table(entry: ProductEntry) -> nodes.table:
    """Make the table of the header keywords that must agree with the document."""
    columns = (("Keyword", 16), ("File", 20), ("HDU", 8), ("Path", 43), ("Tolerance", 13))
    return table(
        columns,
        [
            _keyword(entry, header)
            for part in ("headers", "rowHeaders")
            for header in said_of(entry, part)
        ],
    )


def _keyword(entry: ProductEntry, header: Mapping[str, Any]) -> list[Cell]:
    return [
        code(header["key"]),
        code(header["file"]),
        header["hdu"] or "",
        [paragraph(element_link(entry, header["path"]))],
        f"{header['tolerance']:g}",
    ]
