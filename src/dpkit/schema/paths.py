"""The paths of a product, expanded from the types in the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dpkit.errors import NotFoundError
from dpkit.schema.alternative import alternatives
from dpkit.schema.dictionary import ProductEntry, near_names
from dpkit.schema.recursion import walk_fields

__all__ = ["LISTED", "Place", "choice_at", "fields_at", "place_at", "product_paths"]

LISTED = 2000
"""How many paths are listed where nobody says how many; our largest products have 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A path of a product, dotted as in queries, and what is there.

    Attributes
    ----------
    one_of : str or None
        The choice that the element is part of, such as ``Box | Circle``.
    like : str or None
        For a type that contains itself: the path where what is below is listed instead; empty
        when that is the root.
    unlisted : bool
        Whether there are paths below that are not listed here.
    """

    path: str
    primitive: str
    minimum: int
    maximum: int | None
    unit: str | None
    key: str | None
    documentation: str
    one_of: str | None = None
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
    for fields, home in walk_fields(entry.types, entry.root_type, depth):
        owner = _owner(entry, fields)
        place = _place(entry, keys, owner, fields[-1], tuple(map(_step, fields)))
        if home is not None or len(fields) == depth:
            place = replace(
                place,
                like=None if home is None else ".".join(map(_step, home)),
                unlisted=bool(entry.types.get(fields[-1]["type"], {}).get("fields")),
            )
        yield place


def place_at(entry: ProductEntry, path: str) -> Place:
    """Return what is at a path of a product, in the time that walking its steps takes.

    Parameters
    ----------
    entry : ProductEntry
        The product.
    path : str
        Dotted, such as ``Data.Filter.Name`` or ``Data.DataStorage.@format``.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    """
    fields = fields_at(entry, path)
    return _place(entry, _keys(entry), _owner(entry, fields), fields[-1], tuple(path.split(".")))


def fields_at(entry: ProductEntry, path: str) -> list[Mapping[str, Any]]:
    """Return what the dictionary says of each step of a path, from the root's child on.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    """
    steps = path.split(".")
    type_name = entry.root_type
    found: list[Mapping[str, Any]] = []
    for number, step in enumerate(steps):
        field = _fields(entry.types.get(type_name, {})).get(step)
        if field is None:
            raise NotFoundError(
                f"{entry.name} has no path {'.'.join(steps)!r}",
                remedy=_nearest(entry, type_name, steps, number),
            )
        found.append(field)
        type_name = field["type"]
    return found


def choice_at(entry: ProductEntry, path: str) -> str | None:
    """Return the choice that the element at an XPath is part of; None when it is part of none.

    Raises
    ------
    NotFoundError
        There is no such path; names the nearest one.
    """
    fields = fields_at(entry, path.replace("/", "."))
    return _one_of(entry.types[_owner(entry, fields)]).get(_step(fields[-1]))


def _owner(entry: ProductEntry, fields: Sequence[Mapping[str, Any]]) -> str:
    """Return the type that the last field of a path belongs to."""
    return str(fields[-2]["type"]) if len(fields) > 1 else entry.root_type


def _keys(entry: ProductEntry) -> dict[str, str]:
    return {key.path: key.name for key in entry.keys}


def _fields(described: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a type by step; kept with the type once it was asked for."""
    known: dict[str, Any] | None = described.get("by_step")
    if known is None:
        known = described["by_step"] = {_step(f): f for f in described.get("fields", ())}
    return known


def _nearest(entry: ProductEntry, type_name: str, steps: list[str], number: int) -> str:
    here = _fields(entry.types.get(type_name, {}))
    parent = ".".join(steps[:number])
    below = [f"{parent}.{step}" if parent else step for step in here]
    wanted = ".".join(steps[: number + 1])
    return near_names(wanted, below, "path") if below else f"{parent} has nothing below it"


def _one_of(described: dict[str, Any]) -> dict[str, str]:
    """Return the choices of a type by element; kept with the type like its fields."""
    known: dict[str, str] | None = described.get("one_of")
    if known is None:
        known = described["one_of"] = alternatives(described)
    return known


def _step(field: Mapping[str, Any]) -> str:
    return f"@{field['name']}" if field.get("attribute") else str(field["name"])


def _place(
    entry: ProductEntry,
    keys: dict[str, str],
    owner: str,
    field: Mapping[str, Any],
    path: tuple[str, ...],
) -> Place:
    return Place(
        path=".".join(path),
        primitive=_primitive(entry, field["type"]),
        minimum=field["minimum"],
        maximum=field["maximum"],
        unit=field.get("unit"),
        key=keys.get("/".join(path)),
        documentation=field["documentation"],
        one_of=_one_of(entry.types[owner]).get(path[-1]),
    )


def _primitive(entry: ProductEntry, type_name: str) -> str:
    if type_name.startswith("xs:"):
        return type_name
    described: dict[str, Any] = entry.types[type_name]
    return str(described["primitive"])
