"""Read a folder of XSD files into declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.declaration import (
    META,
    XS,
    ComplexType,
    Entry,
    Field,
    QName,
    Schema,
    SchemaSet,
    SimpleType,
)

__all__ = ["read_schemas"]

_PARTICLES = {f"{{{XS}}}{name}" for name in ("sequence", "choice", "all")}


def read_schemas(folder: Path) -> SchemaSet:
    """Read every schema file below a folder.

    Parameters
    ----------
    folder : Path
        Folder of the schema package; ``meta.xsd`` and ``released/`` are left out.

    Returns
    -------
    SchemaSet
        Schemas by namespace and types by qualified name.

    Raises
    ------
    SchemaError
        A file is not a valid schema, two files share a namespace, or a construct is used that
        the house style leaves out.
    """
    schemas = SchemaSet(folder)
    for file in sorted(folder.rglob("*.xsd")):
        if file.name == "meta.xsd" or "released" in file.relative_to(folder).parts:
            continue
        _FileReader(file, schemas).read()
    _resolve_simple_bases(schemas)
    return schemas


def _resolve_simple_bases(schemas: SchemaSet) -> None:
    """Turn a base that is a simple type into the type of the text."""
    for name, declared in schemas.types.items():
        if isinstance(declared, ComplexType) and declared.base is not None:
            base = declared.base
            if base.builtin or isinstance(schemas.types.get(base), SimpleType):
                schemas.types[name] = replace(declared, base=None, text=base)


class _FileReader:
    """Reads one file into a schema set."""

    def __init__(self, file: Path, schemas: SchemaSet) -> None:
        self.file = file
        self.schemas = schemas
        try:
            self.root = etree.parse(file).getroot()
            etree.XMLSchema(file=str(file))
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            raise SchemaError(
                f"not a valid schema: {error}", place=_place_of(error, file)
            ) from None
        self.namespace = self.root.get("targetNamespace", "")

    def read(self) -> None:
        """Add the file's schema and types to the set."""
        known = self.schemas.schemas.get(self.namespace)
        if known is not None:
            raise SchemaError(
                f"namespace {self.namespace!r} is declared in {known.file} already",
                place=self._place(self.root),
                remedy="give every schema file a namespace of its own",
            )
        for child in self.root.iterchildren(f"{{{XS}}}complexType"):
            self._complex_type(child, child.get("name", ""))
        for child in self.root.iterchildren(f"{{{XS}}}simpleType"):
            self._simple_type(child, child.get("name", ""))
        roots = tuple(self._field(e, "") for e in self.root.iterchildren(f"{{{XS}}}element"))
        module = module_name(self.file.relative_to(self.schemas.folder), self.namespace)
        self.schemas.schemas[self.namespace] = Schema(
            file=self.file,
            namespace=self.namespace,
            module=module,
            roots=roots,
            documentation=_documentation(self.root),
        )

    def _place(self, node: etree._Element) -> str:
        return f"{self.file}:{node.sourceline}"

    def _qname(self, node: etree._Element, text: str) -> QName:
        prefix, _, name = text.rpartition(":")
        namespace = node.nsmap.get(prefix or None, "")
        return QName(namespace, name)

    def _refuse(self, node: etree._Element) -> SchemaError:
        name = etree.QName(node).localname
        return SchemaError(
            f"xs:{name} is not used in schemas of this kind",
            place=self._place(node),
            remedy="declare a named type with elements, attributes, sequences and choices",
        )

    def _complex_type(self, node: etree._Element, name: str) -> QName:
        qname = QName(self.namespace, name)
        content, base, restricts = node, None, False
        if node.get("mixed") in {"true", "1"}:
            raise SchemaError(
                "mixed content is not used in schemas of this kind",
                place=self._place(node),
                remedy="put the text into an element of its own",
            )
        for kind in ("complexContent", "simpleContent"):
            inner = node.find(f"{{{XS}}}{kind}")
            if inner is None:
                continue
            content = next(inner.iterchildren(f"{{{XS}}}extension", f"{{{XS}}}restriction"))
            base = self._qname(content, content.get("base", ""))
            restricts = etree.QName(content).localname == "restriction"
        self.schemas.types[qname] = ComplexType(
            name=qname,
            fields=tuple(self._fields(content, name)),
            base=base,
            restricts=restricts,
            documentation=_documentation(node),
            entries=self._entries(node),
            place=self._place(node),
        )
        return qname

    def _simple_type(self, node: etree._Element, name: str) -> QName:
        qname = QName(self.namespace, name)
        restriction = node.find(f"{{{XS}}}restriction")
        listed = node.find(f"{{{XS}}}list")
        union = node.find(f"{{{XS}}}union")
        base = item = None
        members: tuple[QName, ...] = ()
        enumeration: dict[str, str] = {}
        facets: dict[str, str] = {}
        if restriction is not None:
            base = self._qname(restriction, restriction.get("base", ""))
            for facet in restriction.iterchildren(f"{{{XS}}}*"):
                if etree.QName(facet).localname == "enumeration":
                    enumeration[facet.get("value", "")] = _documentation(facet)
                else:
                    facets[etree.QName(facet).localname] = facet.get("value", "")
        elif listed is not None:
            item = self._qname(listed, listed.get("itemType", ""))
        elif union is not None:
            members = tuple(self._qname(union, m) for m in union.get("memberTypes", "").split())
        self.schemas.types[qname] = SimpleType(
            name=qname,
            base=base,
            item=item,
            members=members,
            enumeration=enumeration,
            facets=facets,
            documentation=_documentation(node),
            entries=self._entries(node),
            place=self._place(node),
        )
        return qname

    def _fields(self, content: etree._Element, owner: str) -> Iterator[Field]:
        for child in content.iterchildren(f"{{{XS}}}*"):
            local = etree.QName(child).localname
            if child.tag in _PARTICLES:
                yield from self._particles(child, owner, 1, 1)
            elif local == "attribute":
                yield self._field(child, owner, attribute=True)
            elif local not in {"annotation", "simpleContent", "complexContent"}:
                raise self._refuse(child)

    def _particles(
        self, node: etree._Element, owner: str, minimum: int, maximum: int | None
    ) -> Iterator[Field]:
        """Yield the elements of a group, with the multiplicity that the group gives them."""
        if node.tag == f"{{{XS}}}choice":
            minimum = 0
        low, high = _occurs(node)
        minimum, maximum = minimum * low, _product(maximum, high)
        for child in node.iterchildren(f"{{{XS}}}*"):
            if child.tag in _PARTICLES:
                yield from self._particles(child, owner, minimum, maximum)
            elif etree.QName(child).localname == "element":
                yield self._field(child, owner, minimum=minimum, maximum=maximum)
            elif etree.QName(child).localname != "annotation":
                raise self._refuse(child)

    def _field(
        self,
        node: etree._Element,
        owner: str,
        *,
        attribute: bool = False,
        minimum: int = 1,
        maximum: int | None = 1,
    ) -> Field:
        name = node.get("name")
        if name is None:
            raise self._refuse(node)
        low, high = _occurs(node)
        if attribute:
            low, high = (1 if node.get("use") == "required" else 0), 1
        return Field(
            name=name,
            type=self._field_type(node, owner + name[:1].upper() + name[1:] if owner else name),
            attribute=attribute,
            minimum=minimum * low,
            maximum=_product(maximum, high),
            default=node.get("default"),
            fixed=node.get("fixed"),
            documentation=_documentation(node),
            entries=self._entries(node),
            place=self._place(node),
        )

    def _field_type(self, node: etree._Element, anonymous: str) -> QName:
        if (named := node.get("type")) is not None:
            return self._qname(node, named)
        if (inner := node.find(f"{{{XS}}}complexType")) is not None:
            return self._complex_type(inner, anonymous)
        if (inner := node.find(f"{{{XS}}}simpleType")) is not None:
            return self._simple_type(inner, anonymous)
        return QName(XS, "anyType")

    def _entries(self, node: etree._Element) -> tuple[Entry, ...]:
        found = node.iterfind(f"{{{XS}}}annotation/{{{XS}}}appinfo/*")
        return tuple(self._entry(e) for e in found if etree.QName(e).namespace == META)

    def _entry(self, node: etree._Element) -> Entry:
        return Entry(
            name=etree.QName(node).localname,
            attributes={str(k): str(v) for k, v in node.attrib.items()},
            text=" ".join((node.text or "").split()),
            children=tuple(self._entry(child) for child in node.iterchildren(f"{{{META}}}*")),
            place=self._place(node),
        )


