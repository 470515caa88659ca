"""The archive's folder of files: what lies there that no row names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.arrival import INCOMING, is_at_work
from dpkit_archive.database import Database
from dpkit_archive.health.fault import Fault
from dpkit_archive.statement import Among, select_rows

__all__ = ["QUARANTINE", "check_folder", "is_unknown"]

QUARANTINE = ".quarantine"
"""Folder below the archive's folder of files where a repair puts what nobody knows."""

_CHUNK = 200


def check_folder(database: Database) -> Iterator[Fault]:
    """Yield a fault for each folder and file that no product has, and nobody is at work on."""
    suspects: list[Path] = []
    closed: list[OSError] = []
    folders = _product_folders(database.files, closed)
    while some := list(islice(folders, _CHUNK)):
        suspects += _unknown(database, some, closed)
    yield from (_fault(database, path) for path in _confirmed(database, suspects))
    yield from _check_incoming(database, closed)
    yield from (_unreadable(database, error) for error in closed)


def is_unknown(connection: Connection, database: Database, path: Path) -> bool:
    """Tell whether something is there, and neither it nor what is in it belongs to a product."""
    if path.parent.name == INCOMING and path.parent.parent == database.files:
        return path.exists() and not is_at_work(path)
    return os.path.lexists(path) and not any(_known(connection, database, _files_in(path)))


def _product_folders(files: Path, closed: list[OSError]) -> Iterator[Path]:
    """Yield the folders of products, and whatever else lies where these should."""
    try:
        kinds = sorted(one for one in _entries(files) if one.name not in {INCOMING, QUARANTINE})
    except OSError as error:
        closed.append(error)
        return
    for kind in kinds:
        try:
            yield from _entries(kind) if _is_folder(kind) else [kind]
        except OSError as error:
            closed.append(error)


def _unknown(database: Database, folders: Sequence[Path], closed: list[OSError]) -> list[Path]:
    """Return the folders in which nothing is known, and of others the files that are not."""
    inside: dict[Path, list[Path]] = {}
    for folder in folders:
        try:
            inside[folder] = list(_files_in(folder))
        except OSError as error:
            closed.append(error)
    with database.reading() as connection:
        known = _known(connection, database, chain.from_iterable(inside.values()))
    found: list[Path] = []
    for folder, files in inside.items():
        some = [file for file in files if file not in known]
        found += [folder] if len(some) == len(files) else some
    return found


def _confirmed(database: Database, suspects: Sequence[Path]) -> list[Path]:
    """Return what still nobody knows when no registration is between its files and its rows."""
    if not suspects:
        return []
    with _writer_or_reader(database) as connection:
        return [path for path in suspects if is_unknown(connection, database, path)]


@contextmanager
def _writer_or_reader(database: Database) -> Iterator[Connection]:
    """Give the connection of the one writer; of a reader to whom may not or cannot write now."""
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(database.writing(keep=False))
        except ArchiveError:
            connection = stack.enter_context(database.reading())
        yield connection


def _check_incoming(database: Database, closed: list[OSError]) -> Iterator[Fault]:
    try:
        folders = list(_entries(database.files / INCOMING))
    except FileNotFoundError:  # nothing has arrived yet
        return
    except OSError as error:
        closed.append(error)
        return
    for folder in folders:
        try:
            left = not is_at_work(folder)
        except FileNotFoundError:  # it was published meanwhile
            continue
        if left:
            yield _fault(database, folder)


def _fault(database: Database, path: Path) -> Fault:
    folder = _is_folder(path)
    return Fault(
        code="leftover" if folder else "file-unknown",
        place=str(path),
        message="belongs to no product that is registered",
        subject=str(path.relative_to(database.files)),
    )


def _unreadable(database: Database, error: OSError) -> Fault:
    place = str(error.filename or database.files)
    return Fault(
        code="file-unreadable", place=place, message=error.strerror or str(error), subject=place
    )


def _entries(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as found:
        for one in found:
            yield Path(one.path)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _files_in(path: Path) -> Iterator[Path]:
    """Yield the files at and below a path; a link is a file."""

    def refuse(error: OSError) -> None:
        raise error

    if not _is_folder(path):
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=refuse):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (Path(folder) / name for name in (*names, *links))


def _known(connection: Connection, database: Database, files: Iterable[Path]) -> set[Path]:
    """Return which of some files rows name; those of the archive are recorded below its folder."""
    paths: dict[str, list[Path]] = {}
    for file in files:
        for path in _names(database, file):
            if _is_text(path):
                paths.setdefault(path, []).append(file)
    found = chain(
        select_rows(connection, _documents, paths=paths),
        select_rows(connection, _locations, paths=paths),
    )
    return {file for (path,) in found for file in paths[path]}


def _names(database: Database, file: Path) -> Iterator[str]:
    """Yield the paths under which rows may name a file: a link has that of what it points to."""
    yield str(file.relative_to(database.files))
    yield str(file)
    with suppress(OSError):  # when it is none
        yield str(file.readlink())


def _is_text(path: str) -> bool:
    """Tell whether a path is text; no row can name one that is not."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _documents(among: Among) -> Select[Any]:
    return select(tables.document.c.path).where(among(tables.document.c.path, "paths"))


def _locations(among: Among) -> Select[Any]:
    location = tables.file_location.c
    return select(location.path).where(among(location.path, "paths"))
