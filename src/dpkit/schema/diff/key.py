"""Where products hold the keys that identify and choose them, and what keys a package declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from dpkit.schema.annotation.vocabulary import KeyDeclaration
from dpkit.schema.diff.component import Declarations, TypeUse, tag
from dpkit.schema.diff.shape import Leaf, Shape, shape_of
from dpkit.schema.package import META

__all__ = ["KeyPlaces", "compare_declared", "compare_keys", "products_by_key"]

_USES = {
    "unique": "old products get another identity",
    "select": "old products are chosen by other values",
}
"""Attributes of m:product that name keys."""

Row = tuple[str, str, str, str]
"""Kind, old, new, and the reason why it breaks; an empty reason is no break."""


class KeyPlaces:
    """Finds the elements and attributes of products, and the keys that they hold.

    Parameters
    ----------
    declared : Declarations
        The declarations in which the products are.
    """

    def __init__(self, declared: Declarations) -> None:
        self.declared = declared
        self.shapes: dict[TypeUse, Shape] = {}

    def below(self, root: etree._Element) -> dict[str, frozenset[str]]:
        """Return the names of the keys that a place holds, by its path below a root element."""
        return dict(self._below(self.declared.type_of(root), "", frozenset()))

    def _below(
        self, type_: TypeUse, path: str, above: frozenset[TypeUse]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        if type_ in above:  # a type that contains itself holds no more keys further down
            return
        if type_ not in self.shapes:
            self.shapes[type_] = shape_of(self.declared, type_)
        shape = self.shapes[type_]
        for mark, leaves in (("", shape.elements), ("@", shape.attributes)):
            for leaf in leaves.values():
                here = f"{path}{mark}{leaf.symbol.name}"
                yield here, _keys(leaf)
                yield from self._below(leaf.type, f"{here}/", above | {type_})


def _keys(leaf: Leaf) -> frozenset[str]:
    path = f"{tag('annotation')}/{tag('appinfo')}/{{{META}}}key"
    return frozenset(entry.get("name", "") for entry in leaf.node.iterfind(path))


def compare_keys(
    before: KeyPlaces, after: KeyPlaces, old: etree._Element, new: etree._Element
) -> Iterator[Row]:
    """Yield the keys that identify or choose a product on both sides, from other places."""
    entries = before.declared.product_of(old), after.declared.product_of(new)
    if entries[0] is None or entries[1] is None:
        return
    was, now = before.below(old), after.below(new)
    told: set[str] = set()
    for use, reason in _USES.items():
        used = [set(entry.get(use, "").split()) for entry in entries if entry is not None]
        for name in sorted((used[0] & used[1]) - told):
            told.add(name)
            gone, come = (_holders(side, name) for side in (was, now))
            if gone != come:
                # A place that old documents do not have takes nothing from the others.
                moved = gone - come or (come - gone) & was.keys()
                yield "key", _listed(name, gone), _listed(name, come), reason if moved else ""


def _holders(places: Mapping[str, frozenset[str]], name: str) -> set[str]:
    return {path for path, names in places.items() if name in names}


def _listed(name: str, places: set[str]) -> str:
    return f"{name} at {', '.join(sorted(places)) or 'no place'}"


def products_by_key(declared: Declarations) -> dict[str, set[str]]:
    """Return the names of the products that hold a key, by that key."""
    places, found = KeyPlaces(declared), defaultdict(set)
    for root, node in declared.table("element").items():
        if declared.product_of(node) is not None:
            for name in frozenset().union(*places.below(node).values()):
                found[name].add(root.name)
    return found


def compare_declared(
    old: Mapping[str, KeyDeclaration], new: Mapping[str, KeyDeclaration]
) -> Iterator[tuple[str, Row]]:
    """Yield the keys that two packages declare differently, and why that may break."""
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if was is not None and now is not None and _said(was) == _said(now):
            if was.documentation != now.documentation:
                yield name, ("documentation", was.documentation, now.documentation, "")
            continue
        yield name, ("key", _said(was), _said(now), _why_not(was, now))


def _why_not(old: KeyDeclaration | None, new: KeyDeclaration | None) -> str:
    if old is None:
        return ""
    if new is None:
        return "old products cannot be found by it any more"
    wider = old.type == new.type and new.list
    return "" if wider else "its values would be read otherwise"


def _said(key: KeyDeclaration | None) -> str:
    if key is None:
        return ""
    return f"{'list of ' if key.list else ''}{key.type}"
