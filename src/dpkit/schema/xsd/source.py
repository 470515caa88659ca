"""The files of a schema set, and where each include and import leads, without any network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.xsd.catalog import Catalog, is_remote, read_catalog
from dpkit.schema.xsd.declaration import XS

__all__ = [
    "XML",
    "Reference",
    "SourceFile",
    "SourceKey",
    "SourceSet",
    "load_file",
    "load_sources",
    "schema_files",
]

SourceKey = tuple[Path, str]
"""A file and the namespace that it is part of: one without its own may be part of several."""

XML = "http://www.w3.org/XML/1998/namespace"
_LATER = ("assert", "assertion", "alternative", "openContent", "defaultOpenContent", "override")
"""What XSD 1.1 has and 1.0 has not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """An include or import: its element, the namespace that it brings, and its file."""

    node: etree._Element
    namespace: str
    file: Path | None = None

    @property
    def includes(self) -> bool:
        """Whether what it brings belongs to the namespace of the including file."""
        return etree.QName(self.node).localname == "include"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceFile:
    """A schema file as part of one namespace; a file without its own is part of its includers'."""

    path: Path
    namespace: str
    root: etree._Element
    references: list[Reference] = field(default_factory=list)

    @property
    def adopted(self) -> bool:
        """Whether the file has its namespace from the file that includes it."""
        return self.root.get("targetNamespace", "") != self.namespace

    def place(self, node: etree._Element) -> str:
        """Return file and line of an element."""
        return f"{self.path}:{node.sourceline}"


@dataclass(slots=True)
class SourceSet:
    """All files of a schema set by path and namespace, and the uppermost of each namespace."""

    folder: Path
    files: dict[SourceKey, SourceFile] = field(default_factory=dict)

    def heads(self) -> dict[str, list[SourceFile]]:
        """Return the files of each namespace that include all its others."""
        found: dict[str, list[SourceFile]] = {}
        covered: set[SourceKey] = set()
        included = {key for file in self.files.values() for key in self._included(file)}
        # Files that include each other in a ring are headed by the first of them.
        order = sorted(self.files, key=lambda key: (key in included, key))
        for key in order:
            if key not in covered:
                found.setdefault(key[1], []).append(self.files[key])
                self._cover(key, covered)
        return dict(sorted(found.items()))

    def reached(self, key: SourceKey) -> set[SourceKey]:
        """Return a file and all that it includes and imports, at any depth."""
        found: set[SourceKey] = set()
        waiting = [key]
        while waiting:
            if (here := waiting.pop()) not in found:
                found.add(here)
                for reference in self.files[here].references:
                    waiting += self._led_to(reference)
        return found

    def _led_to(self, reference: Reference) -> list[SourceKey]:
        if reference.file is not None:
            return [(reference.file, reference.namespace)]
        return [key for key in self.files if key[1] == reference.namespace]

    def _included(self, file: SourceFile) -> Iterator[SourceKey]:
        for reference in file.references:
            if reference.includes and reference.file is not None:
                yield (reference.file, file.namespace)

    def _cover(self, key: SourceKey, covered: set[SourceKey]) -> None:
        if key not in covered:
            covered.add(key)
            for below in self._included(self.files[key]):
                self._cover(below, covered)


def schema_files(folder: Path) -> list[Path]:
    """Return the schema files below a folder, without the vocabulary and released versions."""
    return [
        file
        for file in sorted(folder.rglob("*.xsd"))
        if file.name != "meta.xsd" and "released" not in file.relative_to(folder).parts
    ]


def load_sources(folder: Path, catalog: Catalog | None = None) -> SourceSet:
    """Load every schema file below a folder and all that they include and import.

    Parameters
    ----------
    folder : Path
        Folder of the schemas.
    catalog : Catalog, optional
        What addresses stand for; that of the folder by default.

    Raises
    ------
    SchemaError
        A file is no XSD 1.0 schema, redefines another, or refers to one that is not in the
        folder; names file and line. Nothing is ever fetched.
    """
    files = schema_files(folder)
    if not files:
        raise SchemaError("there is no schema file", place=folder, remedy="give a folder of .xsd")
    loader = _Loader(folder, read_catalog(folder / "catalog.xml") if catalog is None else catalog)
    loader.roots = {file.resolve(): loader.parse(file.resolve()) for file in files}
    homeless = [path for path, root in loader.roots.items() if not root.get("targetNamespace")]
    for path, root in list(loader.roots.items()):
        if path not in homeless:
            loader.load(path, root.get("targetNamespace", ""))
    for path in homeless:
        if path not in {known for known, _ in loader.sources.files}:
            loader.load(path, "")
    loader.check_imports()
    return loader.sources


def load_file(file: Path) -> SourceSet:
    """Load one schema file and all that it includes and imports, wherever that lies.

    Raises
    ------
    SchemaError
        As `load_sources`, without a catalog.
    """
    path = file.resolve()
    loader = _Loader(Path(path.anchor), Catalog())
    root = loader.roots[path] = loader.parse(path)
    loader.load(path, root.get("targetNamespace", ""))
    return loader.sources


