"""Copy the files that an archive keeps into the folder of another one, verified."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.order import SYMLINK
from dpkit_archive.placing import copy_verified
from dpkit_archive.remote import as_local

__all__ = ["copy_files"]

_CHUNK = 100


def copy_files(connection: Connection, files: Path, folder: Path) -> tuple[int, int]:
    """Copy all documents and files that an archive keeps in its folder, each by its SHA-256.

    What was left in place stays there, for both archives. Documents are written from their bytes
    in the database, which are the record.

    Parameters
    ----------
    connection : Connection
        The archive.
    files : Path
        Its folder of files.
    folder : Path
        A new folder.

    Returns
    -------
    tuple of int
        How many files, documents among them, and bytes.

    Raises
    ------
    ArchiveError
        The bytes of one are not there, or not those that were registered.
    """
    counts = [
        _write_documents(connection, folder),
        _copy_locations(connection, files, folder),
    ]
    with _streamed(connection, _links()) as links:
        for document, name, target in links:
            _new(folder / Path(document).parent / "data" / name).symlink_to(target)
    os.sync()  # once for all of them
    return sum(count for count, _ in counts), sum(size for _, size in counts)


def _write_documents(connection: Connection, folder: Path) -> tuple[int, int]:
    count = size = 0
    with _streamed(connection, _documents()) as documents:
        for path, data, sha256 in documents:
            if _is_kept(path):
                _check(f"{path} in the database", hashlib.sha256(data).hexdigest(), sha256)
                count, size = count + 1, size + len(data)
                _new(folder / path).write_bytes(data)
    return count, size


def _copy_locations(connection: Connection, files: Path, folder: Path) -> tuple[int, int]:
    count = size = 0
    with _streamed(connection, _locations()) as locations:
        for path, sha256, length in locations:
            if _is_kept(path):
                count, size = count + 1, size + length
                _copy(files / path, _new(folder / path), sha256)
    return count, size


@contextmanager
def _streamed(connection: Connection, selection: Select[Any]) -> Iterator[Any]:
    """Give the rows of a selection without holding all of them."""
    with connection.execution_options(yield_per=_CHUNK).execute(selection) as rows:
        yield rows


def _documents() -> Select[Any]:
    document = tables.document.c
    columns = (document.path, document.original, document.sha256)
    return select(*columns).order_by(document.product)


def _locations() -> Select[Any]:
    location, file = tables.file_location, tables.file
    columns = (location.c.path, file.c.sha256, file.c.size)
    return select(*columns).select_from(location.join(file)).order_by(location.c.number)


def _links() -> Select[Any]:
    document, own, location = tables.document, tables.product_file, tables.file_location
    columns = (document.c.path, own.c.name, location.c.path.label("target"))
    joined = own.join(location).join(document, document.c.product == own.c.product)
    selected = select(*columns).select_from(joined).where(document.c.mode == SYMLINK)
    return selected.order_by(own.c.product)


def _is_kept(path: str) -> bool:
    """Tell whether a path is below the archive's folder, not where somebody keeps the file."""
    local = as_local(path)
    return local is not None and not local.is_absolute()


def _copy(source: Path, target: Path, sha256: str) -> None:
    try:
        found = copy_verified(source, target)
    except FileNotFoundError:
        found = "nothing"
    _check(source, found, sha256)


def _check(place: Path | str, found: str, sha256: str) -> None:
    if found != sha256:
        raise ArchiveError(
            f"SHA-256 is {found}, {sha256} was registered",
            place=place,
            remedy="`dpkit archive check --deep`, and mend it first",
        )


def _new(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
