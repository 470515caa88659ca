"""Products that arrive from another archive, within the transaction of the one writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dpkit.errors import IdentityError, ValidityError
from dpkit.tai import FOREVER, NEVER
from dpkit_archive import tables
from dpkit_archive.batch import Batch
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.indexing import add_product
from dpkit_archive.order import Order
from dpkit_archive.standing import Registration, Standing
from dpkit_archive.submission import Submission
from dpkit_archive.transfer.manifest import PackedMember, PackedRange
from dpkit_archive.validity import Range, load_validities, propose

__all__ = ["Arrived", "ArrivingBatch"]


@dataclass(slots=True)
class Arrived:
    """What came into the archive with a batch."""

    aliases: int = 0
    ranges: int = 0
    outside: int = 0
    withheld: int = 0
    retired: int = 0


class ArrivingBatch(Batch):
    """Products with what another archive says of them: version, status, validity, inputs, ids.

    Parameters
    ----------
    connection : Connection
        Within the transaction.
    database : Database
        The archive.
    submissions : sequence of Submission
        The products.
    members : mapping of str to PackedMember
        What the other archive says of each, by id.
    origin : mapping
        Where they come from, for the log.
    order : Order
        Who acts.
    own_sets : bool
        Whether ranges go to the sets in which they were, not to those of the submissions.
    """

    def __init__(
        self,
        connection: Connection,
        database: Database,
        submissions: Sequence[Submission],
        members: Mapping[str, PackedMember],
        origin: Mapping[str, Any],
        order: Order,
        *,
        own_sets: bool = True,
    ) -> None:
        self._members = members
        self._origin = origin
        self._own_sets = own_sets
        self.arrived = Arrived()
        self._came: dict[int, PackedMember] = {}
        others = [i for s in submissions for *_, i in members[s.id].inputs]
        others += [i for s in submissions for i in members[s.id].aliases]
        # What they were made from, and their other ids, are asked for with the products.
        super().__init__(connection, database, submissions, order, others)

    def enter(self, submission: Submission) -> Registration:
        """Let a product enter as it was in the other archive, unless it is here already.

        Raises
        ------
        IdentityError
            One of its ids, or its version, is taken by other content.
        ValidityError
            A range overlaps that of another product, or was granted for other keys.
        ArchiveError
            Other bytes are registered under one of its paths.
        """
        member = self._members[submission.id]
        found = self._standings.find(submission, member.content)
        if found is None:
            standing = self._enter_product(submission, member)
        else:
            standing = found
            self._count_withheld(submission, member, found)
            if self._standings.number(submission.id) is None:
                self._add_alias(submission.id, submission.document_sha256, found)
                self.arrived.aliases += 1
        self._came[standing.number] = member
        for identifier, sha256 in member.aliases.items():
            self._enter_alias(identifier, sha256, standing, submission)
        return self._registration(standing, created=found is None)

    def _enter_product(self, submission: Submission, member: PackedMember) -> Standing:
        placement = self._placement(submission)
        self._files.check(submission, placement)
        standing = self._standing(submission, placement, member.content)
        self._refuse_version(submission, member)
        standing.version, standing.status = member.version, member.status
        self._hide_metrics(submission, member)
        lineage = self._lineage(member)
        detail = {**self._origin, "product": member.product, "dataset": submission.dataset}
        detail |= {"content": member.content, "inputs_outside": len(member.inputs) - len(lineage)}
        event = add_event(self._pending, "import", standing.id, self._order.actor, detail)
        add_product(
            self._pending, self._names, submission, standing, placement, event, member.reason
        )
        self._files.add(self._pending, submission, placement, standing.number, event)
        if submission.derived.area:
            self._areas.append((standing.number, submission.derived.area))
        self._pending.add(tables.lineage, *({"product": standing.number, **row} for row in lineage))
        self._enter_validity(submission, member, standing, event)
        self._standings.add(standing, submission.content.references)
        return standing

    def _refuse_version(self, submission: Submission, member: PackedMember) -> None:
        for other in self._standings.versions(submission):
            if other.version == member.version:
                raise IdentityError(
                    f"{member.id} is version {member.version} of its identity, which here is "
                    f"{other.id}, with other content",
                    place=submission.source,
                    remedy="import it into another dataset, with --dataset",
                )

    def _hide_metrics(self, submission: Submission, member: PackedMember) -> None:
        reasons = {(name, place): reason for name, place, reason in member.hidden}
        for row in submission.derived.metrics:
            row["hidden_reason"] = reasons.get((row["name"], row["ordinal"]))

    def _lineage(self, member: PackedMember) -> list[dict[str, Any]]:
        """Return the rows of the inputs that are here."""
        rows = []
        for port, place, identifier in member.inputs:
            number = self._standings.number(identifier)
            if number is None:
                self.arrived.outside += 1
            else:
                rows.append({"port": port, "ordinal": place, "input": number})
        return rows

    def _enter_alias(
        self, identifier: str, sha256: str, standing: Standing, submission: Submission
    ) -> None:
        number = self._standings.number(identifier)
        if number is None:
            self._add_alias(identifier, sha256, standing)
            self.arrived.aliases += 1
        elif number != standing.number:
            raise IdentityError(
                f"{identifier}, another id of {standing.id}, is taken by another product",
                place=submission.source,
                remedy="a product id is unique for ever: one of both archives must give way",
            )

    # When it is valid

    def _set_of(self, submission: Submission, packed: PackedRange) -> str:
        return packed.calibration_set if self._own_sets else submission.calibration_set

    def _range_of(self, submission: Submission, packed: PackedRange, product: int) -> Range:
        kind = self._names.known(tables.product_type, submission.entry.name)
        return Range(
            type=kind or 0,
            product=product,
            selection=packed.selection,
            begin=packed.begin_ns,
            end=packed.end_ns,
        )

    def _load_validities(self, submissions: Sequence[Submission]) -> Any:
        wanted = [
            (number, held)
            for one in submissions
            for packed in self._members[one.id].validity
            if (number := self._names.known(tables.calibration_set, self._set_of(one, packed)))
            and (held := self._range_of(one, packed, 0)).type
        ]
        earlier = [
            other.number
            for one in submissions
            for other in self._standings.versions(one)
            if other.version < self._members[one.id].version
        ]
        return load_validities(self._connection, wanted, earlier)

    def _enter_validity(
        self, submission: Submission, member: PackedMember, standing: Standing, event: int
    ) -> None:
        if submission.derived.proposed is None:
            return
        _, proposed = self._range(submission, standing.number)
        propose(self._pending, proposed)
        for packed in member.validity:
            self._check_range(submission, packed)
            named = self._set_of(submission, packed)
            number = self._names.number(tables.calibration_set, named)
            granted = self._range_of(submission, packed, standing.number)
            earlier = self._taken_over(submission, member, named)
            self._validities.check(granted, number, earlier, submission.source)
            self.arrived.retired += sum(
                len(self._validities.held_in(one, number)) for one in earlier
            )
            self._validities.retire(earlier, number, event, self._pending)
            self._validities.grant(granted, number, event, self._pending, standing.id)
            self.arrived.ranges += 1

    def _taken_over(self, submission: Submission, member: PackedMember, named: str) -> list[int]:
        """Return the earlier versions that give way in a set, as they do when one registers.

        Those that hold ranges beside it where they come from hold them here, too.
        """
        return [
            other.number
            for other in self._standings.versions(submission)
            if other.version < member.version and not self._brings(submission, other, named)
        ]

    def _brings(self, submission: Submission, other: Standing, named: str) -> bool:
        member = self._came.get(other.number) or self._members.get(other.id)
        ranges = () if member is None else member.validity
        return any(self._set_of(submission, packed) == named for packed in ranges)

    def _count_withheld(
        self, submission: Submission, member: PackedMember, standing: Standing
    ) -> None:
        for packed in member.validity:
            number = self._names.known(tables.calibration_set, self._set_of(submission, packed))
            said = self._range_of(submission, packed, standing.number)
            if number is None or not self._validities.stands(said, number):
                self.arrived.withheld += 1

    def _check_range(self, submission: Submission, packed: PackedRange) -> None:
        validity = submission.entry.validity
        policy = validity.policy if validity else "none"
        said = (packed.policy, packed.selection)
        if said != (policy, submission.derived.selection):
            raise ValidityError(
                f"it was granted by the policy {packed.policy} for {packed.selection}, which the "
                f"schema here makes {policy} for {submission.derived.selection}",
                place=submission.source,
                remedy="install the same schemas on both sides",
            )
        if not NEVER <= packed.begin_ns < packed.end_ns <= FOREVER:
            raise ValidityError(
                f"the range that {submission.id} was granted is empty or reversed",
                place=submission.source,
            )