class _Loader:
    """Follows references from file to file."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder.resolve()
        self.catalog = catalog
        self.roots: dict[Path, etree._Element] = {}
        self.sources = SourceSet(folder)

    def parse(self, path: Path) -> etree._Element:
        # Entities: the schema of XML signatures declares some; libxml2 limits what they become.
        parser = etree.XMLParser(
            no_network=True, load_dtd=False, resolve_entities="internal", huge_tree=False
        )
        try:
            root = etree.parse(path, parser).getroot()
        except etree.XMLSyntaxError as error:
            raise SchemaError(
                f"not a valid schema: {error.msg}", place=f"{path}:{error.lineno}"
            ) from None
        if root.tag != f"{{{XS}}}schema":
            raise SchemaError("not a valid schema: the root is no xs:schema", place=f"{path}:1")
        _refuse_later(root, path)
        return root

    def load(self, path: Path, namespace: str) -> None:
        """Add a file to a namespace, and what it refers to."""
        if (path, namespace) in self.sources.files:
            return
        root = self.roots.get(path)
        if root is None:
            root = self.roots[path] = self.parse(path)
        file = SourceFile(path=path, namespace=namespace, root=root)
        self.sources.files[path, namespace] = file
        for node in root.iterchildren(f"{{{XS}}}include", f"{{{XS}}}import"):
            reference = self._reference(file, node)
            file.references.append(reference)
            if reference.file is not None:
                self.load(reference.file, reference.namespace)

    def _reference(self, file: SourceFile, node: etree._Element) -> Reference:
        includes = etree.QName(node).localname == "include"
        wanted = file.namespace if includes else node.get("namespace", "")
        found = self._find(file, node, None if includes else wanted)
        if found is not None:
            if found not in self.roots:
                self.roots[found] = self.parse(found)
            own = self.roots[found].get("targetNamespace", "" if not includes else wanted)
            if own != wanted:
                raise SchemaError(
                    f"{found.name} has the namespace {own!r}, not {wanted!r}",
                    place=file.place(node),
                    remedy="correct the location or the namespace",
                )
        return Reference(node=node, namespace=wanted, file=found)

    def _find(self, file: SourceFile, node: etree._Element, namespace: str | None) -> Path | None:
        """Return the file that a reference leads to; None for a namespace without location."""
        location = node.get("schemaLocation")
        if location is not None and (named := self.catalog.find(location)) is not None:
            return self._existing(file, node, named)
        address = "" if location is None else urljoin(file.path.as_uri(), location)
        if address and not is_remote(address):
            return self._existing(file, node, Path(unquote(urlsplit(address).path)))
        if namespace and (named := self.catalog.find(namespace)) is not None:
            return self._existing(file, node, named)
        if namespace == XML and (not address or urlsplit(address).netloc == "www.w3.org"):
            return self._schema_of_xml()
        if not address:
            return None
        raise SchemaError(
            f"{location} is a network address, and schemas are never fetched",
            place=file.place(node),
            remedy=f'put a copy into the folder and <uri name="{location}" uri="..."/> '
            "into its catalog.xml",
        )

    def _existing(self, file: SourceFile, node: etree._Element, path: Path) -> Path:
        path = path.resolve()
        if not path.is_file():
            raise SchemaError(
                f"there is no schema {path}",
                place=file.place(node),
                remedy="correct the location, or name the file in catalog.xml",
            )
        if not path.is_relative_to(self.folder):
            raise SchemaError(
                f"{path} lies outside the folder of the schemas",
                place=file.place(node),
                remedy="give the folder that holds all schemas",
            )
        return path

    def _schema_of_xml(self) -> Path | None:
        """Return the schema of ``xml:lang`` and its like, of which xsdata brings a copy."""
        own = [p for p, r in self.roots.items() if r.get("targetNamespace") == XML]
        if own:
            return own[0]
        spec = find_spec("xsdata")
        copy = None if spec is None or spec.origin is None else Path(spec.origin).parent
        return None if copy is None else copy / "schemas" / "xml.xsd"

    def check_imports(self) -> None:
        """Refuse imports without location of namespaces that no file has."""
        known = {namespace for _, namespace in self.sources.files}
        for file in self.sources.files.values():
            for reference in file.references:
                if reference.namespace not in known:
                    raise SchemaError(
                        f"no schema of the namespace {reference.namespace!r} is in the folder",
                        place=file.place(reference.node),
                        remedy=f'add one, or <uri name="{reference.namespace}" uri="..."/> to '
                        "catalog.xml",
                    )


def _refuse_later(root: etree._Element, path: Path) -> None:
    for node in root.iter(f"{{{XS}}}redefine", *(f"{{{XS}}}{name}" for name in _LATER)):
        name = etree.QName(node).localname
        said = "is not supported" if name == "redefine" else "is XSD 1.1, which is not supported"
        raise SchemaError(
            f"xs:{name} {said}",
            place=f"{path}:{node.sourceline}",
            remedy="derive a type of another name"
            if name == "redefine"
            else "say it in XSD 1.0, without it",
        )
