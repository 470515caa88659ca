"""A batch of registrations: judged one by one in memory, written all at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from dpkit.errors import ArchiveError, ProductError
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.alias import digest_again
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.fileindex import load_files
from dpkit_archive.indexing import Placement, add_product
from dpkit_archive.lineage import lineage_rows
from dpkit_archive.order import IN_PLACE, MOVE, SYMLINK, Order
from dpkit_archive.pending import NameBook, Pending
from dpkit_archive.placing import product_folder, refuse_remote
from dpkit_archive.standing import Registration, Standing, load_standings
from dpkit_archive.status import HIDDEN
from dpkit_archive.submission import Submission
from dpkit_archive.validity import Range, load_validities, propose

if TYPE_CHECKING:
    from dpkit_archive.region.part import Part

__all__ = ["Batch"]


class Batch:
    """Products on their way into the archive, within the transaction of the one writer.

    What stands is asked for once, for all of them; what each adds is remembered for those that
    come after it, and written by `flush`. A product that is refused leaves nothing behind.

    Parameters
    ----------
    connection : Connection
        Within the transaction.
    database : Database
        The archive.
    submissions : sequence of Submission
        The products.
    order : Order
        How to register them.
    others : sequence of str
        Ids that are to be known, besides those of the products and of their inputs.
    """

    def __init__(
        self,
        connection: Connection,
        database: Database,
        submissions: Sequence[Submission],
        order: Order,
        others: Sequence[str] = (),
    ) -> None:
        self._connection = connection
        self._database = database
        self._order = order
        self._pending = Pending(connection)
        self._names = NameBook(connection, self._pending)
        inputs = {i for one in submissions for some in one.inputs.values() for i in some}
        self._standings = load_standings(connection, submissions, inputs.union(others))
        self._files = load_files(
            connection,
            {item.sha256 for one in submissions for item in one.files},
            {path for one in submissions for path in self._paths(one)},
        )
        self._validities = self._load_validities(submissions)
        self._areas: list[tuple[int, Sequence[Part]]] = []

    def enter(self, submission: Submission) -> Registration:
        """Let a product enter, after all checks.

        Raises
        ------
        IdentityError
            Its id is taken by other content.
        ValidityError
            Its validity overlaps that of another product.
        NotFoundError
            An input is not in the archive.
        ArchiveError
            Other bytes are registered under one of its paths, or it is made from itself.
        """
        digest = self._standings.digest(submission)
        placement = self._placement(submission)
        found = self._standings.find(submission, digest)
        self._check_inputs(submission)
        if found is None:
            return self._enter_new(submission, placement, digest)
        lineage_rows(self._standings, submission.inputs)  # refuses what is not in the archive
        if self._order.mode == IN_PLACE:
            self._files.check_same(submission, placement)
        if self._order.mode == SYMLINK:
            self._files.check_files(submission, placement)
        if self._standings.number(submission.id) is None:
            self._add_alias(submission.id, submission.document_sha256, found)
        return self._registration(found, created=False)

    def flush(self) -> None:
        """Write all that the batch adds."""
        if self._areas:
            # Of all products at once, which is much faster than one by one.
            from dpkit_archive.region.footprint import add_footprints

            add_footprints(self._pending, self._areas)
            self._areas = []
        self._pending.flush()

    def _enter_new(self, submission: Submission, placement: Placement, digest: str) -> Registration:
        self._check_sources(submission)
        self._files.check(submission, placement)
        lineage = lineage_rows(self._standings, submission.inputs)
        self._check_validity(submission)
        standing = self._standing(submission, placement, digest)
        number = standing.number
        detail = self._detail(submission, digest)
        event = add_event(self._pending, "register", submission.id, self._order.actor, detail)
        add_product(self._pending, self._names, submission, standing, placement, event)
        self._files.add(self._pending, submission, placement, number, event)
        if submission.derived.area:
            self._areas.append((number, submission.derived.area))
        self._pending.add(tables.lineage, *({"product": number, **row} for row in lineage))
        self._add_validity(submission, standing, event)
        self._standings.add(standing, submission.content.references)
        return self._registration(standing, created=True)

    def _check_inputs(self, submission: Submission) -> None:
        """Refuse a product among its own inputs.

        Only what stands can be an input, so nothing else closes a circle: what stands already
        keeps the inputs that it was registered with.
        """
        if submission.is_own_input():
            raise ArchiveError(
                f"is made from itself: {submission.id} is among its inputs",
                place=submission.source,
                remedy="give the products that it was made from",
            )

    def _standing(self, submission: Submission, placement: Placement, digest: str) -> Standing:
        versions = [one.version for one in self._standings.versions(submission)]
        return Standing(
            number=self._pending.number(tables.product),
            id=submission.id,
            type=submission.entry.name,
            dataset=submission.dataset,
            identity=submission.identity,
            version=max(versions, default=0) + 1,
            status=submission.status,
            content_sha256=digest,
            document_sha256=submission.document_sha256,
            path=placement.document,
        )

    def _registration(self, standing: Standing, *, created: bool) -> Registration:
        return self._standings.registration(standing, self._database.files, created=created)

    def _add_alias(self, identifier: str, document_sha256: str, found: Standing) -> None:
        """Keep an id as another one of the product that stands, and count references to it so."""
        referring = self._standings.referring(identifier)
        detail = {"alias": identifier, "document": document_sha256, "digested": referring}
        event = add_event(self._pending, "alias", found.id, self._order.actor, detail)
        row = {
            "id": identifier,
            "product": found.number,
            "document_sha256": document_sha256,
            "event": event,
        }
        self._pending.add(tables.product_alias, row)
        self._standings.add_alias(identifier, found.number, document_sha256)
        if referring:
            self._pending.flush()
        for number in referring:
            digest = digest_again(self._connection, number)
            if (known := self._standings.product(number)) is not None:
                known.content_sha256 = digest

    # Where it lies

    def _placement(self, submission: Submission) -> Placement:
        folder = submission.folder
        if self._order.mode != IN_PLACE:
            folder = str(product_folder(submission.entry.name, submission.id))
        return Placement(self._order.mode, folder, f"{folder}/{submission.source.name}")

    def _paths(self, submission: Submission) -> list[str]:
        """Return the paths that the archive may know, those of the sources among them."""
        placements = [self._placement(submission)]
        if self._order.mode != IN_PLACE:
            there = f"{submission.folder}/{submission.source.name}"
            placements.append(Placement(IN_PLACE, submission.folder, there))
        known = [
            path
            for one in placements
            for path in (one.document, *(one.file(item) for item in submission.files))
        ]
        own = submission.sources() if submission.made else []
        return [*known, *(str(path.absolute()) for path in own)]

    def _check_sources(self, submission: Submission) -> None:
        """Refuse files that changed meanwhile, or cannot be taken from where they are."""
        refuse_remote(submission, self._order.mode)
        if self._order.mode == IN_PLACE and (changed := submission.changed_files()):
            raise ProductError(
                "changed while it was registered", place=changed[0], remedy="register it again"
            )
        if self._order.mode == MOVE:
            for path in submission.sources():
                self._check_movable(path.absolute())

    def _check_movable(self, path: Path) -> None:
        kept = path.is_relative_to(self._database.files.absolute())
        if kept or self._files.is_in_place(path):
            raise ArchiveError(
                "belongs to the archive already, and cannot be moved into it",
                place=path,
                remedy="choose the mode copy",
            )

    # When it is valid

    def _load_validities(self, submissions: Sequence[Submission]) -> Any:
        certified = [one for one in submissions if _is_certified(one)]
        wanted = [self._range(one, 0) for one in certified]
        versions = [v.number for one in certified for v in self._standings.versions(one)]
        known = [(s, r) for s, r in wanted if s is not None and r.type]
        return load_validities(self._connection, known, versions)

    def _range(self, submission: Submission, product: int) -> tuple[int | None, Range]:
        """Return the number of the set, None for a new one, and the range that is proposed."""
        begin, end = submission.derived.proposed or (0, 0)
        kind = self._names.known(tables.product_type, submission.entry.name)
        wanted = Range(
            type=kind or 0,
            product=product,
            selection=submission.derived.selection,
            begin=begin,
            end=end,
        )
        return self._names.known(tables.calibration_set, submission.calibration_set), wanted

    def _check_validity(self, submission: Submission) -> None:
        if not _is_certified(submission):
            return
        calibration_set, wanted = self._range(submission, 0)
        if calibration_set is not None:
            versions = [one.number for one in self._standings.versions(submission)]
            self._validities.check(wanted, calibration_set, versions, submission.source)

    def _add_validity(self, submission: Submission, standing: Standing, event: int) -> None:
        if submission.derived.proposed is None:
            return
        _, proposed = self._range(submission, standing.number)
        propose(self._pending, proposed)
        if _is_certified(submission):
            number = self._names.number(tables.calibration_set, submission.calibration_set)
            versions = [one.number for one in self._standings.versions(submission)]
            self._validities.retire(versions, number, event, self._pending)
            self._validities.grant(proposed, number, event, self._pending, standing.id)

    def _detail(self, submission: Submission, digest: str) -> dict[str, Any]:
        detail = {
            "product": submission.entry.name,
            "dataset": submission.dataset,
            "mode": self._order.mode,
            "content": digest,
        }
        if submission.derived.proposed is not None:
            begin, end = submission.derived.proposed
            detail |= {
                "calibration_set": submission.calibration_set,
                "begin": format_utc(begin),
                "end": format_utc(end),
            }
        return detail


def _is_certified(submission: Submission) -> bool:
    """Tell whether a product becomes valid by being registered."""
    validity = submission.entry.validity
    return (
        validity is not None
        and submission.derived.proposed is not None
        and validity.certify == "on-register"
        and submission.status not in HIDDEN
    )
