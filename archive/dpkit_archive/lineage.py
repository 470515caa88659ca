"""Lineage: which products a product was made from, by port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from dpkit.errors import NotFoundError
from dpkit_archive import tables

if TYPE_CHECKING:
    from dpkit_archive.standing import Standings

__all__ = ["Inputs", "lineage_rows", "made_from", "made_into"]

Inputs = Mapping[str, Sequence[str]]
"""Ids of the products that one was made from, by port."""


def lineage_rows(standings: Standings, inputs: Inputs) -> list[dict[str, Any]]:
    """Return the rows of the inputs of a product, but for its own number.

    Raises
    ------
    NotFoundError
        An input is not in the archive.
    """
    return [
        {
            "port": port,
            "ordinal": ordinal,
            "input": _number(standings, identifier, port),
        }
        for port, identifiers in sorted(inputs.items())
        for ordinal, identifier in enumerate(identifiers)
    ]


def made_from(connection: Connection, product: int) -> list[dict[str, Any]]:
    """Return port and id of each input of a product."""
    lineage, other = tables.lineage, tables.product
    selection = (
        select(lineage.c.port, other.c.id)
        .join(other, lineage.c.input == other.c.number)
        .where(lineage.c.product == product)
        .order_by(lineage.c.port, lineage.c.ordinal)
    )
    return [dict(row) for row in connection.execute(selection).mappings()]


def made_into(connection: Connection, product: int, event: int) -> list[dict[str, Any]]:
    """Return port and id of each product up to an event that this one was an input of."""
    lineage, other = tables.lineage, tables.product
    selection = (
        select(lineage.c.port, other.c.id)
        .join(other, lineage.c.product == other.c.number)
        .where(lineage.c.input == product, other.c.registered_event <= event)
        .order_by(other.c.number, lineage.c.port, lineage.c.ordinal)
    )
    return [dict(row) for row in connection.execute(selection).mappings()]


def _number(standings: Standings, identifier: str, port: str) -> int:
    number = standings.number(identifier)
    if number is None:
        raise NotFoundError(
            f"the input {identifier!r} of port {port!r} is not in the archive",
            remedy="register the inputs first",
        )
    return number
