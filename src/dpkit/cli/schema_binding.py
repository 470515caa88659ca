"""What ``dpkit schema show --binding`` prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dpkit.cli.output import print_rows, say
from dpkit.errors import ProductError

if TYPE_CHECKING:
    from dpkit.schema.dictionary import ProductEntry

__all__ = ["show_binding"]


def show_binding(entry: ProductEntry, documents: tuple[Path, ...], output_format: str) -> None:
    """Print how documents of a product are read and written.

    Parameters
    ----------
    entry : ProductEntry
        The product.
    documents : tuple of Path
        Documents to read and write; none for what the schema alone tells.
    output_format : {"table", "json", "csv"}
        How to print rows.
    """
    if documents:
        rows = [row for document in documents for row in _document_rows(entry, document)]
        xsdata = {row["document"] for row in rows}
        say(f"{len(documents) - len(xsdata)} of {len(documents)} read and written by codecs alone")
    else:
        rows = _type_rows(entry)
    print_rows(rows, output_format)


def _type_rows(entry: ProductEntry) -> list[dict[str, object]]:
    from dpkit.binding.coverage import coverage_of

    found = coverage_of(entry.load_class())
    which = "every document" if found.needs_xsdata else "a document with another one"
    left = f"; {which} goes to xsdata whole" if found.uncovered else ""
    covered = found.classes - len(found.uncovered)
    say(f"codecs read and write {covered} of {found.classes} types{left}")
    return [{"path": o.path, "class": o.cls, "reason": o.reason} for o in found.uncovered]


def _document_rows(entry: ProductEntry, document: Path) -> list[dict[str, object]]:
    from dpkit.binding.coverage import fallbacks_of
    from dpkit.product.document import read_document

    read = read_document(document)
    if read.entry.name != entry.name:
        raise ProductError(
            f"is a {read.entry.name}, not a {entry.name}",
            place=document,
            remedy="name the product of the document",
        )
    found = fallbacks_of(read.root, entry.load_class(), place=str(document))
    return [
        {"document": str(document), "step": one.step, "reason": one.reason, "count": one.count}
        for one in found
    ]
