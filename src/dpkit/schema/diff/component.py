"""The components of a set of XSD files, exactly as they are written.

The dictionary's reader flattens groups and merges facets, which is enough to describe products; a
verdict on a change needs the declarations themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlparse

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.package import META
from dpkit.schema.xsd.declaration import XS, QName
from dpkit.schema.xsd.reader import check_file, read_sources
from dpkit.schema.xsd.source import XML, SourceKey, SourceSet, load_file

__all__ = ["Declarations", "TypeUse", "tag"]

_GLOBAL = ("element", "complexType", "simpleType", "group", "attributeGroup", "attribute")


def tag(name: str) -> str:
    """Return the tag of an element of XML Schema."""
    return f"{{{XS}}}{name}"


@dataclass(frozen=True, slots=True)
class TypeUse:
    """A type as something names or holds it.

    Attributes
    ----------
    name : QName or None
        Its name; None for one that is declared where it is used.
    node : lxml.etree._Element or None
        Its declaration; None for a built-in type.
    """

    name: QName | None
    node: etree._Element | None

    @property
    def builtin(self) -> str:
        """Name of the built-in type; empty for others."""
        return self.name.name if self.name is not None and self.name.builtin else ""

    def __str__(self) -> str:
        """Return a short name for people."""
        if self.name is None:
            return "a type of its own"
        return short(self.name)


@dataclass(slots=True)
class Declarations:
    """Global components by kind and qualified name.

    Attributes
    ----------
    sources : SourceSet
        The files that they are in.
    tables : dict
        The components. A file without a namespace that is part of several has its own in each.
    adopted : dict of lxml.etree._Element to str
        The namespace of each file that has it from those that include it, by its root.
    """

    sources: SourceSet
    tables: dict[str, dict[QName, etree._Element]] = field(
        default_factory=lambda: {kind: {} for kind in _GLOBAL}
    )
    adopted: dict[etree._Element, str] = field(default_factory=dict)

    @classmethod
    def of_folder(cls, folder: Path) -> Declarations:
        """Read all schema files below a folder; ``released/`` and the vocabulary are left out.

        Raises
        ------
        SchemaError
            A file is no valid schema, or something is declared twice.
        """
        return cls._read(read_sources(folder))

    @classmethod
    def of_file(cls, file: Path) -> Declarations:
        """Read a schema file and all that it imports; raises as `of_folder` does."""
        sources = load_file(file)
        check_file(file)
        return cls._read(sources)

    @classmethod
    def _read(cls, sources: SourceSet) -> Declarations:
        declared = cls(sources)
        for path, namespace in sources.files:
            if namespace != META:
                declared._add(_parse(path), namespace)
        return declared

    def _add(self, root: etree._Element, namespace: str) -> None:
        if root.get("targetNamespace", "") != namespace:
            self.adopted[root] = namespace
        for kind in _GLOBAL:
            for node in root.iterchildren(tag(kind)):
                name = QName(namespace, node.get("name", ""))
                known = self.tables[kind].setdefault(name, node)
                if known is not node:
                    raise SchemaError(
                        f"{name.name!r} is declared in {self.place(known)} already",
                        place=self.place(node),
                        remedy="give every schema file a namespace of its own",
                    )

    def table(self, kind: str) -> dict[QName, etree._Element]:
        """Return all global components of a kind, such as ``element``."""
        return self.tables[kind]

    def find(self, kind: str, name: QName, node: etree._Element) -> etree._Element:
        """Return a global component that a node refers to.

        Raises
        ------
        SchemaError
            It is not declared.
        """
        if name not in self.tables[kind]:
            raise SchemaError(
                f"xs:{kind} {name.name!r} of {name.namespace!r} is not declared",
                place=self.place(node),
                remedy="keep all files of the schema set in one folder",
            )
        return self.tables[kind][name]

    def named_types(self) -> dict[QName, TypeUse]:
        """Return all types that have a name."""
        return {
            name: TypeUse(name, node)
            for kind in ("complexType", "simpleType")
            for name, node in self.tables[kind].items()
        }

    def type_named(self, name: QName, node: etree._Element) -> TypeUse:
        """Return the type of a name that a node gives."""
        if name.builtin:
            return TypeUse(name, None)
        kind = "complexType" if name in self.tables["complexType"] else "simpleType"
        return TypeUse(name, self.find(kind, name, node))

    def type_of(self, node: etree._Element) -> TypeUse:
        """Return the type of an element or attribute."""
        named = node.get("type")
        if named is not None:
            return self.type_named(self.qname(node, named), node)
        for kind in ("complexType", "simpleType"):
            inner = node.find(tag(kind))
            if inner is not None:
                return TypeUse(None, inner)
        head = node.get("substitutionGroup")
        if head is not None:
            return self.type_of(self.find("element", self.qname(node, head), node))
        plain = "anyType" if node.tag == tag("element") else "anySimpleType"
        return TypeUse(QName(XS, plain), None)

    def product_of(self, node: etree._Element) -> etree._Element | None:
        """Return the appinfo entry that makes a root element a product."""
        return node.find(f"{tag('annotation')}/{tag('appinfo')}/{{{META}}}product")

    def qname(self, node: etree._Element, text: str) -> QName:
        """Return the qualified name that a text means at a node."""
        prefix, _, name = text.strip().rpartition(":")
        namespace = node.nsmap.get(prefix or None)
        if namespace is None:
            # The prefix xml needs no declaration; a file without namespace means its own names.
            namespace = XML if prefix == "xml" else self.adopted.get(_root(node), "")
        return QName(namespace, name)

    def symbol(self, node: etree._Element) -> QName:
        """Return the name by which an element or attribute appears in documents."""
        schema = _root(node)
        kind = etree.QName(node).localname
        form = node.get("form", schema.get(f"{kind}FormDefault", "unqualified"))
        qualified = form == "qualified" or node.getparent() is schema
        return QName(self.namespace_of(node) if qualified else "", node.get("name", ""))

    def namespace_of(self, node: etree._Element) -> str:
        """Return the namespace to which a node declares something."""
        root = _root(node)
        return self.adopted.get(root, root.get("targetNamespace", ""))

    def source_of(self, node: etree._Element) -> SourceKey:
        """Return the file in which a node stands, and the namespace that it is part of."""
        return self.file_of(node), self.namespace_of(node)

    def file_of(self, node: etree._Element) -> Path:
        """Return the file in which a node stands."""
        return _path(node.getroottree().docinfo.URL or "")

    def place(self, node: etree._Element) -> str:
        """Return file and line of a node."""
        return f"{self.file_of(node)}:{node.sourceline}"


def short(name: QName) -> str:
    """Return a qualified name for people: the last part of the namespace, and the name."""
    if name.builtin:
        return f"xs:{name.name}"
    space = name.namespace.replace(":", "/").rstrip("/").rpartition("/")[2]
    return f"{space}:{name.name}" if space else name.name


def _root(node: etree._Element) -> etree._Element:
    return node.getroottree().getroot()


def _parse(file: Path) -> etree._Element:
    """Parse a file, which was found to be well-formed before, into a tree of its own."""
    return etree.parse(file, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()


def _path(url: str) -> Path:
    return Path(unquote(urlparse(url).path) if url.startswith("file:") else url)
