"""Write the generated package of schemas that were not written for this toolkit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.compilation import compile_product
from dpkit.schema.annotation.typetable import compile_types, type_id
from dpkit.schema.foreign.keyfile import KeyFile, read_keyfile
from dpkit.schema.foreign.product import ForeignProduct, foreign_products
from dpkit.schema.generation.bindings import write_bindings
from dpkit.schema.generation.dictionaryfile import assemble, name_class, write_dictionary
from dpkit.schema.package import COPIES
from dpkit.schema.xsd.copies import ALL
from dpkit.schema.xsd.declaration import SchemaSet
from dpkit.schema.xsd.reader import read_copied
from dpkit.schema.xsd.source import SourceSet

__all__ = ["write_foreign"]

_OWN_FILES = {"index", "formats"}


def write_foreign(source: Path, package: str, folder: Path) -> list[str]:
    """Write the package of a folder of schemas without ``meta.xsd``.

    Beside classes, codecs and dictionary it holds copies of the schemas in which all locations
    are relative, so that validating needs neither a catalog nor the original folder.

    Returns
    -------
    list of str
        Names of the products.

    Raises
    ------
    SchemaError
        A schema or ``keys.toml`` is wrong.
    """
    read = read_copied(source, folder / package / COPIES)
    compiled = _compile(read.schemas, read_keyfile(source), package)
    modules = _modules(read.sources, read.schemas)
    roots = write_bindings(modules, read.copies, package, folder, checked=True)
    for name in compiled["index"]["products"]:
        name_class(compiled[name], roots)
    write_dictionary(compiled, folder / package)
    return sorted(compiled["index"]["products"])


def _modules(sources: SourceSet, schemas: SchemaSet) -> dict[str, str]:
    """Return the module of each namespace; none where all classes must be in one module."""
    needs: dict[str, set[str]] = {}
    for (_, namespace), file in sources.files.items():
        others = {reference.namespace for reference in file.references}
        needs.setdefault(namespace, set()).update(others - {namespace})
    if "" in needs or any(_reaches(needs, namespace, namespace) for namespace in needs):
        return {}
    return {schema.namespace: schema.module for schema in schemas.schemas.values()}


def _reaches(needs: dict[str, set[str]], start: str, end: str) -> bool:
    waiting, seen = list(needs[start]), set[str]()
    while waiting:
        name = waiting.pop()
        if name == end:
            return True
        if name not in seen:
            seen.add(name)
            waiting += needs.get(name, ())
    return False


def _compile(schemas: SchemaSet, keyfile: KeyFile, package: str) -> dict[str, Any]:
    products: dict[str, Any] = {}
    declared = list(foreign_products(schemas, keyfile, package))
    names = {product.name for product in declared}
    for product in declared:
        if product.name in _OWN_FILES:
            raise SchemaError(
                f"no product can be named {product.name!r}",
                place=product.root.place,
                remedy="name the other root elements in keys.toml",
            )
        products[product.name] = _compile_one(product, keyfile, names, package)
    return assemble(products, keyfile.keys, {})


def _compile_one(
    product: ForeignProduct, keyfile: KeyFile, names: set[str], package: str
) -> dict[str, Any]:
    compiled = compile_product(
        product.schemas,
        keyfile.keys,
        product.schema,
        product.skeleton,
        products=names,
        package=package,
    )
    compiled["product"] |= {
        "name": product.name,
        "root": product.root.name,
        "schema": ALL,
        "type": type_id(product.schemas, product.root.type),
    }
    for storage in compiled["files"]:
        storage["name"] = product.storages[storage["path"]]
    # What the skeleton left out is described as well.
    compiled["types"] = compile_types(product.schemas, product.root.type)
    return compiled
