"""The paths of a product, expanded from the types in the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import ProductEntry, near_names

__all__ = ["Place", "fields_at", "place_at", "product_paths"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A path of a product, dotted as in queries, and what is there."""

    path: str
    primitive: str
    minimum: int
    maximum: int | None
    unit: str | None
    key: str | None
    documentation: str

    @property
    def occurs(self) -> str:
        """Multiplicity, such as ``1``, ``0..1`` or ``1..*``."""
        high = "*" if self.maximum is None else str(self.maximum)
        return high if str(self.minimum) == high else f"{self.minimum}..{high}"


def product_paths(entry: ProductEntry) -> Iterator[Place]:
    """Yield every path of a product in document order; a recursion is entered once."""
    keys = {key.path: key.name for key in entry.keys}
    yield from _expand(entry, keys, entry.root_type, (), ())


def _expand(
    entry: ProductEntry,
    keys: dict[str, str],
    type_name: str,
    steps: tuple[str, ...],
    opened: tuple[str, ...],
) -> Iterator[Place]:
    for field in entry.types.get(type_name, {}).get("fields", ()):
        path = (*steps, _step(field))
        yield _place(entry, keys, field, path)
        if field["type"] not in opened:
            yield from _expand(entry, keys, field["type"], path, (*opened, field["type"]))


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
    field = fields_at(entry, path)[-1]
    steps = tuple(path.split("."))
    return _place(entry, {key.path: key.name for key in entry.keys}, field, steps)


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
                f"{entry.name} has no path {path!r}",
                remedy=_nearest(entry, type_name, steps, number),
            )
        found.append(field)
        type_name = field["type"]
    return found


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


def _step(field: dict[str, Any]) -> str:
    return f"@{field['name']}" if field.get("attribute") else str(field["name"])


def _place(
    entry: ProductEntry, keys: dict[str, str], field: Mapping[str, Any], path: tuple[str, ...]
) -> Place:
    return Place(
        path=".".join(path),
        primitive=_primitive(entry, field["type"]),
        minimum=field["minimum"],
        maximum=field["maximum"],
        unit=field.get("unit"),
        key=keys.get("/".join(path)),
        documentation=field["documentation"],
    )


def _primitive(entry: ProductEntry, type_name: str) -> str:
    if type_name.startswith("xs:"):
        return type_name
    described: dict[str, Any] = entry.types[type_name]
    return str(described["primitive"])
