"""Which documents a type can appear in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from dpkit.schema.diff.component import Declarations, TypeUse, tag
from dpkit.schema.diff.shape import shape_of
from dpkit.schema.xsd.declaration import QName

__all__ = ["derived_types", "roots_by_type"]


def roots_by_type(declared: Declarations) -> dict[QName, set[str]]:
    """Return the names of the root elements whose documents can hold a type, by type.

    A root element counts as its own type. Types that documents may name in ``xsi:type`` count,
    too, where the schema of the document imports them.
    """
    found: dict[QName, set[str]] = defaultdict(set)
    derived = derived_types(declared)
    for root, node in declared.table("element").items():
        seen = declared.sources.reached(declared.source_of(node))
        visible = {
            base: {n for n in names if declared.source_of(_complex(declared, n)) in seen}
            for base, names in derived.items()
        }
        for name in {root, *_reach(declared, declared.type_of(node), visible)}:
            found[name].add(root.name)
    return found


def derived_types(declared: Declarations) -> dict[QName, set[QName]]:
    """Return the complex types that are derived from a type directly, by that type."""
    found: dict[QName, set[QName]] = defaultdict(set)
    for name, node in declared.table("complexType").items():
        base = shape_of(declared, TypeUse(name, node)).base
        if base is not None:
            found[base].add(name)
    return found


def _complex(declared: Declarations, name: QName) -> etree._Element:
    return declared.table("complexType")[name]


def _reach(
    declared: Declarations, start: TypeUse, derived: dict[QName, set[QName]]
) -> Iterator[QName]:
    seen: set[TypeUse] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here in seen or here.builtin:
            continue
        seen.add(here)
        if here.name is not None:
            yield here.name
            named = derived.get(here.name, set())
            waiting += [TypeUse(name, _complex(declared, name)) for name in named]
        waiting += _parts(declared, here)


def _parts(declared: Declarations, here: TypeUse) -> Iterator[TypeUse]:
    """Yield the types of the elements and attributes of a type, and those that it limits."""
    if here.node is None:
        return
    if here.node.tag == tag("complexType"):
        shape = shape_of(declared, here)
        leaves = (*shape.elements.values(), *shape.attributes.values())
        yield from (leaf.type for leaf in leaves)
        if shape.base is not None:
            yield declared.type_named(shape.base, here.node)
        if shape.text is not None:
            yield shape.text
        return
    for node in here.node.iter(tag("restriction"), tag("list"), tag("union")):
        names = [node.get(key, "") for key in ("base", "itemType", "memberTypes")]
        for name in " ".join(names).split():
            yield declared.type_named(declared.qname(node, name), node)
