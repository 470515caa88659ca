"""Register products: whole, or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from dpkit.errors import ArchiveError, DpkitError, ProductError
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.alias import record_alias, standing_digest
from dpkit_archive.database import Database
from dpkit_archive.event import record_event
from dpkit_archive.indexing import Placement, named_number, write_product
from dpkit_archive.lineage import record_lineage
from dpkit_archive.placing import product_folder, publish, staged, withdraw
from dpkit_archive.standing import Registration, current_version, find_standing
from dpkit_archive.status import HIDDEN
from dpkit_archive.submission import Submission
from dpkit_archive.validity import Range, grant, propose, retire_versions

__all__ = ["COPY", "IN_PLACE", "MODES", "Order", "Registration", "register_submissions"]

COPY, IN_PLACE = "copy", "in-place"
MODES = (COPY, IN_PLACE)
"""How files are kept: copied into the archive's folder, or left where they are."""

_PERMISSION = "ask the owner of the archive for permission to write"
_REMEDIES = {
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.EROFS: _PERMISSION,
    errno.ENOSPC: "make room on the disk and try again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to register: who acts, from which inputs, where files go, or only as a rehearsal."""

    actor: str
    mode: str = COPY
    inputs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rehearsal: bool = False


def register_submissions(
    database: Database, submissions: Sequence[Submission], order: Order
) -> list[Registration]:
    """Register prepared products: place files and write rows in one transaction, all or none.

    Raises
    ------
    IdentityError
        An id is taken by other content.
    ValidityError
        A validity overlaps that of another product.
    NotFoundError
        An input is not in the archive.
    ArchiveError
        The files or rows cannot be written; nothing is left of them.
    """
    # First without the lock: what is there already costs no copy.
    with database.reading() as connection:
        found = [find_standing(connection, database, one) for one in submissions]
    known = [one.registration for one in found if one is not None and one.named]
    if len(known) == len(found):
        return known
    with _translated(database):
        if order.mode == COPY and not order.rehearsal:
            missing = [found[n] is None for n in range(len(submissions))]
            return _register_copies(database, submissions, missing, order)
        with database.writing(keep=not order.rehearsal) as connection:
            return _write_all(connection, database, submissions, order)


def _register_copies(
    database: Database, submissions: Sequence[Submission], missing: Sequence[bool], order: Order
) -> list[Registration]:
    with ExitStack() as stack:
        folders = {
            number: stack.enter_context(_placed(database, submission))
            for number, submission in enumerate(submissions)
            if missing[number]
        }
        connection = stack.enter_context(database.writing())
        made = _write_all(connection, database, submissions, order)
        for number, folder in folders.items():
            if made[number].created:
                publish(folder, _target(database, submissions[number]))
        return made


@contextmanager
def _placed(database: Database, submission: Submission) -> Iterator[Path]:
    """Give the folder of a product, copied aside; take it back when its rows are not written."""
    target = _target(database, submission)
    with (
        staged(database.files, submission) as folder,
        _withdrawn_on_error(database, submission.id, folder, target),
    ):
        yield folder


def _target(database: Database, submission: Submission) -> Path:
    return database.files / product_folder(submission.entry.name, submission.id)


def _write_all(
    connection: Connection, database: Database, submissions: Sequence[Submission], order: Order
) -> list[Registration]:
    """Write products after those that they refer to, and answer in the order given."""
    numbers = {one.id: number for number, one in enumerate(submissions)}
    graph: TopologicalSorter[int] = TopologicalSorter()
    for number, one in enumerate(submissions):
        referred = {numbers[i] for i in one.content.references if i in numbers}
        graph.add(number, *(referred - {number}))
    try:
        sequence = list(graph.static_order())
    except CycleError:
        sequence = list(range(len(submissions)))
    made = {n: _write(connection, database, submissions[n], order) for n in sequence}
    return [made[number] for number in range(len(submissions))]


def _write(
    connection: Connection, database: Database, submission: Submission, order: Order
) -> Registration:
    found = find_standing(connection, database, submission)
    if found is not None:
        if not found.named:
            said = (submission.id, found.number, submission.document_sha256, order.actor)
            record_alias(connection, *said)
        return found.registration
    number, version, placement = _write_new(connection, submission, order)
    return Registration(
        id=submission.id,
        product=submission.entry.name,
        version=version,
        dataset=submission.dataset,
        created=True,
        document=database.files / placement.document(submission),
        current_version=current_version(connection, number),
    )


def _write_new(
    connection: Connection, submission: Submission, order: Order
) -> tuple[int, int, Placement]:
    """Write all rows of a new product; return its number and version, and where it is kept."""
    placement = _place(connection, submission, order)
    detail = _detail(connection, submission, order)
    event = record_event(connection, "register", submission.id, order.actor, detail)
    number, version = write_product(connection, submission, placement, event)
    record_lineage(connection, number, order.inputs)
    _write_validity(connection, submission, number, event)
    return number, version, placement


def _write_validity(
    connection: Connection, submission: Submission, number: int, event: int
) -> None:
    validity = submission.entry.validity
    if validity is None or submission.proposed is None:
        return
    begin, end = submission.proposed
    proposed = Range(
        type=named_number(connection, tables.product_type, submission.entry.name),
        product=number,
        selection=submission.selection,
        begin=begin,
        end=end,
    )
    propose(connection, proposed)
    if validity.certify == "on-register" and submission.status not in HIDDEN:
        chosen = named_number(connection, tables.calibration_set, submission.calibration_set)
        retire_versions(connection, number, chosen, event)
        grant(connection, proposed, chosen, event, place=submission.document.source)


def _place(connection: Connection, submission: Submission, order: Order) -> Placement:
    if order.mode == COPY:
        folder = product_folder(submission.entry.name, submission.id)
        return Placement(mode=COPY, folder=folder)
    source = submission.document.source
    placement = Placement(mode=IN_PLACE, folder=source.absolute().parent)
    path = placement.document(submission)
    taken = select(tables.document.c.product).where(tables.document.c.path == path)
    if connection.scalar(taken) is not None:
        raise ArchiveError(
            "another product is registered in place under this path",
            place=source,
            remedy="give the new document a new name",
        )
    changed = [item.reference.location for item in submission.files if not item.is_unchanged()]
    if changed:
        raise ProductError(
            "changed while it was registered", place=changed[0], remedy="register it again"
        )
    return placement


def _detail(connection: Connection, submission: Submission, order: Order) -> dict[str, Any]:
    detail = {
        "product": submission.entry.name,
        "dataset": submission.dataset,
        "mode": order.mode,
        "content": standing_digest(connection, submission.content),
    }
    if submission.proposed is not None:
        begin, end = submission.proposed
        detail |= {
            "calibration_set": submission.calibration_set,
            "begin": format_utc(begin),
            "end": format_utc(end),
        }
    return detail


@contextmanager
def _withdrawn_on_error(
    database: Database, identifier: str, folder: Path, target: Path
) -> Iterator[None]:
    """Take a published folder back when its rows were not written."""
    try:
        yield
    except BaseException as error:
        if not folder.exists():
            _withdraw(database, identifier, target, folder.parent, error)
        raise


def _withdraw(
    database: Database, identifier: str, target: Path, aside: Path, error: BaseException
) -> None:
    row = select(tables.product.c.number).where(tables.product.c.id == identifier)
    try:
        # As the only writer: the rows may have been written after all, by us or by another.
        with database.writing(keep=False) as connection:
            if connection.scalar(row) is None and target.exists():
                withdraw(target, aside)
    except (DpkitError, OSError) as second:
        error.add_note(f"{target} was left behind: {second}")


@contextmanager
def _translated(database: Database) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or database.files
        raise ArchiveError(
            f"cannot be registered: {error.strerror or error}",
            place=place,
            remedy=_REMEDIES.get(error.errno or 0, "check the disk and try again"),
        ) from error
