"""What the places of a product mean to the toolkit, beyond their types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dpkit.dpdd.said import said_of
from dpkit.schema.dictionary import ProductEntry

__all__ = ["Mark", "product_marks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One meaning of a place: its kind, such as ``key``, and what it says."""

    kind: str
    text: str


def product_marks(entry: ProductEntry) -> dict[str, list[Mark]]:
    """Return the marks of every place of a product, by XPath below the root."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for path, kind, text in _marks(entry):
        marks[path].append(Mark(kind=kind, text=text))
    return dict(marks)


def _marks(entry: ProductEntry) -> Iterator[tuple[str, str, str]]:
    for key in entry.keys:
        yield key.path, "key", key.name
    for metric in entry.metrics:
        yield metric.path, "metric", metric.name
    for part in ("headers", "rowHeaders"):
        for header in said_of(entry, part):
            yield header["path"], "keyword", header["key"]
    for region in entry.regions:
        yield region["path"], "region", region["kind"]
    for reference in entry.references:
        yield str(reference["path"]), "refers to", reference["product"] or "any product"
    yield from _times(entry)
    for name, path in entry.roles.items():
        yield path, "role", name
    for name, path in entry.states.items():
        yield path, "answered by the archive", name
    for path, value in entry.initial.items():
        yield path, "initially", value


def _times(entry: ProductEntry) -> Iterator[tuple[str, str, str]]:
    for bound, path in entry.time.items():
        yield path, "observation", bound
    if entry.validity is not None:
        for bound in ("begin", "end", "instant"):
            if (path := getattr(entry.validity, bound)) is not None:
                yield path, "validity", bound
