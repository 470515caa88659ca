"""The directive that lists the declared keys and who holds them."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from dpkit.dpdd.dependency import note_index, note_product
from dpkit.dpdd.directive import PageDirective
from dpkit.dpdd.doctree import code, paragraph, separated, table
from dpkit.dpdd.label import product_link
from dpkit.dpdd.markup import folded
from dpkit.schema.dictionary import ProductEntry, declared_keys, product_entry, product_names

__all__ = ["KeysDirective"]

_FEW = 4


class KeysDirective(PageDirective):
    """The declared keys with the products that hold them: ``.. dpkit-keys::``."""

    def render(self) -> list[nodes.Node]:
        """Make the table of keys."""
        note_index(self.env, "index")
        entries = [product_entry(name) for name in product_names()]
        for entry in entries:
            note_product(self.env, entry)
        columns = (("Key", 16), ("Type", 10), ("Values", 10), ("Meaning", 30), ("Held by", 34))
        rows = [
            [
                code(name),
                said["type"],
                "several" if said["list"] else "one",
                said["documentation"],
                _holders(name, entries),
            ]
            for name, said in sorted(declared_keys().items())
        ]
        return [table(columns, rows)]


def _holders(key: str, entries: Iterable[ProductEntry]) -> list[nodes.Node]:
    """Say which products a key identifies, selects, or finds."""
    identified = [e.name for e in entries if key in e.unique]
    selected = [e.name for e in entries if key in e.select]
    held = [e.name for e in entries if key in {k.name for k in e.keys}]
    searched = [name for name in held if name not in {*identified, *selected}]
    uses = {"Identity of": identified, "Selects": selected, "Finds": searched}
    return [_use(said, names) for said, names in uses.items() if names]


def _use(said: str, names: list[str]) -> nodes.Node:
    links = separated(product_link(name) for name in names)
    if len(names) <= _FEW:
        return paragraph(f"{said} ", *links)
    return folded(f"{said} {len(names)} products", paragraph(*links))
