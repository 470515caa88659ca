"""Read the types of schemas, and their elements and attributes, into declarations."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.package import META
from dpkit.schema.xsd.component import Component, Components, blocked_in, qname_in
from dpkit.schema.xsd.declaration import (
    XS,
    ComplexType,
    Entry,
    Field,
    Particle,
    QName,
    SchemaSet,
    SimpleType,
)
from dpkit.schema.xsd.documentation import documentation_of
from dpkit.schema.xsd.facet import read_facets
from dpkit.schema.xsd.particle import elements_in, in_sequence, occurs
from dpkit.schema.xsd.source import SourceFile

__all__ = ["TypeReader"]

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
        self._waiting: deque[tuple[SourceFile, etree._Element, QName]] = deque()
        self._busy = False

    # Types

    def read_type(self, file: SourceFile, node: etree._Element, name: str) -> QName:
        """Read a complex or simple type and return its name.

        Types within types are read one after the other: nested calls would go as deep as a schema
        has types.
        """
        if (known := self._names.get((file.namespace, node))) is not None:
            return known
        qname = QName(file.namespace, name)
        while not self.schemas.strict and qname in self._open:
            qname = QName(file.namespace, qname.name + "'")
        self._names[file.namespace, node] = qname
        self._open.add(qname)
        self._waiting.append((file, node, qname))
        if not self._busy:
            self._read_waiting()
        return qname

    def _read_waiting(self) -> None:
        self._busy = True
        while self._waiting:
            file, node, name = self._waiting.popleft()
            read = self._complex if _local(node) == "complexType" else self._simple
            self.schemas.types[name] = read(file, node, name)
        self._busy = False

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
            if _local(inner) == "simpleContent" and restricts:
                text = self._narrowed(file, content, QName(name.namespace, f"{name.name}/text"))
        model = self._content(file, content, name.name)
        elements = [] if model is None else elements_in(model)
        return ComplexType(
            name=name,
            fields=tuple(in_sequence([elements, self._attributes(file, content, name.name)])),
            content=model,
            base=base,
            restricts=restricts,
            text=text,
            named=node.get("name") is not None,
            abstract=node.get("abstract") in {"true", "1"},
            blocked=blocked_in(file, node),
            documentation=documentation_of(node),
            entries=self._entries(file, node),
            place=file.place(node),
        )

    def _narrowed(self, file: SourceFile, node: etree._Element, name: QName) -> QName | None:
        """Read what a restriction of simple content says of its text, as a type of its own."""
        inner = node.find(f"{{{XS}}}simpleType")
        enumeration, facets = read_facets(node)
        if inner is not None:
            base = self.read_type(file, inner, f"{name.name}/1")
        elif enumeration or facets:
            base = qname_in(file, node, node.get("base", ""))
        else:
            return None
        self.schemas.types[name] = SimpleType(
            name=name, base=base, enumeration=enumeration, facets=facets, place=file.place(node)
        )
        return name

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
        enumeration, facets = read_facets(part)
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

    def _content(self, file: SourceFile, node: etree._Element, owner: str) -> Particle | None:
        """Read the content model of a type; None when it has none of its own."""
        models = (c for c in node.iterchildren(f"{{{XS}}}*") if _local(c) in {*_MODELS, "group"})
        return next((self._particle(file, model, owner) for model in models), None)

    def _attributes(self, file: SourceFile, node: etree._Element, owner: str) -> Iterator[Field]:
        for child in node.iterchildren(f"{{{XS}}}*"):
            local = _local(child)
            if local == "attribute":
                yield self._attribute(file, child, owner)
            elif local == "attributeGroup":
                group = self._referred(file, child, local)
                yield from self._attributes(group.file, group.node, f"@{group.name.name}")
            elif self.schemas.strict and local not in {*_MODELS, *_SKIPPED}:
                raise self._refusal(file, child)

    def _particle(self, file: SourceFile, node: etree._Element, owner: str) -> Particle:
        """Read one part of a content model: an element, a group or a wildcard."""
        kind = _local(node)
        parts: tuple[Particle, ...] = ()
        low, high = occurs(node)
        if kind == "element":
            return replace(self._element(file, node, owner), minimum=low, maximum=high)
        if kind == "group":
            group = self._referred(file, node, kind)
            inner = next(c for c in group.node.iterchildren(f"{{{XS}}}*") if _local(c) in _MODELS)
            model = self._particle(group.file, inner, f"+{group.name.name}")
            return Particle(kind="sequence", parts=(model,), minimum=low, maximum=high)
        if self.schemas.strict and kind not in _MODELS - {"all"}:
            raise self._refusal(file, node)
        if kind in _MODELS:
            children = node.iterchildren(f"{{{XS}}}*")
            parts = tuple(
                self._particle(file, c, owner) for c in children if _local(c) != "annotation"
            )
        return Particle(kind=kind, parts=parts, minimum=low, maximum=high)

    def _element(self, file: SourceFile, node: etree._Element, owner: str) -> Particle:
        """Read an element, or the choice of those that may stand where one is referred to."""
        if node.get("ref") is None:
            qualified = node.get("form") or file.root.get("elementFormDefault")
            namespace = file.namespace if qualified == "qualified" else ""
            field = self._field(file, node, owner, namespace=namespace)
            return Particle(kind="element", field=field)
        component = self._referred(file, node, "element")
        self.schemas.referenced.add(component.name)
        blocked = blocked_in(component.file, component.node)
        free = "substitution" not in blocked
        standing_in = list(self.components.standing_in(component.name)) if free else []
        self.schemas.referenced.update(other.name for other in standing_in)
        fields = [
            self._declared(other, "/", attribute=False)
            for other in (component, *standing_in)
            if not other.abstract
        ]
        parts = tuple(Particle(kind="element", field=field) for field in fields)
        if not standing_in:
            return parts[0] if parts else Particle(kind="choice")
        return Particle(kind="choice", parts=parts, head=component.name.name)

    def _attribute(self, file: SourceFile, node: etree._Element, owner: str) -> Field:
        low = 1 if node.get("use") == "required" else 0
        high = 0 if node.get("use") == "prohibited" else 1
        if node.get("ref") is None:
            qualified = node.get("form") or file.root.get("attributeFormDefault")
            namespace = file.namespace if qualified == "qualified" else ""
            field = self._field(file, node, owner, namespace=namespace, attribute=True)
            return replace(field, minimum=low, maximum=high)
        component = self._referred(file, node, "attribute")
        field = self._declared(component, "/", attribute=True)
        return replace(
            field,
            minimum=low,
            maximum=high,
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
            nillable=node.get("nillable") in {"true", "1"},
            blocked=frozenset() if attribute else blocked_in(file, node),
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


def _local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)