def module_name(file: Path, namespace: str) -> str:
    """Return the dotted module that a schema's classes are generated into.

    The folder gives the package (``dpd`` is left out, products are what users import) and the
    last part of the namespace gives the module.
    """
    folders = [part for part in file.parent.parts if part != "dpd"]
    last = namespace.replace(":", "/").rstrip("/").rpartition("/")[2]
    return ".".join([*folders, last.lower()])


def _place_of(error: etree.XMLSyntaxError | etree.XMLSchemaParseError, file: Path) -> str:
    """Return the place of an error; that of a schema may lie in an imported file."""
    if isinstance(error, etree.XMLSyntaxError):
        return f"{file}:{error.lineno}"
    if len(error.error_log) == 0:
        return str(file)
    first = error.error_log[0]
    return f"{unquote(first.filename.removeprefix('file://'))}:{first.line}"


def _documentation(node: etree._Element) -> str:
    texts = node.iterfind(f"{{{XS}}}annotation/{{{XS}}}documentation")
    return "\n".join(" ".join("".join(map(str, text.itertext())).split()) for text in texts)


def _occurs(node: etree._Element) -> tuple[int, int | None]:
    high = node.get("maxOccurs", "1")
    return int(node.get("minOccurs", "1")), None if high == "unbounded" else int(high)


def _product(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left * right
