"""What a product was made from, or made into, as a graph that people and programs can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive.curation.subject import Subject, name_subjects
from dpkit_archive.descent.walk import DOWN, UP, Edge, edges_among, reached

__all__ = ["Lineage", "read_lineage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """A product, and what it was made from or into.

    Attributes
    ----------
    root : Subject
        The product.
    way : {"up", "down"}
        Whether to what it was made from, or to what was made from it.
    nodes : mapping of int to Subject
        All products, by number; each is as far from the root as the shortest way.
    edges : tuple of Edge
        What comes from what.
    """

    root: Subject
    way: str
    nodes: Mapping[int, Subject]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the graph ready for JSON."""
        return {
            "id": self.root.id,
            "way": self.way,
            "products": [_said(one) for one in self.nodes.values()],
            "edges": [
                {
                    "product": self.nodes[one.product].id,
                    "input": self.nodes[one.input].id,
                    "port": one.port,
                }
                for one in self.edges
            ],
        }

    def lines(self) -> Iterator[str]:
        """Yield the graph as a tree, in which what is below a shared product stands once."""
        below = _next_by_node(self.edges, self.way)
        told: set[int] = set()
        waiting: list[tuple[int, int, str]] = [(self.root.number, 0, "")]
        while waiting:
            number, depth, label = waiting.pop()
            again = number in told and bool(below.get(number))
            yield f"{'  ' * depth}{label}{_told(self.nodes[number])}{' (see above)' * again}"
            if number not in told:
                told.add(number)
                some = [(n, depth + 1, _label(edge, self.way)) for n, edge in below.get(number, ())]
                waiting += reversed(some)

    def dot(self) -> Iterator[str]:
        """Yield the graph in the language of Graphviz; arrows go from inputs to products."""
        yield "digraph lineage {"
        yield "  rankdir=LR; node [shape=box];"
        for one in self.nodes.values():
            label = _quoted(f"{one.id}\n{one.product} {one.status}")
            yield f"  n{one.number} [label={label}];"
        for edge in self.edges:
            label = _quoted(edge.port or "named")
            yield f"  n{edge.input} -> n{edge.product} [label={label}];"
        yield "}"


def read_lineage(
    connection: Connection, identifier: str, way: str, depth: int | None = None
) -> Lineage:
    """Return what a product was made from, or what was made from it.

    Parameters
    ----------
    connection : Connection
        The archive.
    identifier : str
        An id of the product.
    way : {"up", "down"}
        To what it was made from, or to what was made from it.
    depth : int, optional
        Go only so many steps.

    Raises
    ------
    NotFoundError
        There is no product of this id, or no such way.
    ArchiveError
        The depth is negative.
    """
    if way not in {UP, DOWN}:
        raise NotFoundError(f"no way is named {way!r}", remedy=f"known are {UP} and {DOWN}")
    if depth is not None and depth < 0:
        raise ArchiveError(f"the depth is negative: {depth}", remedy="leave it out for all")
    (root,) = name_subjects(connection, [identifier])
    nodes = {one.number: one for one in reached(connection, [root.number], way)}
    edges = edges_among(connection, nodes, way)
    near = _near(root.number, edges, way, depth)
    kept = [one for one in edges if near.get(_from(one, way), depth) != depth or depth is None]
    return Lineage(
        root=root,
        way=way,
        nodes={number: nodes[number] for number in near},
        edges=tuple(one for one in kept if {one.product, one.input} <= near.keys()),
    )


def _near(root: int, edges: Sequence[Edge], way: str, depth: int | None) -> dict[int, int]:
    """Return how many steps away products are, those up to a depth, the nearest first."""
    below = _next_by_node(edges, way)
    found, ring, distance = {root: 0}, [root], 0
    while ring and distance != depth:
        distance += 1
        beyond = (number for one in ring for number, _ in below.get(one, ()))
        ring = [number for number in dict.fromkeys(beyond) if number not in found]
        found.update(dict.fromkeys(ring, distance))
    return found


def _next_by_node(edges: Sequence[Edge], way: str) -> dict[int, list[tuple[int, Edge]]]:
    found: dict[int, list[tuple[int, Edge]]] = {}
    for edge in edges:
        start, end = (edge.product, edge.input) if way == UP else (edge.input, edge.product)
        found.setdefault(start, []).append((end, edge))
    return found


def _from(edge: Edge, way: str) -> int:
    return edge.product if way == UP else edge.input


def _label(edge: Edge, way: str) -> str:
    if way == UP:
        return f"{edge.port}: " if edge.port else "named: "
    return f"{edge.port} of " if edge.port else "named by "


def _told(one: Subject) -> str:
    return f"{one.id} ({one.product}, version {one.version}, {one.status})"


def _said(one: Subject) -> dict[str, Any]:
    names = ("id", "product", "version", "status", "dataset")
    return {name: getattr(one, name) for name in names}


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
