"""Grant and retire validity: the ranges for which a calibration set answers with a product."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from dpkit.errors import ValidityError
from dpkit_archive import tables
from dpkit_archive.database import insert_row
from dpkit_archive.period import describe_range

__all__ = ["Range", "grant", "propose", "retire_versions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A half-open range of one product for one selection, in nanoseconds of TAI.

    Attributes
    ----------
    type, product : int
        Numbers of the type and of the product.
    selection : str
        Canonical text of the selection keys.
    begin, end : int
        The range; the end is exclusive.
    """

    type: int
    product: int
    selection: str
    begin: int
    end: int


def propose(connection: Connection, proposed: Range) -> None:
    """Record the range that a document proposes."""
    row = {
        "product": proposed.product,
        "type": proposed.type,
        "selection": proposed.selection,
        "begin_ns": proposed.begin,
        "end_ns": proposed.end,
    }
    connection.execute(insert(tables.proposed_validity).values(row))


def retire_versions(
    connection: Connection, product: int, calibration_set: int, event: int
) -> list[str]:
    """Retire what other versions of a product's identity hold in a set; return their ids."""
    this, other, validity = tables.product.alias("this"), tables.product, tables.validity
    versions = select(other.c.number).join(
        this,
        (this.c.number == product)
        & (other.c.type == this.c.type)
        & (other.c.identity == this.c.identity)
        & (other.c.dataset == this.c.dataset)
        & (other.c.number != product),
    )
    standing = (
        validity.c.product.in_(versions)
        & (validity.c.calibration_set == calibration_set)
        & validity.c.retired_event.is_(None)
    )
    named = select(other.c.id).join(validity, validity.c.product == other.c.number).where(standing)
    retired = list(connection.scalars(named.distinct().order_by(other.c.id)))
    connection.execute(update(validity).where(standing).values(retired_event=event))
    return retired


def grant(
    connection: Connection,
    granted: Range,
    calibration_set: int,
    event: int,
    *,
    place: str | Path = "",
) -> None:
    """Let a product answer for a range in a calibration set.

    The place is what a refusal names.

    Raises
    ------
    ValidityError
        Another product of the same selection holds a part of the range.
    """
    _refuse_overlap(connection, granted, calibration_set, place)
    row = {
        "calibration_set": calibration_set,
        "type": granted.type,
        "selection": granted.selection,
        "begin_ns": granted.begin,
        "end_ns": granted.end,
        "product": granted.product,
        "granted_event": event,
    }
    insert_row(connection, tables.validity, row)


def _refuse_overlap(
    connection: Connection, wanted: Range, calibration_set: int, place: str | Path
) -> None:
    validity, product = tables.validity, tables.product
    # Standing ranges do not overlap: the last one to begin before our end is the one to ask.
    last = (
        select(product.c.id, validity.c.begin_ns, validity.c.end_ns)
        .join(product, validity.c.product == product.c.number)
        .where(
            validity.c.calibration_set == calibration_set,
            validity.c.type == wanted.type,
            validity.c.selection == wanted.selection,
            validity.c.retired_event.is_(None),
            validity.c.begin_ns < wanted.end,
        )
        .order_by(validity.c.begin_ns.desc())
        .limit(1)
    )
    found = connection.execute(last).one_or_none()
    if found is not None and found.end_ns > wanted.begin:
        raise ValidityError(
            f"the validity range {describe_range(wanted.begin, wanted.end)} overlaps "
            f"{describe_range(found.begin_ns, found.end_ns)} of {found.id}",
            place=place,
            remedy="change the range, or register into another calibration set",
        )
