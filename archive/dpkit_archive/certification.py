"""Certify: let products answer for ranges in a calibration set, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dpkit.errors import NotFoundError, ValidityError
from dpkit.schema.dictionary import near_names
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.claim import Claim, GrantOrder
from dpkit_archive.claimant import Claimant, claimed_range, earlier_versions, load_claimants
from dpkit_archive.contention import retried
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.name import checked_name
from dpkit_archive.pending import NameBook, Pending
from dpkit_archive.question import calibration_entry, policy_of
from dpkit_archive.validity import Range, Validities, load_validities

__all__ = ["Certification", "certify", "certify_within"]

_CHUNK = 1000
_REMEDY = "certify another range or into another set, or decertify what stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """A range for which a product answers.

    Attributes
    ----------
    id, product : str
        The product, and its type.
    calibration_set : str
        The set.
    begin, end : int
        The half-open range, nanoseconds of TAI.
    created : bool
        Whether it was granted now; false when exactly this stood already.
    retired : tuple of str
        Earlier versions whose ranges in the set were retired.
    """

    id: str
    product: str
    calibration_set: str
    begin: int
    end: int
    created: bool
    retired: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {
            "id": self.id,
            "product": self.product,
            "set": self.calibration_set,
            "valid_from": format_utc(self.begin),
            "valid_until": format_utc(self.end),
            "result": "certified" if self.created else "stands already",
            "retired": list(self.retired),
        }


@dataclass(frozen=True, slots=True)
class _Grant:
    """A claim that was checked by itself, and its place among the others."""

    place: int
    claimant: Claimant
    begin: int
    end: int
    set_name: str
    set_number: int

    @property
    def range(self) -> Range:
        return Range(
            type=self.claimant.type,
            product=self.claimant.number,
            selection=self.claimant.selection,
            begin=self.begin,
            end=self.end,
        )


def certify(database: Database, claims: Sequence[Claim], order: GrantOrder) -> list[Certification]:
    """Certify products in one transaction: all of them, or none.

    Raises
    ------
    ValidityError
        A range is empty, or overlaps another one; or a product cannot be valid.
    NotFoundError
        There is no such product or set.
    """
    return retried(lambda: _certify(database, claims, order))


def _certify(database: Database, claims: Sequence[Claim], order: GrantOrder) -> list[Certification]:
    with database.writing(keep=not order.rehearsal) as connection:
        return certify_within(connection, database, claims, order)


def certify_within(
    connection: Connection, database: Database, claims: Sequence[Claim], order: GrantOrder
) -> list[Certification]:
    """Certify products within a transaction, which writes; see `certify`."""
    claimants = load_claimants(connection, [one.id for one in claims], database.location.text)
    pending = Pending(connection)
    names = NameBook(connection, pending)
    kinds = {one.product for one in claimants.values()}
    policies = {name: policy_of(calibration_entry(name)) for name in kinds}
    grants = [
        _grant(place, one, claimants[one.id], order, names, policies)
        for place, one in enumerate(claims)
    ]
    pending.flush()
    _refuse_versions(grants)
    # In the order of time, what stands around the ranges of a chunk is little.
    grants.sort(key=lambda one: (one.set_number, one.claimant.selection, one.begin))
    made: dict[int, Certification] = {}
    for start in range(0, len(grants), _CHUNK):
        chunk = sorted(grants[start : start + _CHUNK], key=lambda one: one.place)
        made |= _enter(connection, chunk, order)
    return [made[place] for place in range(len(claims))]


def _grant(
    place: int,
    claim: Claim,
    claimant: Claimant,
    order: GrantOrder,
    names: NameBook,
    policies: Mapping[str, str],
) -> _Grant:
    begin, end = claimed_range(claim, claimant, order, policies[claimant.product])
    given = order.calibration_set
    name = claimant.dataset if given is None else given.strip()
    return _Grant(place, claimant, begin, end, name, _set_number(name, claimant, order, names))


def _set_number(name: str, claimant: Claimant, order: GrantOrder, names: NameBook) -> int:
    number = names.known(tables.calibration_set, name)
    if number is not None:
        return number
    if not (order.create_set or name == claimant.dataset):
        known = names.all(tables.calibration_set)
        raise NotFoundError(
            f"the archive has no calibration set named {name!r}",
            remedy=f"{near_names(name, known, 'calibration set')}; --create-set makes a new one",
        )
    new = checked_name(name, "calibration set", ValidityError, example="nightly")
    return names.number(tables.calibration_set, new)


def _refuse_versions(grants: Sequence[_Grant]) -> None:
    """Refuse several versions of one product, which would retire each other's ranges."""
    seen: dict[tuple[int, tuple[Any, ...]], Claimant] = {}
    for one in grants:
        other = seen.setdefault((one.set_number, one.claimant.lineage), one.claimant)
        if other.number != one.claimant.number:
            raise ValidityError(
                f"{other.id} and {one.claimant.id} are versions of one product, of which only "
                "one can be certified at a time",
                remedy="leave one of them out",
            )


def _enter(
    connection: Connection, grants: Sequence[_Grant], order: GrantOrder
) -> dict[int, Certification]:
    earlier = earlier_versions(connection, [one.claimant.number for one in grants])
    versions = {number for some in earlier.values() for number, _ in some}
    own = {one.claimant.number for one in grants}
    wanted = [(one.set_number, one.range) for one in grants]
    validities = load_validities(connection, wanted, versions | own)
    pending = Pending(connection)
    made = {
        one.place: _enter_one(one, earlier.get(one.claimant.number, []), validities, pending, order)
        for one in grants
    }
    pending.flush()
    return made


def _enter_one(
    grant: _Grant,
    earlier: Sequence[tuple[int, str]],
    validities: Validities,
    pending: Pending,
    order: GrantOrder,
) -> Certification:
    number, stands = grant.set_number, validities.stands(grant.range, grant.set_number)
    versions = [one for one, _ in earlier]
    retired: tuple[str, ...] = ()
    if not stands:
        validities.check(grant.range, number, versions, grant.claimant.id, _REMEDY)
        retired = tuple(name for one, name in earlier if validities.held_in(one, number))
        detail = _detail(grant, order, retired)
        event = add_event(pending, "certify", grant.claimant.id, order.actor, detail)
        validities.retire(versions, number, event, pending)
        validities.grant(grant.range, number, event, pending, grant.claimant.id)
    return Certification(
        id=grant.claimant.id,
        product=grant.claimant.product,
        calibration_set=grant.set_name,
        begin=grant.begin,
        end=grant.end,
        created=not stands,
        retired=retired,
    )


def _detail(grant: _Grant, order: GrantOrder, retired: tuple[str, ...]) -> Mapping[str, Any]:
    detail = {
        "product": grant.claimant.product,
        "calibration_set": grant.set_name,
        "begin": format_utc(grant.begin),
        "end": format_utc(grant.end),
        "reason": order.reason,
    }
    return detail | ({"retired": list(retired)} if retired else {})
