"""The side file ``keys.toml``: what schemas that were not written for this toolkit mean to it.

It says which root elements are products and where these hold their keys, roles, times, files and
units. All becomes the entries that appinfo gives in schemas of the house style.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.annotation.vocabulary import KeyDeclaration
from dpkit.schema.dictionary import near_names
from dpkit.schema.foreign.table import Table
from dpkit.schema.xsd.declaration import Entry

__all__ = ["FILE", "KeyFile", "ProductKeys", "StorageKeys", "read_keyfile"]

FILE = "keys.toml"

ROLES = (
    "id",
    "type",
    "schema-version",
    "created",
    "software",
    "release",
    "dataset",
    "status",
    "curator",
)
PARTS = ("name", "checksum", "checksum-method", "size", "format", "format-version", "status")
KEY_TYPES = ("integer", "string")
POLICIES = ("valid-at", "latest-before", "closest")
CERTIFICATIONS = ("on-register", "manual")
BOUNDS = ("begin", "end", "instant")

_NAMED = ("title", "custodian", "level", "version", "fileName", "processingFunction")
_LISTS = ("unique", "select", "volatile")
_TABLES = ("keys", "roles", "initial", "references", "validity", "time", "files", "units")


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageKeys:
    """A file of a product: its name in the toolkit, and the path of each part."""

    name: str
    parts: dict[str, str]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductKeys:
    """What the file says of one root element.

    Attributes
    ----------
    attributes : dict
        Title, custodian and so on, as of the entry ``product``.
    validity : Entry or None
        How a calibration is chosen by time.
    placed : tuple
        Entries with the path, below the root, of the element or attribute that they are about.
    storages : tuple of StorageKeys
        The files.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    validity: Entry | None = None
    placed: tuple[tuple[str, Entry], ...] = ()
    storages: tuple[StorageKeys, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """What the file says; nothing when a folder has none."""

    file: Path
    keys: dict[str, KeyDeclaration] = field(default_factory=dict)
    products: dict[str, ProductKeys] = field(default_factory=dict)


def read_keyfile(folder: Path) -> KeyFile:
    """Read ``keys.toml`` of a folder of schemas.

    Raises
    ------
    SchemaError
        It is no TOML, or an entry is unknown or of another type; says what was expected.
    """
    file = folder / FILE
    if not file.exists():
        return KeyFile(file=file)
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SchemaError(f"not TOML: {error}", place=file) from None
    top = Table(file, "", said)
    top.check(("keys", "products"))
    keys = {name: _key(table) for name, table in top.tables("keys")}
    products = {name: _product(table, keys) for name, table in top.tables("products")}
    return KeyFile(file=file, keys=keys, products=products)


def _key(table: Table) -> KeyDeclaration:
    table.check(("type", "list", "selection", "documentation"))
    if not table.name.isidentifier():
        raise table.error(f"{table.name!r} is no name of a key", "use letters, digits and _")
    return KeyDeclaration(
        name=table.name,
        type=table.choice("type", KEY_TYPES),
        list=table.truth("list"),
        selection=table.truth("selection", absent=True),
        documentation=table.text("documentation") or "",
    )


def _product(table: Table, keys: dict[str, KeyDeclaration]) -> ProductKeys:
    table.check((*_NAMED, *_LISTS, *_TABLES))
    attributes = {name: text for name in _NAMED if (text := table.text(name)) is not None}
    attributes |= {name: " ".join(table.texts(name)) for name in ("unique", "select")}
    return ProductKeys(
        attributes=attributes,
        validity=_validity(table),
        placed=tuple(_placed(table, keys)),
        storages=tuple(_storage(name, inner) for name, inner in _storages(table)),
        place=table.place,
    )


def _placed(table: Table, keys: dict[str, KeyDeclaration]) -> Iterator[tuple[str, Entry]]:
    """Yield every entry with the path that it is about."""
    for inner, name, paths in table.paths("keys"):
        if name not in keys:
            raise inner.error(
                f"key {name!r} is not declared", near_names(name, keys, "declared key")
            )
        yield from ((path, inner.entry("key", name=name)) for path in paths)
    for inner, name, paths in table.paths("roles", ROLES):
        if len(paths) > 1:
            raise inner.error(f"role {name!r} has {len(paths)} paths", "give one")
        yield paths[0], inner.entry("role", name=name)
        if name in {"id", "created"}:
            yield paths[0], inner.entry("volatile")
    for inner, bound, paths in table.paths("time", (*BOUNDS, "duration")):
        yield from ((path, inner.entry("time", bound=bound)) for path in paths)
    for inner, product, paths in table.paths("references"):
        yield from ((path, inner.entry("reference", product=product)) for path in paths)
    for inner, path, value in table.pairs("initial"):
        yield path, inner.entry("initial", value=value)
    for inner, path, unit in table.pairs("units"):
        yield path, inner.entry("unit", name=unit)
    for path in table.texts("volatile"):
        yield path, table.entry("volatile")
    yield from _bounds(table)


def _bounds(table: Table) -> Iterator[tuple[str, Entry]]:
    for inner in table.optional("validity"):
        for bound in BOUNDS:
            if (path := inner.text(bound)) is not None:
                yield path, inner.entry("validity", bound=bound)


def _validity(table: Table) -> Entry | None:
    for inner in table.optional("validity"):
        inner.check((*BOUNDS, "policy", "certify", "maximumDistance"))
        said = {"policy": inner.choice("policy", POLICIES)}
        if inner.text("certify") is not None:
            said["certify"] = inner.choice("certify", CERTIFICATIONS)
        if (distance := inner.text("maximumDistance")) is not None:
            said["maximumDistance"] = distance
        return inner.entry("validity", **said)
    return None


def _storages(table: Table) -> Iterator[tuple[str, Table]]:
    """Yield the files; a path alone is that of the name."""
    for inner in table.optional("files"):
        for name, said in inner.said.items():
            content: Any = {"name": said} if isinstance(said, str) else said
            yield name, Table(inner.file, f"{inner.path}.{name}", content)


def _storage(name: str, table: Table) -> StorageKeys:
    table.check(PARTS)
    parts = {part: path for part in PARTS if (path := table.text(part)) is not None}
    if "name" not in parts:
        raise table.error("the path of the file's name is missing", 'give name = "..."')
    return StorageKeys(name=name, parts=parts, place=table.place)
