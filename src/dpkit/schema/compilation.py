"""Compile declarations into the entries of the data dictionary, one per product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from dpkit.binding.xpath import compile_test
from dpkit.errors import SchemaError
from dpkit.schema.declaration import ComplexType, Entry, Field, QName, Schema, SchemaSet
from dpkit.schema.expansion import Node, expand, fields_of, primitive
from dpkit.schema.vocabulary import KeyDeclaration

__all__ = ["compile_product", "product_entry"]

Json = dict[str, Any]

_FILE_PARTS = ("name", "checksum", "checksum-method", "size", "format", "format-version", "status")


def product_entry(root: Field) -> Entry | None:
    """Return the entry that makes a root element a product, if it has one."""
    return next((entry for entry in root.entries if entry.name == "product"), None)


def compile_product(
    schemas: SchemaSet, keys: Mapping[str, KeyDeclaration], schema: Schema, root: Field
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
    nodes = list(expand(schemas, root))
    files = _files(nodes)
    compiled = {
        "product": _identity(schemas, schema, root, entry),
        "keys": _keys(schemas, keys, nodes),
        "roles": _roles(nodes),
        "initial": {n.path: e.attributes["value"] for n in nodes for e in n.entries("initial")},
        "files": files,
        "headers": _headers(schemas, nodes, {storage["name"] for storage in files}),
        "metrics": _metrics(nodes),
        "rules": _rules(schemas, root, nodes),
        "flags": _flags(schemas, nodes),
        "validity": _validity(entry, nodes),
        "time": _bounds("time", nodes),
        "regions": [
            {"path": node.path, "kind": e.attributes["kind"]}
            for node in nodes
            for e in node.entries("region")
        ],
        "references": [
            {"path": node.path, "product": e.attributes.get("product")}
            for node in nodes
            for e in node.entries("reference")
        ],
        "volatile": [node.path for node in nodes if any(node.entries("volatile"))],
        "states": {
            e.attributes["name"]: node.path for node in nodes for e in node.entries("state")
        },
        "types": _types(schemas, root.type),
    }
    _check_identity(compiled, entry)
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
        "type": _type_id(schemas, root.type),
    }


def _keys(
    schemas: SchemaSet, declared: Mapping[str, KeyDeclaration], nodes: Iterable[Node]
) -> list[Json]:
    found = []
    for node in nodes:
        for entry in node.entries("key"):
            name = entry.attributes["name"]
            if name not in declared:
                raise SchemaError(f"key {name!r} is not declared in keys.xml", place=entry.place)
            if not primitive(schemas, node.field.type):
                raise SchemaError(f"key {name!r} is on an element without text", place=entry.place)
            found.append(
                {
                    "name": name,
                    "path": node.path,
                    "type": declared[name].type,
                    "repeated": node.repeated,
                }
            )
    return found


def _roles(nodes: Iterable[Node]) -> dict[str, str]:
    return {e.attributes["name"]: node.path for node in nodes for e in node.entries("role")}


def _files(nodes: Iterable[Node]) -> list[Json]:
    """Collect the storages: the element declared as one, and below it each part of its file."""
    storages: list[Json] = []
    for node in nodes:
        for entry in node.entries("file"):
            part = entry.attributes["part"]
            if part == "storage":
                storages.append(
                    {
                        "name": node.field.name,
                        "path": node.path,
                        "format": entry.attributes.get("format"),
                        "formatVersion": entry.attributes.get("formatVersion"),
                        "required": not node.optional,
                        "repeated": node.repeated,
                        "parts": {},
                    }
                )
            elif part in _FILE_PARTS:
                storage = next((s for s in storages if node.path.startswith(s["path"] + "/")), None)
                if storage is not None:
                    storage["parts"][part] = node.path.removeprefix(storage["path"] + "/")
    return storages


def _headers(schemas: SchemaSet, nodes: list[Node], storages: set[str]) -> list[Json]:
    by_path = {node.path: node for node in nodes}
    headers = []
    for node in nodes:
        for entry in node.entries("header"):
            below = entry.attributes.get("path")
            path = node.path if below is None else f"{node.path}/{below}"
            if path not in by_path:
                raise SchemaError(f"header path {path!r} does not exist", place=entry.place)
            if (file := entry.attributes["file"]) not in storages:
                raise SchemaError(f"header file {file!r} is no storage", place=entry.place)
            headers.append(
                {
                    "path": path,
                    "file": file,
                    "hdu": entry.attributes.get("hdu", "0"),
                    "key": entry.attributes["key"],
                    "tolerance": float(entry.attributes.get("tolerance", "0")),
                    "type": primitive(schemas, by_path[path].field.type),
                }
            )
    return headers


def _metrics(nodes: list[Node]) -> list[Json]:
    """Collect metrics; the scope of one is the keys beside it within its innermost repetition."""
    metrics = []
    for node in nodes:
        for entry in node.entries("metric"):
            last = max((i for i, step in enumerate(node.steps) if step.repeated), default=-1)
            row = "/".join(step.name for step in node.steps[: last + 1])
            scope = [
                {"key": e.attributes["name"], "path": other.path.removeprefix(row + "/")}
                for other in nodes
                for e in other.entries("key")
                if row and other.path.startswith(row + "/")
            ]
            metrics.append(
                {
                    "name": entry.attributes["name"],
                    "path": node.path,
                    "unit": next((e.attributes["name"] for e in node.entries("unit")), None),
                    "row": row,
                    "scope": scope,
                }
            )
    return metrics


def _rules(schemas: SchemaSet, root: Field, nodes: Iterable[Node]) -> list[Json]:
    rules = [_rule("", entry) for entry in root.entries if entry.name == "rule"]
    rules += [_rule("", entry) for entry in _type_entries(schemas, root.type)]
    for node in nodes:
        for entry in node.entries("rule"):
            raise SchemaError(
                f"rule {entry.attributes['id']!r} stands on an element",
                place=entry.place,
                remedy="declare it on the type of the element, or on the product",
            )
        rules += [_rule(node.path, entry) for entry in _type_entries(schemas, node.field.type)]
    return rules


def _type_entries(schemas: SchemaSet, name: QName) -> list[Entry]:
    declared = schemas.types.get(name)
    if declared is None:
        return []
    entries = [entry for entry in declared.entries if entry.name == "rule"]
    if isinstance(declared, ComplexType) and declared.base is not None:
        entries = _type_entries(schemas, declared.base) + entries
    return entries


def _rule(context: str, entry: Entry) -> Json:
    said = entry.attributes
    try:
        # Functions and prefixes that do not exist show only when the test is run.
        compile_test(said["test"])(etree.Element("nothing"))
    except (etree.XPathError, TypeError) as error:
        raise SchemaError(
            f"rule {said['id']!r} is not XPath 1.0: {error}", place=entry.place
        ) from None
    return {
        "context": context,
        "id": said["id"],
        "severity": said.get("severity", "error"),
        "test": said["test"],
        "message": entry.text,
        "repair": said.get("repair"),
    }


def _flags(schemas: SchemaSet, nodes: Iterable[Node]) -> list[str]:
    """Collect quality flags: elements that carry their own xpath and verdict."""
    marks = {"xpath", "flagged"}
    return [
        node.path
        for node in nodes
        if marks <= {f.name for f in fields_of(schemas, node.field.type) if f.attribute}
    ]


def _bounds(name: str, nodes: Iterable[Node]) -> dict[str, str]:
    bounds: dict[str, str] = {}
    for node in nodes:
        if node.repeated:
            continue
        for entry in node.entries(name):
            bounds.setdefault(entry.attributes["bound"], node.path)
    return bounds


def _validity(entry: Entry, nodes: Iterable[Node]) -> Json | None:
    declared = next((child for child in entry.children if child.name == "validity"), None)
    if declared is None:
        return None
    bounds = _bounds("validity", nodes)
    needed = ("begin", "end") if declared.attributes["policy"] == "valid-at" else ("instant",)
    if missing := [bound for bound in needed if bound not in bounds]:
        raise SchemaError(
            f"the product has a validity but no element holds its {' and '.join(missing)}",
            place=declared.place,
            remedy='annotate the elements with <m:validity bound="..."/>',
        )
    return {
        "policy": declared.attributes["policy"],
        "certify": declared.attributes.get("certify", "on-register"),
        "maximumDistance": declared.attributes.get("maximumDistance"),
        **bounds,
    }


def _types(schemas: SchemaSet, root: QName) -> Json:
    """Describe every type that a product reaches, each once."""
    types: Json = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if name.builtin or (identifier := _type_id(schemas, name)) in types:
            continue
        declared = schemas.types[name]
        if not isinstance(declared, ComplexType):
            types[identifier] = {
                "documentation": declared.documentation,
                "primitive": primitive(schemas, name),
                "list": declared.item is not None,
                "enumeration": declared.enumeration,
                "facets": declared.facets,
            }
            waiting += [t for t in (declared.base, declared.item, *declared.members) if t]
            continue
        fields = fields_of(schemas, name)
        types[identifier] = {
            "documentation": declared.documentation,
            "primitive": primitive(schemas, name),
            "fields": [_field(schemas, field) for field in fields],
        }
        waiting += [field.type for field in fields]
    return types


def _field(schemas: SchemaSet, field: Field) -> Json:
    said = {entry.name: entry.attributes.get("name") for entry in field.entries}
    described: Json = {
        "name": field.name,
        "type": _type_id(schemas, field.type),
        "minimum": field.minimum,
        "maximum": field.maximum,
        "documentation": field.documentation,
    }
    optional = {
        "attribute": field.attribute or None,
        "default": field.default,
        "fixed": field.fixed,
        "unit": said.get("unit"),
        "ucd": said.get("ucd"),
        "convention": said.get("convention"),
    }
    return described | {key: value for key, value in optional.items() if value is not None}


def _type_id(schemas: SchemaSet, name: QName) -> str:
    if name.builtin:
        return f"xs:{name.name}"
    return f"{schemas.schemas[name.namespace].module}:{name.name}"


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
