"""The products that are to be valid: what must be known of each, and what it may claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import NotFoundError, ValidityError
from dpkit.tai import FOREVER, NEVER
from dpkit_archive import tables
from dpkit_archive.claim import Claim, GrantOrder
from dpkit_archive.period import describe_range
from dpkit_archive.policy import INSTANTS
from dpkit_archive.question import calibration_entry
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import PURGED, WITHOUT_VALIDITY

__all__ = ["Claimant", "claimed_range", "earlier_versions", "load_claimants", "load_named"]


@dataclass(frozen=True, slots=True)
class Claimant:
    """A product that is to be valid; without a begin, its document proposes nothing."""

    number: int
    id: str
    type: int
    product: str
    dataset: str
    identity: str
    status: str
    selection: str
    begin: int | None
    end: int | None

    @property
    def lineage(self) -> tuple[Any, ...]:
        """What its versions have in common."""
        return self.type, self.dataset, self.identity


def load_claimants(
    connection: Connection, identifiers: Sequence[str], place: str
) -> dict[str, Claimant]:
    """Return products by the ids that were given, if all of them can be valid.

    Raises
    ------
    NotFoundError
        There is no product of an id.
    ValidityError
        A product has no validity, or is invalid, rejected or trashed.
    """
    found = load_named(connection, identifiers, place)
    for name in {one.product for one in found.values()}:
        calibration_entry(name)
    for one in found.values():
        _check(one)
    return found


def load_named(
    connection: Connection, identifiers: Sequence[str], place: str
) -> dict[str, Claimant]:
    """Return products by the ids that were given, their own or other ones.

    Raises
    ------
    NotFoundError
        There is no product of an id.
    """
    rows = select_rows(connection, _products, identifiers=identifiers)
    found = {row[1]: Claimant(*row) for row in rows}
    missing = [one for one in identifiers if one not in found]
    for name, *row in select_rows(connection, _aliases, identifiers=missing):
        found[name] = Claimant(*row)
    for one in missing:
        if one not in found:
            raise NotFoundError(
                f"no product has the id {one!r}",
                place=place,
                remedy="`dpkit archive find` lists the products",
            )
    return found


def earlier_versions(
    connection: Connection, numbers: Sequence[int]
) -> dict[int, list[tuple[int, str]]]:
    """Return number and id of the earlier versions of products."""
    found: dict[int, list[tuple[int, str]]] = {}
    for product, number, identifier in select_rows(connection, _earlier, numbers=numbers):
        found.setdefault(product, []).append((number, identifier))
    return found


def claimed_range(
    claim: Claim, claimant: Claimant, order: GrantOrder, policy: str
) -> tuple[int, int]:
    """Return the range that a product is to have: its own, the one of the order, or proposed.

    Raises
    ------
    ValidityError
        It is empty, reversed, or has an end though the policy knows instants only.
    """
    begin, end = (
        own if own is not None else said
        for own, said in ((claim.begin, order.begin), (claim.end, order.end))
    )
    proposed = (claimant.begin, claimant.end)
    if policy in INSTANTS:
        return _instant(claimant, begin if begin is not None else proposed[0], end)
    first, last = proposed if begin is None else (begin, proposed[1])
    last = last if end is None else end
    first, last = NEVER if first is None else first, FOREVER if last is None else last
    check_range(first, last, claimant.id)
    return first, last


def check_range(begin: int, end: int, place: str = "") -> None:
    """Refuse a range that is empty or reversed.

    Raises
    ------
    ValidityError
        Says which.
    """
    if begin >= end:
        said = "is empty" if begin == end else "ends before it begins"
        raise ValidityError(
            f"the validity range {describe_range(begin, end)} {said}",
            place=place,
            remedy="the end is exclusive and must lie after the begin",
        )


def _instant(claimant: Claimant, begin: int | None, end: int | None) -> tuple[int, int]:
    if end is not None:
        raise ValidityError(
            f"{claimant.product} is chosen by an instant, which has no end",
            place=claimant.id,
            remedy="give the begin alone",
        )
    if begin is None or begin in (NEVER, FOREVER):
        raise ValidityError(
            "an instant has bounds", place=claimant.id, remedy="give the time with --from"
        )
    return begin, begin + 1


def _check(claimant: Claimant) -> None:
    if claimant.status in WITHOUT_VALIDITY:
        gone = claimant.status == PURGED
        raise ValidityError(
            f"its status is {claimant.status}, and what is so is never valid",
            place=claimant.id,
            remedy=f"certify another version{'' if gone else ', or change its status first'}",
        )
    if claimant.begin is None:
        raise ValidityError(
            "the archive does not know what its document proposes",
            place=claimant.id,
            remedy="`dpkit archive rebuild` derives it anew",
        )


def _columns() -> tuple[Any, ...]:
    product, proposed = tables.product.c, tables.proposed_validity.c
    return (
        product.number,
        product.id,
        product.type,
        tables.product_type.c.name,
        tables.dataset.c.name,
        product.identity,
        product.status,
        proposed.selection,
        proposed.begin_ns,
        proposed.end_ns,
    )


def _joined() -> Any:
    product, proposed = tables.product, tables.proposed_validity
    known = product.join(tables.product_type).join(tables.dataset)
    return known.outerjoin(proposed, proposed.c.product == product.c.number)


def _products(among: Among) -> Select[Any]:
    chosen = among(tables.product.c.id, "identifiers")
    return select(*_columns()).select_from(_joined()).where(chosen)


def _aliases(among: Among) -> Select[Any]:
    alias, product = tables.product_alias, tables.product
    named = _joined().join(alias, alias.c.product == product.c.number)
    return (
        select(alias.c.id, *_columns()).select_from(named).where(among(alias.c.id, "identifiers"))
    )


def _earlier(among: Among) -> Select[Any]:
    product, other = tables.product, tables.product.alias("other")
    return (
        select(product.c.number, other.c.number, other.c.id)
        .join(
            other,
            (other.c.type == product.c.type)
            & (other.c.identity == product.c.identity)
            & (other.c.dataset == product.c.dataset)
            & (other.c.version < product.c.version),
        )
        .where(among(product.c.number, "numbers"))
        .order_by(other.c.version)
    )
