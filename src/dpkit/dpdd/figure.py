"""What the diagram of a family shows: its boxes with their lines of text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dpkit.dpdd.family import check_family
from dpkit.dpdd.layout import Box
from dpkit.dpdd.relation import Relation
from dpkit.schema.dictionary import product_entry, product_names

__all__ = ["Item", "family_items"]

_CHARACTER, _PADDING, _LINE = 7.4, 14.0, 17.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A box of the diagram.

    Attributes
    ----------
    name : str
        Name of the product, task or type.
    kind : {"product", "foreign", "task", "type"}
        What it is; a foreign product belongs to another family or is not installed.
    lines : tuple of str
        What stands in the box below the name.
    """

    name: str
    kind: Literal["product", "foreign", "task", "type"]
    lines: tuple[str, ...] = ()

    @property
    def box(self) -> Box:
        """The space that the item needs."""
        longest = max(len(line) for line in (self.name, *self.lines))
        height = _LINE * (1 + len(self.lines)) + _PADDING
        return Box(name=self.name, width=longest * _CHARACTER + 2 * _PADDING, height=height)

    def rows(self) -> Iterator[tuple[float, str]]:
        """Yield each line with its baseline below the upper side."""
        for number, line in enumerate((self.name, *self.lines), 1):
            yield _LINE * number + _PADDING / 2 - 4, line


def family_items(family: str, relations: Collection[Relation]) -> list[Item]:
    """Return the boxes of a family: its products, and what these are related to.

    Raises
    ------
    NotFoundError
        No product belongs to the family.
    """
    items = {name: _product(name) for name in check_family(family)}
    for relation in relations:
        for item in _ends(relation):
            items.setdefault(item.name, item)
    made = _made(relations)
    return sorted(items.values(), key=lambda item: (item.name in made, item.name))


def _made(relations: Iterable[Relation]) -> set[str]:
    """Return the products that a task makes from others, not just anew from themselves."""
    used = {(r.target, r.source) for r in relations if r.kind == "goes into"}
    return {r.target for r in relations if r.kind == "makes" and (r.source, r.target) not in used}


def _product(name: str) -> Item:
    entry = product_entry(name)
    told = [entry.title]
    if entry.unique:
        told.append(f"identity: {', '.join(entry.unique)}")
    if entry.select:
        told.append(f"selection: {', '.join(entry.select)}")
    return Item(name=name, kind="product", lines=tuple(told))


def _ends(relation: Relation) -> Iterator[Item]:
    if relation.kind == "makes":
        yield Item(name=relation.source, kind="task")
        yield _foreign(relation.target)
    elif relation.kind == "goes into":
        yield _foreign(relation.source)
        yield Item(name=relation.target, kind="task")
    elif relation.kind == "holds":
        yield Item(name=relation.target, kind="type")
    else:
        yield _foreign(relation.source)
        yield _foreign(relation.target)


def _foreign(name: str) -> Item:
    lines = (product_entry(name).title,) if name in product_names() else ("not installed",)
    return Item(name=name, kind="foreign", lines=lines)
