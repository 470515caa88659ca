"""Blocks: raw frames that are processed together, and the products that were made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, literal_column, or_, select

from dpkit.schema.dictionary import product_entry, product_names
from dpkit_archive import tables
from dpkit_archive.curation.subject import Subject, name_subjects
from dpkit_archive.qc.error import QualityError
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import PURGED, TRASHED

__all__ = ["Block", "find_block", "measured_products"]

_GONE = ("invalid", TRASHED, PURGED)
_STANDING = ("valid", "superseded")


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
    standing : tuple of Subject
        Earlier versions of calibrations, which may be valid still.
    """

    subject: Subject
    measured: tuple[Subject, ...]
    calibrations: tuple[Subject, ...]
    standing: tuple[Subject, ...]


def find_block(connection: Connection, identifier: str) -> Block:
    """Return a block by its id.

    Its products are those that are made from it, those that refer to what it names first (its
    first raw frame, which is in no other block), and what was measured with them: a map of bad
    pixels names the master alone, and the measure of both names the map.

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
    members = _subjects(select_rows(connection, _members, blocks=[subject.number]))
    numbers = [one.number for one in members]
    measured = [one.number for one in members if _is_measured(one.product)]
    # What a member names alone would also be of other blocks, such as a reference.
    members |= _subjects(
        select_rows(connection, _measured_with, members=numbers, measured=measured)
    )
    newest: dict[tuple[str, str], Subject] = {}
    ours = {one: identity for one, identity in members.items() if one.dataset == subject.dataset}
    for one, identity in ours.items():
        known = newest.get((one.product, identity))
        if one.status not in _GONE and (known is None or known.version < one.version):
            newest[one.product, identity] = one
    some = sorted(newest.values(), key=lambda one: one.number)
    earlier = sorted(ours.keys() - set(some), key=lambda one: one.number)
    return Block(
        subject=subject,
        measured=tuple(one for one in some if _is_measured(one.product)),
        calibrations=tuple(one for one in some if _is_calibration(one.product)),
        standing=tuple(
            one for one in earlier if one.status in _STANDING and _is_calibration(one.product)
        ),
    )


def _subjects(rows: Iterable[Sequence[Any]]) -> dict[Subject, str]:
    """Return products with their identities."""
    return {Subject(*columns): identity for identity, *columns in rows}


def _is_measured(product: str) -> bool:
    return product in product_names() and product_entry(product).metric_table is not None


def _is_calibration(product: str) -> bool:
    if product not in product_names():
        return False
    validity = product_entry(product).validity
    return validity is not None and validity.certify == "manual"


def _members(among: Among) -> Select[Any]:
    product = tables.product
    reference, lineage = tables.product_reference.alias(), tables.lineage.c
    first = tables.product_reference.alias("first")
    # What a block names first is at place 0.
    named = select(first.c.identifier).where(
        among(first.c.product, "blocks"), first.c.ordinal == literal_column("0")
    )
    referring = select(reference.c.product).where(reference.c.identifier.in_(named))
    made = select(lineage.product).where(among(lineage.input, "blocks"))
    return _identified().where(
        or_(product.c.number.in_(referring), product.c.number.in_(made)),
        ~among(product.c.number, "blocks"),
    )


def _measured_with(among: Among) -> Select[Any]:
    """Select what measures name, as far as it names members itself, by any of their ids."""
    product, alias = tables.product.c, tables.product_alias.c
    measure, own = tables.product_reference.alias("measure"), tables.product_reference.alias("own")
    member, other = tables.product.alias("member"), tables.product_alias.alias("other")
    named = select(measure.c.identifier).where(among(measure.c.product, "measured"))
    ids = select(member.c.id).where(among(member.c.number, "members"))
    aliases = select(other.c.id).where(among(other.c.product, "members"))
    naming = select(own.c.product).where(
        or_(own.c.identifier.in_(ids), own.c.identifier.in_(aliases))
    )
    return _identified().where(
        or_(
            product.id.in_(named),
            product.number.in_(select(alias.product).where(alias.id.in_(named))),
        ),
        product.number.in_(naming),
        ~among(product.number, "members"),
    )


def _identified() -> Select[Any]:
    """Select identities, and what a `Subject` holds."""
    product, kind, dataset = tables.product, tables.product_type, tables.dataset
    columns = (product.c.number, product.c.id, kind.c.name.label("type_name"))
    others = (dataset.c.name.label("dataset_name"), product.c.version, product.c.status)
    chosen = select(product.c.identity, *columns, *others)
    return chosen.select_from(product.join(kind).join(dataset))
