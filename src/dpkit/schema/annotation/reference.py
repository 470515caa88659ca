"""Compile which places hold the id of another product, and of which."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node
from dpkit.schema.dictionary import near_names
from dpkit.schema.package import find_packages
from dpkit.schema.xsd.declaration import Entry

__all__ = ["compile_references"]


def compile_references(
    nodes: Iterable[Node], products: Collection[str], package: str
) -> list[dict[str, Any]]:
    """Collect the places that hold the id of another product.

    Parameters
    ----------
    nodes : iterable of Node
        The places of the product.
    products : collection of str
        Names of all products of the set.
    package : str
        Name of the package that is generated from the set; one of the name that is installed may
        be older.

    Raises
    ------
    SchemaError
        An entry names what is a product neither of the set nor of another installed package.
    """
    found = []
    for node in nodes:
        for entry in node.entries("reference"):
            product = entry.attributes.get("product")
            if product is not None and product not in products:
                _check_installed(product, products, package, entry)
            found.append({"path": node.path, "product": product})
    return found


def _check_installed(product: str, products: Collection[str], package: str, entry: Entry) -> None:
    # Read only when it is needed: a package may be named before it is generated.
    others = (p.dictionary_folder for p in find_packages() if p.bindings != package)
    indexes = (folder / "index.json" for folder in others)
    known = set(products).union(
        *(json.loads(index.read_text())["products"] for index in indexes if index.exists())
    )
    if product not in known:
        raise SchemaError(
            f"reference to {product!r}, which no schema declares as a product",
            place=entry.place,
            remedy=near_names(product, known, "product"),
        )
