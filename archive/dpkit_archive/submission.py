"""A product that asks to be registered: validated, hashed, and taken apart."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dpkit.errors import ArchiveError, DpkitError, NotFoundError, ProductError
from dpkit.product.checksum import file_checksum
from dpkit.product.digest import Content, read_content
from dpkit.product.document import Document, FileReference, read_document
from dpkit.schema.dictionary import ProductEntry
from dpkit.validation import validate
from dpkit_archive.database import DEFAULT_DATASET
from dpkit_archive.derivation import Derived, derive
from dpkit_archive.key import KeyValue, canonical, check_length
from dpkit_archive.lineage import Inputs
from dpkit_archive.name import checked_name
from dpkit_archive.remote import RemoteFolder, as_local
from dpkit_archive.status import status_of_header

__all__ = ["HashedFile", "Submission", "prepare", "prepare_made"]

_METHOD = "SHA-256"


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedFile:
    """A file of a product with what its bytes are known by."""

    reference: FileReference
    sha256: str
    size: int
    modified_ns: int

    remote: RemoteFolder | None = None

    def is_unchanged(self) -> bool:
        """Tell whether size and time of change are still those of when it was hashed."""
        if self.remote is not None:
            return self.remote.is_unchanged(f"data/{self.reference.name}")
        return _is_still(self.reference.location, self.size, self.modified_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A valid product and all that the archive will record of it; its tree is not kept.

    Attributes
    ----------
    source : Path
        The document, or a copy of one that lies elsewhere; its files are in the folder ``data``
        beside it.
    folder : str
        Path or URL of the folder where it lies.
    remote : RemoteFolder or None
        That folder, when it is elsewhere.
    data : bytes
        Its bytes.
    modified_ns : int
        When it was changed last, as its file system tells.
    document_sha256 : str
        Their SHA-256.
    entry : ProductEntry
        What the data dictionary says of the product.
    id, dataset, calibration_set, status : str
        What it is, and where it belongs.
    identity : str
        Canonical text of what it is one version of.
    content : Content
        Its content, to be digested when its references are known.
    files : tuple of HashedFile
        Its files.
    derived : Derived
        What is derived from the document.
    upgraded : bool
        Whether the document is of an older version of its schema, and was upgraded to be read.
    made : bool
        Whether the document was made for its files, and lies nowhere yet; `source` is then its
        name.
    inputs : mapping of str to sequence of str
        Ids of the products it was made from, by port.
    """

    source: Path
    folder: str
    remote: RemoteFolder | None
    data: bytes
    modified_ns: int
    document_sha256: str
    entry: ProductEntry
    id: str
    dataset: str
    calibration_set: str
    status: str
    identity: str
    content: Content
    files: tuple[HashedFile, ...]
    derived: Derived
    upgraded: bool = False
    made: bool = False
    inputs: Inputs = field(default_factory=dict)

    def is_own_input(self) -> bool:
        """Tell whether the product is among those that it was made from."""
        return any(self.id in some for some in self.inputs.values())

    def sources(self) -> list[Path]:
        """Return the paths that the product comes from."""
        files = [one.reference.location for one in self.files]
        return files if self.made else [self.source, *files]

    def changed_files(self) -> list[Path]:
        """Return the document and files that are not what they were when they were read."""
        changed = [one.reference.location for one in self.files if not one.is_unchanged()]
        return changed if self._is_unchanged() else [self.source, *changed]

    def _is_unchanged(self) -> bool:
        if self.remote is not None:
            return self.remote.is_unchanged(self.source.name)
        return _is_still(self.source, len(self.data), self.modified_ns)


def _is_still(path: Path, size: int, modified_ns: int) -> bool:
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    return (found.st_size, found.st_mtime_ns) == (size, modified_ns)


def prepare(
    source: str | Path,
    *,
    dataset: str | None,
    calibration_set: str | None,
    inputs: Inputs | None = None,
) -> Submission:
    """Read, validate and hash a product; nothing is written.

    Parameters
    ----------
    source : str or Path
        The document: a path, or a URL that fsspec understands. What lies elsewhere is copied to be
        validated, and the copy kept as long as the submission.
    dataset, calibration_set : str or None
        Where it shall belong; by default what the document says.
    inputs : mapping of str to sequence of str, optional
        Ids of the products it was made from, by port; whether they are there is seen later.

    Raises
    ------
    NotFoundError
        There is no such file.
    ProductError
        The product is not valid, changes while it is read, or has files that are links to
        somewhere else.
    ValidityError
        Its validity range is empty or reversed.
    """
    path = as_local(source)
    if path is not None:
        return replace(_prepare(path, None, dataset, calibration_set), inputs=inputs or {})
    folder, _, name = str(source).rpartition("/")
    remote = RemoteFolder(folder)
    try:
        found = _prepare(remote.fetch(name), remote, dataset, calibration_set)
    except DpkitError as error:
        error.place = remote.describe(error.place)
        raise
    return replace(found, inputs=inputs or {})


def _prepare(
    source: Path, remote: RemoteFolder | None, dataset: str | None, calibration_set: str | None
) -> Submission:
    modified = _check_source(source)
    document = read_document(source)
    references = document.files()
    _check_names(references, source)
    if remote is not None:
        for reference in references:
            remote.fetch(f"data/{reference.name}")
    _check_links(references)
    _validate(document)
    # What was judged must be what lies there when the document is kept in place.
    if not _is_still(source, len(document.data), modified):
        raise ProductError("changed while it was read", place=source, remedy="register it again")
    files = tuple(_hash(reference, remote) for reference in references)
    found = _submission(document, files, dataset, calibration_set)
    folder = str(source.absolute().parent) if remote is None else remote.url
    return replace(found, folder=folder, remote=remote, modified_ns=modified)


