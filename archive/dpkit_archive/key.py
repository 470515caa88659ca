"""Keys: their values in a document, their values in a query, and where the archive holds them."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dpkit.errors import ArchiveError, NotFoundError, ProductError
from dpkit.schema.dictionary import ProductEntry, declared_keys, near_names

if TYPE_CHECKING:
    from dpkit.product.document import Document

__all__ = [
    "COLUMN_KEYS",
    "KeyValue",
    "canonical",
    "check_names",
    "check_text",
    "convert",
    "document_keys",
    "single_keys",
    "whole_number",
]

KeyValue = int | str

COLUMN_KEYS = (
    "observation",
    "exposure",
    "pointing",
    "patch",
    "tile",
    "instrument",
    "detector",
    "filter",
)
"""Keys with a column of their own, used by products that have one value of them."""

_LONGEST = 400
_INT64 = 2**63


def single_keys(entry: ProductEntry) -> set[str]:
    """Return the keys of which a product of this kind has at most one value."""
    names = [key.name for key in entry.keys]
    return {key.name for key in entry.keys if not key.repeated and names.count(key.name) == 1}


def document_keys(document: Document) -> dict[str, list[KeyValue]]:
    """Return the values of each key of a document, in document order, each value once.

    Raises
    ------
    ProductError
        A value is not of the key's type.
    """
    from dpkit_archive.place import place_of  # reads documents, which searches do not

    found: dict[str, dict[KeyValue, None]] = {}
    for key in document.entry.keys:
        values = found.setdefault(key.name, {})
        for text in document.key_texts(key):
            try:
                values[convert(key.name, text)] = None
            except ArchiveError as error:
                place = place_of(document, key.path)
                raise ProductError(error.message, place=place, remedy=error.remedy) from None
    return {name: list(values) for name, values in found.items()}


def convert(name: str, value: KeyValue) -> KeyValue:
    """Convert the value of a declared key to the key's type.

    Raises
    ------
    ArchiveError
        The value is not of that type.
    """
    if declared_keys()[name]["type"] == "integer":
        return whole_number(name, value)
    if isinstance(value, str):
        return check_length(name, check_text(name, value.strip()))
    return str(whole_number(name, value, "a text"))


def whole_number(name: str, value: object, kind: str = "an integer") -> int:
    """Return a number of any type, or written as text, as an integer of 64 bits.

    Raises
    ------
    ArchiveError
        It has a fraction, is no number, or has more bits.
    """
    try:
        number = int(value) if isinstance(value, str) else operator.index(value)  # type: ignore[arg-type]
        if isinstance(value, str) and not (value.isascii() and "_" not in value):
            raise ValueError
    except (TypeError, ValueError):
        raise ArchiveError(f"{name} is {kind}, not {value!r}") from None
    if not -_INT64 <= number < _INT64:
        raise ArchiveError(f"{name} is beyond 64 bits: {number}")
    return int(number)


def check_text(name: str, text: str) -> str:
    """Return a text that a document can hold, and PostgreSQL.

    Raises
    ------
    ArchiveError
        It has a zero byte.
    """
    if "\0" in text:
        raise ArchiveError(f"{name} has a zero byte", remedy="no document has one")
    return text


def check_length(name: str, text: str) -> str:
    """Return a text that identifies something, unless it is too long to be indexed.

    Raises
    ------
    ArchiveError
        It is longer than 400 bytes: several of them must fit into an index of PostgreSQL.
    """
    if len(text) * 4 > _LONGEST and (size := len(text.encode())) > _LONGEST:
        raise ArchiveError(
            f"{name} has {size} bytes", remedy=f"what identifies a product has {_LONGEST} at most"
        )
    return text


def check_names(names: Iterable[str], entry: ProductEntry | None) -> None:
    """Check that keys are declared and, given a product, that it has them.

    Raises
    ------
    NotFoundError
        A key is unknown; names the nearest ones.
    """
    declared = declared_keys()
    for name in names:
        if name not in declared:
            raise NotFoundError(
                f"no key is named {name!r}", remedy=near_names(name, declared, "key")
            )
        known = {key.name for key in entry.keys} if entry else {name}
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise NotFoundError(
                f"{entry.name if entry else ''} has no key {name!r}", remedy=f"its keys: {listed}"
            )


def canonical(names: Iterable[str], keys: Mapping[str, list[KeyValue]]) -> str:
    """Return the values of some keys as text that is equal exactly when the values are."""
    values = {name: keys.get(name, []) for name in names}
    short = {n: v[0] if len(v) == 1 else (sorted(v, key=str) or None) for n, v in values.items()}
    return json.dumps(short, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
