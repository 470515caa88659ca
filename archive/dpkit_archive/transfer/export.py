"""Write products of an archive into a package: a folder, or a tar."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.arrival import arrival_name
from dpkit_archive.database import Database
from dpkit_archive.placing import flush_folder
from dpkit_archive.query.run import known_numbers
from dpkit_archive.query.wanted import Wanted
from dpkit_archive.release.chosen import Chosen, chosen_members
from dpkit_archive.release.record import read_release
from dpkit_archive.release.table import release
from dpkit_archive.remote import open_bytes, resolve
from dpkit_archive.status import PURGED
from dpkit_archive.transfer.gathering import Source, gather_members, members_of_set
from dpkit_archive.transfer.manifest import (
    MANIFEST,
    PackageManifest,
    PackedMember,
    PackedRelease,
    packed_folder,
    write_manifest,
)

__all__ = ["Exported", "export_package"]

_BLOCK = 4 * 1024 * 1024
_TAR = ".tar"
_PACKED = (".gz", ".tgz", ".zip", ".bz2", ".xz", ".zst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written into a package.

    Attributes
    ----------
    path : Path
        The package.
    products, files, bytes : int
        How much is in it, documents not counted as files.
    outside : tuple of str
        Ids of inputs that are not in it.
    gone : tuple of str
        Ids of products that were chosen, and are not in it since they were purged.
    """

    path: Path
    products: int
    files: int
    bytes: int
    outside: tuple[str, ...]
    gone: tuple[str, ...]


class _Target(Protocol):
    """A package that is being written."""

    def write(self, name: Path, data: bytes) -> None:
        """Write a file."""
        ...

    def copy(self, name: Path, source: Path | str, size: int, sha256: str) -> None:
        """Copy a file of so many bytes, and refuse one that is not what was registered."""
        ...


def export_package(
    database: Database, choice: Chosen, target: Path, *, calibration_set: str | None = None
) -> Exported:
    """Write products into a new package, from one state of the archive.

    Parameters
    ----------
    database : Database
        The archive.
    choice : Chosen
        The products.
    target : Path
        A folder, or a file whose name ends with ``.tar``.
    calibration_set : str, optional
        Of the products that are chosen, only those with ranges in this set, and only these
        ranges; of all products, when none are chosen.

    Raises
    ------
    NotFoundError
        An id, the set, or what a query names is not there.
    ArchiveError
        Nothing is chosen, the target exists or cannot be written, or stored bytes are missing or
        have changed; nothing is left of the package then.
    """
    _check_target(target)
    with database.reading() as connection:
        found, manifest = _gathered(connection, choice, calibration_set)
        with _explained(target), _new_package(target) as package:
            package.write(Path(MANIFEST), write_manifest(manifest))
            for number, member, sources in found:
                _write_member(connection, database, package, number, member, sources)
    files = [one for member in manifest.members for one in member.files]
    return Exported(
        path=target,
        products=len(manifest.members),
        files=len(files),
        bytes=sum(one.size for one in (*files, *(m.document for m in manifest.members))),
        outside=manifest.outside,
        gone=manifest.gone,
    )


def _gathered(
    connection: Connection, choice: Chosen, calibration_set: str | None
) -> tuple[list[tuple[int, PackedMember, list[Source]]], PackageManifest]:
    wanted = chosen_members(connection, choice)
    gone = tuple(sorted(one.id for one in wanted if one.status == PURGED))
    chosen = {one.number for one in wanted if one.status != PURGED}
    of_set = None
    if calibration_set is not None:
        (of_set,) = known_numbers(connection, tables.calibration_set, [calibration_set])
        held = members_of_set(connection, of_set)
        chosen = chosen & held if choice.wanted or choice.ids else held
    if not chosen:
        purged = f": {gone[0]} was purged" if gone else ""
        raise ArchiveError(
            f"there is nothing to export{purged}", remedy="`dpkit archive find` shows what is"
        )
    found = gather_members(connection, sorted(chosen), of_set)
    members = tuple(member for _, member, _ in found)
    meta = tables.archive_meta.c
    inside = {one.id for one in members}
    return found, PackageManifest(
        archive=str(connection.scalar(select(meta.value).where(meta.key == "uuid"))),
        written=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        chosen=(*choice.describe(), *([] if of_set is None else [f"set {calibration_set}"])),
        release=_release(connection, choice) if of_set is None else None,
        members=members,
        outside=tuple(sorted({i for one in members for *_, i in one.inputs} - inside)),
        gone=gone if of_set is None else (),
    )


