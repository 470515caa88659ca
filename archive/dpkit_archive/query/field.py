"""What a dotted path means in the documents of the products that have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import ProductEntry, near_names, product_entry, product_names
from dpkit.schema.paths import ways_to
from dpkit.schema.standing import fields_below, step_of
from dpkit_archive.primitive import INTEGERS, NUMBERS

__all__ = [
    "ANSWERED",
    "INTEGER",
    "NUMBER",
    "PARTS",
    "TEXT",
    "TIME",
    "TRUTH",
    "DocumentField",
    "fields_of",
]

INTEGER, NUMBER, TRUTH, TIME, TEXT, PARTS = "integer", "number", "truth", "time", "text", "parts"
"""Kinds of value; an element of parts has no value of its own."""

ANSWERED = defaultdict(
    frozenset[str],
    status=frozenset({TEXT}),
    published=frozenset({INTEGER, NUMBER, TRUTH}),
)
"""States that the archive answers, with the kinds of value that it can say them in."""


@dataclass(frozen=True, slots=True)
class DocumentField:
    """Where a value is in the JSON of a document, and of which kind it is.

    Attributes
    ----------
    steps : tuple of (str, bool)
        Name of each step, and whether there is a list of it.
    kind : str
        Kind of the value.
    wrapped : bool
        Whether the value may lie beside attributes, as the text of an element.
    words : frozenset of str
        The only values that the schema allows; empty for any.
    product : str
        A product that has it.
    state : str
        What the archive answers with, instead of the document: its status, or whether the product
        is published; empty when it is the document that answers.
    """

    steps: tuple[tuple[str, bool], ...]
    kind: str
    wrapped: bool
    words: frozenset[str] = field(default=frozenset(), compare=False)
    product: str = field(default="", compare=False)
    state: str = ""

    @property
    def path(self) -> str:
        """The path, dotted."""
        return ".".join(name for name, _ in self.steps)

    @property
    def repeated(self) -> bool:
        """Whether a document may have several values."""
        return any(repeated for _, repeated in self.steps)


def fields_of(
    path: str, product: str | None, *, lenient: bool = False
) -> tuple[DocumentField, ...]:
    """Return the different fields that a path means, in one product or in all that have it.

    Parameters
    ----------
    path : str
        Dotted, attributes with ``@``.
    product : str, optional
        Name of the product; all by default.
    lenient : bool
        Let a step below a simple element be another name of the element.

    Raises
    ------
    NotFoundError
        No product has such a path; names the nearest ones.
    """
    found = _fields(path, product)
    if not found and lenient and "." in path:
        above = _fields(path.rpartition(".")[0], product)
        found = tuple(one for one in above if one.kind != PARTS)
    if not found:
        raise _unknown(path, [product] if product else product_names())
    return found


@lru_cache(maxsize=4096)
def _fields(path: str, product: str | None) -> tuple[DocumentField, ...]:
    found: dict[DocumentField, DocumentField] = {}
    for name in [product] if product else product_names():
        entry = product_entry(name)
        for steps in _ways(entry, path):
            one = _field(entry, path, steps)
            known = found.get(one)
            found[one] = one if known is None else _merged(known, one)
    return tuple(found.values())


def _ways(entry: ProductEntry, path: str) -> list[list[Mapping[str, Any]]]:
    try:
        return ways_to(entry, path)
    except NotFoundError:
        return []


def _field(entry: ProductEntry, path: str, fields: list[Mapping[str, Any]]) -> DocumentField:
    described = entry.types.get(fields[-1]["type"], {})
    primitive = str(described.get("primitive", fields[-1]["type"]))
    steps = [(step_of(one), one["maximum"] != 1) for one in fields]
    if described.get("list"):
        steps[-1] = (steps[-1][0], True)
    return DocumentField(
        steps=tuple(steps),
        kind=_kind(primitive),
        wrapped=bool(described.get("fields")) and primitive != "",
        words=frozenset(described.get("enumeration") or ()),
        product=entry.name,
        state=_state(entry, path, _kind(primitive)),
    )


def _state(entry: ProductEntry, path: str, kind: str) -> str:
    """Return which state an element tells that the archive knows better; empty for none."""
    at = path.replace(".", "/")
    return next((n for n, p in entry.states.items() if p == at and kind in ANSWERED[n]), "")


def _merged(known: DocumentField, other: DocumentField) -> DocumentField:
    """Return a field of two products, which allows the values of both."""
    words = known.words | other.words if known.words and other.words else frozenset[str]()
    return DocumentField(
        known.steps, known.kind, known.wrapped, words, known.product, state=known.state
    )


def _kind(primitive: str) -> str:
    if primitive in INTEGERS:
        return INTEGER
    if primitive in NUMBERS:
        return NUMBER
    named = {"xs:boolean": TRUTH, "xs:dateTime": TIME, "": PARTS}
    return named.get(primitive, TEXT)


def _unknown(path: str, products: Sequence[str]) -> NotFoundError:
    """Return the error for a path that no product has, with what is nearest where it ends."""
    who = products[0] if len(products) == 1 else "no product"
    says = f"{who} has no path {path!r}" if len(products) == 1 else f"no product has {path!r}"
    steps = path.split(".")
    for length in range(len(steps) - 1, -1, -1):
        known = _below(".".join(steps[:length]), products)
        if known:
            wanted = ".".join(steps[: length + 1])
            return NotFoundError(says, remedy=near_names(wanted, known, "path"))
    return NotFoundError(says, remedy="`dpkit schema paths PRODUCT` lists the paths of a product")


def _below(path: str, products: Sequence[str]) -> set[str]:
    """Return the paths one step below a path, in all products."""
    found: set[str] = set()
    for name in products:
        entry = product_entry(name)
        for way in _ways(entry, path) if path else [[{"type": entry.root_type}]]:
            steps = (step_of(one.field) for one in fields_below(entry.types, way[-1]))
            found.update(f"{path}.{step}" if path else step for step in steps)
    return found
