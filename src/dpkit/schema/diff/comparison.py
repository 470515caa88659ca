"""Compare the declarations of two versions of a set of schemas, type by type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dpkit.schema.diff.annotation import compare_annotations, documentation
from dpkit.schema.diff.component import Declarations, TypeUse, short
from dpkit.schema.diff.content import counterexample
from dpkit.schema.diff.key import KeyPlaces, compare_keys
from dpkit.schema.diff.leaf import compare_leaves, compare_multiplicity
from dpkit.schema.diff.reach import derived_types
from dpkit.schema.diff.rename import Candidate, guess_renames
from dpkit.schema.diff.shape import Leaf, Shape, leaf_of, shape_of
from dpkit.schema.diff.simple import values_of
from dpkit.schema.diff.substitution import Subtypes, compare_subtypes
from dpkit.schema.diff.value import compare_values
from dpkit.schema.diff.wildcard import compare_wildcards, relaxed
from dpkit.schema.xsd.declaration import QName

__all__ = ["Comparison", "Row"]

_STRUCTURE = {"added", "removed", "renamed", "multiplicity"}


class Place(NamedTuple):
    """Where something differs: the types or root elements that own it, and the path below."""

    owners: tuple[QName, ...]
    path: str = ""

    def below(self, leaf: Leaf, *, attribute: bool = False) -> Place:
        """Return the place of an element or attribute of this place."""
        step = f"@{leaf.symbol.name}" if attribute else leaf.symbol.name
        return self._replace(path=f"{self.path}/{step}" if self.path else step)


class Row(NamedTuple):
    """One difference; an empty reason is no break."""

    owners: tuple[QName, ...]
    path: str
    kind: str
    old: str
    new: str
    reason: str


class Comparison:
    """Walks two sets of declarations side by side.

    Parameters
    ----------
    old, new : Declarations
        What to compare.
    """

    def __init__(self, old: Declarations, new: Declarations) -> None:
        self.old, self.new = old, new
        self.types = old.named_types(), new.named_types()
        self.keys = KeyPlaces(old), KeyPlaces(new)
        self.subtypes = Subtypes(old), Subtypes(new)
        self.named: dict[QName, list[Row]] = {}
        self.open: set[tuple[TypeUse, TypeUse]] = set()

    def rows(self) -> Iterator[Row]:
        """Yield all differences: of named types, then of root elements."""
        before, after = self.types
        for name in _sorted(before.keys() & after.keys()):
            yield from self._named(name)
        yield from self._type_names(before, after)
        roots = self.old.table("element"), self.new.table("element")
        for name in _sorted(roots[0].keys() & roots[1].keys()):
            pair = leaf_of(self.old, name, roots[0][name]), leaf_of(self.new, name, roots[1][name])
            yield from self._leaf(*pair, Place((name,)))
            keys = compare_keys(*self.keys, roots[0][name], roots[1][name])
            yield from _at(Place((name,)), keys)
        yield from self._root_names()

    def _named(self, name: QName) -> list[Row]:
        """Return the differences of a type that has the same name on both sides."""
        if name not in self.named:
            before, after = self.types
            self.named[name] = []  # a type that contains itself is compared once
            pair, place = (before[name], after[name]), Place((name,))
            subtypes = _at(place, compare_subtypes(*self.subtypes, *pair))
            self.named[name] = [*self._type(*pair, place), *subtypes]
        return self.named[name]

    def _type_names(
        self, before: Mapping[QName, TypeUse], after: Mapping[QName, TypeUse]
    ) -> Iterator[Row]:
        usable = _substitutable(self.old)
        gone = {name: _candidate(name, before[name]) for name in before.keys() - after.keys()}
        new = {name: _candidate(name, after[name]) for name in after.keys() - before.keys()}
        reason = "a document may name it in xsi:type"
        for row in _names(gone, new, {name: reason if name in usable else "" for name in gone}):
            yield Row(row.owners, "", f"type {row.kind}", row.old, row.new, row.reason)

    def _root_names(self) -> Iterator[Row]:
        before, after = self.old.table("element"), self.new.table("element")
        gone = {
            name: Candidate(name, "", documentation(before[name]))
            for name in before.keys() - after.keys()
        }
        new = {
            name: Candidate(name, "", documentation(after[name]))
            for name in after.keys() - before.keys()
        }
        yield from _names(gone, new, dict.fromkeys(gone, "old documents have no schema"))

    def _type(self, old: TypeUse, new: TypeUse, place: Place) -> Iterator[Row]:
        if old.node is not None and new.node is not None:
            yield from _at(place, compare_annotations(old.node, new.node))
        before, after = shape_of(self.old, old), shape_of(self.new, new)
        if after.text is not None and after.text.builtin == "anyType":
            return  # takes everything
        yield from _at(place, compare_wildcards(before, after))
        before = relaxed(before, after)
        yield from _flags(before, after, place)
        if (before.text is None) != (after.text is None):
            kinds = ["elements" if shape.text is None else "text" for shape in (before, after)]
            yield Row(*place, "content", kinds[0], kinds[1], "old documents have the other")
        else:
            yield from self._text(before, after, place)
            yield from self._elements(before, after, place)
        yield from self._leaves(before, after, place, attributes=True)

    def _text(self, before: Shape, after: Shape, place: Place) -> Iterator[Row]:
        if before.text is None or after.text is None:
            return
        if not (_same_base(before, after) and after.extends):
            old, new = values_of(self.old, before.text), values_of(self.new, after.text)
            yield from _at(place, compare_values(old, new))

    def _elements(self, before: Shape, after: Shape, place: Place) -> Iterator[Row]:
        lost = _lost(before, after)
        rows = list(self._leaves(before, after, place, attributes=False))
        structure = [row for row in rows if row.kind in _STRUCTURE and row.reason]
        told = self._rows_of_base(before, after)
        if lost is None:  # whatever moved: every old content is one of the new ones
            rows = [row._replace(reason="") if row in structure else row for row in rows]
            known = told or any(row.kind in _STRUCTURE for row in rows)
            gained = None if known or before.content == after.content else _lost(after, before)
            if gained is not None:
                rows.append(Row(*place, "order", "", "more contents", ""))
        elif not structure and not any(row.reason for row in told):
            rows.append(Row(*place, "order", "", "", lost))
        yield from rows

    def _rows_of_base(self, before: Shape, after: Shape) -> list[Row]:
        """Return the differences of structure of the type that both extend, told there."""
        if before.base is None or not (_same_base(before, after) and after.extends):
            return []
        rows = self._named(before.base) if before.base in self.types[0] else []
        return [row for row in rows if row.kind in {*_STRUCTURE, "order"}]

    def _leaves(
        self, before: Shape, after: Shape, place: Place, *, attributes: bool
    ) -> Iterator[Row]:
        old = before.attributes if attributes else before.elements
        new = after.attributes if attributes else after.elements
        told = _told_by_base(before, after)
        for symbol in old:
            if symbol in new and symbol not in told:
                pair = old[symbol], new[symbol]
                there = place.below(pair[1], attribute=attributes)
                yield from _at(there, compare_multiplicity(*pair))
                yield from self._leaf(*pair, there)
        gone = {s: leaf for s, leaf in old.items() if s not in new and s not in told}
        come = {s: leaf for s, leaf in new.items() if s not in old and s not in told}
        pairs = guess_renames(*(map(_leaf_candidate, side.values()) for side in (gone, come)))
        for symbol, leaf in gone.items():
            there = place.below(leaf, attribute=attributes)
            if symbol in pairs:
                yield Row(*there, "renamed", *_labels(symbol, pairs[symbol]), _RENAMED)
                yield from self._leaf(leaf, new[pairs[symbol]], there)
            else:
                yield Row(*there, "removed", str(leaf.type), "", "old documents may have it")
        for symbol in come.keys() - pairs.values():
            leaf = come[symbol]
            reason = "old documents lack it" if leaf.minimum > 0 else ""
            there = place.below(leaf, attribute=attributes)
            yield Row(*there, "added", "", f"{leaf.type} {leaf.occurs}", reason)

    def _leaf(self, old: Leaf, new: Leaf, place: Place) -> Iterator[Row]:
        yield from _at(place, compare_leaves(old, new))
        pair = old.type, new.type
        yield from _at(place, compare_subtypes(*self.subtypes, *pair, (old.node, new.node)))
        if (pair[0].name is not None and pair[0].name == pair[1].name) or pair in self.open:
            return  # compared under its own name, or being compared
        self.open.add(pair)
        rows = list(self._type(*pair, place))
        self.open.remove(pair)
        if pair[0].name is not None or pair[1].name is not None:
            reason = next((row.reason for row in rows if row.reason), "")
            yield Row(*place, "type", *_type_labels(*pair), reason)
            rows = [row for row in rows if (row.kind, row.path) != ("type", place.path)]
        yield from rows


_RENAMED = "old documents have the old name; that it is the same is a guess"


def _names(
    gone: Mapping[QName, Candidate], new: Mapping[QName, Candidate], reasons: Mapping[QName, str]
) -> Iterator[Row]:
    """Yield what has another name, is gone or is new, of types or root elements."""
    pairs = guess_renames(gone.values(), new.values())
    for name in _sorted(gone):
        if name in pairs:
            labels = _labels(name, pairs[name])
            yield Row((name, pairs[name]), "", "renamed", *labels, reasons[name] and _RENAMED)
        else:
            yield Row((name,), "", "removed", short(name), "", reasons[name])
    for name in _sorted(new.keys() - pairs.values()):
        yield Row((name,), "", "added", "", short(name), "")


def _at(place: Place, found: Iterable[tuple[str, str, str, str]]) -> Iterator[Row]:
    return (Row(*place, *one) for one in found)


def _flags(before: Shape, after: Shape, place: Place) -> Iterator[Row]:
    if before.mixed != after.mixed:
        reason = "" if after.mixed else "old documents may have text between elements"
        yield Row(*place, "content", _mixed(before), _mixed(after), reason)
    if before.abstract != after.abstract:
        reason = "a subtype must be named" if after.abstract else ""
        yield Row(*place, "abstract", str(before.abstract), str(after.abstract), reason)


def _mixed(shape: Shape) -> str:
    return "elements and text" if shape.mixed else "elements"


def _lost(before: Shape, after: Shape) -> str | None:
    """Describe an old content that is none of the new ones; None when there is none."""
    try:
        found = counterexample(before.content, after.content)
    except OverflowError:
        return "the content models are too large to be compared"
    if found is None:
        return None
    names = " ".join(symbol.name for symbol in found)
    return f"the content {names!r} is no longer valid"


def _same_base(before: Shape, after: Shape) -> bool:
    return before.base is not None and (before.base, before.extends) == (after.base, after.extends)


def _told_by_base(before: Shape, after: Shape) -> set[QName]:
    """Return the names whose differences are told where the type is that both derive from."""
    if not _same_base(before, after):
        return set()
    both = before.inherited & after.inherited
    return both | before.inherited | after.inherited if after.extends else both


def _substitutable(declared: Declarations) -> set[QName]:
    """Return the types that documents may name in place of another type."""
    found: set[QName] = set()
    derived = derived_types(declared)
    waiting = [name for name in derived if name in declared.table("complexType")]
    while waiting:
        new = derived.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _candidate(name: QName, type_: TypeUse) -> Candidate:
    if type_.node is None:
        return Candidate(name, "", "")
    return Candidate(name, str(type_.node.tag), documentation(type_.node))


def _leaf_candidate(leaf: Leaf) -> Candidate:
    return Candidate(leaf.symbol, str(leaf.type), documentation(leaf.node))


def _labels(old: QName, new: QName) -> tuple[str, str]:
    """Return two names, with their namespaces where they differ in nothing else."""
    if short(old) != short(new):
        return short(old), short(new)
    return f"{{{old.namespace}}}{old.name}", f"{{{new.namespace}}}{new.name}"


def _type_labels(old: TypeUse, new: TypeUse) -> tuple[str, str]:
    if old.name is None or new.name is None:
        return str(old), str(new)
    return _labels(old.name, new.name)


def _sorted(names: Iterable[QName]) -> list[QName]:
    return sorted(names, key=lambda name: (name.namespace, name.name))
