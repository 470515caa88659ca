"""The global components of a schema set, by kind and name, for what refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.xsd.declaration import XS, QName
from dpkit.schema.xsd.source import XML, SourceFile, SourceSet

__all__ = ["Component", "Components", "blocked_in", "qname_in"]

_KINDS = ("element", "attribute", "complexType", "simpleType", "group", "attributeGroup")
_BLOCKED = ("extension", "restriction", "substitution")
_TAGS = tuple(f"{{{XS}}}{kind}" for kind in _KINDS)


@dataclass(frozen=True, slots=True)
class Component:
    """A global declaration and the file that it stands in."""

    name: QName
    node: etree._Element
    file: SourceFile

    @property
    def abstract(self) -> bool:
        """Whether no document can have it, only what stands for it."""
        return self.node.get("abstract") in {"true", "1"}


def qname_in(file: SourceFile, node: etree._Element, text: str) -> QName:
    """Return the name that a prefixed text means at a place of a file."""
    prefix, _, name = text.strip().rpartition(":")
    # The prefix xml needs no declaration.
    namespace = XML if prefix == "xml" else node.nsmap.get(prefix or None)
    if namespace is None:
        # A file without namespace means its own components, wherever it is included.
        namespace = file.namespace if file.adopted and not prefix else ""
    return QName(namespace, name)


def blocked_in(file: SourceFile, node: etree._Element) -> frozenset[str]:
    """Return what may not stand for an element or type: ``extension`` and so on."""
    said = node.get("block", file.root.get("blockDefault", "")).split()
    return frozenset(_BLOCKED if "#all" in said else said)


class Components:
    """All global components of a schema set.

    Raises
    ------
    SchemaError
        A name is declared twice.
    """

    def __init__(self, sources: SourceSet) -> None:
        self._found: dict[tuple[str, QName], Component] = {}
        self._standing_in: dict[QName, list[Component]] = {}
        for file in sources.files.values():
            for node in file.root.iterchildren(*_TAGS):
                self._add(file, node)

    def _add(self, file: SourceFile, node: etree._Element) -> None:
        kind = etree.QName(node).localname
        component = Component(QName(file.namespace, node.get("name", "")), node, file)
        # Types share one set of names, whatever their kind.
        space = "type" if kind.endswith("Type") else kind
        other = self._found.setdefault((space, component.name), component)
        if other is not component:
            raise SchemaError(
                f"{kind} {component.name.name!r} is declared in {other.file.place(other.node)} "
                "already",
                place=file.place(node),
                remedy="keep one version of each schema in the folder",
            )
        if (heads := node.get("substitutionGroup")) is not None:
            head = qname_in(file, node, heads)
            self._standing_in.setdefault(head, []).append(component)

    def of_kind(self, kind: str) -> Iterator[Component]:
        """Yield the components of a kind, in the order of the files."""
        return (found for (space, _), found in self._found.items() if space == kind)

    def roots_of(self, file: SourceFile) -> Iterator[Component]:
        """Yield the global elements of a file."""
        return (found for found in self.of_kind("element") if found.file is file)

    def find(self, kind: str, name: QName, place: str) -> Component:
        """Return a component by its name.

        Raises
        ------
        SchemaError
            There is none of that kind.
        """
        found = self._found.get((kind, name))
        if found is None:
            raise SchemaError(
                f"there is no {kind} {name.name!r} in the namespace {name.namespace!r}",
                place=place,
                remedy="correct the name, or add the schema that declares it",
            )
        return found

    def standing_in(self, head: QName) -> Iterator[Component]:
        """Yield the elements that may stand for another, and those for these."""
        for component in self._standing_in.get(head, ()):
            yield component
            yield from self.standing_in(component.name)
