"""Remove products for good: their rows first, in one transaction, and then their files.

The row of a product stays, with its events, statuses and lineage: its id and version are never
used again. A purge that is interrupted before its commit has done nothing; after it, files are
left that no row names, which the same purge again removes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, exists, func, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.arrival import INCOMING, arrival_name
from dpkit_archive.contention import retried
from dpkit_archive.curation.change import add_status, said_reason
from dpkit_archive.curation.holder import Holders, find_holders, refuse_held
from dpkit_archive.curation.subject import Subject, name_subjects
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.health.folder import unknown_within
from dpkit_archive.order import IN_PLACE, SYMLINK
from dpkit_archive.pending import Pending
from dpkit_archive.placing import product_folder
from dpkit_archive.qc.table import qc_row
from dpkit_archive.region.table import region_cell, region_part
from dpkit_archive.statement import Among, delete_rows, select_rows
from dpkit_archive.status import PURGED, TRASHED

__all__ = ["Purge", "find_trashed", "purge_products"]

T = TypeVar("T")

_CHUNK = 1000
_THREADS = 8
"""Folders are removed several at a time: a disk keeps whoever removes one waiting."""

_BESIDE = (
    tables.product_file,
    tables.metric,
    qc_row,
    region_cell,
    region_part,
    tables.document,
)
"""What goes with a product; its other rows are its history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """What became of a product that was purged.

    Attributes
    ----------
    id, product, dataset : str
        The product.
    version : int
        Its version, which is not used again.
    status : str
        Its status now.
    files, bytes : int
        How many files the archive kept of it, the document among them, and how large they were.
    left : int
        How many files stay where they are: they were registered in place.
    forced : bool
        Whether somebody needed it.
    event : int or None
        Number of the event; None when it had been purged before.
    """

    id: str
    product: str
    version: int
    status: str
    dataset: str
    files: int
    bytes: int
    left: int
    forced: bool
    event: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return the purge ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class _Amount:
    """How much is kept of a product."""

    files: int = 0
    bytes: int = 0
    left: int = 0


def purge_products(
    database: Database, ids: Iterable[str], *, actor: str, reason: str | None, force: bool
) -> list[Purge]:
    """Remove products in the trash for good: all of them, or none.

    Parameters
    ----------
    database : Database
        The archive.
    ids : iterable of str
        The products; of one that was purged already only files that were left are removed.
    actor : str
        Who does it.
    reason : str or None
        Why.
    force : bool
        Also what frozen releases or other products need; that is kept in the log.

    Raises
    ------
    NotFoundError
        There is no such product.
    ArchiveError
        A product is not in the trash, or is needed; or files cannot be removed, whose products
        are purged all the same.
    """
    wanted, said = list(ids), said_reason(reason)
    purged = retried(lambda: _purge(database, wanted, actor, said, force))
    _remove_files(database, purged)
    return purged


def find_trashed(database: Database, instant: int) -> list[str]:
    """Return the ids of the products that went to the trash before a time, nanoseconds of TAI."""
    with database.reading() as connection:
        return list(connection.scalars(_trashed(instant)))


def _purge(
    database: Database, ids: Sequence[str], actor: str, reason: str | None, force: bool
) -> list[Purge]:
    with database.writing() as connection:
        subjects = name_subjects(connection, ids)
        going = [one for one in subjects if one.status != PURGED]
        _check_trashed(going)
        if not force:
            refuse_held(connection, going, "purge")
        holders = find_holders(connection, going, "purge") if force else {}
        amounts = _amounts(connection, [one.number for one in going])
        amounts |= _amounts_before(connection, [one for one in subjects if one.status == PURGED])
        pending = Pending(connection)
        purged = [
            _note(pending, one, amounts, holders.get(one.number), (actor, reason))
            for one in subjects
        ]
        pending.flush()
        for some in _chunks([one.number for one in going]):
            _delete(connection, some)
    return purged


def _check_trashed(subjects: Iterable[Subject]) -> None:
    for one in subjects:
        if one.status != TRASHED:
            raise ArchiveError(
                f"is {one.status}, and not in the trash",
                place=one.id,
                remedy=f"put it there first: `dpkit archive trash {one.id}`",
            )


def _note(
    pending: Pending,
    subject: Subject,
    amounts: Mapping[int, _Amount],
    holders: Holders | None,
    said: tuple[str, str | None],
) -> Purge:
    actor, reason = said
    found, event = amounts[subject.number], None
    if subject.status != PURGED:
        detail = {
            "reason": reason,
            "files": found.files,
            "bytes": found.bytes,
            "left": found.left,
            "forced": None if holders is None else holders.to_dict(),
        }
        event = add_event(pending, "purge", subject.id, actor, detail)
        add_status(pending, subject, PURGED, event, reason)
    return Purge(
        id=subject.id,
        product=subject.product,
        version=subject.version,
        status=PURGED,
        dataset=subject.dataset,
        files=found.files,
        bytes=found.bytes,
        left=found.left,
        forced=holders is not None,
        event=event,
    )


