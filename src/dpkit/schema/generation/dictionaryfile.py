"""Write the data dictionary of a generated package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.vocabulary import KeyDeclaration
from dpkit.schema.generation.bindings import Roots

__all__ = ["assemble", "name_class", "write_dictionary"]

Json = dict[str, Any]


def assemble(
    products: Mapping[str, Json], keys: Mapping[str, KeyDeclaration], formats: Json
) -> Json:
    """Return all files of the dictionary by name: products, formats, and the index of all.

    The index shares what it says of a product with the product itself.
    """
    index = {
        "keys": {name: asdict(key) for name, key in keys.items()},
        "products": {name: product["product"] for name, product in sorted(products.items())},
    }
    return {**products, "index": index, "formats": formats}


def name_class(compiled: Json, roots: Roots) -> None:
    """Enter the root element of a product, and the module and class that it became.

    Raises
    ------
    SchemaError
        xsdata made no class of it.
    """
    product = compiled["product"]
    product.setdefault("root", product["name"])
    namespace = f"{{{product['namespace']}}}" if product["namespace"] else ""
    made = roots.get(f"{namespace}{product['root']}")
    if made is None:
        raise SchemaError(f"xsdata made no class of the root element {product['root']!r}")
    product["module"], product["class"] = made


def write_dictionary(compiled: Mapping[str, Json], package: Path) -> None:
    """Write the dictionary into the folder of a package."""
    folder = package / "dictionary"
    folder.mkdir()
    for name, content in compiled.items():
        (folder / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
