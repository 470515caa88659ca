"""Types that contain themselves: which they are, and where each is described."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from dpkit.schema.standing import Below, fields_below

__all__ = ["Steps", "recursive_homes", "walk_fields"]

Json = Mapping[str, Any]
Steps = tuple[Below, ...]
"""Fields of the data dictionary that lead to a place, from below the root."""


def walk_fields(
    types: Json, root: str, depth: int | None = None
) -> Iterator[tuple[Steps, Steps | None]]:
    """Yield every place below a type in document order, each found when it is asked for.

    What only types have that a document may name instead follows what the declared type has. A
    type that contains itself is walked at one place only, the nearest to the root. So the number
    of places stays bounded however many types contain each other.

    Parameters
    ----------
    types : mapping
        The types of a product by id, as in the data dictionary.
    root : str
        The type to start from.
    depth : int, optional
        Follow recursions too, but go no deeper than so many steps.

    Yields
    ------
    steps : tuple of Below
        The fields that lead to the place.
    home : tuple of Below or None
        The steps to where the places below are; None when that is here.
    """
    homes = {} if depth is not None else recursive_homes(types, root)
    yield from _walk(types, {"type": root}, (), homes, depth)


def _walk(
    types: Json, above: Json, steps: Steps, homes: Mapping[str, Steps], depth: int | None
) -> Iterator[tuple[Steps, Steps | None]]:
    for below in fields_below(types, above):
        here = (*steps, below)
        home = homes.get(below.field["type"], here)
        same = _entries(home) == _entries(here)
        yield here, None if same else home
        if same and len(here) != depth:
            yield from _walk(types, below.field, here, homes, depth)


def _entries(steps: Steps) -> list[int]:
    """Return what tells fields apart: one is the same when it is the same entry."""
    return [id(step.field) for step in steps]


def recursive_homes(types: Json, root: str) -> dict[str, Steps]:
    """Return the steps to the place nearest to the root of each type that contains itself."""
    nearest: dict[str, Steps] = {root: ()}
    waiting = deque([root])
    while waiting:
        name = waiting.popleft()
        for below in fields_below(types, {"type": name}):
            if (inner := below.field["type"]) not in nearest:
                nearest[inner] = (*nearest[name], below)
                waiting.append(inner)
    recursive = _recursive(types, list(nearest))
    return {name: steps for name, steps in nearest.items() if name in recursive}


def _recursive(types: Json, names: list[str]) -> set[str]:
    """Return the types that contain themselves: the transitive closure, a bit for each type."""
    bits = {name: 1 << number for number, name in enumerate(names)}
    inside = dict.fromkeys(names, 0)
    for name in names:
        for below in fields_below(types, {"type": name}):
            inside[name] |= bits[below.field["type"]]
    inside = {name: below for name, below in inside.items() if below}
    for middle in inside:
        for name in inside:
            if inside[name] & bits[middle]:
                inside[name] |= inside[middle]
    return {name for name, below in inside.items() if below & bits[name]}
