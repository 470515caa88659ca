"""Mutations of the files as a whole, of their names, and of what the document says of them."""

from __future__ import annotations

import os
from pathlib import Path

from dpkit.product.document import NO_FILE, FileReference

from .case import Case, Place, breaks


def of_file(file: FileReference, location: Path | None = None) -> Place:
    return Place(path=file.storage, file=location or file.location)


@breaks
def file_gone(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None:
        return None
    chosen[1].location.unlink()
    return of_file(chosen[1])


@breaks
def folder_of_files_gone(case: Case) -> list[Place] | None:
    files = [file for _, file in case.files()]
    for file in files:
        file.location.unlink()
    if files:
        files[0].location.parent.rmdir()
    return [of_file(file) for file in files] or None


@breaks
def link_to_nothing(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None:
        return None
    chosen[1].location.unlink()
    chosen[1].location.symlink_to("nothing")
    return of_file(chosen[1])


@breaks
def link_to_itself(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None:
        return None
    chosen[1].location.unlink()
    chosen[1].location.symlink_to(chosen[1].location)
    return of_file(chosen[1])


@breaks
def file_in_lower_case(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None:
        return None
    location = chosen[1].location
    location.rename(location.with_name(location.name.lower()))
    return of_file(chosen[1])


@breaks
def folder_for_a_file(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None:
        return None
    chosen[1].location.unlink()
    chosen[1].location.mkdir()
    return of_file(chosen[1])


@breaks
def pipe_for_a_file(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None:
        return None
    chosen[1].location.unlink()
    os.mkfifo(chosen[1].location)
    return of_file(chosen[1])


def tell(case: Case, file: FileReference, **parts: str) -> bool:
    """Let the document say parts of a file; tells whether it can."""
    for name, text in parts.items():
        found = case.part(file, name.replace("_", "-"))
        if found is None:
            return False
        found[0].set(found[1], text)
    return True


@breaks
def bytes_added(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None or not tell(case, chosen[1], size=str(chosen[1].location.stat().st_size)):
        return None
    case.save()
    with chosen[1].location.open("ab") as stream:
        stream.write(b"\0" * 2880)
    return of_file(chosen[1])


@breaks
def size_wrong(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None or not tell(case, chosen[1], size="17"):
        return None
    case.save()
    return of_file(chosen[1])


@breaks
def checksum_wrong(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None or not tell(case, chosen[1], checksum="0" * 64, checksum_method="SHA-256"):
        return None
    case.save()
    return of_file(chosen[1])


@breaks
def checksum_of_another_method(case: Case) -> Place | None:
    """The document tells an MD5 and calls it SHA-256."""
    import hashlib

    chosen = case.file()
    if chosen is None:
        return None
    digest = hashlib.md5(chosen[1].location.read_bytes()).hexdigest()
    if not tell(case, chosen[1], checksum=digest, checksum_method="SHA-256"):
        return None
    case.save()
    return of_file(chosen[1])


@breaks
def checksum_without_method(case: Case) -> Place | None:
    chosen = case.file()
    if chosen is None or not tell(case, chosen[1], checksum="0" * 64):
        return None
    found = case.part(chosen[1], "checksum-method")
    if found is None:
        return None
    found[0].attrib.pop(found[1], None)
    case.save()
    return of_file(chosen[1])


def unnamed(case: Case, *, required: bool) -> Place | None:
    chosen = case.pick([pair for pair in case.files() if pair[0].required == required])
    if chosen is None:
        return None
    holder = case.holder(chosen[1])
    case.rename(chosen[1], NO_FILE)
    return case.at(holder, chosen[0].path)


@breaks
def file_called_none(case: Case) -> Place | None:
    return unnamed(case, required=True)


@breaks
def optional_file_called_none(case: Case) -> Place | None:
    return unnamed(case, required=False)


def renamed(case: Case, name: str) -> Place | None:
    """Name a file as no schema of ours allows."""
    chosen = case.file()
    if chosen is None:
        return None
    named = case.container(chosen[1])
    case.rename(chosen[1], name)
    return case.at(named)


@breaks
def name_left_empty(case: Case) -> Place | None:
    return renamed(case, "")


@breaks
def name_of_the_folder_above(case: Case) -> Place | None:
    return renamed(case, "../stolen.fits")


@breaks
def name_from_the_root(case: Case) -> Place | None:
    return renamed(case, "/etc/passwd")


@breaks
def name_with_backslashes(case: Case) -> Place | None:
    return renamed(case, "..\\stolen.fits")


@breaks
def name_with_a_question_mark(case: Case) -> Place | None:
    return renamed(case, "what?.fits")


@breaks
def name_of_256_bytes(case: Case) -> Place | None:
    return renamed(case, "x" * 251 + ".fits")


@breaks
def name_of_two_points(case: Case) -> Place | None:
    """The pattern of the schema allows it, but it is the folder above."""
    chosen = case.file()
    if chosen is None:
        return None
    holder = case.holder(chosen[1])
    case.rename(chosen[1], "..")
    return case.at(holder, chosen[1].storage)


@breaks
def name_of_another_pattern(case: Case) -> Place | None:
    """Only where the keys are there that the pattern is made of."""
    keys = {key.name for key in case.entry.keys if not key.repeated and case.select(key.path)}
    wanted = {part.partition("}")[0] for part in case.entry.file_name.split("{")[1:]}
    chosen = case.file()
    if chosen is None or not wanted <= keys:
        return None
    location = chosen[1].location
    location.rename(location.with_name(f"other{location.suffix}"))
    holder = case.holder(chosen[1])
    case.rename(chosen[1], f"other{location.suffix}")
    return case.at(holder, chosen[1].storage)


@breaks
def one_file_for_two_storages(case: Case) -> Place | None:
    files = case.files()
    if len(files) < 2:
        return None
    (_, first), (_, second) = files[0], files[1 + case.site % (len(files) - 1)]
    second.location.unlink()
    holder = case.holder(second)
    case.rename(second, first.name)
    return case.at(holder, second.storage)
