"""What a document may put in the place of what is declared: subtypes, and other elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from dpkit.schema.diff.component import Declarations, TypeUse, short, tag
from dpkit.schema.xsd.declaration import QName

__all__ = ["Subtypes", "compare_subtypes", "substitutes"]

Elements: TypeAlias = tuple[etree._Element | None, etree._Element | None]
"""The elements whose types are compared; none for types wherever they are used."""

Row = tuple[str, str, str, str]
"""Kind, old, new, and the reason why it breaks; an empty reason is no break."""

_DERIVATIONS = frozenset({"extension", "restriction"})


class Subtypes:
    """The complex types of a set of declarations that documents may name in ``xsi:type``."""

    def __init__(self, declared: Declarations) -> None:
        self.declared = declared
        self.used = _element_types(declared)
        self.below: dict[QName, dict[QName, frozenset[str]]] = defaultdict(dict)
        for name, node in declared.table("complexType").items():
            methods: set[str] = set()
            for base, method in _bases(declared, TypeUse(name, node)):
                methods.add(method)
                if base.name is not None:
                    self.below[base.name][name] = frozenset(methods)

    def of(self, type_: TypeUse, element: etree._Element | None = None) -> set[QName]:
        """Return what may be named in place of a complex type, of an element or of any."""
        if type_.name is None or type_.name not in self.declared.table("complexType"):
            return set()
        blocked = _blocked_by(type_.node) | _blocked_by(element)
        below = self.below.get(type_.name, {})
        return {name for name, methods in below.items() if not methods & blocked}


def compare_subtypes(
    before: Subtypes,
    after: Subtypes,
    old: TypeUse,
    new: TypeUse,
    elements: Elements = (None, None),
) -> Iterator[Row]:
    """Yield which types, though they are declared, can be named in ``xsi:type`` on one side only.

    Of elements that kept the name of their type, only what differs by the elements.
    """
    of_types = elements == (None, None)
    if new.builtin == "anyType" or (of_types and old.name not in before.used & after.used):
        return  # takes everything; or no element has the type
    gone, come = _differ(before, after, old, new, elements)
    if old.name != new.name:
        come = set()  # another type has other subtypes
    elif not of_types:
        told = _differ(before, after, old, new)
        gone, come = gone - told[0], come - told[1]
    if gone:
        yield "subtypes", _listed(gone), "", "a document may name it in xsi:type"
    if come:
        yield "subtypes", "", _listed(come), ""


def _differ(
    before: Subtypes, after: Subtypes, old: TypeUse, new: TypeUse, elements: Elements = (None, None)
) -> tuple[set[QName], set[QName]]:
    """Return the subtypes that both sides declare, and of which only one is usable."""
    tables = [side.declared.table("complexType") for side in (before, after)]
    both = tables[0].keys() & tables[1].keys()
    was, now = before.of(old, elements[0]), after.of(new, elements[1])
    concrete = {name for name in both if tables[0][name].get("abstract") not in {"true", "1"}}
    return (was & concrete) - now - {new.name}, (now & both) - was


def _listed(names: set[QName]) -> str:
    return ", ".join(sorted(map(short, names)))


def _element_types(declared: Declarations) -> set[QName]:
    """Return the names of the types that elements have."""
    roots = {node.getroottree() for table in declared.tables.values() for node in table.values()}
    return {
        declared.qname(node, node.get("type", ""))
        for tree in roots
        for node in tree.iter(tag("element"))
        if node.get("type")
    }


def _blocked_by(node: etree._Element | None) -> frozenset[str]:
    """Return by what nothing may be put in the place of an element or a type."""
    if node is None or node.tag == tag("simpleType"):
        return frozenset()
    usual = node.getroottree().getroot().get("blockDefault", "")
    said = frozenset(node.get("block", usual).split())
    return _DERIVATIONS | {"substitution"} if "#all" in said else said


def _bases(declared: Declarations, type_: TypeUse) -> Iterator[tuple[TypeUse, str]]:
    """Yield the types from which a complex type is derived, the nearest first, and how."""
    for kind in ("complexContent", "simpleContent"):
        for method in _DERIVATIONS:
            path = f"{tag(kind)}/{tag(method)}"
            inner = None if type_.node is None else type_.node.find(path)
            if inner is not None:
                base = declared.qname(inner, inner.get("base", ""))
                found = declared.type_named(base, inner)
                yield found, method
                yield from _bases(declared, found)


def substitutes(declared: Declarations, head: QName) -> Iterator[tuple[QName, etree._Element]]:
    """Yield an element and those that may stand in its place, but for abstract ones."""
    node = declared.table("element")[head]
    blocked = _blocked_by(node)
    for name, member in _group(declared, head):
        if name != head and ("substitution" in blocked or _is_blocked(declared, node, member)):
            continue
        if member.get("abstract") not in {"true", "1"}:
            yield name, member


def _group(declared: Declarations, head: QName) -> Iterator[tuple[QName, etree._Element]]:
    """Yield an element and all that name it, directly or not, as what they substitute."""
    yield head, declared.table("element")[head]
    for name, node in declared.table("element").items():
        group = node.get("substitutionGroup")
        if name != head and group is not None and declared.qname(node, group) == head:
            yield from _group(declared, name)


def _is_blocked(declared: Declarations, head: etree._Element, member: etree._Element) -> bool:
    """Say whether head, its type or a type between blocks how the type of a member is derived."""
    base, here = declared.type_of(head), declared.type_of(member)
    blocked = _blocked_by(head) | _blocked_by(base.node)
    found: set[str] = set()
    for above, method in () if here == base else _bases(declared, here):
        here = above
        found.add(method)
        blocked |= _blocked_by(here.node)
        if here == base:
            break
    if here != base:  # what is left are simple types, which can only be restricted
        found.add("restriction")
    return bool(found & blocked)
