"""What stands in the archive, asked for once for a batch and kept up while it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import IdentityError
from dpkit_archive import tables
from dpkit_archive.remote import resolve
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import HIDDEN, PURGED
from dpkit_archive.submission import Submission

__all__ = ["Registration", "Standing", "Standings", "load_standings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A product as it stands in the archive.

    Attributes
    ----------
    id, product, version, dataset
        What it is known by.
    created : bool
        Whether it is new; false when the same content was there already.
    files, path : Path, str
        Folder of the files that the archive keeps, and the path that it records the document under.
    current_version : int or None
        The version of this identity that is current, which may be another one; None when all
        are invalid or rejected.
    """

    id: str
    product: str
    version: int
    dataset: str
    created: bool
    files: Path
    path: str
    current_version: int | None

    @property
    def document(self) -> Path | str:
        """Its document in the archive; the URL of one that was left in place elsewhere."""
        return resolve(self.files, self.path)


@dataclass(slots=True)
class Standing:
    """A product that stands, or stood: one that was purged has no document."""

    number: int
    id: str
    type: str
    dataset: str
    identity: str
    version: int
    status: str
    content_sha256: str
    document_sha256: str | None
    path: str | None


class Standings:
    """The products that a batch may meet: of its ids, of its identities, and their other ids."""

    def __init__(self) -> None:
        self._products: dict[int, Standing] = {}
        self._named: dict[str, int] = {}
        self._other_bytes: dict[str, str] = {}
        self._versions: dict[tuple[str, str, str], list[Standing]] = {}
        self._referring: dict[str, set[int]] = {}

    def add(self, product: Standing, references: Iterable[str] = ()) -> None:
        """Add a product, and the ids that it refers to."""
        if product.number not in self._products:
            self._products[product.number] = product
            versions = self._versions.setdefault(
                (product.type, product.dataset, product.identity), []
            )
            versions.append(product)
        self._named[product.id] = product.number
        for identifier in references:
            self.add_reference(identifier, product.number)

    def add_reference(self, identifier: str, number: int) -> None:
        """Remember that a product refers to an id."""
        self._referring.setdefault(identifier, set()).add(number)

    def add_alias(self, identifier: str, number: int, document_sha256: str) -> None:
        """Add another id of a product, and the digest of the bytes that came under it."""
        self._named[identifier] = number
        self._other_bytes[identifier] = document_sha256

    def number(self, identifier: str) -> int | None:
        """Return the number of the product that an id names, its own or another one."""
        return self._named.get(identifier)

    def product(self, number: int) -> Standing | None:
        """Return a product by its number, if the batch may meet it."""
        return self._products.get(number)

    def referring(self, identifier: str) -> list[int]:
        """Return the numbers of the products that refer to an id."""
        return sorted(self._referring.get(identifier, ()))

    def digest(self, submission: Submission) -> str:
        """Return the content digest, each reference counted as the product that stands for it."""
        return submission.content.digest(self._standing_id)

    def versions(self, submission: Submission) -> list[Standing]:
        """Return the products of the identity of a submission."""
        key = (submission.entry.name, submission.dataset, submission.identity)
        return self._versions.get(key, [])

    def find(self, submission: Submission, digest: str) -> Standing | None:
        """Return the product that has the content of a submission.

        Raises
        ------
        IdentityError
            The id is taken by other content, or in another dataset.
        """
        number = self.number(submission.id)
        if number is None:
            versions = (v for v in self.versions(submission) if v.status != PURGED)
            same = [one for one in versions if one.content_sha256 == digest]
            return max(same, key=lambda one: one.version, default=None)
        found = self._products[number]
        self._check_same(found, submission, digest)
        return found

    def registration(self, product: Standing, files: Path, *, created: bool) -> Registration:
        """Return how a product stands, in an archive with a folder of files."""
        return Registration(
            id=product.id,
            product=product.type,
            version=product.version,
            dataset=product.dataset,
            created=created,
            files=files,
            path=product.path or "",
            current_version=self.current_version(product),
        )

    def current_version(self, product: Standing) -> int | None:
        """Return the current version of a product's identity; None when none is fit."""
        versions = self._versions[product.type, product.dataset, product.identity]
        return max((v.version for v in versions if v.status not in HIDDEN), default=None)

    def _standing_id(self, identifier: str) -> str:
        number = self._named.get(identifier)
        return identifier if number is None else self._products[number].id

    def _check_same(self, taken: Standing, submission: Submission, digest: str) -> None:
        if taken.status == PURGED:
            raise IdentityError(
                f"the id {submission.id!r} was purged",
                place=submission.source,
                remedy="a product id is unique for ever: give the product a new id",
            )
        # Known by its bytes, however digests are made now.
        known = self._other_bytes.get(submission.id, taken.document_sha256)
        if digest != taken.content_sha256 and known != submission.document_sha256:
            under = "" if taken.id == submission.id else f", registered as {taken.id}"
            raise IdentityError(
                f"the id {submission.id!r} is taken by other content, {taken.type} "
                f"version {taken.version}{under}",
                place=submission.source,
                remedy="a product id is unique for ever: give the new content a new id",
            )
        if taken.dataset != submission.dataset:
            raise IdentityError(
                f"the id {submission.id!r} is registered in dataset {taken.dataset!r}, "
                f"not {submission.dataset!r}",
                place=submission.source,
                remedy="make the product anew, with an id of its own, for the other dataset",
            )


