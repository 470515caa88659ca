"""The paths of a product, expanded from the types in the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from dpkit.errors import NotFoundError
from dpkit.schema.alternative import alternatives
from dpkit.schema.dictionary import ProductEntry, near_names
from dpkit.schema.recursion import Steps, walk_fields
from dpkit.schema.standing import Below, fields_below, step_of

__all__ = ["LISTED", "Place", "choice_at", "fields_at", "places_at", "product_paths", "ways_to"]

LISTED = 2000
"""How many paths are listed where nobody says how many; our largest products have 500."""
_SHOWN = 12
"""How many types are named that only have a place."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A path of a product, dotted as in queries, and what is there.

    Attributes
    ----------
    field : mapping
        Its entry in the data dictionary.
    steps : tuple of str
        The steps of the path; a name may have dots of its own.
    one_of : str or None
        The choice that the element is part of, such as ``Box | Circle``.
    only_in : str or None
        The types that have it, where the element above may have others: a document names one of
        them in ``xsi:type``. None where every element above may have it.
    like : str or None
        For a type that contains itself: the path where what is below is listed instead; empty
        when that is the root.
    unlisted : bool
        Whether there are paths below that are not listed here.
    """

    path: str
    field: Json
    steps: tuple[str, ...]
    primitive: str
    minimum: int
    maximum: int | None
    unit: str | None
    key: str | None
    documentation: str
    one_of: str | None = None
    only_in: str | None = None
    like: str | None = None
    unlisted: bool = False

    @property
    def occurs(self) -> str:
        """Multiplicity, such as ``1``, ``0..1`` or ``1..*``."""
        high = "*" if self.maximum is None else str(self.maximum)
        return high if str(self.minimum) == high else f"{self.minimum}..{high}"


def product_paths(entry: ProductEntry, depth: int | None = None) -> Iterator[Place]:
    """Yield the paths of a product in document order, each made when it is asked for.

    Parameters
    ----------
    entry : ProductEntry
        The product.
    depth : int, optional
        Yield the paths of so many steps at most, and follow types that contain themselves. By
        default such a type is expanded once, nearest to the root; elsewhere the place says where.
    """
    keys = _keys(entry)
    for steps, home in walk_fields(entry.types, entry.root_type, depth):
        place = _place(entry, keys, steps)
        if home is not None or len(steps) == depth:
            place = replace(
                place,
                like=None if home is None else _dotted(home),
                unlisted=bool(fields_below(entry.types, place.field)),
            )
        yield place


def places_at(entry: ProductEntry, path: str) -> list[Place]:
    """Return what is at a path of a product, in the time that walking its steps takes.

    Parameters
    ----------
    entry : ProductEntry
        The product.
    path : str
        Dotted, such as ``Data.Filter.Name`` or ``Data.DataStorage.@format``.

    Returns
    -------
    list of Place
        Mostly one. Several where types that may stand for another have the place each of its own,
        and where a step is the head of a substitution group: the elements that stand for it.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    """
    keys = _keys(entry)
    return [_place(entry, keys, steps) for steps in _find(entry, path.split("."))]


def fields_at(entry: ProductEntry, path: str) -> list[Mapping[str, Any]]:
    """Return what the dictionary says of each step of a path, of types that need not be named.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    """
    return ways_to(entry, path)[0]


def ways_to(entry: ProductEntry, path: str) -> list[list[Mapping[str, Any]]]:
    """Return what the dictionary says of each step of a path, from the root's child on.

    Returns
    -------
    list of list of mapping
        Mostly one; several as for `places_at`.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    """
    return [[below.field for below in steps] for steps in _find(entry, path.split("."))]


def choice_at(entry: ProductEntry, path: str) -> str | None:
    """Return the choice that the element at an XPath is part of; None when it is part of none.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    """
    return _one_of(entry, _find(entry, path.split("/"))[0][-1])


def _find(entry: ProductEntry, words: list[str]) -> list[Steps]:
    """Return the fields that the steps of a path lead to, each with those above it."""
    found: list[Steps] = [()]
    for word in words:
        here = found
        found = [(*s, below) for s in here for below in _by_step(entry, s).get(word, ())]
        if not found:
            return list(_dotted_names(entry, (), words)) or _refuse(entry, words, here[0], word)
    return found


def _dotted_names(entry: ProductEntry, steps: Steps, words: list[str]) -> Iterator[Steps]:
    """Yield where a path leads in which names have dots of their own."""
    if not words:
        yield steps
    for end in range(1, len(words) + 1):
        for below in _by_step(entry, steps).get(".".join(words[:end]), ()):
            yield from _dotted_names(entry, (*steps, below), words[end:])


def _refuse(entry: ProductEntry, words: list[str], steps: Steps, wanted: str) -> NoReturn:
    """Say which path is nearest to one that does not go on from some steps as wanted."""
    parent = _dotted(steps)
    below = [f"{parent}.{step}" if parent else step for step in _by_step(entry, steps)]
    wanted = f"{parent}.{wanted}" if parent else wanted
    raise NotFoundError(
        f"{entry.name} has no path {'.'.join(words)!r}",
        remedy=near_names(wanted, below, "path") if below else f"{parent} has nothing below it",
    )


def _keys(entry: ProductEntry) -> dict[str, str]:
    return {key.path: key.name for key in entry.keys}


def _above(entry: ProductEntry, steps: Steps) -> Json:
    return steps[-1].field if steps else {"type": entry.root_type}


def _by_step(entry: ProductEntry, steps: Steps) -> Mapping[str, list[Below]]:
    """Return what is below a place by step; kept with its type once it was asked for."""
    above = _above(entry, steps)
    described: dict[str, Any] = entry.types.get(above["type"], {})
    known: dict[str, list[Below]] | None = described.get("by_step")
    if known is None or "derived" in above:
        known = {}
        for below in fields_below(entry.types, above):
            known.setdefault(step_of(below.field), []).append(below)
        known |= _heads(entry, known)
        if "derived" not in above:
            described["by_step"] = known
    return known


def _heads(entry: ProductEntry, known: Mapping[str, list[Below]]) -> dict[str, list[Below]]:
    """Return the elements that stand for another, by the step to that one."""
    owners = {owner for found in known.values() for below in found for owner in below.owners}
    return {
        head: [below for member in members for below in known.get(member, ())]
        for owner in owners
        for head, members in entry.types[owner].get("heads", {}).items()
    }


def _dotted(steps: Steps) -> str:
    return ".".join(step_of(step.field) for step in steps)


def _one_of(entry: ProductEntry, below: Below) -> str | None:
    """Return the choice of an element; those of a type are kept with it like its fields."""
    described: dict[str, Any] = entry.types[below.owners[0]]
    known: dict[str, str] | None = described.get("one_of")
    if known is None:
        known = described["one_of"] = alternatives(described)
    return known.get(step_of(below.field))


def _only_in(owners: tuple[str, ...], declared: str) -> str | None:
    """Name the types that have a place, where the declared type of what is above has it not."""
    if owners == (declared,):
        return None
    names = [owner.partition(":")[2] for owner in owners]
    shown = names if len(set(names)) == len(names) else list(owners)
    return " | ".join([*shown[:_SHOWN], *(["..."] if len(shown) > _SHOWN else [])])


def _place(entry: ProductEntry, keys: dict[str, str], steps: Steps) -> Place:
    field, owners = steps[-1]
    words = tuple(step_of(step.field) for step in steps)
    return Place(
        path=".".join(words),
        field=field,
        steps=words,
        primitive=_primitive(entry, field["type"]),
        minimum=field["minimum"],
        maximum=field["maximum"],
        unit=field.get("unit"),
        key=keys.get("/".join(words)),
        documentation=field["documentation"],
        one_of=_one_of(entry, steps[-1]),
        only_in=_only_in(owners, _above(entry, steps[:-1])["type"]),
    )


def _primitive(entry: ProductEntry, type_name: str) -> str:
    if type_name.startswith("xs:"):
        return type_name
    described: dict[str, Any] = entry.types[type_name]
    return str(described["primitive"])
