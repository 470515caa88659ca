"""What a type lets a document hold: text, elements in an order, attributes."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from dpkit.schema.diff.component import Declarations, TypeUse, tag
from dpkit.schema.diff.content import (
    EMPTY,
    Expression,
    all_of,
    alt,
    name,
    repeat,
    sequence,
)
from dpkit.schema.diff.substitution import substitutes
from dpkit.schema.xsd.declaration import XS, QName

__all__ = ["Leaf", "Shape", "leaf_of", "shape_of"]

_PARTICLES = {tag(kind) for kind in ("sequence", "choice", "all", "element", "group", "any")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An element or attribute of a type, with the multiplicity that its groups give it."""

    symbol: QName
    node: etree._Element
    type: TypeUse
    minimum: int
    maximum: int | None
    default: str | None
    fixed: str | None
    nillable: bool
    identities: frozenset[str]

    @property
    def occurs(self) -> str:
        """Multiplicity as text, such as ``0..1`` or ``1..*``."""
        return f"{self.minimum}..{'*' if self.maximum is None else self.maximum}"


@dataclass(slots=True, kw_only=True)
class Shape:
    """What a type lets a document hold.

    Attributes
    ----------
    text : TypeUse or None
        The simple type of its text; None when it holds elements.
    content : Expression
        Its elements in their order.
    elements, attributes : dict of QName to Leaf
        By the name in documents.
    mixed, abstract : bool
        Whether text may stand between the elements, and whether a subtype must be named.
    base : QName or None
        The type that it is derived from.
    extends : bool
        Whether it adds to that type; else it restricts it.
    inherited : set of QName
        The elements and attributes that it has from that type as they are.
    """

    text: TypeUse | None = None
    content: Expression = EMPTY
    elements: dict[QName, Leaf] = field(default_factory=dict)
    attributes: dict[QName, Leaf] = field(default_factory=dict)
    mixed: bool = False
    abstract: bool = False
    base: QName | None = None
    extends: bool = False
    inherited: set[QName] = field(default_factory=set)


def shape_of(declared: Declarations, type_: TypeUse) -> Shape:
    """Return what a type lets a document hold, with what it inherits.

    Raises
    ------
    SchemaError
        It refers to what is not declared.
    """
    node = type_.node
    if node is None or node.tag == tag("simpleType"):
        return Shape(text=type_)
    return _ShapeReader(declared).read(node)


