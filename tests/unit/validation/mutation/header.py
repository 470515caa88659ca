"""Mutations by which a document and the headers of its files disagree."""

from __future__ import annotations

from typing import Any

from astropy.io import fits

from dpkit.product.document import FileReference, select_nodes
from dpkit.schema.dictionary import file_format

from .asdffile import leaf_of, tree
from .case import Case, Place, breaks
from .fitsfile import fits_file
from .inside import inside


def other_value(text: str, kind: str) -> str:
    if kind == "xs:dateTime":
        return "1999-01-01T00:00:00" if "1999" not in text else "2001-01-01T00:00:00"
    return text + "x"


def tied(case: Case, *, there: bool) -> tuple[Any, FileReference] | None:
    """Return a keyword of a FITS file whose text the document has, or leaves out."""
    found = []
    for storage, file in case.files():
        if storage.format is None or file_format(storage.format)["kind"] != "fits":
            continue
        for header in case.entry.headers:
            present = bool(case.select(header.path))
            if header.file == storage.name and header.hdu == "0" and present == there:
                found.append((header, file))
    return case.pick(found)


@breaks
def keyword_differs(case: Case) -> Place | None:
    chosen = tied(case, there=True)
    if chosen is None:
        return None
    header, file = chosen

    def change(hdus: fits.HDUList) -> None:
        value = hdus[0].header[header.key]
        if isinstance(value, str):
            hdus[0].header[header.key] = other_value(value, header.type)
        else:
            hdus[0].header[header.key] = value / 2 + 7 if isinstance(value, float) else value + 1

    case.edit(file, change)
    return inside(file, header.key)


@breaks
def keyword_not_there(case: Case) -> Place | None:
    chosen = tied(case, there=True)
    if chosen is None:
        return None
    header, file = chosen
    case.edit(file, lambda hdus: hdus[0].header.remove(header.key))
    return inside(file, header.key)


@breaks
def keyword_that_the_document_leaves_out(case: Case) -> Place | None:
    chosen = tied(case, there=False)
    if chosen is None:
        return None
    header, file = chosen
    text = {"xs:dateTime": "2026-01-01T00:00:00", "xs:double": 1.5, "xs:int": 1, "xs:long": 1}
    case.edit(file, lambda hdus: hdus[0].header.set(header.key, text.get(header.type, "word")))
    return inside(file, header.key)


@breaks
def version_of_the_file_differs(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    case.edit(file, lambda hdus: hdus[0].header.set("FITS_VER", "77.0"))
    return inside(file, "FITS_VER")


@breaks
def rows_that_the_table_has_not(case: Case) -> Place | None:
    header = next((h for h in case.entry.headers if h.key == "NAXIS2"), None)
    file = fits_file(case)
    if header is None or file is None:
        return None

    def change(hdus: fits.HDUList) -> None:
        hdus[header.hdu].data = hdus[header.hdu].data[:0]

    case.edit(file, change)
    return inside(file, f"{header.hdu} NAXIS2")


@breaks
def keyword_of_a_row_differs(case: Case) -> Place | None:
    rows = [(h, row) for h in case.entry.row_headers for row in case.select(h.row)]
    chosen, file = case.pick(rows), fits_file(case)
    if chosen is None or file is None:
        return None
    header, row = chosen
    numbers = {n: int(select_nodes(row, p)[0].text or "") for n, p in header.scope.items()}
    key = header.key.format(**numbers)
    case.edit(file, lambda hdus: hdus[0].header.set(key, hdus[0].header[key] * 2 + 1))
    return inside(file, key)


@breaks
def keyword_of_no_row(case: Case) -> Place | None:
    header, file = case.pick(case.entry.row_headers), fits_file(case)
    if header is None or file is None:
        return None
    key = header.key.format(**dict.fromkeys(header.scope, 77))
    case.edit(file, lambda hdus: hdus[0].header.set(key, 1.5))
    return inside(file, key)


@breaks
def row_gone_whose_keyword_is_there(case: Case) -> Place | None:
    rows = [(h, row) for h in case.entry.row_headers for row in case.select(h.row)]
    chosen, file = case.pick(rows if len(rows) > 1 else []), fits_file(case)
    if chosen is None or file is None:
        return None
    header, row = chosen
    numbers = {n: int(select_nodes(row, p)[0].text or "") for n, p in header.scope.items()}
    row.getparent().remove(row)
    case.save()
    return inside(file, header.key.format(**numbers))


@breaks
def place_in_the_tree_differs(case: Case) -> Place | None:
    chosen = case.file("asdf")
    if chosen is None:
        return None
    header = case.pick(
        [
            h
            for h in case.entry.headers
            if case.select(h.path)
            and h.type in {"xs:token", "xs:string"}
            and h.key != "roman.meta.reftype"
        ]
    )
    if header is None:
        return None

    def change(tree_: dict[str, Any]) -> None:
        node, key = leaf_of(tree_, header.key)
        node[key] = f"{node[key]}x"

    file = tree(case, change)
    return None if file is None else inside(file, header.key)


@breaks
def place_in_the_tree_not_there(case: Case) -> Place | None:
    chosen = case.file("asdf")
    found = [h for h in case.entry.headers if case.select(h.path)]
    header = None if chosen is None else case.pick(found)
    if header is None:
        return None

    def change(tree_: dict[str, Any]) -> None:
        node, key = leaf_of(tree_, header.key)
        del node[key]

    file = tree(case, change)
    return None if file is None else inside(file, header.key)
