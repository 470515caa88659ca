"""The question which calibration holds at a time, checked before it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError, ValidityError
from dpkit.schema.dictionary import ProductEntry, product_entry
from dpkit_archive import tables
from dpkit_archive.key import KeyValue, canonical, check_names, convert
from dpkit_archive.query.run import known_numbers
from dpkit_archive.status import HIDDEN

__all__ = ["Question", "pose", "standing_ranges"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which calibration of a type, for a selection, at a time, in which sets."""

    entry: ProductEntry
    selection: str
    at: int
    sets: Mapping[str, int]
    """Numbers of the sets to ask, by name, in their order."""


def pose(
    connection: Connection,
    product: str,
    at: int,
    keys: Mapping[str, KeyValue],
    sets: Sequence[str],
) -> Question:
    """Check a question before it is asked.

    Raises
    ------
    NotFoundError
        A product, key or set is unknown.
    ValidityError
        The product has no validity.
    ArchiveError
        A selection key is missing, a key is none of selection, or the policy is not supported yet.
    """
    entry = product_entry(product)
    _check_policy(entry)
    check_names(keys, None)
    _check_selection(entry, keys)
    values = {name: [convert(name, keys[name])] for name in entry.select}
    numbers = known_numbers(connection, tables.calibration_set, sets)
    return Question(
        entry=entry,
        selection=canonical(entry.select, values),
        at=at,
        sets=dict(zip(sets, numbers, strict=True)),
    )


def _check_policy(entry: ProductEntry) -> None:
    if entry.validity is None:
        raise ValidityError(
            f"{entry.name} has no validity in time", remedy="`dpkit archive find` searches by keys"
        )
    if entry.validity.policy != "valid-at":
        raise ArchiveError(
            f"{entry.name} is chosen by the policy {entry.validity.policy!r}, which this version "
            "does not support yet",
            remedy="`dpkit archive find` lists its products",
        )


def _check_selection(entry: ProductEntry, keys: Mapping[str, KeyValue]) -> None:
    missing = [name for name in entry.select if name not in keys]
    if missing:
        raise ArchiveError(
            f"{entry.name} is chosen by {', '.join(entry.select)}; missing: {', '.join(missing)}",
            remedy=" ".join(f"--{name} VALUE" for name in missing),
        )
    others = [name for name in keys if name not in entry.select]
    if others:
        raise ArchiveError(
            f"{entry.name} is not chosen by {', '.join(others)}",
            remedy=f"its selection keys: {', '.join(entry.select) or 'none'}; "
            "`dpkit archive find` searches by all keys",
        )


def standing_ranges(question: Question, sets: Sequence[int]) -> Select[Any]:
    """Return the selection of the ranges that stand for a question, at any time."""
    validity, product = tables.validity, tables.product
    return (
        select(
            product.c.id,
            product.c.version,
            product.c.status,
            validity.c.begin_ns,
            validity.c.end_ns,
            validity.c.selection,
        )
        .join(product, validity.c.product == product.c.number)
        .where(
            validity.c.calibration_set.in_(sets),
            validity.c.type
            == select(tables.product_type.c.number)
            .where(tables.product_type.c.name == question.entry.name)
            .scalar_subquery(),
            validity.c.retired_event.is_(None),
            product.c.status.not_in(HIDDEN),
        )
    )
