"""A product that asks to be registered: validated, hashed, and taken apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.errors import ProductError
from dpkit.product.checksum import file_checksum
from dpkit.product.digest import content_digest
from dpkit.product.document import Document, FileReference, read_document
from dpkit.schema.dictionary import ProductEntry
from dpkit.validation import validate
from dpkit_archive.database import DEFAULT_DATASET
from dpkit_archive.key import KeyValue, canonical, document_keys
from dpkit_archive.metric import metric_rows
from dpkit_archive.period import creation_time, observation_time, proposed_range
from dpkit_archive.status import status_of_header

__all__ = ["HashedFile", "Submission", "prepare"]

_METHOD = "SHA-256"


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedFile:
    """A file of a product with what its bytes are known by."""

    reference: FileReference
    sha256: str
    size: int
    modified_ns: int

    def is_unchanged(self) -> bool:
        """Tell whether size and time of change are still those of when it was hashed."""
        stat = self.reference.location.stat()
        return (stat.st_size, stat.st_mtime_ns) == (self.size, self.modified_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A valid product and all that the archive will record of it."""

    document: Document
    id: str
    dataset: str
    calibration_set: str
    status: str
    keys: Mapping[str, list[KeyValue]]
    identity: str
    selection: str
    content_sha256: str
    files: tuple[HashedFile, ...]
    metrics: list[dict[str, Any]]
    created: int | None
    observed: tuple[int, int] | None
    proposed: tuple[int, int] | None

    @property
    def document_sha256(self) -> str:
        """SHA-256 of the original bytes of the document."""
        return hashlib.sha256(self.document.data).hexdigest()

    @property
    def entry(self) -> ProductEntry:
        """What the data dictionary says of the product."""
        return self.document.entry


def prepare(
    source: Path,
    *,
    dataset: str | None,
    calibration_set: str | None,
    reference_digest: Callable[[str], str | None],
) -> Submission:
    """Read, validate and hash a product; nothing is written.

    Raises
    ------
    ProductError
        The product is not valid, or changes while it is read.
    ValidityError
        Its validity range is empty or reversed.
    """
    document = read_document(source)
    _check_names(document)
    _validate(document)
    files = tuple(_hash(reference) for reference in document.files())
    keys = document_keys(document)
    own = (document.role("dataset") or "").strip() or DEFAULT_DATASET
    named = _name(own if dataset is None else dataset, source)
    return Submission(
        document=document,
        id=document.id,
        dataset=named,
        calibration_set=_name(named if calibration_set is None else calibration_set, source),
        status=status_of_header(document.role("status")),
        keys=keys,
        identity=canonical(document.entry.unique, keys),
        selection=canonical(document.entry.select, keys),
        content_sha256=content_digest(document, reference_digest),
        files=files,
        metrics=metric_rows(document),
        created=creation_time(document),
        observed=observation_time(document),
        proposed=proposed_range(document),
    )


def _validate(document: Document) -> None:
    report = validate(document.source)
    if not report.ok:
        first, *others = report.errors
        more = f"; and {len(others)} more" if others else ""
        raise ProductError(f"{first}{more}", remedy="`dpkit validate` lists all that is wrong")
    # The validator reads the document itself: what it judged must be what is recorded.
    if document.source.read_bytes() != document.data:
        raise ProductError("changed while it was read", place=document.source)


def _hash(reference: FileReference) -> HashedFile:
    stat = reference.location.stat()
    sha256 = file_checksum(reference.location)
    said = reference.checksum if reference.checksum_method == _METHOD else None
    if said is not None and said.strip().lower() != sha256:
        raise ProductError(
            f"SHA-256 is {sha256}, the document says {said}", place=reference.location
        )
    return HashedFile(
        reference=reference, sha256=sha256, size=stat.st_size, modified_ns=stat.st_mtime_ns
    )


def _check_names(document: Document) -> None:
    names = [reference.name for reference in document.files()]
    for name in names:
        if name in {".", ".."} or Path(name).name != name:
            raise ProductError(f"{name!r} is no plain file name", place=document.source)
        if names.count(name) > 1:
            raise ProductError(f"two files are named {name}", place=document.source)


def _name(name: str, source: Path) -> str:
    stripped = name.strip()
    if not stripped or not stripped.isprintable():
        raise ProductError(f"{name!r} is no name of a dataset or calibration set", place=source)
    return stripped
