"""Blocks: raw frames that are processed together, and the products that were made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from dpkit.schema.dictionary import product_entry, product_names
from dpkit_archive import tables
from dpkit_archive.curation.subject import Subject, name_subjects
from dpkit_archive.qc.error import QualityError
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import PURGED, TRASHED

__all__ = ["Block", "find_block", "measured_products"]

_GONE = ("invalid", TRASHED, PURGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block with its products, of each the current version.

    Attributes
    ----------
    subject : Subject
        The block.
    measured : tuple of Subject
        Products that have rows in a QC1 table.
    calibrations : tuple of Subject
        Products that become valid by being certified.
    """

    subject: Subject
    measured: tuple[Subject, ...]
    calibrations: tuple[Subject, ...]


def find_block(connection: Connection, identifier: str) -> Block:
    """Return a block by its id.

    Its products are those that are made from it, and those that refer to what it names first: its
    first raw frame, which is in no other block.

    Raises
    ------
    NotFoundError
        There is no such product.
    QualityError
        The product itself has rows in a QC1 table, or a range of validity.
    """
    (subject,) = name_subjects(connection, [identifier])
    if _is_measured(subject.product) or _is_calibration(subject.product):
        raise QualityError(
            f"is a {subject.product}, not a block",
            place=identifier,
            remedy="name the product that lists the raw frames",
        )
    return _block(connection, subject)


def measured_products(connection: Connection, ids: Sequence[str]) -> list[Subject]:
    """Return products that have rows in a QC1 table, by their ids or those of their blocks.

    Raises
    ------
    NotFoundError
        There is no such product.
    QualityError
        Nothing was measured of one.
    """
    found: dict[int, Subject] = {}
    for subject in name_subjects(connection, ids):
        own = _is_measured(subject.product)
        some = (subject,) if own else _block(connection, subject).measured
        if not some:
            raise QualityError(
                "nothing of it was measured: no product of it has rows in a QC1 table",
                place=subject.id,
                remedy="run the quality procedure on it first, and register what it makes",
            )
        found |= {one.number: one for one in some}
    return list(found.values())


def _block(connection: Connection, subject: Subject) -> Block:
    rows = select_rows(connection, _members, blocks=[subject.number])
    newest: dict[tuple[str, str], Subject] = {}
    for identity, *columns in rows:
        one = Subject(*columns)
        known = newest.get((one.product, identity))
        wanted = one.dataset == subject.dataset and one.status not in _GONE
        if wanted and (known is None or known.version < one.version):
            newest[one.product, identity] = one
    some = sorted(newest.values(), key=lambda one: one.number)
    return Block(
        subject=subject,
        measured=tuple(one for one in some if _is_measured(one.product)),
        calibrations=tuple(one for one in some if _is_calibration(one.product)),
    )


def _is_measured(product: str) -> bool:
    return product in product_names() and product_entry(product).metric_table is not None


def _is_calibration(product: str) -> bool:
    if product not in product_names():
        return False
    validity = product_entry(product).validity
    return validity is not None and validity.certify == "manual"


def _members(among: Among) -> Select[Any]:
    product, kind, dataset = tables.product, tables.product_type, tables.dataset
    reference, lineage = tables.product_reference.alias(), tables.lineage.c
    first = tables.product_reference.alias("first")
    # What a block names first is at place 0.
    named = select(first.c.identifier).where(among(first.c.product, "blocks"), first.c.ordinal == 0)
    referring = select(reference.c.product).where(reference.c.identifier.in_(named))
    made = select(lineage.product).where(among(lineage.input, "blocks"))
    columns = (product.c.number, product.c.id, kind.c.name.label("type_name"))
    others = (dataset.c.name.label("dataset_name"), product.c.version, product.c.status)
    return (
        select(product.c.identity, *columns, *others)
        .select_from(product.join(kind).join(dataset))
        .where(
            or_(product.c.number.in_(referring), product.c.number.in_(made)),
            ~among(product.c.number, "blocks"),
        )
    )
