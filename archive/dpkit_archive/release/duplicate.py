"""Products that were made twice: of the same inputs, for the same keys, under two identities.

Two products are duplicates when they are of one type, were made from the same inputs on the same
ports, and have the same values of all their keys, but for those that merely tell them apart: the
`unique` keys of the type that are not `select` keys. Products without recorded inputs are never
judged: nothing tells that they are the same thing made twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, literal_column, select

from dpkit.schema.dictionary import product_entry, product_names
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.key import COLUMN_KEYS
from dpkit_archive.query.run import known_numbers
from dpkit_archive.release.record import read_release
from dpkit_archive.release.table import release_member
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import HIDDEN

__all__ = ["Duplicate", "duplicates_in_dataset", "duplicates_in_release"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One of several products that were made of the same inputs for the same keys.

    Attributes
    ----------
    group : int
        Number of those that belong together, from 1.
    product, dataset, id : str
        What it is.
    version : int
        Its version within its identity.
    created : str or None
        When it was made, ISO text.
    identity : str
        What tells it from the others.
    inputs : int
        How many inputs they have in common.
    """

    group: int
    product: str
    dataset: str
    id: str
    version: int
    created: str | None
    identity: str
    inputs: int

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def duplicates_in_release(connection: Connection, name: str) -> list[Duplicate]:
    """Return the members of a release that are duplicates of each other.

    Raises
    ------
    NotFoundError
        There is no such release.
    """
    number = read_release(connection, name).number
    return _duplicates(connection, select_rows(connection, _members, release=number))


def duplicates_in_dataset(connection: Connection, names: Sequence[str]) -> list[Duplicate]:
    """Return the current products of datasets that are duplicates of each other.

    Raises
    ------
    NotFoundError
        There is no such dataset.
    """
    numbers = known_numbers(connection, tables.dataset, names)
    found = select_rows(connection, _of_datasets, datasets=numbers)
    current: dict[Any, Any] = {}
    for row in found:  # the last version of each identity comes last
        current[row[2], row[3], row[5]] = row
    return _duplicates(connection, list(current.values()))


def _duplicates(connection: Connection, found: Sequence[Any]) -> list[Duplicate]:
    numbers = [row[0] for row in found]
    inputs = _gathered(select_rows(connection, _inputs, products=numbers))
    keys = _gathered(select_rows(connection, _keys, products=numbers))
    groups: dict[Any, list[Any]] = {}
    for row in found:
        number, _, product, dataset, *_ = row
        if number in inputs and product in product_names():
            said = _compared(product, row, keys.get(number, ()))
            groups.setdefault((product, dataset, inputs[number], said), []).append(row)
    several = [(key, rows) for key, rows in groups.items() if len(rows) > 1]
    return [
        _duplicate(number, row, len(key[2]))
        for number, (key, rows) in enumerate(several, 1)
        for row in rows
    ]


def _gathered(rows: Iterable[Any]) -> dict[int, tuple[Any, ...]]:
    """Return what belongs to each product, in an order that does not depend on the engine."""
    found: dict[int, list[Any]] = {}
    for number, *rest in rows:
        found.setdefault(number, []).append(tuple(rest))
    return {number: tuple(sorted(some, key=repr)) for number, some in found.items()}


def _compared(product: str, row: Any, listed: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values of the keys that do not merely tell products apart."""
    entry = product_entry(product)
    ignored = {*entry.unique} - {*entry.select}
    columns = zip(COLUMN_KEYS, row[7:], strict=True)
    single = tuple((name, value) for name, value in columns if name not in ignored)
    return single, tuple(one for one in listed if one[0] not in ignored)


def _duplicate(group: int, row: Any, inputs: int) -> Duplicate:
    _, identifier, product, dataset, version, identity, created, *_ = row
    return Duplicate(
        group=group,
        product=product,
        dataset=dataset,
        id=identifier,
        version=version,
        created=None if created is None else format_utc(created),
        identity=identity,
        inputs=inputs,
    )


def _selection() -> Select[Any]:
    product = tables.product.c
    columns = (
        product.number,
        product.id,
        tables.product_type.c.name.label("type_name"),
        tables.dataset.c.name.label("dataset_name"),
        product.version,
        product.identity,
        product.created_ns,
        *(product[name] for name in COLUMN_KEYS),
    )
    joined = tables.product.join(tables.product_type).join(tables.dataset)
    ordered = select(*columns).select_from(joined)
    return ordered.order_by(tables.product_type.c.name, product.version, product.number)


def _members(_among: Among) -> Select[Any]:
    member = release_member.c
    held = select(member.product).where(
        member.release == bindparam("release", type_=BigInteger), member.removed_event.is_(None)
    )
    return _selection().where(tables.product.c.number.in_(held))


def _of_datasets(among: Among) -> Select[Any]:
    product = tables.product.c
    good = (product.status != literal_column(f"'{status}'") for status in HIDDEN)
    return _selection().where(among(product.dataset, "datasets"), *good)


def _inputs(among: Among) -> Select[Any]:
    lineage = tables.lineage.c
    selected = select(lineage.product, lineage.port, lineage.input)
    return selected.where(among(lineage.product, "products"))


def _keys(among: Among) -> Select[Any]:
    key = tables.product_key.c
    selected = select(key.product, key.name, key.value_integer, key.value_text)
    return selected.where(among(key.product, "products"))