class _ShapeReader:
    """Reads one complex type into a shape, the one it is derived from first."""

    def __init__(self, declared: Declarations) -> None:
        self.declared = declared
        self.shape = Shape()

    def read(self, node: etree._Element) -> Shape:
        for kind in ("complexContent", "simpleContent"):
            inner = node.find(tag(kind))
            if inner is not None:
                self._derive(next(inner.iterchildren(tag("extension"), tag("restriction"))))
                self.shape.mixed |= _true(inner.get("mixed"))
                break
        else:
            self._own(node)
        self.shape.mixed |= _true(node.get("mixed"))
        self.shape.abstract = _true(node.get("abstract"))
        return self.shape

    def _derive(self, node: etree._Element) -> None:
        base = self.declared.type_named(self.declared.qname(node, node.get("base", "")), node)
        inherited = Shape() if base.builtin == "anyType" else shape_of(self.declared, base)
        self.shape.text = inherited.text
        self.shape.attributes = dict(inherited.attributes)
        self.shape.base, self.shape.extends = base.name, node.tag == tag("extension")
        if self.shape.extends:
            self.shape.mixed = inherited.mixed
            self.shape.elements = dict(inherited.elements)
        elif inherited.text is not None:
            # The facets stand here, as they would in a simple type that restricts the base's.
            self.shape.text = TypeUse(None, node)
        self.shape.inherited = {*self.shape.elements, *self.shape.attributes}
        self._own(node)
        if self.shape.extends:
            self.shape.content = sequence(inherited.content, self.shape.content)

    def _own(self, node: etree._Element) -> None:
        for child in node.iterchildren(f"{{{XS}}}*"):
            if child.tag in _PARTICLES:
                self.shape.content = self._particle(child, 1, 1)
        self._attributes(node)

    def _particle(self, node: etree._Element, low: int, high: int | None) -> Expression:
        """Return the expression of a particle, and note its elements with their multiplicity."""
        own_low, own_high = _occurs(node)
        low, high = low * own_low, _product(high, own_high)
        if node.tag == tag("element"):
            inner = self._element(node, low, high)
        elif node.tag == tag("any"):
            inner = name(_wildcard(node))
        elif node.tag == tag("group"):
            reference = self.declared.qname(node, node.get("ref", ""))
            group = self.declared.find("group", reference, node)
            inner = sequence(*self._parts(group, low, high))
        elif node.tag == tag("choice"):
            inner = alt(*self._parts(node, 0, high))
        else:
            join = all_of if node.tag == tag("all") else sequence
            inner = join(*self._parts(node, low, high))
        return repeat(inner, own_low, own_high)

    def _parts(self, node: etree._Element, low: int, high: int | None) -> list[Expression]:
        return [
            self._particle(child, low, high)
            for child in node.iterchildren(f"{{{XS}}}*")
            if child.tag in _PARTICLES
        ]

    def _element(self, node: etree._Element, low: int, high: int | None) -> Expression:
        reference = node.get("ref")
        if reference is None:
            return self._note(self.declared.symbol(node), node, low, high)
        head = self.declared.qname(node, reference)
        self.declared.find("element", head, node)
        found = list(substitutes(self.declared, head))
        least = low if len(found) == 1 else 0
        return alt(*(self._note(symbol, one, least, high) for symbol, one in found))

    def _note(self, symbol: QName, node: etree._Element, low: int, high: int | None) -> Expression:
        known = self.shape.elements.get(symbol)
        if known is not None:  # the name stands twice in the model
            low, high = low + known.minimum, _total(high, known.maximum)
        self.shape.inherited.discard(symbol)
        self.shape.elements[symbol] = _leaf(self.declared, symbol, node, node, low, high)
        return name(symbol)

    def _attributes(self, node: etree._Element) -> None:
        for child in node.iterchildren(
            tag("attribute"), tag("attributeGroup"), tag("anyAttribute")
        ):
            if child.tag == tag("attributeGroup"):
                reference = self.declared.qname(child, child.get("ref", ""))
                self._attributes(self.declared.find("attributeGroup", reference, child))
            elif child.tag == tag("anyAttribute"):
                symbol = _wildcard(child)
                self.shape.attributes[symbol] = Leaf(
                    symbol=symbol,
                    node=child,
                    type=TypeUse(QName(XS, "anySimpleType"), None),
                    minimum=0,
                    maximum=None,
                    default=None,
                    fixed=None,
                    nillable=False,
                    identities=frozenset(),
                )
            else:
                self._attribute(child)

    def _attribute(self, node: etree._Element) -> None:
        reference, declaration = node.get("ref"), node
        if reference is None:
            symbol = self.declared.symbol(node)
        else:
            symbol = self.declared.qname(node, reference)
            declaration = self.declared.table("attribute").get(symbol, node)  # xml:lang has none
        self.shape.inherited.discard(symbol)
        if node.get("use") == "prohibited":
            self.shape.attributes.pop(symbol, None)
            return
        low = 1 if node.get("use") == "required" else 0
        self.shape.attributes[symbol] = _leaf(self.declared, symbol, node, declaration, low, 1)


def leaf_of(declared: Declarations, symbol: QName, node: etree._Element) -> Leaf:
    """Return a root element as a leaf that stands once."""
    return _leaf(declared, symbol, node, node, 1, 1)


def _leaf(
    declared: Declarations,
    symbol: QName,
    use: etree._Element,
    declaration: etree._Element,
    low: int,
    high: int | None,
) -> Leaf:
    return Leaf(
        symbol=symbol,
        node=declaration,
        type=declared.type_of(declaration),
        minimum=low,
        maximum=high,
        default=use.get("default", declaration.get("default")),
        fixed=use.get("fixed", declaration.get("fixed")),
        nillable=_true(declaration.get("nillable")),
        identities=frozenset(_identities(declaration)),
    )


def _identities(node: etree._Element) -> list[str]:
    found = node.iterchildren(tag("key"), tag("unique"), tag("keyref"))
    return [
        " ".join(
            [etree.QName(one).localname, one.get("name", ""), one.get("refer", "")]
            + [part.get("xpath", "") for part in one.iterchildren(tag("selector"), tag("field"))]
        )
        for one in found
    ]


def _wildcard(node: etree._Element) -> QName:
    spaces = " ".join(sorted(node.get("namespace", "##any").split()))
    return QName(spaces, f"any ({node.get('processContents', 'strict')})")


def _occurs(node: etree._Element) -> tuple[int, int | None]:
    high = node.get("maxOccurs", "1")
    return int(node.get("minOccurs", "1")), None if high == "unbounded" else int(high)


def _product(left: int | None, right: int | None) -> int | None:
    if 0 in {left, right}:
        return 0
    return None if left is None or right is None else left * right


def _total(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _true(text: str | None) -> bool:
    return text in {"true", "1"}