# Rows


def _amounts(connection: Connection, numbers: Sequence[int]) -> dict[int, _Amount]:
    """Return how much goes with products, and how many files stay."""
    found: dict[int, _Amount] = {number: _Amount() for number in numbers}
    for some in _chunks(numbers):
        for build in (_documents, _files):
            for product, mode, count, size in select_rows(connection, build, products=some):
                if mode == IN_PLACE or (build is _files and mode == SYMLINK):
                    found[product].left += count
                else:
                    found[product].files += count
                    found[product].bytes += int(size)
    return found


def _amounts_before(connection: Connection, subjects: Sequence[Subject]) -> dict[int, _Amount]:
    """Return how much went with products when they were purged, as the log says."""
    event, found = tables.event.c, {one.id: one.number for one in subjects}
    told: dict[int, _Amount] = {}
    for some in _chunks(list(found)):
        chosen = select(event.subject, event.detail).where(
            event.subject.in_(some), event.verb == "purge"
        )
        for identifier, detail in connection.execute(chosen):
            numbers = {name: int(detail[name]) for name in ("files", "bytes", "left")}
            told[found[identifier]] = _Amount(**numbers)
    return told


def _delete(connection: Connection, numbers: Sequence[int]) -> None:
    """Delete what goes with products, and the files that no other product has."""
    located = {number for (number,) in select_rows(connection, _locations, products=numbers)}
    for table in _BESIDE:
        delete_rows(connection, table.c.product, numbers)
    lost = select_rows(connection, _unused_locations, locations=located)
    delete_rows(connection, tables.file_location.c.number, [number for number, _ in lost])
    files = {file for _, file in lost}
    unused = select_rows(connection, _unused_files, files=files)
    delete_rows(connection, tables.file.c.number, [number for (number,) in unused])


def _chunks(some: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(some), _CHUNK):
        yield some[start : start + _CHUNK]


# Files


def _remove_files(database: Database, purged: Sequence[Purge]) -> None:
    """Remove what lies in the folders of products, unless another product has it in place."""
    kept = [one for one in purged if one.files]
    try:
        for some in _chunks([database.files / product_folder(o.product, o.id) for o in kept]):
            aside = database.files / INCOMING / arrival_name()
            aside.mkdir(parents=True)
            _withdraw(unknown_within(database, some), {*some}, aside)
            gone = list(aside.iterdir())
            with ThreadPoolExecutor(_THREADS) as pool:
                list(pool.map(_remove, (gone[part::_THREADS] for part in range(_THREADS))))
            aside.rmdir()
    except OSError as error:
        raise ArchiveError(
            f"the products are purged, but files cannot be removed: {error.strerror}",
            place=error.filename or database.files,
            remedy="purge them again when that is mended; `dpkit archive check` names what is left",
        ) from error


def _withdraw(unknown: Iterable[Path], folders: set[Path], aside: Path) -> None:
    """Take files away, a folder at once for whoever looks."""
    for number, path in enumerate(unknown):
        if path in folders:
            path.rename(aside / str(number))
        else:
            path.unlink()


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)


# Selections


def _trashed(instant: int) -> Select[Any]:
    product, status, event = tables.product, tables.product_status, tables.event
    history = status.alias().c
    last = select(func.max(history.event)).where(history.product == product.c.number)
    joined = product.join(status, status.c.product == product.c.number)
    joined = joined.join(event, event.c.seq == status.c.event)
    return (
        select(product.c.id)
        .select_from(joined)
        .where(
            product.c.status == TRASHED,
            status.c.event == last.scalar_subquery(),
            event.c.time_ns < instant,
        )
        .order_by(product.c.number)
    )


def _documents(among: Among) -> Select[Any]:
    document = tables.document.c
    one = select(document.product, document.mode, func.count(), func.sum(document.size))
    return one.where(among(document.product, "products")).group_by(document.product, document.mode)


def _files(among: Among) -> Select[Any]:
    own, location, file = tables.product_file, tables.file_location, tables.file
    some = select(own.c.product, location.c.mode, func.count(), func.sum(file.c.size))
    some = some.select_from(own.join(location).join(file)).where(among(own.c.product, "products"))
    return some.group_by(own.c.product, location.c.mode)


def _locations(among: Among) -> Select[Any]:
    own = tables.product_file.c
    return select(own.location).distinct().where(among(own.product, "products"))


def _unused_locations(among: Among) -> Select[Any]:
    location, own = tables.file_location.c, tables.product_file.c
    used = exists().where(own.location == location.number)
    return select(location.number, location.file).where(among(location.number, "locations"), ~used)


def _unused_files(among: Among) -> Select[Any]:
    file, location = tables.file.c, tables.file_location.c
    used = exists().where(location.file == file.number)
    return select(file.number).where(among(file.number, "files"), ~used)
