"""Rows that must agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Select,
    Table,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
)

from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.health.quality import check_quality
from dpkit_archive.health.releases import check_releases
from dpkit_archive.pending import CLOCK_SKEW_NS, now_ns
from dpkit_archive.status import PURGED, WITHOUT_VALIDITY

__all__ = ["check_rows", "orphans", "reference_named"]


def check_rows(database: Database) -> Iterator[Fault]:
    """Yield a fault for rows that refer to nothing, or contradict each other."""
    for parts in (
        _check_references,
        _check_products,
        _check_validity,
        check_releases,
        check_quality,
        _check_events,
    ):
        with database.reading() as connection:
            yield from parts(connection)


def _references() -> Iterator[tuple[Table, ForeignKey]]:
    """Yield each reference from one table to another."""
    for table in tables.metadata.sorted_tables:
        for column in table.c:
            yield from ((table, one) for one in sorted(column.foreign_keys, key=str))


def reference_named(name: str) -> tuple[Table, ForeignKey] | None:
    """Return the reference that a fault names as ``table.column``."""
    found = ((table, one) for table, one in _references() if _said(one) == name)
    return next(found, None)


def orphans(table: Table, reference: ForeignKey) -> Any:
    """Return the condition that a row of a table refers to what is not there."""
    column, parent = reference.parent, reference.column
    # Under another name: a table may refer to itself.
    others = parent.table.alias("referred")
    there = select(1).where(others.c[parent.name] == column).correlate(table).exists()
    return and_(column.is_not(None), not_(there))


def _check_references(connection: Connection) -> Iterator[Fault]:
    for table, reference in _references():
        column = reference.parent
        lost = select(func.count(), func.min(column)).where(orphans(table, reference))
        count, first = connection.execute(lost.select_from(table)).one()
        if count:
            parent = reference.column
            yield Fault(
                code="row-orphan",
                place=_said(reference),
                message=f"{count} rows refer to no row of {parent.table.name}, such as {first}",
                subject=_said(reference),
            )


def _said(reference: ForeignKey) -> str:
    column: Column[Any] = reference.parent
    return f"{column.table.name}.{column.name}"


def _check_products(connection: Connection) -> Iterator[Fault]:
    for found in (
        _without(tables.document, "has no document").where(tables.product.c.status != PURGED),
        _without(tables.product_status, "has no status in its history"),
        _other_status(),
    ):
        for identifier, message in connection.execute(found):
            yield Fault(
                code="product-incomplete", place=identifier, message=message, subject=identifier
            )


def _without(table: Table, message: str) -> Select[Any]:
    product = tables.product.c
    there = select(1).where(table.c.product == product.number).exists()
    return select(product.id, literal(message)).where(not_(there))


def _other_status() -> Select[Any]:
    product, status = tables.product.c, tables.product_status.c
    history = tables.product_status.alias().c
    last = select(func.max(history.event)).where(history.product == product.number)
    said = "is " + product.status + ", but its history ends with " + status.status
    return (
        select(product.id, said)
        .join_from(tables.product, tables.product_status)
        .where(status.event == last.scalar_subquery(), status.status != product.status)
    )


def _check_validity(connection: Connection) -> Iterator[Fault]:
    for code, found in (
        ("validity-overlap", _overlaps()),
        ("validity-differs", _differing()),
        ("validity-stands", _standing()),
    ):
        for row in connection.execute(found):
            begin, end = format_utc(row.begin_ns), format_utc(row.end_ns)
            yield Fault(
                code=code,
                place=row.id,
                message=f"is valid from {begin} until {end}, {row.said}",
                subject=row.id,
            )


def _overlaps() -> Select[Any]:
    """Return the standing ranges that begin before one of the same selection has ended."""
    validity, product = tables.validity.c, tables.product.c
    # The furthest end of all ranges that begin earlier: the one before need not be the longest.
    furthest = func.max(validity.end_ns).over(
        partition_by=(validity.calibration_set, validity.type, validity.selection),
        order_by=(validity.begin_ns, validity.number),
        rows=(None, -1),
    )
    standing = select(
        validity.product, validity.begin_ns, validity.end_ns, furthest.label("furthest")
    )
    ranges = standing.where(validity.retired_event.is_(None)).subquery()
    return (
        select(
            product.id,
            ranges.c.begin_ns,
            ranges.c.end_ns,
            literal("when another one of its selection is").label("said"),
        )
        .join_from(ranges, tables.product, ranges.c.product == product.number)
        .where(ranges.c.furthest > ranges.c.begin_ns)
    )


def _differing() -> Select[Any]:
    validity, proposed, product = tables.validity, tables.proposed_validity, tables.product
    said = "for " + validity.c.selection + ", but proposes it for " + proposed.c.selection
    return (
        select(product.c.id, validity.c.begin_ns, validity.c.end_ns, said.label("said"))
        .select_from(validity)
        .join(proposed, proposed.c.product == validity.c.product)
        .join(product, product.c.number == validity.c.product)
        .where(
            validity.c.retired_event.is_(None),
            or_(
                validity.c.selection != proposed.c.selection,
                validity.c.type != proposed.c.type,
            ),
        )
    )


def _standing() -> Select[Any]:
    """Return the ranges that stand of products whose status lets them have none."""
    validity, product, sets = tables.validity, tables.product, tables.calibration_set
    said = "in set " + sets.c.name + ", although it is " + product.c.status
    return (
        select(product.c.id, validity.c.begin_ns, validity.c.end_ns, said.label("said"))
        .select_from(validity)
        .join(product, product.c.number == validity.c.product)
        .join(sets, sets.c.number == validity.c.calibration_set)
        .where(validity.c.retired_event.is_(None), product.c.status.in_(WITHOUT_VALIDITY))
    )


def _check_events(connection: Connection) -> Iterator[Fault]:
    event = tables.event.c
    late = event.time_ns > now_ns() + CLOCK_SKEW_NS
    found = select(func.count(), func.max(event.time_ns)).where(late)
    number, last = connection.execute(found).one()
    if number:
        yield Fault(
            code="event-in-future",
            place="event",
            message=f"{number} events, the last at {format_utc(last)}",
            subject="event",
        )
