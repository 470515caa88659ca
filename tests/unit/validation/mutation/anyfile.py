"""Mutations of files of any kind, against the format that the document claims."""

from __future__ import annotations

from dpkit.product.document import FileReference

from .case import Case, Place, breaks
from .inside import inside


def described(case: Case) -> FileReference | None:
    """Return a file whose format is described."""
    found = case.pick([file for storage, file in case.files() if storage.format is not None])
    if found is not None:
        case.forget()
    return found


@breaks
def file_empty(case: Case) -> Place | None:
    file = described(case)
    if file is None:
        return None
    file.location.write_bytes(b"")
    return inside(file, "file")


@breaks
def file_of_another_kind(case: Case) -> Place | None:
    file = described(case)
    if file is None:
        return None
    file.location.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 2872)
    return inside(file, "file")


@breaks
def file_cut_off(case: Case) -> Place | None:
    file = described(case)
    if file is None:
        return None
    data = file.location.read_bytes()
    file.location.write_bytes(data[: len(data) * 3 // 4])
    return Place(file=file.location)


def claim(case: Case, part: str, text: str) -> Place | None:
    file = described(case)
    found = None if file is None else case.part(file, part)
    if file is None or found is None:
        return None
    found[0].set(found[1], text)
    return case.at(case.holder(file), case.entry.storage(file.storage).path)


@breaks
def format_of_another_product(case: Case) -> Place | None:
    return claim(case, "format", "nobody.describesThis")


@breaks
def format_version_wrong(case: Case) -> Place | None:
    return claim(case, "format-version", "77.0")
