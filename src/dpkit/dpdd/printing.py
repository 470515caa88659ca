"""What the product macros print."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes

from dpkit.dpdd.doctree import download, fields
from dpkit.dpdd.element import short_type
from dpkit.dpdd.label import product_link
from dpkit.schema.dictionary import ProductEntry

__all__ = ["print_elements", "print_inline"]


def print_inline(macro: str, entry: ProductEntry, source_folder: Path) -> nodes.Node | None:
    """Print a macro that stands within text; None when the macro cannot."""
    if macro == "$PrintDataProductName":
        return product_link(entry.name)
    if macro == "$PrintDataProductCustodian":
        return nodes.Text(entry.custodian)
    if macro == "$PrintSchemaFilename":
        return download(entry.schema, source_folder, entry.schema.name)
    return None


def print_elements(entry: ProductEntry) -> nodes.field_list:
    """Print the elements right below the root, each with its type."""
    below = entry.types[entry.root_type]["fields"]
    return fields(
        (field["name"], [f"object of type {short_type(field['type'])}"])
        for field in below
        if not field.get("attribute")
    )
