"""Register a product: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from dpkit.errors import ArchiveError, DpkitError, IdentityError, ProductError
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.event import record_event
from dpkit_archive.indexing import Placement, named_number, write_product
from dpkit_archive.lineage import record_lineage
from dpkit_archive.placing import product_folder, publish, staged, withdraw
from dpkit_archive.row import product_columns
from dpkit_archive.status import HIDDEN
from dpkit_archive.submission import Submission
from dpkit_archive.validity import Range, grant, propose, retire_versions

__all__ = ["COPY", "IN_PLACE", "MODES", "Order", "Registration", "register_submission"]

COPY, IN_PLACE = "copy", "in-place"
MODES = (COPY, IN_PLACE)
"""How files are kept: copied into the archive's folder, or left where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A product as it stands in the archive.

    Attributes
    ----------
    id, product, version, dataset
        What it is known by.
    created : bool
        Whether it is new; false when the same content was there already.
    document : Path
        Its document in the archive.
    """

    id: str
    product: str
    version: int
    dataset: str
    created: bool
    document: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to register: who acts, from which inputs, where the files go, or only as a rehearsal."""

    actor: str
    mode: str = COPY
    inputs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rehearsal: bool = False


def register_submission(database: Database, submission: Submission, order: Order) -> Registration:
    """Register a prepared product: place its files and write its rows in one transaction.

    Raises
    ------
    IdentityError
        The id is taken by other content.
    ValidityError
        Its validity overlaps that of another product.
    NotFoundError
        An input is not in the archive.
    ArchiveError
        The files or rows cannot be written; nothing is left of them.
    """
    # First without the lock: what is there already costs no copy.
    with database.reading() as connection:
        known = _standing(connection, database, submission)
    if known is not None:
        return known
    with _translated(database):
        if order.mode == COPY and not order.rehearsal:
            return _register_copy(database, submission, order)
        with database.writing(keep=not order.rehearsal) as connection:
            return _write(connection, database, submission, order)


def _register_copy(database: Database, submission: Submission, order: Order) -> Registration:
    target = database.files / product_folder(submission.entry.name, submission.id)
    with (
        staged(database.files, submission) as folder,
        _withdrawn_on_error(database, submission.id, folder, target),
        database.writing() as connection,
    ):
        registration = _write(connection, database, submission, order)
        if registration.created:
            publish(folder, target)
        return registration


def _write(
    connection: Connection, database: Database, submission: Submission, order: Order
) -> Registration:
    known = _standing(connection, database, submission)
    if known is not None:
        return known
    placement = _place(connection, submission, order)
    event = record_event(
        connection, "register", submission.id, order.actor, _detail(submission, order)
    )
    number, version = write_product(connection, submission, placement, event)
    record_lineage(connection, number, order.inputs)
    _write_validity(connection, submission, number, event)
    return Registration(
        id=submission.id,
        product=submission.entry.name,
        version=version,
        dataset=submission.dataset,
        created=True,
        document=database.files / placement.document(submission),
    )


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


def _standing(
    connection: Connection, database: Database, submission: Submission
) -> Registration | None:
    """Return the registration that holds a submission's content already."""
    product = tables.product.c
    taken = _newest(connection, product.id == submission.id)
    if taken is not None:
        _check_same(taken, submission)
    found = taken or _newest(
        connection,
        (tables.product_type.c.name == submission.entry.name)
        & (product.identity == submission.identity)
        & (tables.dataset.c.name == submission.dataset)
        & (product.content_sha256 == submission.content_sha256),
    )
    if found is None:
        return None
    return Registration(
        id=found.id,
        product=found.type_name,
        version=found.version,
        dataset=found.dataset_name,
        created=False,
        document=database.files / found.document_path,
    )


def _newest(connection: Connection, condition: ColumnElement[bool]) -> Any:
    selection = product_columns().add_columns(tables.document.c.sha256.label("document_sha256"))
    newest = selection.where(condition).order_by(tables.product.c.version.desc()).limit(1)
    return connection.execute(newest).one_or_none()


def _check_same(taken: Any, submission: Submission) -> None:
    # The bytes are asked first: the content digest changes when a referenced product arrives.
    same_bytes = taken.document_sha256 == submission.document_sha256
    if not same_bytes and taken.content_sha256 != submission.content_sha256:
        raise IdentityError(
            f"the id {submission.id!r} is taken by other content, {taken.type_name} "
            f"version {taken.version}",
            place=submission.document.source,
            remedy="a product id is unique for ever: give the new content a new id",
        )
    if taken.dataset_name != submission.dataset:
        raise IdentityError(
            f"the id {submission.id!r} is registered in dataset {taken.dataset_name!r}, "
            f"not {submission.dataset!r}",
            place=submission.document.source,
            remedy="make the product anew, with an id of its own, for the other dataset",
        )


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
        raise ProductError("changed while it was registered", place=changed[0])
    return placement


def _detail(submission: Submission, order: Order) -> dict[str, Any]:
    detail = {
        "product": submission.entry.name,
        "dataset": submission.dataset,
        "mode": order.mode,
        "content": submission.content_sha256,
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
            f"cannot be registered: {error.strerror or error}", place=place
        ) from error
