"""The manifest of a package of products: what is in it, and what an archive said of that.

A package is a folder, or a tar of the same: ``manifest.json``, and below ``products`` a folder for
each product, with its document and, in ``data``, its files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dpkit.errors import ArchiveError
from dpkit_archive.name import checked_name
from dpkit_archive.placing import product_folder
from dpkit_archive.release.manifest import manifest_sha256
from dpkit_archive.status import PURGED, STATUSES
from dpkit_archive.transfer.shape import shaped

__all__ = [
    "MANIFEST",
    "PackageManifest",
    "PackedFile",
    "PackedMember",
    "PackedRange",
    "PackedRelease",
    "packed_folder",
    "parse_manifest",
    "write_manifest",
]

MANIFEST = "manifest.json"
_FORMAT, _VERSION = "dpkit-archive-package", 1
_ANEW = "get the package anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file of a package: its name, and what its bytes are known by."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedRange:
    """A range for which a product is valid; nanoseconds of TAI, half-open."""

    calibration_set: str
    selection: str
    policy: str
    begin_ns: int
    end_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedMember:
    """A product of a package.

    Attributes
    ----------
    id, product, dataset, identity, version, status, content
        What it is in the archive that it comes from; `content` is its content digest.
    reason : str or None
        Why it has its status.
    document : PackedFile
        Its document.
    files : tuple of PackedFile
        Its files.
    aliases : mapping of str to str
        Its other ids, and the SHA-256 of the documents that came under them.
    standing : mapping of str to str
        Ids that its document refers to, and those of the products that stand for them.
    inputs : tuple of (str, int, str)
        Port, place on it and id of each product that it was made from.
    validity : tuple of PackedRange
        The ranges for which it is valid.
    hidden : tuple of (str, int, str)
        Name, place and reason of metrics that are left out of trends.
    """

    id: str
    product: str
    dataset: str
    identity: str
    version: int
    status: str
    reason: str | None
    content: str
    document: PackedFile
    files: tuple[PackedFile, ...]
    aliases: Mapping[str, str]
    standing: Mapping[str, str]
    inputs: tuple[tuple[str, int, str], ...]
    validity: tuple[PackedRange, ...]
    hidden: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedRelease:
    """The release that a package is, but for what was purged; a frozen one with its manifest."""

    name: str
    manifest: str | None
    manifest_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageManifest:
    """What is in a package.

    Attributes
    ----------
    archive : str
        UUID of the archive that it comes from.
    written : str
        When it was written, ISO time.
    chosen : tuple of str
        What was chosen, in words.
    release : PackedRelease or None
        The release that it is.
    members : tuple of PackedMember
        Its products, each after those that it was made from.
    outside : tuple of str
        Ids of inputs that are not in it.
    gone : tuple of str
        Ids of products that were chosen, and are not in it since they were purged.
    """

    archive: str
    written: str
    chosen: tuple[str, ...]
    release: PackedRelease | None
    members: tuple[PackedMember, ...]
    outside: tuple[str, ...]
    gone: tuple[str, ...]


def packed_folder(member: PackedMember) -> Path:
    """Return the folder of a product below that of its package."""
    return Path("products") / product_folder(member.product, member.id)


def write_manifest(manifest: PackageManifest) -> bytes:
    """Return a manifest as bytes; the SHA-256 of all that it says is in it."""
    said = {"format": _FORMAT, "version": _VERSION, **asdict(manifest)}
    return json.dumps(said | {"sha256": _digest(said)}, ensure_ascii=False, indent=1).encode()


def parse_manifest(data: bytes, place: Path) -> PackageManifest:
    """Read a manifest.

    Raises
    ------
    ArchiveError
        It is none, of a version that is not known, or was changed.
    """
    try:
        said = json.loads(data)
        if said.pop("format", None) != _FORMAT:
            raise ValueError
    except (ValueError, AttributeError, RecursionError):
        raise ArchiveError(
            "is no package of an archive", place=place, remedy="`dpkit archive export` makes one"
        ) from None
    if said.pop("version", None) != _VERSION:
        raise ArchiveError(
            f"is a package of another version, this dpkit knows {_VERSION}",
            place=place,
            remedy="install a newer dpkit",
        )
    stated = said.pop("sha256", None)
    if stated != _digest({"format": _FORMAT, "version": _VERSION, **said}):
        raise ArchiveError("the manifest was changed", place=place / MANIFEST, remedy=_ANEW)
    try:
        manifest: PackageManifest = shaped(PackageManifest, said)
    except ValueError as error:
        raise ArchiveError(
            f"the manifest lacks something, or has what it must not: {error}",
            place=place / MANIFEST,
            remedy=_ANEW,
        ) from None
    for member in manifest.members:
        _check_member(member, place / MANIFEST)
    if manifest.release is not None:
        _check_release(manifest.release, place / MANIFEST)
    return manifest


def _check_member(member: PackedMember, place: Path) -> None:
    """Refuse what no archive says of a product."""
    if member.status not in STATUSES or member.status == PURGED or member.version < 1:
        raise ArchiveError(
            f"the manifest says that {member.id} is {member.status}, version {member.version}",
            place=place,
            remedy=_ANEW,
        )
    for name in (member.dataset, *(one.calibration_set for one in member.validity)):
        what = "dataset or calibration set"
        checked_name(name, what, ArchiveError, example="main", place=place)


def _check_release(release: PackedRelease, place: Path) -> None:
    if release.manifest is None:
        return
    try:
        shaped(_Stated, json.loads(release.manifest))
        if manifest_sha256(release.manifest) != release.manifest_sha256:
            raise ValueError
    except (ValueError, RecursionError):
        raise ArchiveError(
            f"the manifest of the release {release.name!r} was changed", place=place, remedy=_ANEW
        ) from None


@dataclass(frozen=True, slots=True)
class _StatedMember:
    """A member as the manifest of a release says it."""

    id: str
    type: str
    dataset: str
    identity: str
    version: int
    content: str
    status: str


@dataclass(frozen=True, slots=True)
class _Stated:
    """The manifest of a release."""

    manifest: int
    members: tuple[_StatedMember, ...]


def _digest(said: Mapping[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