def prepare_made(
    document: Document, *, dataset: str | None, calibration_set: str | None
) -> Submission:
    """Validate and hash a product whose document was made for its files; nothing is written.

    Parameters
    ----------
    document : Document
        The document, which lies nowhere yet; its `locations` say where its files are.
    dataset, calibration_set : str or None
        As for `prepare`.

    Raises
    ------
    ProductError
        The product is not valid, or has files that are links to somewhere else.
    ValidityError
        Its validity range is empty or reversed.
    """
    references = document.files()
    _check_names(references, document.source)
    _check_links(references)
    # Before they are read: what changes from now on is seen.
    found = [reference.location.stat() for reference in references]
    report = validate(document, facts=False)
    if not report.ok:
        raise report.refusal()
    files = tuple(map(_verified, references, found))
    return replace(_submission(document, files, dataset, calibration_set), made=True)


def _submission(
    document: Document,
    files: tuple[HashedFile, ...],
    dataset: str | None,
    calibration_set: str | None,
) -> Submission:
    source, derived = document.source, derive(document)
    content = read_content(document)
    _check_lengths(document, content)
    own = (document.role("dataset") or "").strip() or DEFAULT_DATASET
    named = _name(own if dataset is None else dataset, source)
    return Submission(
        source=source,
        folder="",
        remote=None,
        data=document.data,
        modified_ns=0,
        document_sha256=hashlib.sha256(document.data).hexdigest(),
        entry=document.entry,
        id=document.id,
        dataset=named,
        calibration_set=_name(named if calibration_set is None else calibration_set, source),
        status=status_of_header(document.role("status")),
        identity=_identity(document, derived.values),
        content=content,
        files=files,
        derived=derived,
        upgraded=bool(document.changes),
    )


def _check_lengths(document: Document, content: Content) -> None:
    """Refuse ids, and references to them, that are too long to be indexed."""
    try:
        check_length("the id of the product", document.id)
        for identifier in content.references:
            check_length("a reference", identifier)
    except ArchiveError as error:
        place = document.source
        raise ProductError(error.message, place=place, remedy=error.remedy) from None


def _identity(document: Document, keys: Mapping[str, list[KeyValue]]) -> str:
    """Return what a product is one version of; without unique keys it is the only one."""
    unique = document.entry.unique
    return canonical(unique, keys) if unique else canonical(["id"], {"id": [document.id]})


def _validate(document: Document) -> None:
    report = validate(document, facts=False)
    if not report.ok:
        raise report.refusal()


def _check_source(source: Path) -> int:
    """Return when a document was changed last; refuse what is none."""
    try:
        found = source.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last for a zero byte
        raise NotFoundError(
            "there is no such file", place=source, remedy="check name and folder"
        ) from None
    except OSError as error:
        raise ProductError(
            f"cannot be read: {error.strerror}", place=source, remedy="check its permissions"
        ) from None
    if stat.S_ISDIR(found.st_mode):
        raise ProductError(
            "is a folder", place=source, remedy=f"name the documents in it: {source}/*.xml"
        )
    return found.st_mtime_ns


def _hash(reference: FileReference, remote: RemoteFolder | None) -> HashedFile:
    found = reference.location.stat()
    sha256 = file_checksum(reference.location)
    said = reference.checksum if reference.checksum_method == _METHOD else None
    if said is not None and said.strip().lower() != sha256:
        raise ProductError(
            f"SHA-256 is {sha256}, the document says {said}",
            place=reference.location,
            remedy="get the file anew, or give the document of this file",
        )
    return HashedFile(
        reference=reference,
        sha256=sha256,
        size=found.st_size,
        modified_ns=found.st_mtime_ns,
        remote=remote,
    )


def _verified(reference: FileReference, found: os.stat_result) -> HashedFile:
    """Return a file whose checksum in the document was verified just now."""
    said = reference.checksum if reference.checksum_method == _METHOD else None
    return HashedFile(
        reference=reference,
        sha256=said or file_checksum(reference.location),
        size=found.st_size,
        modified_ns=found.st_mtime_ns,
    )


def _check_names(references: list[FileReference], source: Path) -> None:
    names = [reference.name for reference in references]
    for name in names:
        if name in {".", ".."} or Path(name).name != name:
            raise ProductError(
                f"{name!r} is no plain file name",
                place=source,
                remedy="name the file without a folder; it lies in the folder data",
            )
        if names.count(name) > 1:
            raise ProductError(
                f"two files are named {name}",
                place=source,
                remedy="give each file a name of its own",
            )


def _check_links(references: list[FileReference]) -> None:
    """Refuse files that only seem to be in the folder: what they are could change elsewhere."""
    for reference in references:
        location = reference.location
        if location.is_symlink() and not location.resolve().is_relative_to(
            location.parent.resolve()
        ):
            raise ProductError(
                f"is a link that leaves the folder, to {location.resolve()}",
                place=location,
                remedy="put the file itself there",
            )


def _name(name: str, source: Path) -> str:
    what = "dataset or calibration set"
    return checked_name(name, what, ProductError, example=DEFAULT_DATASET, place=source)
