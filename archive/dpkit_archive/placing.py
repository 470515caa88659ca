"""Place the files of a product into the archive's folder: copied aside, flushed, then renamed.

The folder of a product appears whole, at once, while the writer of the archive holds the lock of
the database. A crash leaves at most a folder without a row, which the next registration of the
product replaces.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select

from dpkit.errors import ArchiveError, DpkitError, ProductError
from dpkit_archive import tables
from dpkit_archive.arrival import INCOMING, arrival_name
from dpkit_archive.database import Database
from dpkit_archive.order import COPY, HARDLINK, MOVE, SYMLINK
from dpkit_archive.remote import open_bytes
from dpkit_archive.submission import HashedFile, Submission

__all__ = [
    "at_once",
    "copy_verified",
    "flush_folder",
    "flush_published",
    "place_of_product",
    "placed",
    "product_folder",
    "publish",
    "refuse_remote",
    "remove_sources",
    "staged",
    "withdraw",
]

_HANDS = 8
"""So many products are placed at a time."""

_BLOCK = 4 * 1024 * 1024
_LIMIT = 200
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def product_folder(product: str, identifier: str) -> Path:
    """Return the folder of a product below the archive's folder of files.

    Ids are free text; what a folder name cannot hold is escaped.
    """
    name = quote(identifier, safe=" +:,;=@")
    if name.startswith("."):
        name = f"%2E{name[1:]}"
    if len(name.encode()) > _LIMIT:
        name = f"{name[:100]}-{hashlib.sha256(identifier.encode()).hexdigest()}"
    return Path(product) / name


@contextmanager
def placed(database: Database, submission: Submission, mode: str) -> Iterator[Path]:
    """Give the folder of a product, placed aside; take it back when its rows are not written."""
    target = place_of_product(database, submission)
    with (
        staged(database.files, submission, mode) as folder,
        _withdrawn_on_error(database, submission.id, folder, target),
    ):
        yield folder


def place_of_product(database: Database, submission: Submission) -> Path:
    """Return the folder of a product in the archive."""
    return database.files / product_folder(submission.entry.name, submission.id)


@contextmanager
def _withdrawn_on_error(
    database: Database, identifier: str, folder: Path, target: Path
) -> Iterator[None]:
    """Take a published folder back when its rows were not written."""
    try:
        yield
    except BaseException as error:
        if not folder.exists():
            _withdraw(database, identifier, target, folder.parent, error)
        raise


def _withdraw(
    database: Database, identifier: str, target: Path, aside: Path, error: BaseException
) -> None:
    row = select(tables.product.c.number).where(tables.product.c.id == identifier)
    try:
        # As the only writer: the rows may have been written after all, by us or by another.
        with database.writing(keep=False) as connection:
            if connection.scalar(row) is None and target.exists():
                withdraw(target, aside)
    except (DpkitError, OSError) as second:
        error.add_note(f"{target} was left behind: {second}")


def at_once(place: Callable[[int], None], numbers: Sequence[int]) -> None:
    """Place several products at a time: most of it is waiting for the disk."""
    if len(numbers) == 1:
        place(numbers[0])
    elif numbers:
        with ThreadPoolExecutor(min(_HANDS, len(numbers))) as pool:
            deque(pool.map(place, numbers), maxlen=0)


@contextmanager
def staged(files: Path, submission: Submission, mode: str = COPY) -> Iterator[Path]:
    """Bring a product into a folder of its own beside the published ones, verified and flushed.

    The folder is gone at the end, unless it was published.

    Raises
    ------
    ProductError
        A file changed after it was hashed.
    ArchiveError
        A file cannot be linked.
    """
    refuse_remote(submission, mode)
    folder = files / INCOMING / arrival_name()
    try:
        (folder / "data").mkdir(parents=True)
        _write(folder / submission.source.name, submission.data)
        for item in submission.files:
            target = folder / "data" / item.reference.name
            if mode == SYMLINK:
                _point(item, target)
            elif mode == COPY or not _link(item, target, required=mode == HARDLINK):
                _copy(item, target)
        flush_folder(folder / "data")
        flush_folder(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_remote(submission: Submission, mode: str) -> None:
    """Refuse to move or link what lies elsewhere.

    Raises
    ------
    ArchiveError
        Names the document.
    """
    if submission.remote is not None and mode in {MOVE, HARDLINK, SYMLINK}:
        raise ArchiveError(
            f"lies elsewhere; the mode {mode} needs files on this machine",
            place=f"{submission.folder}/{submission.source.name}",
            remedy="choose the mode copy or in-place",
        )


def _copy(item: HashedFile, target: Path) -> None:
    location = item.reference.location
    if copy_verified(location, target) != item.sha256:
        raise ProductError("changed while it was registered", place=location)


def _point(item: HashedFile, target: Path) -> None:
    """Point to a file that stays where it is."""
    location = item.reference.location
    target.symlink_to(location.absolute())
    if not item.is_unchanged():
        raise ProductError(
            "changed while it was registered", place=location, remedy="register it again"
        )


def _link(item: HashedFile, target: Path, *, required: bool) -> bool:
    """Give a file a second name and flush it; tell whether the file system can."""
    location = item.reference.location
    try:
        target.hardlink_to(location.resolve())
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise
        if not required:
            return False
        raise ArchiveError(
            f"cannot be linked into the archive: {error.strerror}",
            place=location,
            remedy="choose the mode copy; links need one and the same file system",
        ) from None
    if not item.is_unchanged():
        raise ProductError("changed while it was registered", place=location)
    with target.open("rb") as linked:
        os.fsync(linked.fileno())
    return True


def remove_sources(submissions: Sequence[Submission]) -> None:
    """Remove the files of products that were moved, once the archive has them for good.

    Raises
    ------
    ArchiveError
        A file cannot be removed; the products are registered all the same.
    """
    left: list[tuple[Path, str]] = []
    for submission in submissions:
        for path in submission.sources():
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                left.append((path, error.strerror or str(error)))
    if left:
        path, why = left[0]
        more = f", and {len(left) - 1} more" if len(left) > 1 else ""
        raise ArchiveError(
            f"was registered but cannot be removed: {why}{more}",
            place=path,
            remedy="remove it by hand; the archive has it",
        )


def publish(folder: Path, target: Path) -> None:
    """Rename a staged folder to its place; what a crash left there before is removed.

    Only to be called by the one writer that holds the database, for a product without a row. When
    all are in their places, `flush_published` makes them stay there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        withdraw(target, folder.parent)
    folder.rename(target)


def flush_published(targets: Iterable[Path]) -> None:
    """Make published folders survive a power cut, before their rows are kept."""
    parents = {target.parent for target in targets}
    for folder in sorted(parents | {one.parent for one in parents}, reverse=True):
        flush_folder(folder)


def withdraw(target: Path, aside: Path) -> None:
    """Remove a published folder, at once for whoever looks."""
    gone = aside / arrival_name()
    target.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def copy_verified(source: Path | str, target: Path) -> str:
    """Copy a file to a new one, flush it, and return the SHA-256 of the bytes that were copied."""
    digest = hashlib.sha256()
    with open_bytes(source) as reading, target.open("xb") as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def flush_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(target: Path, data: bytes) -> None:
    with target.open("xb") as writing:
        writing.write(data)
        writing.flush()
        os.fsync(writing.fileno())
