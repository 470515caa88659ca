"""How the products of a family hang together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dpkit.dpdd.element import short_type
from dpkit.dpdd.family import check_family
from dpkit.dpdd.port import task_uses
from dpkit.schema.dictionary import ProductEntry, product_entry, product_names

__all__ = ["Relation", "family_relations"]

Kind = Literal["goes into", "makes", "refers to", "holds"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Relation:
    """An arrow between a product and a task, another product, or a type that several hold.

    Attributes
    ----------
    source, target : str
        Names of the two.
    kind : {"goes into", "makes", "refers to", "holds"}
        Product into task, task makes product, product refers to product, product holds a type.
    note : str
        What the arrow says besides: the path of a reference, or that a port is optional.
    """

    source: str
    target: str
    kind: Kind
    note: str = ""


def family_relations(family: str) -> list[Relation]:
    """Return the relations of the products of a family, also those to other families.

    Raises
    ------
    NotFoundError
        No product belongs to the family.
    """
    members = {name: product_entry(name) for name in check_family(family)}
    found = [*_tasks(set(members)), *_references(members), *_shared(family, members)]
    return sorted(set(found))


def _tasks(members: set[str]) -> Iterator[Relation]:
    uses = task_uses()
    near = {use.task for use in uses if use.product in members}
    for use in uses:
        if use.task not in near:
            continue
        note = "optional" if use.optional else ""
        if use.made:
            yield Relation(source=use.task, target=use.product, kind="makes", note=note)
        else:
            yield Relation(source=use.product, target=use.task, kind="goes into", note=note)


def _references(members: Mapping[str, ProductEntry]) -> Iterator[Relation]:
    """Yield references from and to the family."""
    for name in product_names():
        for said in product_entry(name).references:
            target = said["product"]
            if target and (name in members or target in members):
                note = str(said["path"]).replace("/", ".")
                yield Relation(source=name, target=target, kind="refers to", note=note)


def _shared(family: str, members: Mapping[str, ProductEntry]) -> Iterator[Relation]:
    """Yield who holds the types that the family declares for several of its products.

    A type within another shared one is left out: the outer one tells more.
    """
    holders: dict[str, set[str]] = {}
    for name, entry in members.items():
        for identifier, said in entry.types.items():
            own = family in identifier.partition(":")[0].split(".")
            if own and said.get("fields") and identifier != entry.root_type:
                holders.setdefault(identifier, set()).add(name)
    shared = {identifier: held for identifier, held in holders.items() if len(held) > 1}
    inner = _inner_types(members, shared)
    for identifier, held in shared.items():
        if identifier not in inner:
            for name in held:
                yield Relation(source=name, target=short_type(identifier), kind="holds")


def _inner_types(members: Mapping[str, ProductEntry], shared: Mapping[str, set[str]]) -> set[str]:
    """Return the shared types that the same products hold within another shared type."""
    inner = set()
    for identifier, held in shared.items():
        types = members[min(held)].types
        for field in types[identifier]["fields"]:
            below = field["type"]
            if below != identifier and shared.get(below) == held:
                inner.add(below)
    return inner
