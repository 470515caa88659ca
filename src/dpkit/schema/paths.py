"""The paths of a product, expanded from the types in the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dpkit.schema.dictionary import ProductEntry

__all__ = ["Place", "product_paths"]


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
        step = f"@{field['name']}" if field.get("attribute") else field["name"]
        path = (*steps, step)
        yield Place(
            path=".".join(path),
            primitive=_primitive(entry, field["type"]),
            minimum=field["minimum"],
            maximum=field["maximum"],
            unit=field.get("unit"),
            key=keys.get("/".join(path)),
            documentation=field["documentation"],
        )
        if field["type"] not in opened:
            yield from _expand(entry, keys, field["type"], path, (*opened, field["type"]))


def _primitive(entry: ProductEntry, type_name: str) -> str:
    if type_name.startswith("xs:"):
        return type_name
    described: dict[str, Any] = entry.types[type_name]
    return str(described["primitive"])
