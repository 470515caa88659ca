"""Compile declarations into the entries of the data dictionary, one per product."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.content import check_content
from dpkit.schema.annotation.convention import compile_conventions
from dpkit.schema.annotation.derivation import Derivation
from dpkit.schema.annotation.expansion import Node, expand
from dpkit.schema.annotation.header import compile_headers
from dpkit.schema.annotation.key import check_selection, compile_keys, list_keys
from dpkit.schema.annotation.metric import check_metric_table, compile_columns, compile_metrics
from dpkit.schema.annotation.proposal import compile_bounds, compile_validity
from dpkit.schema.annotation.reference import compile_references
from dpkit.schema.annotation.region import compile_regions
from dpkit.schema.annotation.rule import compile_flags, compile_rules
from dpkit.schema.annotation.storage import compile_storages
from dpkit.schema.annotation.typetable import compile_types, type_id
from dpkit.schema.annotation.vocabulary import KeyDeclaration
from dpkit.schema.xsd.declaration import Entry, Field, Schema, SchemaSet

__all__ = ["compile_product", "product_entry"]

Json = dict[str, Any]


def product_entry(root: Field) -> Entry | None:
    """Return the entry that makes a root element a product, if it has one."""
    return next((entry for entry in root.entries if entry.name == "product"), None)


def compile_product(
    schemas: SchemaSet,
    keys: Mapping[str, KeyDeclaration],
    schema: Schema,
    root: Field,
    *,
    products: Collection[str],
    package: str,
) -> Json:
    """Compile what the toolkit needs to know of one product.

    Parameters
    ----------
    schemas : SchemaSet
        All declarations of the schema package.
    keys : mapping of str to KeyDeclaration
        The declared keys.
    schema, root
        The file and root element of the product.
    products : collection of str
        Names of all products of the set.
    package : str
        Name of the package that is generated from it.

    Returns
    -------
    dict
        The entry of the data dictionary, JSON-ready.

    Raises
    ------
    SchemaError
        An annotation contradicts another or names what does not exist.
    """
    entry = product_entry(root)
    if entry is None:
        raise SchemaError("the root element is no product", place=root.place)
    nodes = list(expand(Derivation(schemas), root))
    compiled = {
        "product": _identity(schemas, schema, root, entry),
        "keys": compile_keys(schemas, keys, nodes),
        "listKeys": list_keys(schemas, nodes),
        **_places(schemas, nodes, compile_references(nodes, products, package)),
        **_files(schemas, nodes),
        **_measures(schemas, entry, nodes),
        "rules": compile_rules(schemas, root, nodes),
        **compile_flags(schemas, root, nodes),
        "validity": compile_validity(schemas, entry, nodes),
        "time": compile_bounds("time", nodes),
        "conventions": compile_conventions(schemas, nodes),
        "types": compile_types(schemas, root.type),
    }
    check_content(schemas, nodes)
    _check_identity(compiled, entry)
    check_selection(schemas, keys, nodes, entry)
    return compiled


def _identity(schemas: SchemaSet, schema: Schema, root: Field, entry: Entry) -> Json:
    said = entry.attributes
    return {
        "name": root.name,
        "namespace": schema.namespace,
        "schema": schema.file.relative_to(schemas.folder).as_posix(),
        "module": schema.module,
        "title": said["title"],
        "custodian": said["custodian"],
        "level": said["level"],
        "version": said["version"],
        "processingFunction": said.get("processingFunction"),
        "unique": said["unique"].split(),
        "select": said.get("select", "").split(),
        "fileName": said["fileName"],
        "metricTable": said.get("metricTable"),
        "documentation": root.documentation,
        "type": type_id(schemas, root.type),
    }


def _places(schemas: SchemaSet, nodes: list[Node], references: list[Json]) -> Json:
    """Collect the entries that only name a place."""
    return {
        "roles": _by_attribute("role", "name", nodes),
        "initial": {n.path: e.attributes["value"] for n in nodes for e in n.entries("initial")},
        "regions": compile_regions(schemas, nodes),
        "references": references,
        "volatile": [node.path for node in nodes if any(node.entries("volatile"))],
        "states": _by_attribute("state", "name", nodes),
    }


def _by_attribute(kind: str, attribute: str, nodes: Iterable[Node]) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in nodes:
        for entry in node.entries(kind):
            name = entry.attributes[attribute]
            if (first := found.setdefault(name, node.path)) != node.path:
                raise SchemaError(
                    f"{kind} {name!r} is at {first} and at {node.path}",
                    place=entry.place,
                    remedy="a product has it at one place: leave out the other",
                )
    return found


def _files(schemas: SchemaSet, nodes: list[Node]) -> Json:
    files = compile_storages(nodes)
    names = {storage["name"] for storage in files}
    return {"files": files, **compile_headers(schemas, nodes, names)}


def _measures(schemas: SchemaSet, entry: Entry, nodes: list[Node]) -> Json:
    metrics, columns = compile_metrics(schemas, nodes), compile_columns(schemas, nodes)
    check_metric_table(entry.attributes.get("metricTable"), metrics, columns, entry.place)
    return {"metrics": metrics, "columns": columns}


def _check_identity(compiled: Json, entry: Entry) -> None:
    """Refuse identity, selection and file names by keys that the product does not have."""
    single = {key["name"] for key in compiled["keys"] if not key["repeated"]}
    product = compiled["product"]
    templated = {part.partition("}")[0] for part in product["fileName"].split("{")[1:]}
    for use, names in (
        ("unique", product["unique"]),
        ("select", product["select"]),
        ("fileName", sorted(templated)),
    ):
        for name in names:
            if name not in single:
                raise SchemaError(
                    f"{use} names {name!r}, which is no single-valued key of {product['name']}",
                    place=entry.place,
                    remedy=f"its single-valued keys are {', '.join(sorted(single)) or 'none'}",
                )