def load_standings(
    connection: Connection, submissions: Sequence[Submission], inputs: Iterable[str] = ()
) -> Standings:
    """Ask for what stands, for all products of a batch and what they refer to at once."""
    found = Standings()
    own = {one.id for one in submissions}
    ids = own.union(inputs, *(one.content.references for one in submissions))
    for row in select_rows(connection, _by_id, ids=ids):
        found.add(Standing(*row))
    for identifier, sha256, *row in select_rows(connection, _by_other_id, ids=ids):
        found.add(Standing(*row))
        found.add_alias(identifier, row[0], sha256)
    versions = select_rows(
        connection,
        _by_identity,
        types={one.entry.name for one in submissions},
        identities={one.identity for one in submissions},
    )
    for row in versions:
        found.add(Standing(*row))
    # Only an id that is new here can turn out to be another one of a product that stands.
    new = {identifier for identifier in own if found.number(identifier) is None}
    for identifier, number in select_rows(connection, _by_reference, ids=new):
        found.add_reference(identifier, number)
    return found


def _columns() -> tuple[Any, ...]:
    product = tables.product.c
    return (
        product.number,
        product.id,
        tables.product_type.c.name.label("type_name"),
        tables.dataset.c.name.label("dataset_name"),
        product.identity,
        product.version,
        product.status,
        product.content_sha256,
        tables.document.c.sha256,
        tables.document.c.path,
    )


def _joined() -> Any:
    joined = tables.product.join(tables.product_type).join(tables.dataset)
    # What was purged has no document, but its id and version are taken.
    return joined.join(
        tables.document, tables.document.c.product == tables.product.c.number, isouter=True
    )


def _by_id(among: Among) -> Select[Any]:
    return select(*_columns()).select_from(_joined()).where(among(tables.product.c.id, "ids"))


def _by_other_id(among: Among) -> Select[Any]:
    alias = tables.product_alias
    joined = _joined().join(alias, alias.c.product == tables.product.c.number)
    selected = select(alias.c.id, alias.c.document_sha256, *_columns()).select_from(joined)
    return selected.where(among(alias.c.id, "ids"))


def _by_identity(among: Among) -> Select[Any]:
    product, kind = tables.product.c, tables.product_type.c
    types = select(kind.number).where(among(kind.name, "types"))
    selected = select(*_columns()).select_from(_joined())
    return selected.where(product.type.in_(types), among(product.identity, "identities"))


def _by_reference(among: Among) -> Select[Any]:
    reference = tables.product_reference.c
    selected = select(reference.identifier, reference.product).distinct()
    return selected.where(among(reference.identifier, "ids"))
