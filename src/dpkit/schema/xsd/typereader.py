"""Read the types of schemas, and their elements and attributes, into declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.package import META
from dpkit.schema.xsd.component import Component, Components, qname_in
from dpkit.schema.xsd.declaration import (
    XS,
    ComplexType,
    Entry,
    Field,
    QName,
    SchemaSet,
    SimpleType,
)
from dpkit.schema.xsd.particle import in_choice, in_sequence, multiply, occurs
from dpkit.schema.xsd.source import SourceFile

__all__ = ["TypeReader", "documentation_of"]

_ANY = QName(XS, "anyType")
_ANY_SIMPLE = QName(XS, "anySimpleType")
_MODELS = {"sequence", "choice", "all"}
_SKIPPED = {"annotation", "simpleContent", "complexContent"}
_SIMPLE_PARTS = {"restriction", "list", "union"}


class TypeReader:
    """Reads types into a schema set, each once; anonymous ones get a name from where they stand.

    In a strict set what the house style leaves out is refused. In others an anonymous type is
    named by a path, such as ``/Survey/Target/@kind``, which no name of a schema can be.
    """

    def __init__(self, schemas: SchemaSet, components: Components) -> None:
        self.schemas = schemas
        self.components = components
        self._names: dict[tuple[str, etree._Element], QName] = {}
        self._open: set[QName] = set()

    # Types

    def read_type(self, file: SourceFile, node: etree._Element, name: str) -> QName:
        """Read a complex or simple type and return its name."""
        if (known := self._names.get((file.namespace, node))) is not None:
            return known
        qname = QName(file.namespace, name)
        while not self.schemas.strict and qname in self._open:
            qname = QName(file.namespace, qname.name + "'")
        self._names[file.namespace, node] = qname
        self._open.add(qname)
        read = self._complex if etree.QName(node).localname == "complexType" else self._simple
        self.schemas.types[qname] = read(file, node, qname)
        return qname

    def _complex(self, file: SourceFile, node: etree._Element, name: QName) -> ComplexType:
        content, base, text, restricts = node, None, None, False
        if self.schemas.strict and node.get("mixed") in {"true", "1"}:
            raise SchemaError(
                "mixed content is not used in schemas of this kind",
                place=file.place(node),
                remedy="put the text into an element of its own",
            )
        inner = node.find(f"{{{XS}}}simpleContent")
        inner = node.find(f"{{{XS}}}complexContent") if inner is None else inner
        if inner is not None:
            content = next(inner.iterchildren(f"{{{XS}}}extension", f"{{{XS}}}restriction"))
            base = qname_in(file, content, content.get("base", ""))
            restricts = etree.QName(content).localname == "restriction"
            if base == _ANY:
                base, restricts = None, False
            narrowed = content.find(f"{{{XS}}}simpleType")
            if narrowed is not None:
                text = self.read_type(file, narrowed, f"{name.name}/text")
        return ComplexType(
            name=name,
            fields=tuple(in_sequence([list(self._fields(file, content, name.name))])),
            base=base,
            restricts=restricts,
            text=text,
            documentation=documentation_of(node),
            entries=self._entries(file, node),
            place=file.place(node),
        )

    def _simple(self, file: SourceFile, node: etree._Element, name: QName) -> SimpleType:
        part = next(c for c in node.iterchildren(f"{{{XS}}}*") if _local(c) in _SIMPLE_PARTS)
        base = item = None
        members: tuple[QName, ...] = ()
        inner = [
            self.read_type(file, child, f"{name.name}/{number}")
            for number, child in enumerate(part.iterchildren(f"{{{XS}}}simpleType"), 1)
        ]
        if _local(part) == "restriction":
            base = self._named(file, part, "base", inner)
        elif _local(part) == "list":
            item = self._named(file, part, "itemType", inner)
        else:
            named = part.get("memberTypes", "").split()
            members = (*(qname_in(file, part, m) for m in named), *inner)
        enumeration, facets = _facets(part)
        return SimpleType(
            name=name,
            base=base,
            item=item,
            members=members,
            enumeration=enumeration,
            facets=facets,
            documentation=documentation_of(node),
            entries=self._entries(file, node),
            place=file.place(node),
        )

    def _named(
        self, file: SourceFile, node: etree._Element, attribute: str, inner: list[QName]
    ) -> QName:
        named = node.get(attribute)
        return inner[0] if named is None else qname_in(file, node, named)

    # Elements and attributes

    def read_root(self, component: Component) -> Field:
        """Read a global element."""
        return self._declared(component, "" if self.schemas.strict else "/", attribute=False)

    def _fields(self, file: SourceFile, content: etree._Element, owner: str) -> Iterator[Field]:
        for child in content.iterchildren(f"{{{XS}}}*"):
            local = _local(child)
            if local in _MODELS or local == "group":
                yield from self._particle(file, child, owner)
            elif local == "attribute":
                if child.get("use") != "prohibited":
                    yield self._attribute(file, child, owner)
            elif local == "attributeGroup":
                group = self._referred(file, child, local)
                yield from self._fields(group.file, group.node, f"@{group.name.name}")
            elif self.schemas.strict and local not in _SKIPPED:
                raise self._refusal(file, child)

    def _particle(self, file: SourceFile, node: etree._Element, owner: str) -> list[Field]:
        """Return the elements of one part of a content model, as often as they may occur."""
        local = _local(node)
        if local == "element":
            fields = self._element(file, node, owner)
        elif local == "group":
            group = self._referred(file, node, local)
            inner = next(c for c in group.node.iterchildren(f"{{{XS}}}*") if _local(c) in _MODELS)
            fields = self._particle(group.file, inner, f"+{group.name.name}")
        elif local in _MODELS:
            if local == "all" and self.schemas.strict:
                raise self._refusal(file, node)
            parts = [
                self._particle(file, child, owner)
                for child in node.iterchildren(f"{{{XS}}}*")
                if _local(child) != "annotation"
            ]
            fields = in_choice(parts) if local == "choice" else in_sequence(parts)
        else:
            if self.schemas.strict:
                raise self._refusal(file, node)
            return []
        return multiply(fields, *occurs(node))

    def _element(self, file: SourceFile, node: etree._Element, owner: str) -> list[Field]:
        if node.get("ref") is None:
            qualified = node.get("form") or file.root.get("elementFormDefault")
            namespace = file.namespace if qualified == "qualified" else ""
            return [self._field(file, node, owner, namespace=namespace)]
        component = self._referred(file, node, "element")
        self.schemas.referenced.add(component.name)
        standing_in = list(self.components.standing_in(component.name))
        self.schemas.referenced.update(other.name for other in standing_in)
        possible = [c for c in (component, *standing_in) if not c.abstract]
        return in_choice([[self._declared(other, "/", attribute=False)] for other in possible])

    def _attribute(self, file: SourceFile, node: etree._Element, owner: str) -> Field:
        low = 1 if node.get("use") == "required" else 0
        if node.get("ref") is None:
            qualified = node.get("form") or file.root.get("attributeFormDefault")
            namespace = file.namespace if qualified == "qualified" else ""
            field = self._field(file, node, owner, namespace=namespace, attribute=True)
            return replace(field, minimum=low)
        component = self._referred(file, node, "attribute")
        field = self._declared(component, "/", attribute=True)
        return replace(
            field,
            minimum=low,
            default=node.get("default", field.default),
            fixed=node.get("fixed", field.fixed),
        )

    def _referred(self, file: SourceFile, node: etree._Element, kind: str) -> Component:
        if self.schemas.strict:
            raise self._refusal(file, node)
        name = qname_in(file, node, node.get("ref", ""))
        return self.components.find(kind, name, file.place(node))

    def _declared(self, component: Component, owner: str, *, attribute: bool) -> Field:
        return self._field(
            component.file,
            component.node,
            owner,
            namespace=component.name.namespace,
            attribute=attribute,
        )

    def _field(
        self,
        file: SourceFile,
        node: etree._Element,
        owner: str,
        *,
        namespace: str,
        attribute: bool = False,
    ) -> Field:
        name = node.get("name", "")
        return Field(
            name=name,
            type=self._field_type(file, node, self._anonymous(owner, name, attribute), attribute),
            namespace=namespace,
            attribute=attribute,
            default=node.get("default"),
            fixed=node.get("fixed"),
            documentation=documentation_of(node),
            entries=self._entries(file, node),
            place=file.place(node),
        )

    def _anonymous(self, owner: str, name: str, attribute: bool) -> str:
        """Return the name of the type that is declared within an element or attribute."""
        if self.schemas.strict:
            return owner + name[:1].upper() + name[1:] if owner else name
        step = f"@{name}" if attribute else name
        return f"{owner}{step}" if owner == "/" else f"{owner}/{step}"

    def _field_type(
        self, file: SourceFile, node: etree._Element, anonymous: str, attribute: bool
    ) -> QName:
        if (named := node.get("type")) is not None:
            return qname_in(file, node, named)
        for kind in ("complexType", "simpleType"):
            if (inner := node.find(f"{{{XS}}}{kind}")) is not None:
                return self.read_type(file, inner, anonymous)
        if (head := node.get("substitutionGroup")) is not None:
            name = qname_in(file, node, head)
            return self.read_root(self.components.find("element", name, file.place(node))).type
        return _ANY_SIMPLE if attribute and not self.schemas.strict else _ANY

    # Annotations

    def _entries(self, file: SourceFile, node: etree._Element) -> tuple[Entry, ...]:
        found = node.iterfind(f"{{{XS}}}annotation/{{{XS}}}appinfo/*")
        return tuple(self._entry(file, e) for e in found if etree.QName(e).namespace == META)

    def _entry(self, file: SourceFile, node: etree._Element) -> Entry:
        return Entry(
            name=_local(node),
            attributes={str(k): str(v) for k, v in node.attrib.items()},
            text=" ".join((node.text or "").split()),
            children=tuple(self._entry(file, c) for c in node.iterchildren(f"{{{META}}}*")),
            place=file.place(node),
        )

    def _refusal(self, file: SourceFile, node: etree._Element) -> SchemaError:
        return SchemaError(
            f"xs:{_local(node)} is not used in schemas of this kind",
            place=file.place(node),
            remedy="declare a named type with elements, attributes, sequences and choices",
        )


def documentation_of(node: etree._Element) -> str:
    """Return the documentation of a component, one line for each of its paragraphs."""
    texts = node.iterfind(f"{{{XS}}}annotation/{{{XS}}}documentation")
    return "\n".join(" ".join("".join(map(str, text.itertext())).split()) for text in texts)


def _facets(node: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    """Return the values of an enumeration with their documentation, and the other facets."""
    enumeration: dict[str, str] = {}
    facets: dict[str, str] = {}
    if _local(node) == "restriction":
        for facet in node.iterchildren(f"{{{XS}}}*"):
            if _local(facet) == "enumeration":
                enumeration[facet.get("value", "")] = documentation_of(facet)
            elif "value" in facet.attrib:
                facets[_local(facet)] = facet.get("value", "")
    return enumeration, facets


def _local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)
