"""The products that somebody names, to do something about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import NotFoundError
from dpkit_archive import tables
from dpkit_archive.statement import Among, select_rows

__all__ = ["Subject", "name_subjects"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A product, whatever its status.

    Attributes
    ----------
    number : int
        Its number.
    id, product, dataset : str
        Its id, type and dataset.
    version : int
        Its version.
    status : str
        Its status.
    """

    number: int
    id: str
    product: str
    dataset: str
    version: int
    status: str


def name_subjects(connection: Connection, ids: Iterable[str]) -> list[Subject]:
    """Return the products that ids name, their own or other ones, each once, in the order given.

    Raises
    ------
    NotFoundError
        Names the first id that no product has.
    """
    wanted = list(dict.fromkeys(ids))
    found = {row[1]: Subject(*row) for row in select_rows(connection, _by_id, ids=wanted)}
    other = [identifier for identifier in wanted if identifier not in found]
    for alias, *row in select_rows(connection, _by_other_id, ids=other):
        found[alias] = Subject(*row)
    for identifier in wanted:
        if identifier not in found:
            raise NotFoundError(
                f"no product has the id {identifier!r}",
                remedy="`dpkit archive find` lists the products",
            )
    return list({found[identifier].number: found[identifier] for identifier in wanted}.values())


def _columns() -> tuple[Any, ...]:
    product = tables.product.c
    kind, dataset = tables.product_type.c.name, tables.dataset.c.name
    named = (kind.label("type_name"), dataset.label("dataset_name"))
    return (product.number, product.id, *named, product.version, product.status)


def _joined() -> Any:
    return tables.product.join(tables.product_type).join(tables.dataset)


def _by_id(among: Among) -> Select[Any]:
    return select(*_columns()).select_from(_joined()).where(among(tables.product.c.id, "ids"))


def _by_other_id(among: Among) -> Select[Any]:
    alias = tables.product_alias
    joined = _joined().join(alias, alias.c.product == tables.product.c.number)
    return select(alias.c.id, *_columns()).select_from(joined).where(among(alias.c.id, "ids"))
