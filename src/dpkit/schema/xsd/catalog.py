"""The OASIS catalog of a folder of schemas: which local file stands for an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from dpkit.errors import SchemaError

__all__ = ["Catalog", "is_remote", "read_catalog"]

NAMESPACE = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
_NAMES = {"uri": "name", "system": "systemId"}
_PREFIXES = {"rewriteURI": "uriStartString", "rewriteSystem": "systemIdStartString"}
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LOCAL = {"", "file"}


@dataclass(frozen=True, slots=True)
class Catalog:
    """Local files by the address or namespace that they stand for, and by the begin of one."""

    names: dict[str, Path] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Path | None:
        """Return the file of an address or namespace; None when the catalog has none."""
        if name in self.names:
            return self.names[name]
        fitting = [prefix for prefix in self.prefixes if name.startswith(prefix)]
        if not fitting:
            return None
        longest = max(fitting, key=len)
        return _file_of(urljoin(self.prefixes[longest], name.removeprefix(longest)))


def is_remote(address: str) -> bool:
    """Tell whether an address is one of a network, or of anything else than files."""
    return urlsplit(address).scheme.lower() not in _LOCAL or address.startswith("//")


def read_catalog(file: Path) -> Catalog:
    """Read a catalog; an empty one when there is no such file.

    Raises
    ------
    SchemaError
        It is no XML, leads to a network address, or delegates to other catalogs; names file and
        line.
    """
    catalog = Catalog()
    if not file.exists():
        return catalog
    try:
        root = etree.parse(file, etree.XMLParser(no_network=True, remove_comments=True)).getroot()
    except etree.XMLSyntaxError as error:
        raise SchemaError(f"not well-formed: {error.msg}", place=f"{file}:{error.lineno}") from None
    for node, base in _entries(root, file.resolve().as_uri()):
        _add(catalog, node, base, f"{file}:{node.sourceline}")
    return catalog


def _entries(node: etree._Element, base: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield every entry with the address that its own are relative to."""
    base = urljoin(base, node.get(_BASE, ""))
    for child in node.iterchildren(f"{{{NAMESPACE}}}*"):
        if etree.QName(child).localname == "group":
            yield from _entries(child, base)
        else:
            yield child, urljoin(base, child.get(_BASE, ""))


def _add(catalog: Catalog, node: etree._Element, base: str, place: str) -> None:
    kind = etree.QName(node).localname
    if kind in _NAMES:
        target = _local(base, node.get("uri", ""), place)
        catalog.names.setdefault(node.get(_NAMES[kind], ""), _file_of(target))
    elif kind in _PREFIXES:
        target = _local(base, node.get("rewritePrefix", ""), place)
        catalog.prefixes.setdefault(node.get(_PREFIXES[kind], ""), target)
    else:
        raise SchemaError(
            f"the catalog entry {kind!r} is not understood",
            place=place,
            remedy=f"use {', '.join([*_NAMES, *_PREFIXES])} or group",
        )


def _local(base: str, address: str, place: str) -> str:
    target = urljoin(base, address)
    if is_remote(target):
        raise SchemaError(
            f"the catalog leads to {target}, which is no file",
            place=place,
            remedy="schemas are never fetched: name a copy in the folder",
        )
    return target


def _file_of(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))
