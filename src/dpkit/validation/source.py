"""Find the documents that a user means: files, patterns, folders, and lists of them."""

from __future__ import annotations

import errno
import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dpkit.errors import NotFoundError
from dpkit.validation.report import Finding, Report

__all__ = ["FILES_FOLDER", "find_documents", "require_documents"]

SUFFIX = ".xml"
FILES_FOLDER = "data"
"""Folder beside documents that holds their files."""
STANDARD_INPUT = "-"

Found = Path | Report
"""A document, or the report on a folder that cannot be looked through."""


def require_documents(sources: Sequence[str]) -> None:
    """Check that each source stands for something before any is validated.

    Raises
    ------
    NotFoundError
        A source is empty, a pattern matches nothing, or a folder has no documents.
    """
    for source in sources:
        if not source:
            raise NotFoundError("a source is empty", remedy="give documents, patterns or folders")
        if source != STANDARD_INPUT and next(_expand(source), None) is None:
            folder = Path(source).is_dir()
            message = f"{source} has no documents (*{SUFFIX})" if folder else f"no file is {source}"
            raise NotFoundError(message, remedy="give documents, patterns or folders")


def find_documents(sources: Iterable[str], listed: Iterable[bytes] = ()) -> Iterator[Found]:
    """Yield the documents that sources stand for, in their order.

    Parameters
    ----------
    sources : iterable of str
        Paths, patterns with ``*``, ``?``, ``[]`` and ``**``, and folders, which are searched to
        any depth; ``-`` stands for the list.
    listed : iterable of bytes
        Such sources, one on each line.

    Yields
    ------
    Path or Report
        A document, or the report on a folder that cannot be looked through.
    """
    for source in sources:
        if source == STANDARD_INPUT:
            for line in listed:
                if name := os.fsdecode(line.rstrip(b"\r\n")):
                    yield from _expand(name)
        else:
            yield from _expand(source)


def _expand(source: str) -> Iterator[Found]:
    path = Path(source)
    if path.is_dir():
        yield from _documents_below(path)
    elif glob.has_magic(source) and not os.path.lexists(source):
        for match in sorted(glob.glob(source, recursive=True)):  # noqa: PTH207  # a pattern may be absolute
            yield from _expand(match)
    else:
        yield path


def _documents_below(top: Path) -> Iterator[Found]:
    """Walk through folders in the order of their names; hidden ones are left out."""
    entered: list[tuple[Iterator[os.DirEntry[str]], tuple[int, int]]] = []

    def enter(folder: Path) -> Iterator[Report]:
        try:
            here, entries = _identity(folder), _entries(folder)
        except OSError as error:
            yield _report("folder-unreadable", folder, f"cannot be listed: {error.strerror}")
            return
        if here in (identity for _, identity in entered):
            yield _report("folder-loop", folder, "is a folder that it lies in")
        else:
            entered.append((entries, here))

    yield from enter(top)
    while entered:
        entry = next(entered[-1][0], None)
        if entry is None:
            entered.pop()
        elif (kind := _kind(entry)) == "folder":
            yield from enter(Path(entry.path))
        elif kind == "loop":
            yield _report("folder-loop", Path(entry.path), "is a link that leads back to itself")
        elif kind == "document":
            yield Path(entry.path)


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Return what a folder holds; beside documents, not the folder of their files."""
    with os.scandir(folder) as listing:
        entries = sorted(
            (entry for entry in listing if not entry.name.startswith(".")), key=lambda e: e.name
        )
    if any(entry.name.endswith(SUFFIX) for entry in entries):
        entries = [entry for entry in entries if entry.name != FILES_FOLDER]
    return iter(entries)


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir():
            return "folder"
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "loop"
    return "document" if entry.name.endswith(SUFFIX) else "other"


def _report(code: str, folder: Path, message: str) -> Report:
    finding = Finding(code=code, source=str(folder), message=message)
    return Report(source=folder, level=finding.level, findings=[finding])
