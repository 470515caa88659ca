"""The elements and attributes of a product, with all that the dictionary says of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.paths import Place, product_paths

__all__ = ["Element", "product_elements", "short_type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A place of a product, its field, and the type of the field.

    Attributes
    ----------
    place : Place
        Path, multiplicity, unit and documentation.
    field : mapping
        Entry of the field in the data dictionary.
    type : mapping
        Entry of its type; empty for the types of XML Schema.
    """

    place: Place
    field: Mapping[str, Any]
    type: Mapping[str, Any]

    @property
    def xpath(self) -> str:
        """Path below the root as the dictionary gives it."""
        return self.place.path.replace(".", "/")

    @property
    def top(self) -> bool:
        """Whether the element stands right below the root."""
        return "." not in self.place.path

    @property
    def complex(self) -> bool:
        """Whether the element has elements or attributes of its own."""
        return bool(self.type.get("fields"))


def product_elements(entry: ProductEntry) -> Iterator[Element]:
    """Yield every element and attribute of a product in document order."""
    for place in product_paths(entry):
        kind = entry.types.get(place.field["type"], {})
        yield Element(place=place, field=place.field, type=kind)


def short_type(identifier: str) -> str:
    """Return the name of a type with the usual prefix.

    Examples
    --------
    >>> short_type("pro.nir:nirRelPhotoExpCal")
    'nir:nirRelPhotoExpCal'
    """
    module, _, name = identifier.rpartition(":")
    return f"{module.rpartition('.')[2]}:{name}"
