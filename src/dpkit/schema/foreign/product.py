"""Turn a side file and the schemas it is about into products that can be compiled.

For each product a skeleton of its types is made that holds the paths named in the file and
nothing else, with the entries on its fields. One type may stand at many places of a document, and
a path is about one of them; and a schema may be recursive, so that its paths cannot all be listed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dpkit.errors import SchemaError
from dpkit.schema.annotation.content import check_unit
from dpkit.schema.annotation.expansion import text_of
from dpkit.schema.annotation.unit import UnitList
from dpkit.schema.dictionary import near_names
from dpkit.schema.foreign.keyfile import KeyFile, ProductKeys, StorageKeys
from dpkit.schema.foreign.keypath import annotate, follow
from dpkit.schema.xsd.declaration import (
    ComplexType,
    Entry,
    Field,
    QName,
    Schema,
    SchemaSet,
    SimpleType,
)

__all__ = ["ForeignProduct", "foreign_products"]

Types = dict[QName, ComplexType | SimpleType]

_TEXT = "text()"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignProduct:
    """A root element as a product.

    Attributes
    ----------
    name : str
        Name of the product: that of the root element, with its module where several have it.
    schema, root
        Namespace and root element.
    schemas, skeleton
        The declarations with the skeleton, and its root, ready to be compiled.
    storages : dict
        Name of each file by the path of its element.
    """

    name: str
    schema: Schema
    root: Field
    schemas: SchemaSet
    skeleton: Field
    storages: dict[str, str]


@dataclass(slots=True)
class _Place:
    """What is said of one place, and the places below it."""

    declared: Field | None = None
    entries: list[Entry] = field(default_factory=list)
    below: dict[str, _Place] = field(default_factory=dict)


def foreign_products(
    schemas: SchemaSet, keyfile: KeyFile, package: str
) -> Iterator[ForeignProduct]:
    """Yield the products of a set of schemas without appinfo.

    Parameters
    ----------
    schemas : SchemaSet
        The declarations; fields get the units that the file names.
    keyfile : KeyFile
        What the file says; without any product, every root element of a complex type that no
        other refers to is one, or if there is none, every one of a complex type.
    package : str
        Name of the package, which is the custodian unless the file says otherwise.

    Raises
    ------
    SchemaError
        The file names a root element, path or unit that does not exist.
    """
    roots = _named_roots(schemas)
    nothing = ProductKeys(place=str(keyfile.file))
    said = keyfile.products or dict.fromkeys(_default(schemas, roots), nothing)
    for name, keys in said.items():
        if name not in roots:
            raise SchemaError(
                f"there is no root element {name!r}",
                place=keys.place,
                remedy=near_names(name, roots, "root element"),
            )
        _set_units(schemas, roots[name][1], keys)
    for name, keys in said.items():
        schema, root = roots[name]
        yield _product(schemas, name, schema, root, _entry(name, schema, keys, package), keys)


def _named_roots(schemas: SchemaSet) -> dict[str, tuple[Schema, Field]]:
    """Return the root elements by name, with the module where two namespaces have one."""
    every = [(schema, root) for schema in schemas.schemas.values() for root in schema.roots]
    names = [root.name for _, root in every]
    return {
        root.name if names.count(root.name) == 1 else f"{schema.module}.{root.name}": (schema, root)
        for schema, root in every
    }


def _default(schemas: SchemaSet, roots: dict[str, tuple[Schema, Field]]) -> list[str]:
    composed = {
        name: QName(schema.namespace, root.name)
        for name, (schema, root) in roots.items()
        if isinstance(schemas.types.get(root.type), ComplexType)
    }
    top = [name for name, qname in composed.items() if qname not in schemas.referenced]
    return top or list(composed)


def _entry(name: str, schema: Schema, keys: ProductKeys, package: str) -> Entry:
    """Return the entry of a product, with defaults for what the file does not say."""
    attributes = {
        "title": name,
        "custodian": package,
        "level": "product",
        "version": (schema.version or "").strip() or "1.0",
        "unique": "",
        "fileName": name,
    }
    children = () if keys.validity is None else (keys.validity,)
    return Entry(
        name="product", attributes=attributes | keys.attributes, children=children, place=keys.place
    )


def _set_units(schemas: SchemaSet, root: Field, keys: ProductKeys) -> None:
    for path, entry in keys.placed:
        if entry.name == "unit":
            UnitList().check(entry.attributes["name"], entry.place)
            steps = follow(schemas, root, path, entry.place)
            check_unit(schemas, path, steps[-1].type, entry)
            annotate(schemas, steps[-2] if len(steps) > 1 else root, steps[-1], entry)


def _product(
    schemas: SchemaSet, name: str, schema: Schema, root: Field, entry: Entry, keys: ProductKeys
) -> ForeignProduct:
    top = _Place()
    for path, placed in keys.placed:
        if placed.name != "unit":
            _put(top, follow(schemas, root, path, placed.place), placed)
    storages = {_put_storage(schemas, root, top, storage): storage for storage in keys.storages}
    if len(storages) < len(keys.storages):
        raise SchemaError("two files are at one path", place=keys.place, remedy="give each its own")
    types = dict(schemas.types)
    skeleton = _skeleton(schemas, types, root.type, top, QName(schema.namespace, f"~{root.name}"))
    return ForeignProduct(
        name=name,
        schema=schema,
        root=root,
        schemas=replace(schemas, types=types),
        skeleton=replace(root, type=skeleton, entries=(entry,)),
        storages={path: storage.name for path, storage in storages.items()},
    )


def _put(top: _Place, steps: tuple[Field, ...], entry: Entry) -> None:
    place = top
    for step in steps:
        name = f"@{step.name}" if step.attribute else step.name
        place = place.below.setdefault(name, _Place(declared=step))
    place.entries.append(entry)


def _put_storage(schemas: SchemaSet, root: Field, top: _Place, storage: StorageKeys) -> str:
    """Put the entries of a file, and return the path of the element that holds all its parts."""
    path = _common(storage)
    steps = follow(schemas, root, path, storage.place)
    _put(top, steps, _file(storage, "storage"))
    for part, full in storage.parts.items():
        below = follow(schemas, root, full, storage.place)
        if full == path:
            text = text_of(schemas, steps[-1].type) or steps[-1].type
            below = (*steps, Field(name=_TEXT, type=text))
        _put(top, below, _file(storage, part))
        # The text of the element goes with it: only elements and attributes can be left out.
        _put(top, steps if full == path else below, replace(_file(storage, part), name="volatile"))
    return path


def _common(storage: StorageKeys) -> str:
    elements = [_element(path) for path in storage.parts.values()]
    common = posixpath.commonpath(elements) if all(elements) else ""
    if not common:
        raise SchemaError(
            "the parts of a file are not within one element below the root",
            place=storage.place,
            remedy="give paths such as Files/Image/Name and Files/Image/Checksum",
        )
    return common


def _element(path: str) -> str:
    parent, _, last = path.rpartition("/")
    return parent if last.startswith("@") else path


def _file(storage: StorageKeys, part: str) -> Entry:
    return Entry(name="file", attributes={"part": part}, place=storage.place)


def _skeleton(
    schemas: SchemaSet, types: Types, original: QName, place: _Place, name: QName
) -> QName:
    """Declare a type that has only the fields that something is said of, and return its name."""
    if not place.below and not isinstance(schemas.types.get(original), ComplexType):
        return original
    fields = []
    for step, below in place.below.items():
        if (declared := below.declared) is not None:
            inner = QName(name.namespace, f"{name.name}/{step}")
            kind = _skeleton(schemas, types, declared.type, below, inner)
            fields.append(replace(declared, type=kind, entries=tuple(below.entries)))
    types[name] = ComplexType(name=name, fields=tuple(fields), text=text_of(schemas, original))
    return name
