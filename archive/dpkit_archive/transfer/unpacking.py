"""Open a package that came from somewhere: nothing in it is trusted before it is verified."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.product.checksum import file_checksum
from dpkit_archive.arrival import INCOMING, arrival_name
from dpkit_archive.transfer.manifest import (
    MANIFEST,
    PackageManifest,
    PackedFile,
    PackedMember,
    packed_folder,
    parse_manifest,
)

__all__ = ["Package", "documents_of", "opened"]

_BLOCK = 4 * 1024 * 1024
_LARGEST_MANIFEST = 4 * 1024**3
_ANEW = "get the package anew, and import nothing of this one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package that was verified: every file has the bytes that its manifest says.

    Attributes
    ----------
    source : Path
        What was given.
    folder : Path
        The folder where its files are.
    unpacked : bool
        Whether that folder was made for it, and is removed when it is closed.
    manifest : PackageManifest
        What is in it.
    """

    source: Path
    folder: Path
    unpacked: bool
    manifest: PackageManifest


def documents_of(package: Package) -> list[Path]:
    """Return the path of the document of each member."""
    return [
        package.folder / packed_folder(member) / member.document.name
        for member in package.manifest.members
    ]


@contextmanager
def opened(source: Path, files: Path) -> Iterator[Package]:
    """Give a package whose files are verified; a tar is unpacked where files arrive.

    Parameters
    ----------
    source : Path
        The folder or tar.
    files : Path
        The archive's folder of files.

    Raises
    ------
    NotFoundError
        There is nothing.
    ArchiveError
        It is no package, of a version that is not known, or something of it was changed, is
        missing, or leads out of it.
    """
    if source.is_dir():
        manifest = _read_manifest(source)
        _verify(source, manifest, source)
        _refuse_others(source, manifest)
        yield Package(source=source, folder=source, unpacked=False, manifest=manifest)
        return
    if not source.is_file():
        raise NotFoundError(
            "there is no such package", place=source, remedy="give a folder or a tar"
        )
    folder = files / INCOMING / arrival_name()
    folder.mkdir(parents=True)
    try:
        manifest = _unpack(source, folder)
        _verify(folder, manifest, source)
        yield Package(source=source, folder=folder, unpacked=True, manifest=manifest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read_manifest(folder: Path) -> PackageManifest:
    path = folder / MANIFEST
    if path.is_symlink() or not path.is_file():
        raise ArchiveError(
            f"is no package: it has no {MANIFEST}",
            place=folder,
            remedy="`dpkit archive export` makes one",
        )
    return _checked(parse_manifest(path.read_bytes(), folder), folder)


def _checked(manifest: PackageManifest, place: Path) -> PackageManifest:
    """Refuse names that could lead out of the package, and members that are there twice."""
    seen: set[str] = set()
    for member in manifest.members:
        if not _is_plain(member.product):
            raise ArchiveError(
                f"{member.product!r} is no name of a product", place=place, remedy=_ANEW
            )
        names = [member.document.name, *(one.name for one in member.files)]
        for name in names:
            if not _is_plain(name):
                raise ArchiveError(f"{name!r} is no plain file name", place=place, remedy=_ANEW)
        folder = str(packed_folder(member))
        if folder in seen:
            raise ArchiveError(f"{member.id} is in it twice", place=place, remedy=_ANEW)
        seen.add(folder)
    return manifest


def _is_plain(name: str) -> bool:
    """Tell whether a name is one of something in a folder."""
    return name not in {"", ".", ".."} and PurePosixPath(name).name == name


def _files(member: PackedMember) -> Iterator[tuple[Path, PackedFile]]:
    folder = packed_folder(member)
    yield folder / member.document.name, member.document
    yield from ((folder / "data" / one.name, one) for one in member.files)


def _verify(folder: Path, manifest: PackageManifest, source: Path) -> None:
    for member in manifest.members:
        for name, said in _files(member):
            _verify_file(folder, name, said, source)


def _refuse_others(folder: Path, manifest: PackageManifest) -> None:
    """Refuse files in a folder that its manifest does not name; a tar has none when it is open."""
    named = {path.as_posix() for member in manifest.members for path, _ in _files(member)}
    named.add(MANIFEST)
    for within, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = (Path(within) / name).relative_to(folder).as_posix()
            if path not in named:
                raise ArchiveError(f"{path!r} is not in its manifest", place=folder, remedy=_ANEW)


def _verify_file(folder: Path, name: Path, said: PackedFile, source: Path) -> None:
    path, place = folder / name, f"{source}: {name}"
    if any(one.is_symlink() for one in (path, *path.parents[: len(name.parts) - 1])):
        raise ArchiveError("is a link", place=place, remedy=_ANEW)
    if not path.is_file():
        raise ArchiveError("is missing from the package", place=place, remedy=_ANEW)
    if (size := path.stat().st_size) != said.size:
        raise ArchiveError(
            f"has {size} bytes, the manifest says {said.size}", place=place, remedy=_ANEW
        )
    if (sha256 := file_checksum(path)) != said.sha256:
        raise ArchiveError(
            f"SHA-256 is {sha256}, the manifest says {said.sha256}", place=place, remedy=_ANEW
        )


def _unpack(source: Path, folder: Path) -> PackageManifest:
    """Unpack the files that the manifest names; it is the first in the tar."""
    try:
        with tarfile.open(source, "r|") as tar:
            entries = iter(tar)
            data = _first(tar, next(entries, None), source)
            manifest = _checked(parse_manifest(data, source), source)
            named = {
                path.as_posix(): one for member in manifest.members for path, one in _files(member)
            }
            for entry in entries:
                _unpack_one(tar, entry, named, folder, source)
            return manifest
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(
            f"is no whole tar: {error}", place=source, remedy="get the package anew"
        ) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise ArchiveError(
            f"is no whole tar: {error}", place=source, remedy="get the package anew"
        ) from None


def _first(tar: tarfile.TarFile, entry: tarfile.TarInfo | None, source: Path) -> bytes:
    stream = None
    if entry is not None and entry.name == MANIFEST and entry.size <= _LARGEST_MANIFEST:
        stream = tar.extractfile(entry) if entry.isreg() else None
    if stream is None:
        raise ArchiveError(
            f"is no package: it does not begin with {MANIFEST}",
            place=source,
            remedy="`dpkit archive export` makes one",
        )
    return stream.read()


def _unpack_one(
    tar: tarfile.TarFile,
    entry: tarfile.TarInfo,
    named: dict[str, PackedFile],
    folder: Path,
    source: Path,
) -> None:
    said = named.pop(entry.name, None)
    if said is None:
        raise ArchiveError(
            f"{entry.name!r} is not in its manifest, or twice in the tar",
            place=source,
            remedy=_ANEW,
        )
    stream = tar.extractfile(entry) if entry.isreg() else None
    if stream is None:
        raise ArchiveError(f"{entry.name!r} is no plain file", place=source, remedy=_ANEW)
    if entry.size != said.size:
        raise ArchiveError(
            f"has {entry.size} bytes, the manifest says {said.size}",
            place=f"{source}: {entry.name}",
            remedy=_ANEW,
        )
    target = folder / entry.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as writing:
        shutil.copyfileobj(stream, writing, _BLOCK)
