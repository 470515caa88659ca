"""The data dictionary: what the toolkit knows of each product, read when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dpkit.binding.loading import load_module
from dpkit.errors import NotFoundError, SchemaError
from dpkit.schema.package import SchemaPackage, find_packages

__all__ = [
    "Column",
    "HeaderMap",
    "KeyPath",
    "Metric",
    "ProductEntry",
    "Rule",
    "Storage",
    "Validity",
    "declared_keys",
    "file_format",
    "format_names",
    "near_names",
    "product_entry",
    "product_for_root",
    "product_names",
    "product_of_class",
    "product_summaries",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPath:
    """A place that holds a key: its XPath below the root, its type, and whether it repeats.

    The text of one element is several values where it is a list.
    """

    name: str
    path: str
    type: str
    repeated: bool
    list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """A place that names a file of the product.

    Attributes
    ----------
    name : str
        Name of the element, by which the file is opened.
    path : str
        XPath of the element below the root.
    format, format_version : str or None
        Format that the file must have.
    required, repeated : bool
        Whether a document must have the element, and may have several.
    parts : mapping of str to str
        XPath below the element of the file's name, checksum, size and so on.
    """

    name: str
    path: str
    format: str | None
    format_version: str | None
    required: bool
    repeated: bool
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMap:
    """A header keyword that must agree with a place of the document.

    One of each row of a repeated element names its row, and in ``scope`` the path below it of
    each key that stands in braces in ``hdu`` or ``key``. In the keyword of a list ``join`` stands
    between its items.
    """

    path: str
    file: str
    hdu: str
    key: str
    tolerance: float
    type: str
    row: str = ""
    scope: Mapping[str, str] = field(default_factory=dict)
    join: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A measure of quality: each row of the document gives one value with its scope of keys.

    One that is ``local`` is no column of the metric table; ``plot`` is its role there: axis, x or
    y for what is drawn unless other columns are named, or none.
    """

    name: str
    path: str
    unit: str | None
    row: str
    scope: tuple[tuple[str, str], ...]
    local: bool = False
    plot: str = "axis"
    filter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What is a column of the metric table beside metrics and keys: a number, or a text."""

    name: str
    path: str
    row: str
    plot: str
    filter: bool
    number: bool
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An XPath test that must hold at each place of a context; the empty context is the root."""

    context: str
    id: str
    severity: str
    test: str
    message: str
    repair: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How a calibration is chosen by time, and where its document proposes the time."""

    policy: str
    certify: str
    maximum_distance: str | None
    begin: str | None
    end: str | None
    instant: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEntry:
    """What the data dictionary says of one product.

    All paths are XPaths below the root element, attributes with ``@``.
    """

    name: str
    root: str
    namespace: str
    package: SchemaPackage
    schema: Path
    module: str
    class_name: str
    title: str
    custodian: str
    level: str
    version: str
    processing_function: str | None
    unique: tuple[str, ...]
    select: tuple[str, ...]
    file_name: str
    metric_table: str | None
    documentation: str
    root_type: str
    keys: tuple[KeyPath, ...]
    roles: Mapping[str, str]
    initial: Mapping[str, str]
    storages: tuple[Storage, ...]
    headers: tuple[HeaderMap, ...]
    row_headers: tuple[HeaderMap, ...]
    metrics: tuple[Metric, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    flags: tuple[str, ...]
    open_flags: tuple[str, ...]
    validity: Validity | None
    time: Mapping[str, str]
    regions: tuple[Mapping[str, str], ...]
    conventions: tuple[Mapping[str, str | None], ...]
    references: tuple[Mapping[str, str | None], ...]
    volatile: tuple[str, ...]
    states: Mapping[str, str]
    types: Mapping[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes by name: each has the data dictionary."""
        return product_entry, (self.name,)

    def load_class(self) -> type[Any]:
        """Import the generated class of the root element."""
        module = load_module(f"{self.package.bindings}.{self.module}")
        loaded: type[Any] = getattr(module, self.class_name)
        return loaded

    def is_of(self, cls: type[Any]) -> bool:
        """Tell whether a class is that of the root element."""
        home = f"{self.package.bindings}.{self.module}"
        return (cls.__module__, cls.__name__) == (home, self.class_name)

    def storage(self, name: str) -> Storage:
        """Return the storage of a name.

        Raises
        ------
        NotFoundError
            The product has no such storage.
        """
        for storage in self.storages:
            if storage.name == name:
                return storage
        known = [storage.name for storage in self.storages]
        raise NotFoundError(
            f"{self.name} has no file {name!r}",
            remedy=f"it has {', '.join(known)}" if known else "it has no files",
        )


def product_summaries() -> dict[str, dict[str, Any]]:
    """Return name, title, custodian, level and the like of every product, by name."""
    found: dict[str, dict[str, Any]] = {}
    for package in find_packages():
        for name, said in _index(package)["products"].items():
            if found.setdefault(name, said) is not said:
                raise _refuse_twice("product", name, package)
    return dict(sorted(found.items()))


def product_names() -> list[str]:
    """Return the names of all products."""
    return list(product_summaries())


@cache
def declared_keys() -> dict[str, dict[str, Any]]:
    """Return the declared keys of all schema packages, by name."""
    found: dict[str, dict[str, Any]] = {}
    for package in find_packages():
        for name, said in _index(package)["keys"].items():
            known = found.setdefault(name, said)
            if (known["type"], known["list"]) != (said["type"], said["list"]):
                raise _refuse_twice("key", name, package)
    return found


