"""Fifth pass: the files of the product are there, whole and unchanged."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from dpkit.product.checksum import METHODS, file_checksum
from dpkit.product.document import NO_FILE, FileReference, select_nodes, select_texts
from dpkit.validation.filename import name_faults, name_stem
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["FilesPass"]


class FilesPass:
    """Compare name, existence, size and checksum of each file with its container."""

    level = "files"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every file that is missing, misnamed or differs."""
        if not subject.document.entry.storages:
            return
        yield from _unnamed(subject)
        stem = name_stem(subject.document)
        owners: dict[str, str] = {}
        for reference in subject.document.files():
            found = [*_name(reference, subject, stem), *_shared(reference, subject, owners)]
            if not any(finding.severity == "error" for finding in found):
                found += _content(reference, subject)
            if any(finding.severity == "error" for finding in found):
                subject.unreadable.add(reference)
            yield from found


def _unnamed(subject: Subject) -> Iterator[Finding]:
    document = subject.document
    for storage in document.entry.storages:
        for node in select_nodes(document.root, storage.path):
            names = select_texts(node, storage.parts["name"])
            if not names or names[0].strip() in {"", NO_FILE}:
                yield Finding(
                    code="file-unnamed" if storage.required else "file-placeholder",
                    source=str(subject.source),
                    line=subject.line_of(node),
                    path=storage.path,
                    value=names[0] if names else "",
                    message=f"{storage.name} names no file",
                )


def _name(reference: FileReference, subject: Subject, stem: str | None) -> Iterator[Finding]:
    for code, message in name_faults(reference.name, stem):
        yield _in_document(code, message, reference, subject)


def _shared(
    reference: FileReference, subject: Subject, owners: dict[str, str]
) -> Iterator[Finding]:
    owner = owners.get(reference.name)
    if owner is None:
        owners[reference.name] = reference.storage
    else:
        message = f"{reference.name} is the file of {owner} already"
        yield _in_document("file-shared", message, reference, subject)


def _in_document(code: str, message: str, reference: FileReference, subject: Subject) -> Finding:
    return Finding(
        code=code,
        source=str(subject.source),
        line=subject.line_of_file(reference),
        path=reference.storage,
        value=reference.name,
        message=message,
    )


def _found(code: str, message: str, reference: FileReference, value: str = "") -> Finding:
    return Finding(
        code=code,
        source=str(reference.location),
        path=reference.storage,
        value=value,
        message=message,
    )


def _content(reference: FileReference, subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with a file that can have the name that it has."""
    try:
        status = reference.location.stat()
        subject.files[reference.location] = (status.st_mtime_ns, status.st_size)
        if not stat.S_ISREG(status.st_mode):
            yield _found("file-kind", "is no file", reference)
        else:
            yield from _compare(reference, status.st_size)
    except (FileNotFoundError, NotADirectoryError):
        subject.files[reference.location] = None
        yield _missing(reference, subject)
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno == errno.ELOOP:
            yield _found("file-loop", f"cannot be followed: {reason}", reference)
        else:
            yield _found("file-access", f"cannot be read: {reason}", reference)


def _missing(reference: FileReference, subject: Subject) -> Finding:
    location = reference.location
    other = _other_case(location)
    if other is not None:
        message = f"is there as {other}"
        return _found("file-case", message, reference, other)
    kind = "is a link to nothing" if location.is_symlink() else "is missing"
    return _found("file-missing", f"the file that {subject.source.name} names {kind}", reference)


def _other_case(location: Path) -> str | None:
    """Return the name of a file that differs in upper and lower case only."""
    try:
        listed = _folded_names(location.parent, location.parent.stat().st_mtime_ns)
    except OSError:
        return None
    other = listed.get(location.name.casefold())
    return None if other == location.name else other


@lru_cache(maxsize=4)
def _folded_names(folder: Path, _changed: int) -> dict[str, str]:
    return {path.name.casefold(): path.name for path in folder.iterdir()}


def _compare(reference: FileReference, size: int) -> Iterator[Finding]:
    """Yield a difference in size, which is quick to tell, or else in checksum."""
    if reference.size is not None and size != reference.size:
        yield _found("file-size", f"has {size} bytes, not {reference.size}", reference, str(size))
        return
    method, said = reference.checksum_method, reference.checksum
    if said is None:
        with reference.location.open("rb"):  # tells whether it may be read
            return
    if method not in METHODS:
        yield _found("file-checksum-method", f"checksum by {method} cannot be verified", reference)
        return
    checksum = file_checksum(reference.location, method)
    if checksum != said.strip().lower().zfill(len(checksum)):
        yield _found("file-checksum", f"{method} is {checksum}, not {said}", reference, checksum)
