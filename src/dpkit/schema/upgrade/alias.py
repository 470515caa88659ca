"""What older documents say otherwise: renamed namespaces, and no version at all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.package import META, SchemaPackage, find_packages, package_folder
from dpkit.schema.upgrade.change import Change

__all__ = ["default_version", "namespace_aliases", "resolve_aliases"]

FOLDER = "upgrades"
"""Folder of the steps and of what else older documents say otherwise."""
_CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_typed = etree.XPath("//*[@xsi:type]", namespaces={"xsi": _XSI_TYPE[1:].partition("}")[0]})


@cache
def default_version(package: SchemaPackage) -> str | None:
    """Return the schema version of documents of a package that say none; None: the newest."""
    return _catalog(package_folder(package.schemas))[0]


@cache
def namespace_aliases() -> dict[str, str]:
    """Return the old beginnings of namespaces and what they are now, of all schema packages."""
    found: dict[str, str] = {}
    for package in find_packages():
        found |= _catalog(package_folder(package.schemas))[1]
    return found


def resolve_aliases(root: etree._Element) -> tuple[etree._Element, list[Change]]:
    """Give a root element of an old namespace the new one, and what refers to it in xsi:type.

    Other elements have no namespace of their own (``elementFormDefault`` is unqualified), so
    nothing else needs it.

    Returns
    -------
    root : lxml.etree._Element
        The root element, a new one when its namespace is old.
    changes : list of Change
        One for the namespace when it was renamed.
    """
    namespace, _, name = str(root.tag).rpartition("}")
    old = namespace[1:]
    new = _renamed(old)
    if new == old:
        return root, []
    root = _rebuild(root, f"{{{new}}}{name}")
    for node in _typed(root):
        prefix = node.get(_XSI_TYPE, "").strip().rpartition(":")[0] or None
        space = node.nsmap.get(prefix, "")
        if node is not root and _renamed(space) != space:
            _rebuild(node, node.tag)
    return root, [Change(kind="renamed", path=".", old=old, new=new, step="namespace alias")]


def _renamed(namespace: str) -> str:
    for start, present in namespace_aliases().items():
        if namespace.startswith(start):
            return present + namespace.removeprefix(start)
    return namespace


def _rebuild(node: etree._Element, tag: str) -> etree._Element:
    """Put a copy with new prefixes in the place of an element: lxml cannot change them."""
    spaces = {prefix: _renamed(space) for prefix, space in node.nsmap.items()}
    fresh = etree.Element(tag, dict(node.attrib), nsmap=spaces)
    fresh.text, fresh.tail = node.text, node.tail
    fresh.sourceline = node.sourceline  # type: ignore[misc]  # lxml can set it, its stubs say no
    parent = node.getparent()
    if parent is not None:
        parent.replace(node, fresh)
    fresh.extend(list(node))
    return fresh


@cache
def _catalog(schemas: Path) -> tuple[str | None, dict[str, str]]:
    file = schemas / FOLDER / "catalog.xml"
    if not file.exists():
        return None, {}
    try:
        root = etree.parse(file).getroot()
    except etree.XMLSyntaxError as error:
        raise SchemaError(f"not well-formed: {error.msg}", place=f"{file}:{error.lineno}") from None
    aliases = {}
    for node in root.iterchildren(f"{_CATALOG}rewriteURI"):
        start, present = node.get("uriStartString"), node.get("rewritePrefix")
        if not start or not present:
            raise SchemaError(
                "a renamed namespace has two names",
                place=f"{file}:{node.sourceline}",
                remedy="give uriStartString and rewritePrefix",
            )
        aliases[start] = present
    return root.get(f"{{{META}}}defaultVersion"), aliases