def _refuse_twice(noun: str, name: str, package: SchemaPackage) -> SchemaError:
    return SchemaError(
        f"{noun} {name!r} is declared otherwise by another schema package",
        place=package.bindings,
        remedy=f"rename the {noun}, or leave one of the packages out",
    )


@cache
def product_entry(name: str) -> ProductEntry:
    """Return what the data dictionary says of a product.

    Raises
    ------
    NotFoundError
        No schema package declares the product; names the nearest ones.
    """
    for package in find_packages():
        if name in _index(package)["products"]:
            return _entry(package, _load(package, name))
    raise NotFoundError(
        f"no product is named {name!r}", remedy=near_names(name, product_names(), "product")
    )


@cache
def product_for_root(namespace: str, name: str) -> ProductEntry:
    """Return the product of a root element.

    Raises
    ------
    NotFoundError
        No schema package declares such a root element.
    """
    known = {(said["namespace"], said["root"]): product for product, said in _summaries()}
    found = known.get((namespace, name))
    if found is not None:
        return product_entry(found)
    others = sorted(other for other, root in known if root == name)
    if others:
        raise NotFoundError(
            f"{name} is in the namespace {others[0]!r}, not {namespace!r}",
            remedy="correct the namespace of the root element",
        )
    names = [root for _, root in known]
    raise NotFoundError(f"no product is named {name!r}", remedy=near_names(name, names, "product"))


def product_of_class(cls: type[Any]) -> ProductEntry:
    """Return the product whose root element became a class.

    Raises
    ------
    NotFoundError
        The class is not that of a product.
    """
    for product, said in _summaries():
        if said["class"] == cls.__name__ and product_entry(product).is_of(cls):
            return product_entry(product)
    raise NotFoundError(
        f"{cls.__name__} is no class of a product",
        remedy=near_names(cls.__name__, product_names(), "product"),
    )


def _summaries() -> list[tuple[str, dict[str, Any]]]:
    return list(product_summaries().items())


def file_format(identifier: str) -> dict[str, Any]:
    """Return the description of a file format.

    Raises
    ------
    NotFoundError
        No schema package describes the format.
    """
    known: list[str] = []
    for package in find_packages():
        formats = _load(package, "formats")
        if identifier in formats:
            described: dict[str, Any] = formats[identifier]
            return described
        known += formats
    raise NotFoundError(
        f"no file format is named {identifier!r}", remedy=near_names(identifier, known, "format")
    )


def format_names() -> list[str]:
    """Return the ids of all file formats that are described."""
    return sorted({name for package in find_packages() for name in _load(package, "formats")})


def near_names(wanted: str, known: Iterable[str], noun: str) -> str:
    """Say which known names are nearest to a wrong one, or which there are."""
    from difflib import get_close_matches

    names = sorted(known)
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(wanted.casefold(), folded, n=3, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(folded[name] for name in near) + "?"
    return f"the {noun}s are {', '.join(names)}" if names else f"there is no {noun}"


@cache
def _load(package: SchemaPackage, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((package.dictionary_folder / f"{name}.json").read_bytes())
    return loaded


def _index(package: SchemaPackage) -> dict[str, Any]:
    return _load(package, "index")


def _entry(package: SchemaPackage, said: dict[str, Any]) -> ProductEntry:
    product = said["product"]
    return ProductEntry(
        name=product["name"],
        root=product["root"],
        namespace=product["namespace"],
        package=package,
        schema=package.schema_folder / product["schema"],
        module=product["module"],
        class_name=product["class"],
        title=product["title"],
        custodian=product["custodian"],
        level=product["level"],
        version=product["version"],
        processing_function=product["processingFunction"],
        unique=tuple(product["unique"]),
        select=tuple(product["select"]),
        file_name=product["fileName"],
        metric_table=product["metricTable"],
        documentation=product["documentation"],
        root_type=product["type"],
        keys=tuple(KeyPath(**key, list=key["path"] in said["listKeys"]) for key in said["keys"]),
        roles=said["roles"],
        initial=said["initial"],
        storages=tuple(_storage(storage) for storage in said["files"]),
        headers=tuple(HeaderMap(**header) for header in said["headers"]),
        row_headers=tuple(HeaderMap(**header) for header in said["rowHeaders"]),
        metrics=tuple(_metric(metric) for metric in said["metrics"]),
        columns=tuple(Column(**column) for column in said["columns"]),
        rules=tuple(Rule(**rule) for rule in said["rules"]),
        flags=tuple(said["flags"]),
        open_flags=tuple(said.get("openFlags", ())),
        validity=_validity(said["validity"]),
        time=said["time"],
        regions=tuple(said["regions"]),
        conventions=tuple(said["conventions"]),
        references=tuple(said["references"]),
        volatile=tuple(said["volatile"]),
        states=said["states"],
        types=said["types"],
    )


def _storage(said: dict[str, Any]) -> Storage:
    return Storage(
        name=said["name"],
        path=said["path"],
        format=said["format"],
        format_version=said["formatVersion"],
        required=said["required"],
        repeated=said["repeated"],
        parts=said["parts"],
    )


def _metric(said: dict[str, Any]) -> Metric:
    scope = tuple((key["key"], key["path"]) for key in said["scope"])
    return Metric(**{**said, "scope": scope})


def _validity(said: dict[str, Any] | None) -> Validity | None:
    if said is None:
        return None
    return Validity(
        policy=said["policy"],
        certify=said["certify"],
        maximum_distance=said["maximumDistance"],
        begin=said.get("begin"),
        end=said.get("end"),
        instant=said.get("instant"),
    )