def _release(connection: Connection, choice: Chosen) -> PackedRelease | None:
    """Return the release that is exported, when it is a whole one and nothing else."""
    if len(choice.wanted) != 1 or choice.ids or (name := choice.wanted[0].release) is None:
        return None
    if choice.wanted[0] != Wanted(release=name):
        return None
    number = read_release(connection, name).number
    row = connection.execute(select(release).where(release.c.number == number)).one()
    return PackedRelease(name=name, manifest=row.manifest, manifest_sha256=row.manifest_sha256)


def _write_member(
    connection: Connection,
    database: Database,
    package: _Target,
    number: int,
    member: PackedMember,
    sources: list[Source],
) -> None:
    folder = packed_folder(member)
    for path, name, sha256, size in sources:
        package.copy(folder / "data" / name, resolve(database.files, path), size, sha256)
    document = tables.document.c
    data = connection.scalar(select(document.original).where(document.product == number)) or b""
    if hashlib.sha256(data).hexdigest() != member.document.sha256:
        raise _changed(f"document of {member.id}")
    package.write(folder / member.document.name, data)


def _changed(place: Path | str) -> ArchiveError:
    return ArchiveError(
        "the stored bytes are not those that were registered",
        place=place,
        remedy="`dpkit archive check --deep`, and mend it first",
    )


def _check_target(target: Path) -> None:
    if os.path.lexists(target):
        raise ArchiveError("exists already", place=target, remedy="give another name")
    if target.suffix in _PACKED:
        raise ArchiveError(
            f"no package is written as {target.suffix}",
            place=target,
            remedy="name a folder, or a file that ends with .tar",
        )


@contextmanager
def _new_package(target: Path) -> Iterator[_Target]:
    """Give a package under another name beside its own, which it gets when it is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}-{arrival_name()}")
    try:
        if target.suffix == _TAR:
            with aside.open("xb") as stream:
                with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                    yield _TarTarget(tar)
                stream.flush()
                os.fsync(stream.fileno())
        else:
            yield _FolderTarget(aside)
        if os.path.lexists(target):
            raise ArchiveError("exists already", place=target, remedy="give another name")
        aside.rename(target)
        flush_folder(target.parent)
    finally:
        if aside.is_dir():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.unlink(missing_ok=True)


class _FolderTarget:
    """A package as a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: Path, data: bytes) -> None:
        """Write a file."""
        with self._new(name) as stream:
            stream.write(data)

    def copy(self, name: Path, source: Path | str, size: int, sha256: str) -> None:
        """Copy a file."""
        with open_bytes(source) as reading, self._new(name) as writing:
            hashed = _Hashed(reading)
            shutil.copyfileobj(hashed, writing, _BLOCK)
        hashed.check(source, size, sha256)

    @contextmanager
    def _new(self, name: Path) -> Iterator[IO[bytes]]:
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())


class _TarTarget:
    """A package as a tar, whose bytes depend on nothing but what is in it."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def write(self, name: Path, data: bytes) -> None:
        """Write a file."""
        self._tar.addfile(_tar_entry(name, len(data)), io.BytesIO(data))

    def copy(self, name: Path, source: Path | str, size: int, sha256: str) -> None:
        """Copy a file."""
        with open_bytes(source) as reading:
            hashed = _Hashed(reading)
            try:
                self._tar.addfile(_tar_entry(name, size), hashed)
            except OSError as error:
                if hashed.size < size and error.errno is None:
                    raise _changed(str(source)) from None  # it is shorter than it was
                raise
            hashed.read(_BLOCK)
        hashed.check(source, size, sha256)


def _tar_entry(name: Path, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name.as_posix())
    entry.size = size
    return entry


class _Hashed:
    """A stream that is hashed while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Read and hash some bytes."""
        block = self._stream.read(size)
        self._digest.update(block)
        self.size += len(block)
        return block

    def check(self, place: Path | str, size: int, sha256: str) -> None:
        """Refuse bytes that are not those that were registered."""
        if (self.size, self._digest.hexdigest()) != (size, sha256):
            raise _changed(place)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"cannot be exported: {error.strerror or error}",
            place=error.filename or target,
            remedy="are all files there, and is there room?",
        ) from error
