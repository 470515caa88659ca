"""What stands already: the product in the archive that has the content of a submission."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from dpkit.errors import IdentityError
from dpkit_archive import tables
from dpkit_archive.alias import standing_digest, standing_number
from dpkit_archive.database import Database
from dpkit_archive.row import product_columns
from dpkit_archive.status import HIDDEN
from dpkit_archive.submission import Submission

__all__ = ["Registration", "Standing", "current_version", "find_standing"]


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
    current_version : int or None
        The version of this identity that is current, which may be another one; None when all
        are invalid or rejected.
    """

    id: str
    product: str
    version: int
    dataset: str
    created: bool
    document: Path
    current_version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The product that has the content of a submission, and whether it knows the id."""

    registration: Registration
    number: int
    named: bool


def find_standing(
    connection: Connection, database: Database, submission: Submission
) -> Standing | None:
    """Find the product that has the content of a submission.

    Raises
    ------
    IdentityError
        The id is taken by other content, or in another dataset.
    """
    number = standing_number(connection, submission.id)
    digest = standing_digest(connection, submission.content)
    if number is not None:
        found = _newest(connection, tables.product.c.number == number)
        _check_same(connection, found, submission, digest)
    else:
        found = _newest(connection, _same_content(submission, digest))
    if found is None:
        return None
    registration = Registration(
        id=found.id,
        product=found.type_name,
        version=found.version,
        dataset=found.dataset_name,
        created=False,
        document=database.files / found.document_path,
        current_version=current_version(connection, found.number),
    )
    return Standing(registration=registration, number=found.number, named=number is not None)


def current_version(connection: Connection, number: int) -> int | None:
    """Return the current version of a product's identity; None when none is fit."""
    this, other = tables.product.alias("this"), tables.product
    highest = (
        select(func.max(other.c.version))
        .join(
            this,
            (this.c.type == other.c.type)
            & (this.c.identity == other.c.identity)
            & (this.c.dataset == other.c.dataset),
        )
        .where(this.c.number == number, other.c.status.not_in(HIDDEN))
    )
    found: int | None = connection.scalar(highest)
    return found


def _same_content(submission: Submission, digest: str) -> ColumnElement[bool]:
    product = tables.product.c
    return (
        (tables.product_type.c.name == submission.entry.name)
        & (product.identity == submission.identity)
        & (tables.dataset.c.name == submission.dataset)
        & (product.content_sha256 == digest)
    )


def _newest(connection: Connection, condition: ColumnElement[bool]) -> Any:
    newest = product_columns().where(condition).order_by(tables.product.c.version.desc())
    return connection.execute(newest.limit(1)).one_or_none()


def _check_same(connection: Connection, taken: Any, submission: Submission, digest: str) -> None:
    if digest != taken.content_sha256 and not _known_bytes(connection, taken.number, submission):
        under = "" if taken.id == submission.id else f", registered as {taken.id}"
        raise IdentityError(
            f"the id {submission.id!r} is taken by other content, {taken.type_name} "
            f"version {taken.version}{under}",
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


def _known_bytes(connection: Connection, number: int, submission: Submission) -> bool:
    """Tell whether these bytes were registered under this id, however digests are made now."""
    document, alias = tables.document.c, tables.product_alias.c
    own = select(document.sha256).where(document.product == number)
    other = select(alias.document_sha256).where(alias.id == submission.id)
    known = connection.scalar(other) or connection.scalar(own)
    return known == submission.document_sha256
