"""Types that contain themselves: which they are, and where each is described."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Steps", "recursive_homes", "walk_fields"]

Json = Mapping[str, Any]
Steps = tuple[Mapping[str, Any], ...]
"""Fields of the data dictionary that lead to a place, from below the root."""


def walk_fields(
    types: Json, root: str, depth: int | None = None
) -> Iterator[tuple[Steps, Steps | None]]:
    """Yield every place below a type in document order, each found when it is asked for.

    A type that contains itself is walked at one place only, the nearest to the root. So the number
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
    steps : tuple of mapping
        The fields that lead to the place.
    home : tuple of mapping or None
        The steps to where the places below are; None when that is here.
    """
    homes = {} if depth is not None else recursive_homes(types, root)
    yield from _walk(types, root, (), homes, depth)


def _walk(
    types: Json, name: str, steps: Steps, homes: Mapping[str, Steps], depth: int | None
) -> Iterator[tuple[Steps, Steps | None]]:
    for field in _fields(types, name):
        here = (*steps, field)
        home = homes.get(field["type"], here)
        # A field is the same when it is the same entry of the dictionary.
        same = list(map(id, home)) == list(map(id, here))
        yield here, None if same else home
        if same and len(here) != depth:
            yield from _walk(types, field["type"], here, homes, depth)


def recursive_homes(types: Json, root: str) -> dict[str, Steps]:
    """Return the steps to the place nearest to the root of each type that contains itself."""
    nearest: dict[str, Steps] = {root: ()}
    waiting = deque([root])
    while waiting:
        name = waiting.popleft()
        for field in _fields(types, name):
            if field["type"] not in nearest:
                nearest[field["type"]] = (*nearest[name], field)
                waiting.append(field["type"])
    recursive = _recursive(types, list(nearest))
    return {name: steps for name, steps in nearest.items() if name in recursive}


def _recursive(types: Json, names: list[str]) -> set[str]:
    """Return the types that contain themselves: the transitive closure, a bit for each type."""
    bits = {name: 1 << number for number, name in enumerate(names)}
    inside = dict.fromkeys(names, 0)
    for name in names:
        for field in _fields(types, name):
            inside[name] |= bits[field["type"]]
    inside = {name: below for name, below in inside.items() if below}
    for middle in inside:
        for name in inside:
            if inside[name] & bits[middle]:
                inside[name] |= inside[middle]
    return {name for name, below in inside.items() if below & bits[name]}


def _fields(types: Json, name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = types.get(name, {}).get("fields", [])
    return found
