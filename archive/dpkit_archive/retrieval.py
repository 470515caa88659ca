"""Fetch a product out of the archive: verified, whole, and without overwriting anything."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from dpkit.errors import ArchiveError
from dpkit_archive.database import Database
from dpkit_archive.placing import copy_verified, flush_folder
from dpkit_archive.record import read_record
from dpkit_archive.remote import resolve

__all__ = ["fetch", "place_new"]


def fetch(connection: Connection, database: Database, identifier: str, folder: Path) -> Path:
    """Copy a product's document and files into a folder; return the path of the document.

    Raises
    ------
    NotFoundError
        There is no product of this id.
    ArchiveError
        The product was purged, a stored file is missing or its bytes have changed, a file of that
        name exists in the folder, or the folder cannot be written to; the folder is left as it
        was.
    """
    record = read_record(connection, database, identifier)
    document = record.row.stored_document()
    sources: dict[str, tuple[Path | str, str]] = {
        f"data/{one['name']}": (resolve(database.files, one["path"]), one["sha256"])
        for one in record.files
    }
    # The document last: whoever sees it finds its files.
    name = str(document).rpartition("/")[2]
    sources[name] = (document, record.facts["document_sha256"])
    try:
        return _copy(sources, folder)
    except OSError as error:
        place = error.filename or folder
        raise ArchiveError(
            f"cannot be fetched: {error.strerror or error}",
            place=place,
            remedy="is the file still where it was registered?",
        ) from error


def _copy(sources: dict[str, tuple[Path | str, str]], folder: Path) -> Path:
    taken = [name for name in sources if (folder / name).exists()]
    if taken:
        raise ArchiveError(
            "exists already", place=folder / taken[0], remedy="fetch into another folder"
        )
    with _aside(folder) as aside:
        for name, (source, sha256) in sources.items():
            (aside / name).parent.mkdir(exist_ok=True)
            if copy_verified(source, aside / name) != sha256:
                raise ArchiveError(
                    "the stored bytes are not those that were registered",
                    place=source,
                    remedy="restore the file from another copy",
                )
        _move(aside, folder, list(sources))
    return folder / list(sources)[-1]


def _move(aside: Path, folder: Path, names: list[str]) -> None:
    made: list[Path] = []
    try:
        for name in names:
            target = folder / name
            if not target.parent.exists():
                target.parent.mkdir()
                made.append(target.parent)
            place_new(aside / name, target)
            made.append(target)
    except BaseException:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()
        raise
    flush_folder(folder)


def place_new(source: Path, target: Path) -> None:
    """Give a file its place; a link, unlike a rename, refuses to replace what came there."""
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no links.
        source.rename(target)


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    made = not folder.exists()
    aside = folder / f".dpkit-get-{uuid.uuid4().hex}"
    try:
        aside.mkdir(parents=True)
        yield aside
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        if made and not any(folder.iterdir()):
            folder.rmdir()
        raise
    shutil.rmtree(aside)
